//! JSON values as YAML that every reader takes for the same: what YAML 1.1 would read as a boolean, a number, a
//! date or null is quoted, and so is whatever else is not plainly text.

use serde_json::{Number, Value};

/// Lists of short scalars stay on one line up to this width.
const WIDTH: usize = 90;

/// A block-style document without a header; ends with a line end.
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => members(map, 0, &mut text),
        Value::Array(list) if !list.is_empty() => items(list, 0, &mut text),
        scalar => {
            text.push_str(&inline(scalar, 0));
            text.push('\n');
        }
    }
    text
}

fn members(map: &serde_json::Map<String, Value>, indent: usize, text: &mut String) {
    for (at, (key, value)) in map.iter().enumerate() {
        // The first member stands where the caller has brought the text: after its dash, or at a line's start.
        if at > 0 || indent == 0 {
            pad(indent, text);
        }
        member(key, value, indent, text);
    }
}

fn member(key: &str, value: &Value, indent: usize, text: &mut String) {
    let key = scalar(key, false);
    // Implicit keys end within 1024 characters.
    if key.len() > 1000 {
        text.push_str("? ");
        text.push_str(&key);
        text.push('\n');
        pad(indent, text);
    } else {
        text.push_str(&key);
    }
    text.push(':');
    nested(value, indent, text);
}

/// A value after its key.
fn nested(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            text.push('\n');
            pad(indent + 2, text);
            members(map, indent + 2, text);
        }
        Value::Array(list) if !list.is_empty() => match flow(list, indent) {
            Some(line) => {
                text.push(' ');
                text.push_str(&line);
                text.push('\n');
            }
            None => {
                text.push('\n');
                pad(indent + 2, text);
                items(list, indent + 2, text);
            }
        },
        other => {
            text.push(' ');
            text.push_str(&inline(other, indent));
            text.push('\n');
        }
    }
}

fn items(list: &[Value], indent: usize, text: &mut String) {
    for (at, item) in list.iter().enumerate() {
        if at > 0 {
            pad(indent, text);
        }
        text.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => members(map, indent + 2, text),
            Value::Array(inner) if !inner.is_empty() => match flow(inner, indent) {
                Some(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                None => items(inner, indent + 2, text),
            },
            other => {
                text.push_str(&inline(other, indent));
                text.push('\n');
            }
        }
    }
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

/// Scalars and empty collections. Text of several lines becomes a literal block where that keeps it exactly.
fn inline(value: &Value, indent: usize) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => number(value),
        Value::String(value) => block(value, indent).unwrap_or_else(|| scalar(value, false)),
        Value::Array(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
    }
}

fn flow(list: &[Value], indent: usize) -> Option<String> {
    let mut parts = Vec::with_capacity(list.len());
    for item in list {
        parts.push(match item {
            Value::String(text) => scalar(text, true),
            Value::Array(_) | Value::Object(_) => return None,
            other => inline(other, 0),
        });
    }
    let line = format!("[{}]", parts.join(", "));
    (indent + line.chars().count() <= WIDTH).then_some(line)
}

/// Exponents get the dot and the sign without which YAML 1.1 reads text.
fn number(value: &Number) -> String {
    let text = value.to_string();
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text;
    };
    let dot = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) {
        ""
    } else {
        "+"
    };
    format!("{mantissa}{dot}e{sign}{exponent}")
}

fn block(text: &str, indent: usize) -> Option<String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let starts_well = !body.starts_with([' ', '\t', '\n']) && !body.ends_with('\n');
    if !body.contains('\n') || !starts_well || !body.chars().all(|c| c == '\n' || is_printable(c)) {
        return None;
    }
    let mut block = if body.len() == text.len() {
        "|-".to_owned()
    } else {
        "|".to_owned()
    };
    for line in body.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            pad(indent + 2, &mut block);
            block.push_str(line);
        }
    }
    Some(block)
}

/// Words that some YAML reader takes for something else than text, in any case.
const WORDS: [&str; 12] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity",
];

fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        return text.to_owned();
    }
    if text.contains(['"', '\\']) && text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    quoted(text)
}

/// Begins with a letter or the like, so it is no number, date or sign; holds nothing that ends a plain scalar.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '$'));
    let word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    let ends = text.ends_with([' ', ':', '\t']);
    let breaks = text.contains(": ") || text.contains(" #") || text.contains('\t');
    let flows = in_flow && text.contains([',', '[', ']', '{', '}', ':', '?', '"', '\'']);
    starts && !word && !ends && !breaks && !flows && text.chars().all(is_printable)
}

/// One line's worth of characters that YAML takes unescaped.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_printable(c) => quoted.push(c),
            c => quoted.push_str(&format!("\\u{:04x}", c as u32)),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_some_reader_takes_for_something_else_is_quoted() {
        for text in [
            "on",
            "No",
            "y",
            "1.0",
            "2026-01-01",
            "12:30:45",
            "1_000",
            "0b1",
            "~",
            "null",
            "True",
            "",
            "1e3",
            "=",
            "<<",
            "- a",
            "a: b",
            "a #b",
            "@x",
            "*a",
            ".5",
            "+1",
            " a",
            "a ",
            "?",
        ] {
            let line = to_yaml(&json!({ "k": text }));
            let value = line.trim_end().strip_prefix("k: ").unwrap();
            assert!(value.starts_with(['"', '\'']), "{line}");
        }
        for text in [
            "bars.update",
            "Bars as they form.",
            "localhost:8000/api",
            "/channel",
            "été",
            "it's",
            "a,b",
        ] {
            assert_eq!(to_yaml(&json!({ "k": text })), format!("k: {text}\n"));
        }
    }

    #[test]
    fn keys_are_quoted_alike() {
        assert_eq!(
            to_yaml(&json!({ "on": 1, "200": 2, "/": 3, "a b": null })),
            "\"on\": 1\n\"200\": 2\n/: 3\na b: null\n"
        );
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(
            to_yaml(&json!([1e20, 1.5e-9, 2.0, -7, u64::MAX])),
            "- 1.0e+20\n- 1.5e-9\n- 2.0\n- -7\n- 18446744073709551615\n"
        );
    }

    #[test]
    fn collections_nest() {
        let value = json!({ "a": [{ "b": 1, "c": [["x", "z"], []] }, {}], "required": ["a", "on", "b,c"], "d": { "e": {} } });
        let expected = "a:\n  - b: 1\n    c:\n      - [x, z]\n      - []\n  - {}\nrequired: [a, \"on\", \"b,c\"]\nd:\n  e: {}\n";
        assert_eq!(to_yaml(&value), expected);
    }

    #[test]
    fn lines_become_blocks() {
        assert_eq!(
            to_yaml(&json!({ "d": "one\n\n  two\n" })),
            "d: |\n  one\n\n    two\n"
        );
        assert_eq!(
            to_yaml(&json!({ "d": ["one\ntwo"] })),
            "d: [\"one\\ntwo\"]\n"
        );
        assert_eq!(
            to_yaml(&json!({ "d": "one\ntwo" })),
            "d: |-\n  one\n  two\n"
        );
        assert_eq!(to_yaml(&json!({ "d": " one\ntwo" })), "d: \" one\\ntwo\"\n");
        assert_eq!(to_yaml(&json!({ "d": "one\n\n" })), "d: \"one\\n\\n\"\n");
    }
}
