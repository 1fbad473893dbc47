//! `codegen init`: the project that it makes builds, passes its tests and answers its client.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    // The build is kept between runs of the tests: what it depends on takes a while.
    command.env("CARGO_TARGET_DIR", repository().join("target/init"));
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{program} cannot be started: {error}"));
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{program} {arguments:?}\n{said}");
    said
}

fn new_project(name: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    run(
        folder.path(),
        env!("CARGO_BIN_EXE_codegen"),
        &["init", name],
    );
    let project = folder.path().join(name);
    (folder, project)
}

#[test]
fn a_new_project_is_up_to_date_and_without_findings() {
    let (_folder, project) = new_project("my-feed");
    run(
        &project,
        env!("CARGO_BIN_EXE_codegen"),
        &["lint", "--deny", "warnings"],
    );
    run(
        &project,
        env!("CARGO_BIN_EXE_codegen"),
        &["generate", "--check"],
    );
    let left = walkdir::WalkDir::new(&project)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    for entry in left {
        let text = fs::read_to_string(entry.path()).unwrap();
        for name in ["__NAME__", "__SNAKE__", "__RUNTIME", "__CLIENT__"] {
            assert!(
                !text.contains(name),
                "{name} is left in {}",
                entry.path().display()
            );
        }
    }
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
        .args(["init", "."])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_new_project_builds_passes_its_tests_and_runs() {
    let (_folder, project) = new_project("hello-world");
    fs::copy(repository().join("Cargo.lock"), project.join("Cargo.lock")).unwrap();
    let cargo = env!("CARGO");
    let format = [
        "fmt",
        "--check",
        "--package",
        "hello-world-generated",
        "--package",
        "hello-world-server",
    ];
    run(&project, cargo, &format);
    let built = run(&project, cargo, &["build", "--workspace", "--offline"]);
    assert!(!built.contains("warning"), "{built}");
    run(&project, cargo, &["test", "--workspace", "--offline"]);

    install(&project);
    let binary = "debug/hello-world-server";
    fs::create_dir_all(project.join("target/debug")).unwrap();
    fs::copy(
        repository().join("target/init").join(binary),
        project.join("target").join(binary),
    )
    .unwrap();
    run(&project, "npm", &["test"]);
}

/// What `npm install` would do, from packages that are there already.
fn install(project: &Path) {
    let client = repository().join("ts-out");
    let packages = client.join("node_modules");
    assert!(
        packages.join("typescript").exists(),
        "run `npm --prefix ts-out ci` first (`make test` does)"
    );
    if !client.join("dist/codegen.js").exists() {
        run(&client, "node", &["scripts/build.mjs"]);
    }
    let modules = project.join("node_modules");
    fs::create_dir_all(modules.join("@specwire")).unwrap();
    for package in [".bin", "typescript", "ws", "@types"] {
        link(&packages.join(package), &modules.join(package));
    }
    link(&client, &modules.join("@specwire/client"));
}

#[cfg(unix)]
fn link(to: &Path, from: &Path) {
    std::os::unix::fs::symlink(to, from).unwrap();
}

#[cfg(windows)]
fn link(to: &Path, from: &Path) {
    std::os::windows::fs::symlink_dir(to, from).unwrap();
}
