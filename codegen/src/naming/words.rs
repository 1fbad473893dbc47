//! Cuts a name as written into words: at symbols and at the humps of camel case.

/// Joins the parts of a name that was derived from others; no document can contain it.
pub const JOINT: char = '\u{1f}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    /// Lower case, and letters of scripts without case.
    Lower,
    Digit,
    Symbol,
}

fn class(c: char) -> Class {
    if c.is_numeric() && unicode_ident::is_xid_continue(c) {
        Class::Digit
    } else if c == '_' || !unicode_ident::is_xid_continue(c) {
        Class::Symbol
    } else if c.is_uppercase() {
        Class::Upper
    } else {
        Class::Lower
    }
}

/// `HTTPServer-v2` is `HTTP`, `Server`, `v2`; case is kept. A name of symbols only has no words.
pub fn words(raw: &str) -> Vec<String> {
    let chars: Vec<char> = raw.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, c) in chars.iter().enumerate() {
        let here = class(*c);
        if here == Class::Symbol || (at > 0 && starts_hump(&chars, at)) {
            flush(&mut word, &mut words);
        }
        if here != Class::Symbol {
            word.push(*c);
        }
    }
    flush(&mut word, &mut words);
    words
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn starts_hump(chars: &[char], at: usize) -> bool {
    let before = class(chars[at - 1]);
    let after = chars.get(at + 1).map(|c| class(*c));
    match (before, class(chars[at])) {
        (Class::Lower, Class::Upper) => true,
        (Class::Upper | Class::Digit, Class::Upper) => after == Some(Class::Lower),
        _ => false,
    }
}

/// As [`words`], but nothing is dropped: symbols are spelled out and case is said, so that names which read
/// alike come apart. Only for names that would collide.
pub fn spelled(raw: &str, capitalised: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut run = String::new();
    for c in raw.chars().map(Some).chain([None]) {
        if let Some(c) = c.filter(|c| class(*c) != Class::Symbol) {
            run.push(c);
            continue;
        }
        for word in words(&std::mem::take(&mut run)) {
            out.extend(case_said(&word, capitalised).map(str::to_owned));
            out.push(word);
        }
        out.extend(c.filter(|c| *c != JOINT).map(symbol));
    }
    out
}

/// The name with its symbols as words of their own, case as it was.
pub fn symbols_spelled(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() * 2);
    for c in raw.chars() {
        match class(c) {
            Class::Symbol if c == JOINT => out.push(c),
            Class::Symbol => out.extend([" ", &symbol(c), " "]),
            _ => out.push(c),
        }
    }
    out
}

fn case_said(word: &str, capitalised: bool) -> Option<&'static str> {
    let first = word.chars().find(|c| c.is_alphabetic())?;
    let shouted = word.chars().filter(|c| c.is_alphabetic()).count() > 1
        && word.chars().all(|c| !c.is_lowercase());
    match (first.is_uppercase(), capitalised) {
        (true, false) => Some("upper"),
        (true, true) if shouted => Some("upper"),
        (false, true) if first.is_lowercase() => Some("lower"),
        _ => None,
    }
}

/// Symbols by name, for a name that has nothing else.
pub fn symbols(raw: &str) -> Vec<String> {
    if raw.is_empty() {
        vec!["empty".to_owned()]
    } else {
        raw.chars().map(symbol).collect()
    }
}

fn symbol(c: char) -> String {
    let name = match c {
        '-' => "dash",
        '_' => "underscore",
        '.' => "dot",
        ' ' => "space",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '+' => "plus",
        '*' => "star",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '&' => "and",
        '!' => "bang",
        '?' => "question",
        ':' => "colon",
        ';' => "semicolon",
        ',' => "comma",
        '<' => "less",
        '>' => "greater",
        '=' => "equals",
        '~' => "tilde",
        '^' => "caret",
        '|' => "pipe",
        '\'' => "quote",
        '"' => "quotes",
        '`' => "backtick",
        '(' => "open",
        ')' => "close",
        '[' => "bracket",
        ']' => "unbracket",
        '{' => "brace",
        '}' => "unbrace",
        _ => return format!("u{:x}", c as u32),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{spelled, symbols, words};

    #[test]
    fn cuts_at_symbols_and_humps() {
        let cases: &[(&str, &[&str])] = &[
            ("snake_case", &["snake", "case"]),
            ("HTTPServer-v2", &["HTTP", "Server", "v2"]),
            ("candle1m", &["candle1m"]),
            ("candle1M", &["candle1M"]),
            ("1D", &["1D"]),
            (
                "bars.subscribe.response",
                &["bars", "subscribe", "response"],
            ),
            ("été", &["été"]),
            ("日本 語", &["日本", "語"]),
            ("%", &[]),
            ("", &[]),
        ];
        for (raw, expected) in cases {
            assert_eq!(words(raw), *expected, "{raw}");
        }
    }

    #[test]
    fn spells_what_words_drop() {
        assert_eq!(spelled("foo-bar", false), ["foo", "dash", "bar"]);
        assert_eq!(spelled("E", false), ["upper", "E"]);
        assert_eq!(spelled("buy", true), ["lower", "buy"]);
        assert_eq!(symbols("%"), ["percent"]);
        assert_eq!(symbols(""), ["empty"]);
        assert_eq!(symbols("🙂"), ["u1f642"]);
    }
}
