//! Cuts a name as written into words: at symbols and at the humps of camel case.

use std::cmp::Ordering;

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
        (Class::Upper | Class::Digit, Class::Upper) => {
            after == Some(Class::Lower) && !ends_plural(&chars[at + 1..])
        }
        _ => false,
    }
}

/// `URLs` and `userIDs` are several of what is called `URL` and `ID`.
fn ends_plural(rest: &[char]) -> bool {
    let next = rest.get(1).map(|c| class(*c));
    rest.first() == Some(&'s') && next != Some(Class::Lower)
}

/// The type in a place beside a type that people called so themselves: the place's own.
fn derived(raw: &str, other: &str) -> Option<Vec<String>> {
    let (owner, place) = raw.rsplit_once(JOINT)?;
    if other.contains(JOINT) {
        return None;
    }
    let mut parts = words(owner);
    parts.push("own".to_owned());
    parts.extend(words(place));
    Some(parts)
}

/// As [`words`], but whatever tells the name from another that reads alike is said: symbols that the other has not, and
/// the case of words that the other writes differently. Only for names that would collide.
pub fn apart(raw: &str, other: &str) -> Vec<String> {
    if let Some(parts) = derived(raw, other) {
        return parts;
    }
    let (own, others) = (cut(raw), cut(other));
    let aligned = own.len() == others.len();
    let mut by_symbols = Vec::new();
    let mut by_case = Vec::new();
    for (at, piece) in own.iter().enumerate() {
        let beside = others.get(at).filter(|_| aligned);
        if beside.is_none_or(|beside| beside.symbols != piece.symbols) {
            by_symbols.extend(piece.symbols.chars().map(symbol));
        }
        let case = beside.and_then(|beside| case_said(&piece.word, &beside.word));
        by_case.extend(case.map(str::to_owned));
        let word = Some(piece.word.clone()).filter(|word| !word.is_empty());
        by_symbols.extend(word.clone());
        by_case.extend(word);
    }
    // Symbols alone where that is enough: case is said only where it is the difference.
    if by_symbols == words(raw) {
        by_case
    } else {
        by_symbols
    }
}

/// A word, and the symbols between it and the one before; the last has no word.
struct Piece {
    symbols: String,
    word: String,
}

fn cut(raw: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = raw;
    for word in words(raw) {
        let at = rest.find(&word).unwrap_or(0);
        let (symbols, after) = rest.split_at(at);
        rest = &after[word.len()..];
        pieces.push(Piece {
            symbols: visible(symbols),
            word,
        });
    }
    pieces.push(Piece {
        symbols: visible(rest),
        word: String::new(),
    });
    pieces
}

fn visible(symbols: &str) -> String {
    symbols.chars().filter(|c| *c != JOINT).collect()
}

/// What the word is written in, where it differs from the other's.
fn case_said(word: &str, other: &str) -> Option<&'static str> {
    let capitals = |word: &str| word.chars().filter(|c| c.is_uppercase()).count();
    match capitals(word).cmp(&capitals(other)) {
        Ordering::Greater => Some("upper"),
        Ordering::Less => Some("lower"),
        Ordering::Equal => None,
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
        '\t' => "tab",
        '\n' => "newline",
        '\r' => "return",
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
    use super::{apart, symbols, words};

    #[test]
    fn cuts_at_symbols_and_humps() {
        let cases: &[(&str, &[&str])] = &[
            ("snake_case", &["snake", "case"]),
            ("HTTPServer-v2", &["HTTP", "Server", "v2"]),
            ("URLs", &["URLs"]),
            ("userIDsSeen", &["user", "IDs", "Seen"]),
            ("HTTPStatus", &["HTTP", "Status"]),
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
    fn says_what_tells_a_name_from_another() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("foo-bar", "foo_bar", &["foo", "dash", "bar"]),
            ("foo-bar.baz", "foo-barBaz", &["foo", "bar", "dot", "baz"]),
            ("%a", "a", &["percent", "a"]),
            ("a%", "a", &["a", "percent"]),
            ("E", "e", &["upper", "E"]),
            ("buy", "BUY", &["lower", "buy"]),
            (
                "Frame\u{1f}kind\u{1f}E",
                "Frame\u{1f}kind\u{1f}e",
                &["Frame", "kind", "upper", "E"],
            ),
            ("fooBar", "foo_bar", &["foo", "upper", "Bar"]),
            ("a", "a", &["a"]),
            (
                "Order\u{1f}status",
                "OrderStatus",
                &["Order", "own", "status"],
            ),
        ];
        for (raw, other, expected) in cases {
            assert_eq!(apart(raw, other), *expected, "{raw} beside {other}");
        }
    }

    #[test]
    fn names_symbols() {
        assert_eq!(symbols("%"), ["percent"]);
        assert_eq!(symbols("\r\n"), ["return", "newline"]);
        assert_eq!(symbols(""), ["empty"]);
        assert_eq!(symbols("🙂"), ["u1f642"]);
    }
}
