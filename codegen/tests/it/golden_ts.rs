//! The TypeScript of each case: as it was reviewed, accepted by the compiler, and right about values.
//!
//! `values.jsonl` of a case says of each value whether it is `valid`, a `wrong-type` that the compiler has to refuse,
//! or a `wrong-value` that only a validator can. With `"only":"ts"` it says nothing about Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use specwire_codegen::doc::files::Disk;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};
use specwire_codegen::pipeline::{self, Settings, Target};
use tempfile::TempDir;

fn crate_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let root = crate_dir().join("tests/data/gen");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("in.yaml").exists())
        .collect();
    cases.sort();
    assert!(cases.len() > 10, "the cases are not where they should be");
    cases
}

fn emitted(case: &Path) -> BTreeMap<String, String> {
    let options = LoadOptions::new(case);
    let project = Project::load(&[Input::Path("in.yaml".into())], &options, &Disk).unwrap();
    let report = lint::check(&project, &Levels::default());
    let checked = report
        .checked
        .unwrap_or_else(|| panic!("{}: {:?}", case.display(), report.diagnostics));
    let settings = Settings {
        targets: vec![Target::Ts],
        validators: true,
        ..Settings::new(case)
    };
    let mut files = pipeline::generate(&checked, &settings).unwrap();
    // The same for all: kept once, beside the cases.
    files.remove("ts/validation.ts");
    files
}

fn on_disk(case: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(case.join("ts"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry
            .path()
            .strip_prefix(case)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        (path, fs::read_to_string(entry.path()).unwrap())
    };
    files.map(read).collect()
}

#[test]
fn emitted_typescript_is_as_reviewed() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    for case in cases() {
        let emitted = emitted(&case);
        if update {
            let _ = fs::remove_dir_all(case.join("ts"));
            for (path, text) in &emitted {
                let path = case.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            continue;
        }
        let expected = on_disk(&case);
        let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            names(&emitted),
            names(&expected),
            "{}: run with UPDATE_EXPECT=1",
            case.display()
        );
        for (path, text) in &emitted {
            let diff = similar::TextDiff::from_lines(expected[path].as_str(), text)
                .unified_diff()
                .to_string();
            assert!(
                diff.is_empty(),
                "{}/{path}: run with UPDATE_EXPECT=1 if this is meant\n{diff}",
                case.display()
            );
        }
    }
}

/// The compiler of `ts-out`, which these tests cannot do without.
fn tsc() -> PathBuf {
    let tsc = crate_dir().join("../ts-out/node_modules/typescript/bin/tsc");
    assert!(
        tsc.exists(),
        "TypeScript is not installed: run `npm --prefix ts-out ci` (`make test` does)"
    );
    tsc
}

fn node(arguments: &[&str]) -> String {
    let output = Command::new("node").args(arguments).output();
    let output = output.unwrap_or_else(|error| {
        panic!("node cannot be started ({error}): these tests need Node.js 20 or later")
    });
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

struct Sample {
    kind: String,
    is: String,
    /// As written: JavaScript must read the numbers itself.
    value: String,
}

fn samples(case: &Path) -> Vec<Sample> {
    let text = fs::read_to_string(case.join("values.jsonl")).unwrap_or_default();
    text.lines()
        .map(|line| {
            let parsed: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| parsed[key].as_str().unwrap().to_owned();
            let value = line
                .split_once("\"value\":")
                .unwrap()
                .1
                .strip_suffix('}')
                .unwrap()
                .to_owned();
            let is = text("is");
            assert!(
                ["valid", "wrong-type", "wrong-value"].contains(&is.as_str()),
                "{line}"
            );
            Sample {
                kind: text("type"),
                is,
                value,
            }
        })
        .collect()
}

/// Each value as a literal of its type: accepted, or refused where it says so.
fn literals(samples: &[Sample]) -> String {
    let mut text = "import type * as t from \"./ts/in_/types.js\";\n".to_owned();
    for (at, sample) in samples.iter().enumerate() {
        if sample.is == "wrong-type" {
            text.push_str("// @ts-expect-error\n");
        }
        let _ = writeln!(
            text,
            "export const v{at}: t.{} = {};",
            sample.kind, sample.value
        );
    }
    text
}

/// A program that prints each value that its validator is wrong about.
fn checks(samples: &[Sample]) -> String {
    let mut text = "import * as v from \"./ts/in_/validators.js\";\n".to_owned();
    text.push_str(
        "function check(valid: boolean, found: readonly unknown[], value: string): void {\n",
    );
    text.push_str(
        "  if (valid !== (found.length === 0)) console.log(value, JSON.stringify(found));\n}\n",
    );
    for sample in samples {
        let json = Value::from(sample.value.as_str());
        let valid = sample.is == "valid";
        let _ = writeln!(
            text,
            "check({valid}, v.is{}.issues(JSON.parse({json})), {json});",
            sample.kind
        );
    }
    text
}

#[test]
fn emitted_typescript_passes_the_compiler_and_knows_its_values() {
    let folder = TempDir::new().unwrap();
    let work = folder.path().canonicalize().unwrap();
    // The compiler rebuilds the path of each source below its output folder.
    let compiled = work
        .join("out")
        .join(work.strip_prefix("/").unwrap_or(&work));
    let mut programs = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let folder = work.join("cases").join(name);
        let samples = samples(&case);
        let mut files = emitted(&case);
        if !samples.is_empty() {
            files.insert("literals.ts".into(), literals(&samples));
            files.insert("checks.ts".into(), checks(&samples));
            programs.push(compiled.join("cases").join(name).join("checks.js"));
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(folder.join("ts/validation.ts"), validation(&case)).unwrap();
    }
    compile(&work);
    for program in programs {
        let wrong = node(&[program.to_str().unwrap()]);
        assert!(
            wrong.is_empty(),
            "{}: wrong about\n{wrong}",
            program.display()
        );
    }
}

fn validation(case: &Path) -> String {
    let options = LoadOptions::new(case);
    let project = Project::load(&[Input::Path("in.yaml".into())], &options, &Disk).unwrap();
    let checked = lint::check(&project, &Levels::default()).checked.unwrap();
    let settings = Settings {
        targets: vec![Target::Ts],
        validators: true,
        ..Settings::new(case)
    };
    pipeline::generate(&checked, &settings)
        .unwrap()
        .remove("ts/validation.ts")
        .unwrap()
}

/// What generated clients import: the runtime's own types, and the one function that uses them.
fn door(work: &Path) -> PathBuf {
    let types = crate_dir().join("../ts-out/src/types.js");
    let types = json!(types.to_str().unwrap());
    let text = format!(
        "import type {{ Client, ClientOptions, ModuleDescriptor, UrlSource }} from {types};\n\
         export type * from {types};\n\
         export declare function connect<C extends Client>(\n  \
         descriptor: ModuleDescriptor, url: UrlSource, options?: ClientOptions): C;\n"
    );
    let path = work.join("door.d.ts");
    fs::write(&path, text).unwrap();
    path
}

/// Every option that a careful project turns on.
fn compile(work: &Path) {
    fs::write(work.join("package.json"), "{ \"type\": \"module\" }").unwrap();
    let config = json!({
        "compilerOptions": {
            "target": "ES2022", "lib": ["ES2022", "DOM"], "module": "ESNext", "moduleResolution": "Bundler", "types": [],
            "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true,
            "noImplicitOverride": true, "noPropertyAccessFromIndexSignature": true, "noUnusedLocals": true,
            "isolatedModules": true, "verbatimModuleSyntax": true, "erasableSyntaxOnly": true,
            "isolatedDeclarations": true, "declaration": true, "skipLibCheck": true,
            "rootDir": "/", "outDir": "out",
            "paths": { "@specwire/client/codegen": [door(work)] },
        },
        "include": ["cases"],
    });
    fs::write(work.join("tsconfig.json"), config.to_string()).unwrap();
    let project = work.to_str().unwrap();
    node(&[tsc().to_str().unwrap(), "--pretty", "false", "-p", project]);
}
