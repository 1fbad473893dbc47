//! Wire text as TypeScript literals and member names.

use crate::ir::Scalar;

/// A string literal in double quotes.
pub(super) fn string(text: &str) -> String {
    // JSON's strings are TypeScript's; the two line separators are escaped for the sake of older tools.
    let json = serde_json::Value::from(text).to_string();
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

pub(super) fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Number(text) => text.clone(),
        Scalar::String(text) => string(text),
    }
}

/// JSON as an expression.
pub(super) fn json(text: &str) -> String {
    let text = text.replace('\u{2028}', "\\u2028");
    let text = text.replace('\u{2029}', "\\u2029");
    text.replace("\"__proto__\":", "[\"__proto__\"]:")
}

/// The name of a member in a type: quoted only where it must be.
pub(super) fn member(wire: &str) -> String {
    if is_plain(wire) {
        wire.to_owned()
    } else {
        string(wire)
    }
}

/// The same in an object literal, where `__proto__: x` would set the prototype.
pub(super) fn key(wire: &str) -> String {
    if wire == "__proto__" {
        "[\"__proto__\"]".to_owned()
    } else {
        member(wire)
    }
}

fn is_plain(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    starts
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_must_be() {
        let cases = [
            ("type", "type"),
            ("$id", "$id"),
            ("a-b", "\"a-b\""),
            ("1a", "\"1a\""),
            ("", "\"\""),
            ("é", "\"é\""),
        ];
        for (wire, expected) in cases {
            assert_eq!(member(wire), expected);
        }
        assert_eq!(member("quote\"d"), r#""quote\"d""#);
        assert_eq!(key("__proto__"), r#"["__proto__"]"#);
    }
}
