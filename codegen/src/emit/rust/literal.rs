//! Rust literals for what documents say.

use crate::ir::Scalar;

/// A string literal; nothing in it can end it, hide in it or turn the text around.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Control characters, and marks that change the direction of what is shown.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// As an argument of `json!`.
pub(super) fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Number(text) => text.clone(),
        Scalar::String(text) => string(text),
    }
}

/// A number as a float literal.
pub(super) fn float(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => format!("{value:?}"),
        _ => "f64::MAX".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{float, string};

    #[test]
    fn nothing_ends_a_literal() {
        assert_eq!(string("a\"b\\c\n\u{202e}é"), "\"a\\\"b\\\\c\\n\\u{202e}é\"");
        assert_eq!(float("1"), "1.0");
        assert_eq!(float("1e400"), "f64::MAX");
    }
}
