//! `codegen lint` and its neighbours from outside: documents found, levels, suppressions, fixes, exit codes.

use std::fs;

use crate::command::{codegen, folder, piped};

const GOOD: &str = "asyncapi: 2.4.0\ninfo:\n  title: Quotes\n  version: 1.0.0\nchannels: {}\n";
const BAD: &str = "asyncapi: 2.4.0\ninfo:\n  titel: Quotes\n  version: 1.0.0\nchannels: {}\n";
const TAGGED: &str =
    "asyncapi: 2.4.0\ninfo:\n  title: !upper Quotes\n  version: 1.0.0\nchannels: {}\n";

#[test]
fn a_good_document_is_clean_and_a_bad_one_is_not() {
    let folder = folder(&[("good.yaml", GOOD), ("bad.yaml", BAD)]);
    let ran = codegen(folder.path(), &["lint", "good.yaml"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "no findings in 1 document\n")
    );
    let ran = codegen(folder.path(), &["lint", "bad.yaml"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("error[unknown-key]"), "{}", ran.out);
    assert!(ran.out.contains("bad.yaml:3:3"), "{}", ran.out);
    assert!(ran.out.contains("did you mean"), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_is_a_failure_and_no_finding() {
    let folder = folder(&[("empty/readme.txt", "")]);
    for arguments in [
        &["lint", "missing.yaml"][..],
        &["lint", "empty"],
        &["lint", "*.yaml"],
        &["lint"],
        &["lint", "--format", "xml"],
    ] {
        let ran = codegen(folder.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.out.is_empty(), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn documents_are_found_by_folder_glob_and_configuration() {
    let part = "components:\n  schemas: {}\n";
    let folder = folder(&[
        ("codegen.toml", "documents = [\"api/*.yaml\"]\n"),
        ("api/good.yaml", GOOD),
        ("api/deep/bad.yaml", BAD),
        ("api/deep/part.yaml", part),
        ("api/deep/data.json", "{\"a\": 1}"),
    ]);
    assert_eq!(
        codegen(folder.path(), &["lint"]).out,
        "no findings in 1 document\n"
    );
    let below = codegen(&folder.path().join("api/deep"), &["lint"]);
    assert_eq!(below.out, "no findings in 1 document\n", "{}", below.err);
    let ran = codegen(folder.path(), &["lint", "api"]);
    assert!(
        ran.out
            .ends_with("1 error in 2 documents; `--fix` mends 1\n"),
        "{}",
        ran.out
    );
    let ran = codegen(folder.path(), &["lint", "api/**/b*.yaml"]);
    assert!(
        ran.out
            .ends_with("1 error in 1 document; `--fix` mends 1\n"),
        "{}",
        ran.out
    );
    // Named twice, looked at once.
    let ran = codegen(
        folder.path(),
        &["lint", "api/good.yaml", "./api/good.yaml", "api/*.yaml"],
    );
    assert_eq!(ran.out, "no findings in 1 document\n");
}

#[test]
fn standard_input_is_a_document() {
    let folder = folder(&[]);
    let ran = piped(folder.path(), &["lint", "-"], BAD.as_bytes());
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("<stdin>:3:3"), "{}", ran.out);
    let ran = piped(folder.path(), &["lint", "-"], b"\xff\xfea\0");
    assert!(ran.out.contains("error[encoding]"), "{}", ran.out);
    let ran = piped(folder.path(), &["lint", "--fix", "-"], GOOD.as_bytes());
    assert_eq!(ran.status, 2);
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let folder = folder(&[("a.yaml", TAGGED)]);
    assert_eq!(codegen(folder.path(), &["lint", "a.yaml"]).status, 0);
    assert_eq!(
        codegen(folder.path(), &["lint", "--deny", "warnings", "a.yaml"]).status,
        1
    );
    fs::write(
        folder.path().join("codegen.toml"),
        "lint.deny-warnings = true\n",
    )
    .unwrap();
    assert_eq!(codegen(folder.path(), &["lint", "a.yaml"]).status, 1);
}

#[test]
fn levels_come_from_the_command_the_path_and_the_configuration() {
    let config = "[lint.rules]\nreading = \"error\"\nyaml-tag = \"info\"\n\
                  [[lint.overrides]]\npaths = [\"old/**\"]\nrules = { yaml-tag = \"off\" }\n";
    let folder = folder(&[
        ("codegen.toml", config),
        ("a.yaml", TAGGED),
        ("old/b.yaml", TAGGED),
    ]);
    let ran = codegen(folder.path(), &["lint", "a.yaml", "old/b.yaml"]);
    assert!(ran.out.contains("info[yaml-tag]"), "{}", ran.out);
    assert!(
        ran.out
            .ends_with("1 remark in 2 documents; `--fix` mends 1\n"),
        "{}",
        ran.out
    );
    // The same from a folder below: globs start where the configuration is.
    let ran = codegen(&folder.path().join("old"), &["lint", "b.yaml"]);
    assert_eq!(ran.out, "no findings in 1 document\n");
    let ran = codegen(
        folder.path(),
        &["lint", "--rule", "yaml-tag=error", "a.yaml"],
    );
    assert_eq!(ran.status, 1);
    let ran = codegen(
        folder.path(),
        &["lint", "--rule", "yaml-tga=error", "a.yaml"],
    );
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean `yaml-tag`?"), "{}", ran.err);
}

#[test]
fn comments_suppress_and_tell_when_they_do_not() {
    let suppressed = TAGGED.replace(
        "Quotes",
        "Quotes # codegen-ignore yaml-tag: an old reader needs it",
    );
    let above = TAGGED.replace(
        "  title",
        "  # codegen-ignore yaml-tag: an old reader needs it\n  title",
    );
    let unused = GOOD.replace("Quotes", "Quotes # codegen-ignore yaml-tag: nothing here");
    let unknown = GOOD.replace("Quotes", "Quotes # codegen-ignore yaml-tga");
    let text = GOOD.replace("Quotes", "'# codegen-ignore yaml-tag: this is text'");
    let folder = folder(&[
        ("suppressed.yaml", &suppressed),
        ("above.yaml", &above),
        ("unused.yaml", &unused),
        ("unknown.yaml", &unknown),
        ("text.yaml", &text),
    ]);
    for clean in ["suppressed.yaml", "above.yaml", "text.yaml"] {
        assert_eq!(
            codegen(folder.path(), &["lint", clean]).out,
            "no findings in 1 document\n",
            "{clean}"
        );
    }
    let ran = codegen(folder.path(), &["lint", "unused.yaml"]);
    assert!(
        ran.out
            .contains("warning[unused-suppression]: nothing to suppress"),
        "{}",
        ran.out
    );
    let ran = codegen(folder.path(), &["lint", "unknown.yaml"]);
    assert!(ran.out.contains("did you mean `yaml-tag`?"), "{}", ran.out);
}

#[test]
fn fixes_are_written_back_once_and_keep_the_rest_of_the_file() {
    let windows = format!(
        "\u{feff}{}",
        BAD.replace("  version", "  # kept\n  version")
    )
    .replace('\n', "\r\n");
    let folder = folder(&[("a.yaml", &windows)]);
    let ran = codegen(folder.path(), &["lint", "--fix", "a.yaml"]);
    assert_eq!(ran.out, "1 finding mended\nno findings in 1 document\n");
    assert_eq!(ran.status, 0);
    let now = fs::read_to_string(folder.path().join("a.yaml")).unwrap();
    assert_eq!(now, windows.replace("titel", "title"));
    assert_eq!(
        codegen(folder.path(), &["lint", "--fix", "a.yaml"]).out,
        "no findings in 1 document\n"
    );
}

#[test]
fn configuration_mistakes_are_told_with_their_line() {
    let cases = [
        (
            "document = []\n",
            "codegen.toml:1",
            "did you mean `documents`?",
        ),
        (
            "\n[lint]\nrule = {}\n",
            "codegen.toml:3",
            "did you mean `rules`?",
        ),
        (
            "[lint.rules]\nyaml-tga = \"off\"\n",
            "codegen.toml",
            "did you mean `yaml-tag`?",
        ),
        (
            "[lint.rules]\nyaml-tag = \"of\"\n",
            "codegen.toml:2",
            "did you mean `off`?",
        ),
        ("out = 1\n", "codegen.toml:1", "expected"),
    ];
    for (text, place, advice) in cases {
        let folder = folder(&[("codegen.toml", text), ("a.yaml", GOOD)]);
        let ran = codegen(folder.path(), &["lint", "a.yaml"]);
        assert_eq!(ran.status, 2, "{text}");
        assert!(
            ran.err.contains(place) && ran.err.contains(advice),
            "{text}: {}",
            ran.err
        );
    }
}

#[test]
fn rules_and_explanations_are_printed() {
    let folder = folder(&[]);
    let ran = codegen(folder.path(), &["rules"]);
    assert!(
        ran.out.contains("param-optional") && ran.out.contains("yaml-tab"),
        "{}",
        ran.out
    );
    let ran = codegen(
        folder.path(),
        &["rules", "--group", "topics", "--format", "json"],
    );
    let rules: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(
        rules
            .as_array()
            .unwrap()
            .iter()
            .all(|rule| rule["group"] == "topics")
    );
    assert_eq!(
        codegen(folder.path(), &["rules", "--group", "topic"]).status,
        2
    );
    let ran = codegen(folder.path(), &["explain", "param-optional"]);
    assert!(
        ran.out.contains("Wrong:") && ran.out.contains("Right:"),
        "{}",
        ran.out
    );
    let ran = codegen(folder.path(), &["explain", "param-optinal"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("did you mean `param-optional`?"),
        "{}",
        ran.err
    );
}

#[test]
fn every_shell_gets_completions() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = codegen(folder.path(), &["completions", shell]);
        assert_eq!(ran.status, 0);
        assert!(
            ran.out.contains("codegen") && ran.out.contains("explain"),
            "{shell}"
        );
    }
}

#[test]
fn the_published_schema_of_the_configuration_is_the_current_one() {
    let folder = folder(&[]);
    let now = codegen(folder.path(), &["config", "--schema"]).out;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/codegen.schema.json");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, &now).unwrap();
    }
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        now,
        "UPDATE_EXPECT=1 renews docs/codegen.schema.json"
    );
    let schema: serde_json::Value = serde_json::from_str(&now).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
}

#[test]
fn the_printed_configuration_can_be_read_again() {
    let folder = folder(&[(
        "codegen.toml",
        "out = \"build\"\n[lint.rules]\nyaml-tag = \"off\"\n",
    )]);
    let printed = codegen(folder.path(), &["config"]).out;
    assert!(
        printed.contains("out = \"build\"") && printed.contains("yaml-tag = \"off\""),
        "{printed}"
    );
    fs::write(folder.path().join("codegen.toml"), &printed).unwrap();
    let again = codegen(folder.path(), &["config"]).out;
    assert_eq!(printed, again);
}

#[test]
fn stages_are_dumped() {
    let folder = folder(&[("a.yaml", GOOD)]);
    let tree = codegen(folder.path(), &["dump", "--stage", "tree", "a.yaml"]).out;
    assert!(
        tree.contains("3:10-3:16") && tree.contains("\"title\": \"Quotes\""),
        "{tree}"
    );
    let ran = codegen(folder.path(), &["dump", "--stage", "document", "a.yaml"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["module"], "a");
    let ir = codegen(folder.path(), &["dump", "--stage", "ir", "a.yaml"]).out;
    assert!(ir.contains("\"Quotes\""), "{ir}");
    for stage in ["rust-view", "ts-view"] {
        let ran = codegen(folder.path(), &["dump", "--stage", stage, "a.yaml"]);
        let views: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(
            views[0]["template"].is_string() && views[0]["view"].is_object(),
            "{views}"
        );
    }
    fs::write(folder.path().join("bad.yaml"), BAD).unwrap();
    assert_eq!(
        codegen(folder.path(), &["dump", "--stage", "ir", "bad.yaml"]).status,
        2
    );
}

#[test]
fn what_stands_in_the_way_of_generation_is_counted_whatever_its_level() {
    let document = "asyncapi: 2.4.0\ninfo: {title: T, version: '1'}\nchannels:\n  a: {publish: {message: {payload: {type: strin}}}}\n";
    let config = "documents = [\"a.yaml\"]\n[lint.rules]\nschema-type = \"off\"\n";
    let folder = folder(&[("a.yaml", document), ("codegen.toml", config)]);
    let ran = codegen(folder.path(), &["generate"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("error[schema-type]"), "{}", ran.out);
    assert!(ran.out.contains("\n1 error in 1 document"), "{}", ran.out);
}
