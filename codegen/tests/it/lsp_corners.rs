//! The language server in odd places: braces, strings, odd line ends and letters, files that come, go and change names.

use serde_json::{Value, json};

use crate::lsp::{Editor, behind};

const HEAD: &str = "\
asyncapi: 2.4.0
info: {title: Weather, version: 1.0.0}
channels:
  wind: {publish: {message: {$ref: '#/components/messages/Wind'}}}
components:
  schemas: {Speed: {type: number, description: Metres per second.}}
  messages:
";

/// What is completed at the `|` of a text, by label.
fn labels(editor: &mut Editor, name: &str, marked: &str) -> Vec<String> {
    let items = items(editor, name, marked);
    let label = |item: &Value| item["label"].as_str().unwrap().to_owned();
    items.iter().map(label).collect()
}

fn items(editor: &mut Editor, name: &str, marked: &str) -> Vec<Value> {
    let (before, after) = marked.split_once('|').unwrap();
    editor.change(name, json!([{"text": format!("{before}{after}")}]));
    let items = editor.at("textDocument/completion", name, behind(before, before));
    items.as_array().unwrap().clone()
}

#[test]
fn keys_are_completed_wherever_an_object_is_written() {
    let mut editor = Editor::start(&[]);
    editor.open("a.yaml", HEAD);
    let cases = [
        ("    Wind: {payload: {type: string, for|}}\n", "format"),
        ("    Wind: {|}\n", "payload"),
        ("    Wind: {name: w, |}\n", "payload"),
        ("    Wind: {name: w, ti|, payload: true}\n", "title"),
        ("    Wind: {name: '🌬🌬', ti|}\n", "title"),
        ("    Wind: {\n      name: w,\n      ti|\n    }\n", "title"),
        ("    Wind: &w\n      name: w\n      ti|\n", "title"),
        (
            "    Base: &b {payload: true}\n    Wind:\n      <<: *b\n      ti|\n",
            "title",
        ),
        ("    Wind:\n      tags:\n        - na|", "name"),
        ("    Wind:\n      name: w\n      \"ti|\"\n", "title"),
    ];
    for (rest, wanted) in cases {
        let text = format!("{HEAD}{rest}");
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let found = labels(&mut editor, "a.yaml", &text);
            assert!(found.iter().any(|label| label == wanted), "{text}{found:?}");
            let is_odd = |label: &String| label == "asyncapi" || label.contains("cursor");
            assert!(!found.iter().any(is_odd), "{text}{found:?}");
        }
    }
    editor.quit();
}

#[test]
fn no_keys_are_offered_in_strings_comments_and_values() {
    let mut editor = Editor::start(&[]);
    editor.open("a.yaml", HEAD);
    let cases = [
        "    Wind:\n      description: !\n        ti|\n",
        "    Wind:\n      description: 'hello, ti|'\n",
        "    Wind:\n      description: hello, ti|\n",
        "    Wind:\n      name: w # ti|\n",
        "    Wind:\n      payload: {type: st|}\n",
        "    Wind:\n      payload:\n        required: [a, b|]\n",
    ];
    for rest in cases {
        // A block scalar's `|` would be taken for the cursor.
        let text = format!("{HEAD}{}", rest.replace("description: !", "description: >"));
        assert_eq!(labels(&mut editor, "a.yaml", &text), [""; 0], "{text}");
    }
    editor.quit();
}

#[test]
fn an_empty_document_starts_with_the_keys_of_the_root() {
    let mut editor = Editor::start(&[]);
    editor.open("a.yaml", "");
    for text in ["|", "asy|", "\n\n|"] {
        let found = labels(&mut editor, "a.yaml", text);
        assert!(
            found.iter().any(|label| label == "asyncapi"),
            "{text:?} {found:?}"
        );
    }
    for method in ["hover", "definition"] {
        let method = format!("textDocument/{method}");
        assert_eq!(editor.at(&method, "a.yaml", (0, 0)), Value::Null);
        assert_eq!(editor.at(&method, "a.yaml", (99, 99)), Value::Null);
    }
    editor.quit();
}

#[test]
fn json_gets_quotes_and_colons_where_they_are_missing() {
    let mut editor = Editor::start(&[]);
    editor.open("a.json", "{}");
    let head = r#"{"asyncapi": "2.4.0", "info": {"title": "x", "version": "1"},"#;
    let cases = [
        (
            format!("{head} \"channels\": {{}}, \"com|\"}}"),
            "components",
        ),
        (
            format!("{head} \"channels\": {{}},\n \"com|\n}}"),
            "components\": ",
        ),
        (
            format!("{head}\n \"channels\": {{}},\n |\n}}"),
            "\"components\": ",
        ),
        (
            format!("{head} \"channels\": {{}}, \"com|\": {{}}}}"),
            "components",
        ),
    ];
    for (text, wanted) in cases {
        let found = items(&mut editor, "a.json", &text);
        let item = found.iter().find(|item| item["label"] == "components");
        let item = item.unwrap_or_else(|| panic!("{text}\n{found:?}"));
        assert_eq!(item["textEdit"]["newText"], wanted, "{text}");
    }
    editor.quit();
}

#[test]
fn references_are_completed_in_braces_too() {
    let mut editor = Editor::start(&[]);
    editor.open("a.yaml", HEAD);
    for typed in ["'#/comp|'", "'|'", "|", "'#/c|", "\"#/|\""] {
        let text = format!("{HEAD}    Wind: {{title: 🌬, payload: {{$ref: {typed}}}}}\n");
        let found = items(&mut editor, "a.yaml", &text);
        let labels: Vec<_> = found
            .iter()
            .map(|item| item["label"].as_str().unwrap())
            .collect();
        assert_eq!(
            labels,
            ["#/components/schemas/Speed", "#/components/messages/Wind"],
            "{typed}"
        );
        let start =
            behind(&text, "payload: {$ref: ").1 + usize::from(typed.starts_with(['\'', '"']));
        assert_eq!(
            found[0]["textEdit"]["range"]["start"]["character"], start,
            "{typed}"
        );
    }
    editor.open("b.json", "{}");
    let text = r##"{"asyncapi": "2.4.0", "info": {"title": "x", "version": "1"}, "channels": {"a": {"publish": {"message": {"$ref": "#/c|"}}}}, "components": {"messages": {"M": {"payload": true}}}}"##;
    let found = labels(&mut editor, "b.json", text);
    assert!(
        found.iter().any(|label| label == "#/components/messages/M"),
        "{found:?}"
    );
    editor.quit();
}

#[test]
fn places_count_as_editors_count_them() {
    let text = format!(
        "{HEAD}    Wind: {{title: '🌬🌬', titel: x, payload: {{$ref: '#/components/schemas/Speed'}}}}"
    );
    for text in [text.clone(), text.replace('\n', "\r\n")] {
        let mut editor = Editor::start(&[]);
        let findings = editor.open("a.yaml", &text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let (line, column) = behind(&text, "titel");
        let range = json!({"start": {"line": line, "character": column - 5}, "end": {"line": line, "character": column}});
        assert_eq!(findings[0]["range"], range);
        // The definition stands above, in braces.
        let place = editor.at(
            "textDocument/definition",
            "a.yaml",
            behind(&text, "schemas/Sp"),
        );
        let (line, column) = behind(&text, "schemas: {");
        assert_eq!(
            place["range"]["start"],
            json!({"line": line, "character": column})
        );
        let hover = editor.at("textDocument/hover", "a.yaml", behind(&text, "schemas/Sp"));
        assert!(
            hover["contents"]["value"]
                .as_str()
                .unwrap()
                .contains("Metres per second.")
        );
        editor.quit();
    }
}

#[test]
fn a_quick_fix_reaches_a_file_behind_a_reference() {
    let main = "asyncapi: 2.4.0\ninfo: {title: T, version: '1'}\nchannels:\n  a: {publish: {message: {payload: {$ref: 'common.yaml#/Speed'}}}}\n";
    let common = "# 🌬\r\nSpeed: {title: '🌬', type: datetime}";
    let mut editor = Editor::start(&[("main.yaml", main)]);
    editor.open("main.yaml", main);
    let findings = editor.open("common.yaml", common);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let params = json!({
        "textDocument": {"uri": editor.uri("common.yaml")},
        "range": findings[0]["range"],
        "context": {"diagnostics": findings},
    });
    let actions = editor.request("textDocument/codeAction", params);
    let edits = actions[0]["edit"]["changes"][editor.uri("common.yaml")].clone();
    // An editor applies the edits from the end.
    let mut edits: Vec<Value> = edits.as_array().unwrap().clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit["range"]["start"]["character"].as_u64()));
    let changes: Vec<Value> = edits
        .iter()
        .map(|edit| json!({"range": edit["range"], "text": edit["newText"]}))
        .collect();
    assert_eq!(
        editor.change("common.yaml", json!(changes)),
        Vec::<Value>::new()
    );
    editor.quit();
}

#[test]
fn unsaved_texts_of_two_files_see_each_other() {
    let first = "asyncapi: 2.4.0\ninfo: {title: T, version: '1'}\nchannels:\n  a: {publish: {message: {payload: {$ref: 'second.yaml#/components/schemas/B'}}}}\ncomponents: {schemas: {A: {type: string}}}\n";
    let second = "asyncapi: 2.4.0\ninfo: {title: T, version: '1'}\nchannels:\n  b: {publish: {message: {payload: {$ref: 'first.yaml#/components/schemas/A'}}}}\ncomponents: {schemas: {B: {type: string}}}\n";
    let mut editor = Editor::start(&[]);
    // Neither file is on the disk.
    assert_eq!(editor.open("first.yaml", first)[0]["code"], "ref-file");
    assert_eq!(editor.open("second.yaml", second), Vec::<Value>::new());
    let again = json!([{"text": format!("{first}# more\n")}]);
    assert_eq!(editor.change("first.yaml", again), Vec::<Value>::new());
    let place = editor.at(
        "textDocument/definition",
        "first.yaml",
        behind(first, "schemas/B"),
    );
    assert_eq!(place["uri"], editor.uri("second.yaml"));
    editor.quit();
}

/// The findings of a file that were sent last, once a request is answered after them.
fn close(editor: &mut Editor, name: &str) {
    let uri = editor.uri(name);
    editor.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": uri}}),
    );
}

#[test]
fn a_file_may_be_renamed_or_deleted_while_it_is_open() {
    let broken = "asyncapi: 2.4.0\ninfo: {titel: T, version: '1'}\nchannels: {}\n";
    let mut editor = Editor::start(&[("old.yaml", broken), ("other.yaml", broken)]);
    let codes = |findings: &[Value]| {
        findings
            .iter()
            .map(|f| f["code"].clone())
            .collect::<Vec<_>>()
    };
    let found = editor.open("old.yaml", broken);
    assert_eq!(codes(&found), ["unknown-key"]);
    // Renamed: the editor closes the one and opens the other.
    std::fs::rename(
        editor.folder.path().join("old.yaml"),
        editor.folder.path().join("new.yaml"),
    )
    .unwrap();
    close(&mut editor, "old.yaml");
    assert_eq!(editor.findings("old.yaml"), Vec::<Value>::new());
    assert_eq!(editor.open("new.yaml", broken).len(), 1);
    // Another file goes without a word: what is open is looked at all the same.
    std::fs::remove_file(editor.folder.path().join("other.yaml")).unwrap();
    let good = broken.replace("titel", "title");
    assert_eq!(
        editor.change("new.yaml", json!([{"text": good}])),
        Vec::<Value>::new()
    );
    // The open file itself is deleted: its text is still what counts.
    std::fs::remove_file(editor.folder.path().join("new.yaml")).unwrap();
    assert_eq!(
        editor.change("new.yaml", json!([{"text": broken}])).len(),
        1
    );
    close(&mut editor, "new.yaml");
    assert_eq!(editor.findings("new.yaml"), Vec::<Value>::new());
    editor.quit();
}
