//! JSON values as YAML that every reader takes for the same: what YAML 1.1 would read as a boolean, a number or a date
//! is quoted.

use serde_json::Value;

/// A block-style document without a header; ends with a line end.
pub fn to_yaml(value: &Value) -> String {
    let options = serde_yaml::ser_options! { compact_list_indent: false };
    // A JSON value has a YAML form; should one ever be refused, JSON is YAML too.
    serde_yaml::to_string_with_options(value, options).unwrap_or_else(|_| format!("{value:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::project::Project;
    use serde_json::json;

    fn read(text: &str) -> Value {
        let project = Project::from_text("a.yaml", text);
        assert_eq!(project.diagnostics, [], "{text}");
        project.root(project.documents[0]).to_json()
    }

    #[test]
    fn what_other_readers_would_misread_is_quoted() {
        let words = [
            "on",
            "no",
            "y",
            "Yes",
            "OFF",
            "1.0",
            "007",
            "0x1F",
            "12:30:45",
            "2026-01-01",
            "1_000",
            "0b1",
            "~",
            "null",
            "True",
            "",
            "1e3",
            "=",
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
        ];
        for word in words {
            let line = to_yaml(&json!({ "k": word }));
            let value = line.trim_end().strip_prefix("k: ").unwrap_or_default();
            assert!(value.starts_with(['"', '\'']), "{line}");
            assert_eq!(read(&line), json!({ "k": word }));
            let key = to_yaml(&json!({ word: 1 }));
            assert_eq!(read(&key), json!({ word: 1 }), "{key}");
        }
        assert_eq!(to_yaml(&json!({"on": 1})), "\"on\": 1\n");
    }

    #[test]
    fn values_come_back() {
        let value = json!({
            "a": [{ "b": 1, "c": [["x", "z"], []] }, {}],
            "required": ["a", "on", "b,c", "it's", "é\u{2028}", "\u{7}"],
            "d": { "e": {}, "f": null, "200": true, "/": "a\\b" },
            "lines": ["one\n\n  two\n", "one\ntwo", " one\ntwo", "one\n\n", "\n", "# x\n", "a\r\nb", "\tx\ny"],
            "long": "word ".repeat(200),
            "numbers": [1e20, 1.5e-9, 2.0, -7, u64::MAX, i64::MIN],
        });
        assert_eq!(read(&to_yaml(&value)), value);
    }
}
