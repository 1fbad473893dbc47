//! A scripted editor that speaks the language server protocol with the real binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

pub(crate) struct Editor {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    next: i64,
    pub(crate) folder: tempfile::TempDir,
}

impl Editor {
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .args(["lsp", "--stdio"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (
            child.stdin.take().unwrap(),
            BufReader::new(child.stdout.take().unwrap()),
        );
        let mut editor = Self {
            child,
            stdin,
            stdout,
            next: 0,
            folder,
        };
        let root = uri(editor.folder.path());
        let answer = editor.request(
            "initialize",
            json!({"capabilities": {}, "processId": null, "rootUri": root}),
        );
        assert_eq!(answer["capabilities"]["definitionProvider"], true);
        editor.notify("initialized", json!({}));
        editor
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.folder.path().join(name))
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.stdin.flush().unwrap();
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(
                self.stdout.read_line(&mut line).unwrap(),
                0,
                "the server went away"
            );
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The findings of a file after whatever was sent last.
    pub(crate) fn findings(&mut self, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
            {
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.findings(name)
    }

    pub(crate) fn change(&mut self, name: &str, changes: Value) -> Vec<Value> {
        let uri = self.uri(name);
        let document = json!({"uri": uri, "version": 2});
        self.notify(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
        self.findings(name)
    }

    pub(crate) fn at(
        &mut self,
        method: &str,
        name: &str,
        (line, character): (usize, usize),
    ) -> Value {
        let place = json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}});
        self.request(method, place)
    }

    pub(crate) fn quit(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Line and column (from 0, in UTF-16 code units) right behind a text.
pub(crate) fn behind(text: &str, what: &str) -> (usize, usize) {
    let end = text.find(what).unwrap() + what.len();
    let line = text[..end].matches('\n').count();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    (line, text[start..end].encode_utf16().count())
}

const DOCUMENT: &str = "\
asyncapi: 2.4.0
info:
  title: Weather
  version: 1.0.0
channels:
  wind:
    subscribe:
      message:
        $ref: '#/components/messages/Wind'
components:
  messages:
    Wind:
      name: wind
      title: Wind
      payload:
        $ref: common.yaml#/components/schemas/Speed
";

const COMMON: &str = "\
components:
  schemas:
    Speed:
      type: number
      description: Metres per second.
";

fn start() -> Editor {
    Editor::start(&[("weather.yaml", DOCUMENT), ("common.yaml", COMMON)])
}

#[test]
fn findings_come_and_go_as_you_type() {
    let mut editor = start();
    assert_eq!(editor.open("weather.yaml", DOCUMENT), Vec::<Value>::new());
    let (line, column) = behind(DOCUMENT, "messages/Wind");
    let place = json!({"line": line, "character": column});
    let findings = editor.change(
        "weather.yaml",
        json!([{"range": {"start": place, "end": place}, "text": "d"}]),
    );
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["code"], "ref-dangling");
    assert_eq!(findings[0]["severity"], 1);
    assert_eq!(findings[0]["range"]["start"]["line"], line);
    let end = json!({"line": line, "character": column + 1});
    assert_eq!(
        editor.change(
            "weather.yaml",
            json!([{"range": {"start": place, "end": end}, "text": ""}])
        ),
        Vec::<Value>::new()
    );
    editor.quit();
}

#[test]
fn a_shared_file_is_checked_with_the_documents_that_use_it() {
    let mut editor = start();
    let findings = editor.open(
        "common.yaml",
        &COMMON.replace("type: number", "type: float"),
    );
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["code"], "schema-type");
    editor.quit();
}

#[test]
fn a_change_of_one_file_reaches_the_findings_of_another() {
    let mut editor = start();
    editor.open("weather.yaml", DOCUMENT);
    assert_eq!(editor.open("common.yaml", COMMON), Vec::<Value>::new());
    let whole = |text: String| json!([{"text": text}]);
    for _ in 0..2 {
        let renamed = COMMON.replace("Speed:", "Pace:");
        editor.change("common.yaml", whole(renamed));
        let findings = editor.findings("weather.yaml");
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0]["code"], "ref-dangling");
        editor.change("common.yaml", whole(COMMON.to_owned()));
        assert_eq!(editor.findings("weather.yaml"), Vec::<Value>::new());
    }
    // What nobody touched is told of as before.
    let broken = DOCUMENT.replace("title: Weather", "titel: Weather");
    assert_eq!(editor.change("weather.yaml", whole(broken)).len(), 1);
    editor.change("common.yaml", whole(format!("{COMMON}# more\n")));
    let findings = editor.findings("weather.yaml");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["code"], "unknown-key");
    editor.quit();
}

#[test]
fn json_and_characters_beyond_the_basic_plane() {
    let text = r##"{"asyncapi": "2.4.0", "info": {"title": "🌬️", "version": "1"}, "channels": {"wind": {"subscribe": {"message": {"$ref": "#/components/messages/Wind"}}}},
"components": {"messages": {"Wind": {"titel": "🌬️ Wind", "payload": true}}}}"##;
    let mut editor = Editor::start(&[]);
    let findings = editor.open("weather.json", text);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["code"], "unknown-key");
    let units = |part: &str| {
        text.lines().next().unwrap()[..text.find(part).unwrap()]
            .encode_utf16()
            .count()
    };
    let place = editor.at(
        "textDocument/definition",
        "weather.json",
        (0, units("#/components") + 3),
    );
    assert_eq!(place["range"]["start"]["line"], 1, "{place:#}");
    editor.quit();
}

#[test]
fn references_lead_to_their_targets() {
    let mut editor = start();
    editor.open("weather.yaml", DOCUMENT);
    let near = editor.at(
        "textDocument/definition",
        "weather.yaml",
        behind(DOCUMENT, "messages/Wi"),
    );
    assert_eq!(near["uri"], editor.uri("weather.yaml"));
    assert_eq!(near["range"]["start"], json!({"line": 11, "character": 4}));
    let far = editor.at(
        "textDocument/definition",
        "weather.yaml",
        behind(DOCUMENT, "schemas/Sp"),
    );
    assert_eq!(far["uri"], editor.uri("common.yaml"));
    assert_eq!(far["range"]["start"], json!({"line": 2, "character": 4}));
    let hover = editor.at(
        "textDocument/hover",
        "weather.yaml",
        behind(DOCUMENT, "schemas/Sp"),
    );
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(
        text.contains("Metres per second.") && text.contains("type: number"),
        "{text}"
    );
    let word = editor.at(
        "textDocument/hover",
        "weather.yaml",
        behind(DOCUMENT, "    subscr"),
    );
    assert!(
        word["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("subscribe"),
        "{word}"
    );
    assert_eq!(
        editor.at("textDocument/definition", "weather.yaml", (2, 4)),
        Value::Null
    );
    editor.quit();
}

#[test]
fn keys_and_references_are_completed() {
    let typing = DOCUMENT.replace("      title: Wind\n", "      ti\n");
    let mut editor = start();
    editor.open("weather.yaml", &typing);
    let items = editor.at(
        "textDocument/completion",
        "weather.yaml",
        behind(&typing, "      ti\n").min((13, 8)),
    );
    let labels: Vec<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect();
    assert!(
        labels.contains(&"title") && labels.contains(&"headers"),
        "{labels:?}"
    );
    assert!(
        !labels.contains(&"payload") && !labels.contains(&"channels"),
        "what is there, or has no place here: {labels:?}"
    );

    let typing = DOCUMENT.replace("'#/components/messages/Wind'", "'#/comp");
    editor.change("weather.yaml", json!([{"text": typing}]));
    let items = editor.at(
        "textDocument/completion",
        "weather.yaml",
        behind(&typing, "'#/comp"),
    );
    let labels: Vec<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect();
    assert!(
        labels.contains(&"common.yaml#/components/schemas/Speed"),
        "{labels:?}"
    );
    editor.quit();
}

#[test]
fn a_quick_fix_mends_the_finding() {
    let broken = DOCUMENT.replace("title: Wind\n", "titel: Wind\n");
    let mut editor = start();
    let findings = editor.open("weather.yaml", &broken);
    assert_eq!(findings[0]["code"], "unknown-key", "{findings:#?}");
    let params = json!({
        "textDocument": {"uri": editor.uri("weather.yaml")},
        "range": findings[0]["range"],
        "context": {"diagnostics": findings},
    });
    let actions = editor.request("textDocument/codeAction", params);
    let edit = &actions[0]["edit"]["changes"][editor.uri("weather.yaml")][0];
    assert_eq!(edit["newText"], "title", "{actions:#}");
    let changes = json!([{"range": edit["range"], "text": edit["newText"]}]);
    assert_eq!(editor.change("weather.yaml", changes), Vec::<Value>::new());
    editor.quit();
}

#[test]
fn what_is_not_offered_is_refused_and_nothing_breaks() {
    let mut editor = start();
    editor
        .send(&json!({"jsonrpc": "2.0", "id": 77, "method": "textDocument/rename", "params": {}}));
    assert_eq!(editor.receive()["error"]["code"], -32601);
    editor.send(&json!({"jsonrpc": "2.0", "id": 78, "method": "textDocument/hover", "params": {"nonsense": 1}}));
    assert_eq!(editor.receive()["error"]["code"], -32602);
    editor.open("weather.yaml", "asyncapi: 2.4.0\n\t- {[");
    editor.quit();
}

#[test]
fn levels_are_those_of_the_configuration() {
    let document = DOCUMENT.replace("title: Weather", "title: !x Weather");
    let config = "[lint.rules]\nyaml-tag = \"error\"\n";
    let mut editor = Editor::start(&[("common.yaml", COMMON), ("codegen.toml", config)]);
    let findings = editor.open("weather.yaml", &document);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["severity"], 1);
    editor.quit();
}
