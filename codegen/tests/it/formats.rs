//! Findings in every format that `--help` names: one golden file each, and the rules of each format's standard.

use std::path::Path;

use serde_json::Value;

use crate::command::{Ran, codegen, folder};

/// Two places in one file, a place in another file, a fix, text that every format has to escape.
const MAIN: &str = r##"asyncapi: 2.4.0
info:
  title: "Größe <&> 100%"
  titel: "Größe, [x]"
  version: 1.0.0
channels:
  quotes:
    publish:
      operationId: take
      message:
        payload:
          $ref: "common/types.yaml#/components/schemas/Quot"
    subscribe:
      operationId: take
      message:
        payload:
          $ref: "common/types.yaml#/components/schemas/Quote"
"##;
const TYPES: &str = "components:\n  schemas:\n    Quote:\n      type: object\n      type: string\n";
const CLEAN: &str = "asyncapi: 2.4.0\ninfo:\n  title: !x Clean\n  version: 1.0.0\nchannels: {}\n";

const FORMATS: [&str; 5] = ["human", "json", "sarif", "github", "junit"];

fn run(arguments: &[&str]) -> Ran {
    let folder = folder(&[
        ("main.yaml", MAIN),
        ("common/types.yaml", TYPES),
        ("clean.yaml", CLEAN),
    ]);
    codegen(
        folder.path(),
        &[&["lint", "main.yaml", "clean.yaml"], arguments].concat(),
    )
}

#[test]
fn every_format_has_its_golden_file() {
    for format in FORMATS {
        let ran = run(&["--format", format]);
        assert_eq!(ran.status, 1, "{format}: {}", ran.err);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/formats")
            .join(format!("{format}.txt"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &ran.out).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            ran.out,
            expected,
            "{format}: UPDATE_EXPECT=1 renews {}",
            path.display()
        );
    }
}

#[test]
fn help_names_these_formats_and_no_other() {
    let ran = codegen(folder(&[]).path(), &["lint", "--help"]);
    let list = ran.out.split("--format").nth(1).unwrap();
    let named: Vec<&str> = FORMATS
        .into_iter()
        .filter(|format| list.contains(&format!("- {format}")))
        .collect();
    assert_eq!(named, FORMATS, "{}", ran.out);
}

#[test]
fn colour_is_for_terminals_and_those_who_insist() {
    assert!(!run(&[]).out.contains('\x1b'));
    assert!(run(&["--color", "always"]).out.contains("\x1b["));
    assert!(!run(&["--color", "never"]).out.contains('\x1b'));
    assert!(
        !run(&["--color", "always", "--format", "json"])
            .out
            .contains('\x1b')
    );
}

#[test]
fn sarif_obeys_the_standard() {
    let log: Value = serde_json::from_str(&run(&["--format", "sarif"]).out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(
        log["$schema"]
            .as_str()
            .unwrap()
            .ends_with("sarif-2.1.0.json")
    );
    for run in log["runs"].as_array().unwrap() {
        let driver = &run["tool"]["driver"];
        assert!(!driver["name"].as_str().unwrap().is_empty());
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            assert!(rule["shortDescription"]["text"].is_string());
            level(&rule["defaultConfiguration"]["level"]);
        }
        let ids: Vec<&str> = rules
            .iter()
            .map(|rule| rule["id"].as_str().unwrap())
            .collect();
        let mut unique = ids.clone();
        unique.dedup();
        assert_eq!(unique, ids, "an id stands for one rule");
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let results = run["results"].as_array().unwrap();
        assert!(results.len() >= 4);
        for result in results {
            sarif_result(result, &ids);
        }
        assert!(results.iter().any(|result| result.get("fixes").is_some()));
        assert!(
            results
                .iter()
                .any(|result| result.get("relatedLocations").is_some())
        );
    }
}

fn level(value: &Value) {
    assert!(
        ["none", "note", "warning", "error"].contains(&value.as_str().unwrap()),
        "{value}"
    );
}

fn sarif_result(result: &Value, ids: &[&str]) {
    level(&result["level"]);
    assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(ids[index], result["ruleId"].as_str().unwrap());
    let locations = result["locations"].as_array().unwrap();
    assert_eq!(locations.len(), 1);
    let related = result["relatedLocations"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    for location in locations.iter().chain(&related) {
        let physical = &location["physicalLocation"];
        relative_uri(&physical["artifactLocation"]["uri"]);
        region(&physical["region"]);
    }
    for fix in result["fixes"].as_array().unwrap_or(&Vec::new()) {
        let changes = fix["artifactChanges"].as_array().unwrap();
        assert!(!changes.is_empty());
        for change in changes {
            relative_uri(&change["artifactLocation"]["uri"]);
            for replacement in change["replacements"].as_array().unwrap() {
                region(&replacement["deletedRegion"]);
                assert!(replacement["insertedContent"]["text"].is_string());
            }
        }
    }
}

fn relative_uri(uri: &Value) {
    let uri = uri.as_str().unwrap();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%@+:".contains(c);
    assert!(
        !uri.is_empty() && uri.chars().all(allowed) && !uri.starts_with('/'),
        "{uri}"
    );
}

fn region(region: &Value) {
    let number = |name: &str| region[name].as_u64().unwrap();
    assert!(number("startLine") >= 1 && number("startColumn") >= 1);
    let start = (number("startLine"), number("startColumn"));
    assert!((number("endLine"), number("endColumn")) >= start);
}

#[test]
fn github_commands_are_one_line_each() {
    for line in run(&["--format", "github"]).out.lines() {
        let rest = line.strip_prefix("::").unwrap();
        let (command, message) = rest.split_once("::").unwrap();
        let (name, properties) = command.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name));
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key));
            assert!(!value.is_empty());
        }
        assert!(!message.is_empty());
    }
}

#[test]
fn junit_is_well_formed_and_counts_right() {
    let out = run(&["--format", "junit"]).out;
    let mut open = Vec::new();
    for tag in out
        .split('<')
        .skip(1)
        .map(|part| part.split('>').next().unwrap())
    {
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        match tag {
            tag if tag.starts_with('?') || tag.ends_with('/') => {}
            tag if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ => open.push(name),
        }
    }
    assert!(open.is_empty());
    let count = |text: &str| out.matches(text).count();
    assert!(
        out.contains(&format!(
            "tests=\"{}\" failures=\"{}\"",
            count("<testcase "),
            count("<failure ")
        )),
        "{out}"
    );
}
