//! `codegen generate` and `codegen bundle` as people run them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use tempfile::TempDir;

const DOCUMENT: &str = r##"asyncapi: 2.4.0
info: { title: Lamps, version: 1.0.0 }
channels:
  lamps:
    subscribe:
      message: { name: measured, payload: { $ref: "#/components/schemas/Measured" } }
components:
  schemas:
    Measured: { type: object, required: [lumens], properties: { lumens: { type: integer } } }
"##;

fn codegen(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_codegen"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A project with one document.
fn project() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("schema")).unwrap();
    fs::write(folder.path().join("codegen.toml"), "").unwrap();
    fs::write(folder.path().join("schema/lamps.yaml"), DOCUMENT).unwrap();
    folder
}

fn tree(root: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(root)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry
            .path()
            .strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        (path, fs::read_to_string(entry.path()).unwrap())
    };
    files.map(read).collect()
}

#[test]
fn a_project_is_generated_once_and_then_up_to_date() {
    let project = project();
    let first = codegen(project.path(), &["generate"]);
    assert_eq!(status(&first), 0, "{}", text(&first.stderr));
    assert_eq!(
        text(&first.stdout),
        "",
        "nothing to find, nothing on standard output"
    );
    let written = tree(&project.path().join("generated"));
    for path in [
        "MANIFEST",
        "ts/lamps/types.ts",
        "spec/lamps.json",
        "spec/lamps.yaml",
        "docs/lamps.html",
        "src/lib.rs",
    ] {
        assert!(
            written.contains_key(path),
            "{path} is missing: {:?}",
            written.keys()
        );
    }
    for (path, text) in &written {
        let line = text.lines().next().unwrap_or_default();
        let source = if path == "Cargo.toml" || path == "MANIFEST" {
            "from "
        } else {
            "from schema/lamps.yaml"
        };
        assert!(
            line.contains("enerated") && line.contains(source),
            "{path}: {line}"
        );
    }
    let again = codegen(project.path(), &["generate"]);
    assert!(
        text(&again.stderr).contains(" as they were\n"),
        "{}",
        text(&again.stderr)
    );
    let check = codegen(project.path(), &["generate", "--check"]);
    assert_eq!((status(&check), text(&check.stdout)), (0, String::new()));
}

#[test]
fn the_same_bytes_come_out_wherever_it_is_run() {
    let one = project();
    codegen(one.path(), &["generate"]);
    let other = project();
    fs::create_dir_all(other.path().join("deep/inside")).unwrap();
    let run = codegen(&other.path().join("deep/inside"), &["generate"]);
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    assert_eq!(
        tree(&one.path().join("generated")),
        tree(&other.path().join("generated"))
    );
}

#[test]
fn drift_is_shown_and_nothing_is_written() {
    let project = project();
    codegen(project.path(), &["generate"]);
    let before = tree(&project.path().join("generated"));
    let grown = DOCUMENT.replace(
        "lumens: { type: integer }",
        "lumens: { type: integer }, watts: { type: number }",
    );
    fs::write(project.path().join("schema/lamps.yaml"), grown).unwrap();
    let check = codegen(project.path(), &["generate", "--check"]);
    assert_eq!(status(&check), 1);
    let diff = text(&check.stdout);
    assert!(
        diff.contains("generated/ts/lamps/types.ts\n") && diff.contains("\n+  watts?: number;\n"),
        "{diff}"
    );
    assert!(
        text(&check.stderr).contains("run `codegen generate`"),
        "{}",
        text(&check.stderr)
    );
    assert_eq!(tree(&project.path().join("generated")), before);
}

#[test]
fn findings_come_first_and_leave_the_output_alone() {
    let project = project();
    codegen(project.path(), &["generate"]);
    let before = tree(&project.path().join("generated"));
    fs::write(
        project.path().join("schema/lamps.yaml"),
        DOCUMENT.replace("schemas/Measured\"", "schemas/Measure\""),
    )
    .unwrap();
    let run = codegen(project.path(), &["generate"]);
    assert_eq!(status(&run), 1);
    assert!(
        text(&run.stdout).contains("schema/lamps.yaml:6:"),
        "{}",
        text(&run.stdout)
    );
    assert!(
        text(&run.stderr).contains("nothing was written"),
        "{}",
        text(&run.stderr)
    );
    assert_eq!(tree(&project.path().join("generated")), before);
    let json = codegen(project.path(), &["generate", "--format", "json"]);
    assert!(
        serde_json::from_slice::<serde_json::Value>(&json.stdout).is_ok(),
        "{}",
        text(&json.stdout)
    );
}

#[test]
fn what_stops_generation_is_told_once_whatever_its_level() {
    let folder = tempfile::tempdir().unwrap();
    let document = "asyncapi: 2.4.0\ninfo: { title: Lamps, version: 1.0.0 }\nchannels:\n  lamps:\n    subscribe:\n      \
        message:\n        payload: { type: integer }\n        examples: [{ payload: bright }]\n";
    fs::write(folder.path().join("lamps.yaml"), document).unwrap();
    for level in ["off", "info", "warning", "error"] {
        let levels = format!("[lint.rules]\nmessage-example = \"{level}\"\n");
        fs::write(folder.path().join("codegen.toml"), levels).unwrap();
        let run = codegen(folder.path(), &["generate", "--out", "out", "lamps.yaml"]);
        assert_eq!(status(&run), 1, "{level}");
        let told = text(&run.stdout);
        assert_eq!(told.matches("[message-example]").count(), 1, "{told}");
        assert!(told.contains("error[message-example]"), "{told}");
        let explained = told.contains("this rule stops generation whatever its level");
        assert_eq!(explained, level != "error", "{told}");
    }
}

#[test]
fn a_file_of_someone_else_is_in_the_way() {
    let project = project();
    fs::create_dir_all(project.path().join("generated/ts/lamps")).unwrap();
    fs::write(
        project.path().join("generated/ts/lamps/types.ts"),
        "export {};\n",
    )
    .unwrap();
    for arguments in [["generate", "--only=ts"], ["generate", "--check"]] {
        let run = codegen(project.path(), &arguments);
        assert_eq!(status(&run), 2);
        assert!(
            text(&run.stderr).contains("ts/lamps/types.ts"),
            "{}",
            text(&run.stderr)
        );
    }
    assert_eq!(tree(&project.path().join("generated")).len(), 1);
}

#[test]
fn targets_are_written_one_by_one() {
    let project = project();
    let run = codegen(project.path(), &["generate", "--only", "ts,spec"]);
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("generated"));
    assert!(
        written
            .keys()
            .all(|path| path.starts_with("ts/") || path.starts_with("spec/") || path == "MANIFEST")
    );
    codegen(project.path(), &["generate", "--only=docs"]);
    assert_eq!(
        tree(&project.path().join("generated")).len(),
        written.len() + 1
    );
    assert_eq!(
        status(&codegen(
            project.path(),
            &["generate", "--check", "--only=ts,spec,docs"]
        )),
        0
    );
}

#[test]
fn given_documents_become_a_crate() {
    let project = project();
    fs::write(project.path().join("api.yaml"), DOCUMENT).unwrap();
    let run = codegen(project.path(), &["generate", "api.yaml"]);
    assert_eq!(status(&run), 2);
    assert!(text(&run.stderr).contains("--out"), "{}", text(&run.stderr));
    let run = codegen(
        project.path(),
        &["generate", "api.yaml", "--out", "My Crate"],
    );
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("My Crate"));
    assert!(
        written["Cargo.toml"].contains("name = \"my-crate\""),
        "{}",
        written["Cargo.toml"]
    );
    assert!(!project.path().join("generated").exists());
    let page = &written["README.md"];
    assert!(page.contains("| [`api`](src/api) |"), "{page}");
}

#[test]
fn a_page_that_someone_wrote_about_the_crate_stays() {
    let project = project();
    fs::write(project.path().join("api.yaml"), DOCUMENT).unwrap();
    fs::create_dir(project.path().join("out")).unwrap();
    fs::write(project.path().join("out/README.md"), "# Mine\n").unwrap();
    let run = codegen(project.path(), &["generate", "api.yaml", "--out", "out"]);
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    assert_eq!(tree(&project.path().join("out"))["README.md"], "# Mine\n");
}

#[test]
fn a_document_that_is_gone_takes_its_files_along() {
    let project = project();
    fs::write(project.path().join("schema/other.yaml"), DOCUMENT).unwrap();
    codegen(project.path(), &["generate"]);
    assert!(project.path().join("generated/ts/other/types.ts").exists());
    fs::remove_file(project.path().join("schema/other.yaml")).unwrap();
    let run = codegen(project.path(), &["generate"]);
    assert!(
        text(&run.stderr).contains(" removed"),
        "{}",
        text(&run.stderr)
    );
    assert!(!project.path().join("generated/ts/other").exists());
}

#[test]
fn templates_are_replaced_and_answer_for_their_mistakes() {
    let project = project();
    let templates = project.path().join("mine");
    fs::create_dir_all(templates.join("ts")).unwrap();
    fs::write(
        templates.join("ts/index.hbs"),
        "{{header}}\n// Ours.\nexport * from \"./types.js\";\n",
    )
    .unwrap();
    let run = codegen(project.path(), &["generate", "--templates", "mine"]);
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    assert!(tree(&project.path().join("generated"))["ts/lamps/index.ts"].contains("// Ours."));

    fs::write(
        templates.join("ts/index.hbs"),
        "{{header}}\n\n{{nonsense}}\n",
    )
    .unwrap();
    let run = codegen(project.path(), &["generate", "--templates", "mine"]);
    assert_eq!(status(&run), 2);
    assert!(
        text(&run.stderr).contains("mine/ts/index.hbs:3:"),
        "{}",
        text(&run.stderr)
    );

    fs::write(templates.join("ts/index.hbs"), "export {};\n").unwrap();
    let run = codegen(project.path(), &["generate", "--templates", "mine"]);
    assert_eq!(status(&run), 2);
    assert!(
        text(&run.stderr).contains("the template of ts/lamps/index.ts")
            && text(&run.stderr).contains("put {{header}} first"),
        "{}",
        text(&run.stderr)
    );

    fs::rename(
        templates.join("ts/index.hbs"),
        templates.join("ts/indx.hbs"),
    )
    .unwrap();
    let run = codegen(project.path(), &["generate", "--templates", "mine"]);
    assert_eq!(status(&run), 2);
    assert!(
        text(&run.stderr).contains("ts/indx") && text(&run.stderr).contains("ts/index"),
        "{}",
        text(&run.stderr)
    );
}

#[test]
fn a_document_is_bundled_in_either_form() {
    let project = project();
    let run = codegen(project.path(), &["bundle", "schema/lamps.yaml"]);
    assert!(
        text(&run.stdout).starts_with("asyncapi: \"2.4.0\"\n"),
        "{}",
        text(&run.stdout)
    );
    let run = codegen(
        project.path(),
        &["bundle", "schema/lamps.yaml", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(json["info"]["title"], "Lamps");
    let run = codegen(
        project.path(),
        &["bundle", "schema/lamps.yaml", "-o", "out.json"],
    );
    assert_eq!((status(&run), text(&run.stdout)), (0, String::new()));
    let written = fs::read(project.path().join("out.json")).unwrap();
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&written).unwrap(),
        json
    );
    fs::write(project.path().join("bad.yaml"), "asyncapi: 2.4.0\n").unwrap();
    let run = codegen(project.path(), &["bundle", "bad.yaml"]);
    assert_eq!((status(&run), text(&run.stdout)), (1, String::new()));
}

/// A watcher, ended with the test whatever happens.
struct Watcher {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
}

impl Watcher {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .args(["generate", "--watch"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Reads on until a line holds the text.
    fn until(&mut self, text: &str) {
        for line in self.lines.by_ref() {
            if line.unwrap().contains(text) {
                return;
            }
        }
        panic!("the watcher ended before it said {text:?}");
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watcher_follows_edits_and_survives_mistakes() {
    let project = project();
    let mut watcher = Watcher::start(project.path());
    watcher.until("watching");
    let document = project.path().join("schema/lamps.yaml");
    let types = project.path().join("generated/ts/lamps/types.ts");
    assert!(types.exists());

    fs::write(
        &document,
        DOCUMENT.replace("lumens: {", "lux: { type: number }, lumens: {"),
    )
    .unwrap();
    watcher.until(" changed");
    assert!(fs::read_to_string(&types).unwrap().contains("lux?: number"));

    fs::write(&document, "asyncapi: [").unwrap();
    watcher.until("nothing was written");

    // As editors save: a new file in the place of the old.
    let saved = project.path().join("schema/.lamps.yaml.swp");
    fs::write(&saved, DOCUMENT.replace("lumens", "candela")).unwrap();
    fs::rename(&saved, &document).unwrap();
    watcher.until(" changed");
    assert!(
        fs::read_to_string(&types)
            .unwrap()
            .contains("candela: number")
    );

    fs::write(project.path().join("schema/more.yaml"), DOCUMENT).unwrap();
    watcher.until(" new");
    assert!(project.path().join("generated/ts/more/types.ts").exists());
}

#[test]
fn a_crate_with_a_router_finds_the_runtime_of_this_checkout() {
    let folder = TempDir::new().unwrap();
    let document = "asyncapi: 2.4.0\ninfo: { title: Bell, version: 1.0.0 }\nx-envelope: true\n\
        channels: { /: { publish: { message: { name: ring, payload: { type: object } } } } }\n";
    fs::write(folder.path().join("bell.yaml"), document).unwrap();
    let output = codegen(folder.path(), &["generate", "bell.yaml", "--out", "bell"]);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    let written = fs::read_to_string(folder.path().join("bell/Cargo.toml")).unwrap();
    let manifest: toml::Table = written.parse().unwrap();
    let path = manifest["dependencies"]["specwire-runtime"]["path"].as_str();
    let runtime = folder.path().join("bell").join(path.unwrap());
    let found = fs::read_to_string(runtime.join("Cargo.toml")).unwrap();
    assert!(found.contains("name = \"specwire-runtime\""), "{found}");
}

#[test]
fn documents_of_any_name_become_modules_of_one_crate() {
    let project = project();
    let documents = [
        "a/api.yaml",
        "b/api.yaml",
        "lib.yaml",
        "support.yaml",
        "std.yaml",
        "self.yaml",
        "été.yaml",
    ];
    for document in documents {
        let path = project.path().join(document);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, DOCUMENT).unwrap();
    }
    let mut arguments = vec!["generate"];
    arguments.extend(documents);
    arguments.extend(["--out", "out"]);
    let run = codegen(project.path(), &arguments);
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("out"));
    for module in [
        "api", "b_api", "lib_", "support_", "std_", "self_", "ue9tue9",
    ] {
        assert!(
            written.contains_key(&format!("src/{module}/models.rs")),
            "{module}"
        );
        assert!(
            written.contains_key(&format!("ts/{module}/types.ts")),
            "{module}"
        );
        assert!(
            written["src/lib.rs"].contains(&format!("pub mod {module};")),
            "{module}"
        );
    }
}

/// Every schema an alternative of every other: whoever follows each way anew never comes to an end.
#[test]
fn alternatives_of_alternatives_come_to_an_end() {
    const COUNT: usize = 6;
    let mut document = "asyncapi: 2.4.0\ninfo: { title: Knot, version: 1.0.0 }\nchannels:\n  \
        a: { subscribe: { message: { payload: { $ref: '#/components/schemas/B0' } } } }\n\
        components:\n  schemas:\n"
        .to_owned();
    for own in 0..COUNT {
        let own_branch =
            format!("{{ type: object, required: [k], properties: {{ k: {{ const: k{own} }} }} }}");
        let others = (0..COUNT)
            .filter(|other| *other != own)
            .map(|other| format!(", {{ $ref: '#/components/schemas/B{other}' }}"));
        let others: String = others.collect();
        document.push_str(&format!(
            "    B{own}: {{ anyOf: [{own_branch}{others}] }}\n"
        ));
    }
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("knot.yaml"), document).unwrap();
    let output = codegen(
        folder.path(),
        &["generate", "knot.yaml", "--out", "knot", "--validators"],
    );
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
}

const GATEWAY: &str = r#"
asyncapi: 2.4.0
info: { title: A gateway, version: 1.0.0 }
channels:
  /:
    subscribe:
      message:
        oneOf:
          - name: hello
            payload:
              type: object
              required: [type, at]
              properties: { type: { const: hello }, at: { type: integer } }
          - name: tick
            payload:
              allOf:
                - { type: object, required: [type], properties: { type: { const: tick } } }
                - { type: object, properties: { price: { type: number } } }
"#;

#[test]
fn messages_that_carry_members_beside_their_type_have_no_envelope() {
    let project = project();
    fs::write(project.path().join("gateway.yaml"), GATEWAY).unwrap();
    let run = codegen(
        project.path(),
        &["generate", "gateway.yaml", "--out", "out"],
    );
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("out"));
    assert!(!written.contains_key("src/gateway/router.rs"));
    let models = &written["src/gateway/models.rs"];
    assert!(models.contains("pub at: i64"), "{models}");
    assert!(
        models.contains("Some(\"tick\") => support::branch"),
        "{models}"
    );
}

const LITERAL: &str = r##"
asyncapi: 2.4.0
info: { title: Literal, version: 1.0.0 }
channels:
  /:
    publish:
      message: { name: ask, payload: { $ref: "#/components/schemas/AskMessage" } }
    subscribe:
      message: { name: ask.response, payload: { $ref: "#/components/schemas/AnswerMessage" } }
components:
  schemas:
    AskMessage:
      type: object
      required: [type, payload]
      properties: { type: { const: ask }, payload: { $ref: "#/components/schemas/Ask" } }
    AnswerMessage:
      type: object
      required: [type, payload]
      properties: { type: { const: ask.response }, payload: { $ref: "#/components/schemas/Answer" } }
    Ask: { type: object, required: [of], properties: { of: { type: string } } }
    Answer: { type: object, properties: { last: { $ref: "#/components/schemas/AnswerMessage" } } }
"##;

#[test]
fn envelopes_are_no_types_unless_something_holds_them() {
    let project = project();
    fs::write(project.path().join("literal.yaml"), LITERAL).unwrap();
    let run = codegen(
        project.path(),
        &["generate", "literal.yaml", "--out", "out"],
    );
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("out"));
    let models = &written["src/literal/models.rs"];
    assert!(!models.contains("AskMessage"), "{models}");
    assert!(models.contains("pub struct AnswerMessage"), "{models}");
    // Nothing is sent unasked: there is nothing to send it with, on either side.
    let router = &written["src/literal/router.rs"];
    assert!(!router.contains("Events"), "{router}");
    let client = &written["ts/literal/client.ts"];
    assert!(
        client.contains("  routes: {},\n") && client.contains("  events: [],\n"),
        "{client}"
    );
    assert!(
        client.contains("export interface LiteralClient extends Client {"),
        "{client}"
    );
}

#[test]
fn a_message_with_a_reply_of_its_own_is_in_an_envelope_whatever_else_it_has() {
    let project = project();
    let document = LITERAL
        .replace(
            "message: { name: ask, payload",
            "message: { name: ask, x-response: { $ref: \"#/channels/~1/subscribe/message\" }, payload",
        )
        .replace("{ type: { const: ask }, payload", "{ type: { const: ask }, at: { type: string }, payload")
        .replace("{ type: { const: ask.response }, payload", "{ type: { const: ask.response }, at: { type: string }, payload");
    assert_eq!(document.matches("at: { type: string }").count(), 2);
    fs::write(project.path().join("literal.yaml"), document).unwrap();
    let run = codegen(
        project.path(),
        &["generate", "literal.yaml", "--out", "out"],
    );
    assert_eq!(
        status(&run),
        0,
        "{}{}",
        text(&run.stdout),
        text(&run.stderr)
    );
    assert!(tree(&project.path().join("out")).contains_key("src/literal/router.rs"));
}

#[test]
fn a_folder_called_like_a_keyword_makes_a_crate_that_can_be_named() {
    let project = project();
    fs::write(project.path().join("gateway.yaml"), GATEWAY).unwrap();
    let run = codegen(
        project.path(),
        &["generate", "gateway.yaml", "--out", "gen"],
    );
    assert_eq!(status(&run), 0, "{}", text(&run.stderr));
    let written = tree(&project.path().join("gen"));
    let manifest = &written["Cargo.toml"];
    assert!(manifest.contains("name = \"generated-gen\""), "{manifest}");
    let readme = &written["README.md"];
    assert!(readme.contains("generated_gen::"), "{readme}");
}
