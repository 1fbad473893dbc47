//! Joins words in a case.

/// `HttpServer`. A single letter after a digit keeps its case: `1m` is a minute, `1M` a month.
pub fn pascal(words: &[String]) -> String {
    let words = words.iter().map(|word| capitalised(word));
    words.fold(String::new(), |text, word| joined(text, &word))
}

/// Digits of two words stay apart: `1.0` is not ten.
fn joined(mut text: String, word: &str) -> String {
    if text.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
        text.push('_');
    }
    text + word
}

/// `http_server`.
pub fn snake(words: &[String]) -> String {
    words
        .iter()
        .map(|word| word.to_lowercase())
        .collect::<Vec<_>>()
        .join("_")
}

/// `httpServer`.
pub fn camel(words: &[String]) -> String {
    let mut words = words.iter();
    let first = words
        .next()
        .map(|word| word.to_lowercase())
        .unwrap_or_default();
    words.fold(first, |text, word| joined(text, &capitalised(word)))
}

fn capitalised(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    for (at, c) in chars.iter().enumerate() {
        let unit = at > 0 && at + 1 == chars.len() && chars[at - 1].is_numeric();
        if at == 0 {
            out.extend(c.to_uppercase());
        } else if unit {
            out.push(*c);
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::{camel, pascal, snake};

    #[test]
    fn joins() {
        let cases = [
            ("HTTPServer", "HttpServer", "http_server", "httpServer"),
            (
                "broker-connection",
                "BrokerConnection",
                "broker_connection",
                "brokerConnection",
            ),
            ("candle1M", "Candle1M", "candle1m", "candle1m"),
            ("BUY", "Buy", "buy", "buy"),
            ("v1.10", "V1_10", "v1_10", "v1_10"),
            ("URLs", "Urls", "urls", "urls"),
            ("Straße", "Straße", "straße", "straße"),
        ];
        for (raw, p, s, c) in cases {
            let words = words(raw);
            assert_eq!(
                (pascal(&words), snake(&words), camel(&words)),
                (p.into(), s.into(), c.into())
            );
        }
    }
}
