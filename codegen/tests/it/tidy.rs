//! The shape of the project, held to what ARCHITECTURE.md says of it.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let base = root();
    walkdir::WalkDir::new(base.join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(&base)
                .unwrap()
                .display()
                .to_string();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn every_folder_has_its_place_in_the_architecture() {
    let page = read("ARCHITECTURE.md");
    for folder in ["codegen/src", "codegen/src/emit", "runtime/src"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                let name = format!("`{}/`", entry.file_name().display());
                assert!(
                    page.contains(&name),
                    "ARCHITECTURE.md does not speak of {folder}/{name}"
                );
            }
        }
    }
    assert!(page.lines().count() < 250);
    assert!(page.matches("- Invariant: ").count() >= 10);
}

/// Which crates of ours a manifest names.
fn dependencies(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = read(manifest).parse().unwrap();
    let names = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .filter(|name| name.starts_with("specwire-"));
    names.cloned().collect()
}

#[test]
fn crates_depend_in_one_direction() {
    assert_eq!(dependencies("topic/Cargo.toml"), [""; 0]);
    assert_eq!(dependencies("codegen/Cargo.toml"), ["specwire-topic"]);
    assert_eq!(dependencies("runtime/Cargo.toml"), ["specwire-topic"]);
    assert_eq!(dependencies("generated/Cargo.toml"), ["specwire-runtime"]);
}

#[test]
fn a_third_party_has_one_door() {
    for (door, mark) in [
        ("codegen/src/yaml/parse.rs", "saphyr_parser::"),
        ("codegen/src/emit/rust/typify_bridge.rs", "typify::"),
        ("codegen/src/emit/template.rs", "handlebars::"),
        ("codegen/src/emit/spec/yaml.rs", "serde_yaml::"),
    ] {
        let users: Vec<String> = sources("codegen/src")
            .into_iter()
            .filter(|(_, text)| text.contains(mark))
            .map(|(name, _)| name)
            .collect();
        // A door is a file, with the folder of its parts.
        let parts = door.replace(".rs", "/");
        assert!(users.iter().any(|user| user == door), "{mark}");
        assert!(
            users
                .iter()
                .all(|user| user == door || user.starts_with(&parts)),
            "{mark}: {users:?}"
        );
    }
}

#[test]
fn stages_do_not_look_ahead() {
    for (folder, later) in [
        (
            "codegen/src/yaml",
            &["doc", "lint", "lower", "ir", "emit", "output", "cli"][..],
        ),
        (
            "codegen/src/doc",
            &["lint", "lower", "ir", "emit", "output", "cli"],
        ),
        (
            "codegen/src/ir",
            &["doc", "lint", "lower", "emit", "output", "cli"],
        ),
        ("codegen/src/output", &["doc", "lint", "lower", "ir", "cli"]),
        (
            "codegen/src/emit/rust",
            &["doc", "lint", "lower", "output", "cli"],
        ),
        (
            "codegen/src/emit/ts",
            &["doc", "lint", "lower", "output", "cli"],
        ),
    ] {
        for (name, text) in sources(folder) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for stage in later {
                assert!(
                    !code.contains(&format!("crate::{stage}::")),
                    "{name} uses `{stage}`"
                );
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in [
        "topic/src",
        "codegen/src",
        "runtime/src",
        "server/src",
        "generated/src",
    ] {
        for (name, text) in sources(folder) {
            let first = text
                .lines()
                .find(|line| !line.starts_with("// Generated"))
                .unwrap_or_default();
            assert!(first.starts_with("//!"), "{name} opens with {first:?}");
        }
    }
}
