//! The Rust of each case: as it was reviewed, compiled into this binary, and right about values.
//!
//! `values.jsonl` of a case says of each value whether it is `valid` or not. A valid one comes back from the type as it
//! went in; any other is refused. The schema that the type derives has to say the same as the document.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwire_codegen::doc::files::Disk;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::ir;
use specwire_codegen::lint::{self, Levels};
use specwire_codegen::lower::lower;
use specwire_codegen::pipeline::{self, Settings, Target};

/// What a type makes of a value.
pub(crate) struct Verdict {
    pub(crate) read: Result<Value, String>,
    pub(crate) schema: Value,
}

pub(crate) fn ask<T: DeserializeOwned + Serialize + schemars::JsonSchema>(text: &str) -> Verdict {
    let read = serde_json::from_str::<T>(text);
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    Verdict {
        read: read
            .map(|value| serde_json::to_value(&value).unwrap())
            .map_err(|error| error.to_string()),
        schema: settings
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value(),
    }
}

macro_rules! cases {
    ($($case:ident $path:literal [$($name:ident),*];)*) => {
        $(
            #[path = $path]
            #[allow(dead_code, unreachable_pub)]
            mod $case;
        )*

        const CASES: &[&str] = &[$(stringify!($case)),*];

        fn verdict(case: &str, name: &str, text: &str) -> Verdict {
            match (case, name) {
                $($((stringify!($case), stringify!($name)) => ask::<$case::$name>(text),)*)*
                _ => panic!("{case}: the type {name} is not asked: add it to the list"),
            }
        }
    };
}

cases! {
    all_of "../data/gen/all_of/rust/models.rs" [Fill, Noted, Holder, Labelled];
    alternatives "../data/gen/alternatives/rust/models.rs" [Change, Verdict];
    conditions "../data/gen/conditions/rust/models.rs" [
        Contact, Order, Card, Labels, Readings, Basket, Nickname, Loose, Step, Account, Window, Leg, Torn
    ];
    constraints "../data/gen/constraints/rust/models.rs" [Ticket, Change, Lot, Password, Sixth, Version];
    defaults "../data/gen/defaults/rust/models.rs" [Settings];
    docs "../data/gen/docs/rust/models.rs" [Order];
    enums "../data/gen/enums/rust/models.rs" [Bar, Beside];
    envelope "../data/gen/envelope/rust/models.rs" [];
    formats "../data/gen/formats/rust/models.rs" [Stamp];
    integers "../data/gen/integers/rust/models.rs" [Sizes, Level, Factor, Growing, Event];
    lists "../data/gen/lists/rust/models.rs" [Ladder, Row, Cells, Path];
    maps "../data/gen/maps/rust/models.rs" [Book, Scores, Labelled, Nothing, Anything, Filter];
    messages "../data/gen/messages/rust/models.rs" [];
    names "../data/gen/names/rust/models.rs" [T, Frame, Ticket, TicketStatus];
    nested "../data/gen/nested/rust/models.rs" [Trip];
    nullable "../data/gen/nullable/rust/models.rs" [Quote, Rated, Graded, Reached];
    recursive "../data/gen/recursive/rust/models.rs" [Node, Nested, Expression, Word, Term, Sum, Chain];
    tuples "../data/gen/tuples/rust/models.rs" [Point, Row, Report, Level, Trail, Choice, Nest, Quote, Order, Different];
    union_by_name "../data/gen/union_by_name/rust/models.rs" [Pet];
    unions "../data/gen/unions/rust/models.rs" [Event, Ticket, Identifier, Amount, Contact, Paid, Sent, Both, Present, Word, Logged];
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/gen")
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries
        .filter(|path| path.join("in.yaml").exists())
        .collect();
    cases.sort();
    cases
}

fn name_of(case: &Path) -> &str {
    case.file_name().and_then(|name| name.to_str()).unwrap()
}

/// Files by the name they are kept under, and what was decided before they were written; what is the same for all cases is kept once, beside them.
fn emitted(case: &Path) -> BTreeMap<PathBuf, String> {
    let project = Project::load(
        &[Input::Path("in.yaml".into())],
        &LoadOptions::new(case),
        &Disk,
    )
    .unwrap();
    let report = lint::check(&project, &Levels::default());
    let checked = report
        .checked
        .unwrap_or_else(|| panic!("{}: {:?}", case.display(), report.diagnostics));
    let settings = Settings {
        targets: vec![Target::Rust],
        ..Settings::new(case)
    };
    let files = pipeline::generate(&checked, &settings).unwrap();
    let kept = |path: &str| match path.strip_prefix("src/in_/") {
        Some(own) => Some(case.join("rust").join(own)),
        None if path == "src/conditions.rs" => Some(root().join("support/conditions.rs")),
        None => path
            .strip_prefix("src/")
            .filter(|path| path.starts_with("support/"))
            .map(|path| root().join(path)),
    };
    let decided: String = lower(&checked).iter().map(ir::text::text).collect();
    files
        .into_iter()
        .filter_map(|(path, text)| Some((kept(&path)?, text)))
        .chain([(case.join("ir.txt"), decided)])
        .collect()
}

#[test]
fn emitted_rust_is_as_reviewed_and_compiled_here() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    for case in folders() {
        assert!(
            CASES.contains(&name_of(&case)),
            "{}: not compiled: add it to the list",
            case.display()
        );
        for (path, text) in emitted(&case) {
            if update {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).unwrap();
                continue;
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            let diff = similar::TextDiff::from_lines(expected.as_str(), text.as_str())
                .unified_diff()
                .to_string();
            assert!(
                diff.is_empty(),
                "{}: run with UPDATE_EXPECT=1 if this is meant\n{diff}",
                path.display()
            );
        }
    }
}

/// Each line of `values.jsonl` that is not for TypeScript only: type, verdict, the value as written.
fn samples(case: &Path) -> Vec<(String, bool, String)> {
    let text = fs::read_to_string(case.join("values.jsonl")).unwrap_or_default();
    let sample = |line: &str| {
        let json: Value = serde_json::from_str(line).unwrap();
        let (_, value) = line.split_once("\"value\":").unwrap();
        let value = value.trim_end().strip_suffix('}').unwrap();
        (
            json["type"].as_str().unwrap().to_owned(),
            json["is"] == "valid",
            value.to_owned(),
        )
    };
    let mine = |line: &&str| !line.contains("\"only\":\"ts\"");
    text.lines().filter(mine).map(sample).collect()
}

/// Equal as JSON Schema sees it: `1` is `1.0`.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => a == b,
    }
}

#[test]
fn valid_values_come_back_and_others_are_refused() {
    let mut asked = 0;
    for case in folders() {
        for (name, valid, text) in samples(&case) {
            let at = format!("{} {name} {text}", name_of(&case));
            match (valid, verdict(name_of(&case), &name, &text).read) {
                (true, Ok(back)) => assert!(
                    same(&back, &serde_json::from_str(&text).unwrap()),
                    "{at}\n{back}"
                ),
                (true, Err(error)) => panic!("{at}: refused: {error}"),
                (false, Ok(_)) => panic!("{at}: accepted"),
                (false, Err(_)) => {}
            }
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked} values");
}

#[test]
fn conditions_are_asked_of_members_that_no_type_knows() {
    let with = verdict("conditions", "Basket", r#"[{"sku":"a","voucher":1}]"#);
    assert!(with.read.is_ok(), "{:?}", with.read);
    let without = verdict("conditions", "Basket", r#"[{"sku":"a","coupon":1}]"#);
    assert!(without.read.is_err());
}

/// What a derived schema cannot say, though the type checks it.
fn is_unsaid(case: &str, value: &Value) -> bool {
    match case {
        // Null is refused in an optional member; schemars writes every `Option` as nullable.
        _ if holds_null(value) => true,
        // A condition that refers to a schema is not repeated.
        "conditions" => value.get("parent").is_some(),
        // A format is an annotation in JSON Schema.
        "formats" | "integers" => true,
        _ => false,
    }
}

pub(crate) fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(members) => members.values().any(holds_null),
        _ => false,
    }
}

#[test]
fn derived_schemas_say_what_the_documents_say() {
    for case in folders() {
        for (name, valid, text) in samples(&case) {
            let value: Value = serde_json::from_str(&text).unwrap();
            let schema = verdict(name_of(&case), &name, &text).schema;
            let derived = jsonschema::options()
                .should_validate_formats(false)
                .build(&schema)
                .unwrap();
            if valid || !is_unsaid(name_of(&case), &value) {
                assert_eq!(
                    derived.is_valid(&value),
                    valid,
                    "{} {name} {text}\n{schema:#}",
                    name_of(&case)
                );
            }
        }
    }
}

#[test]
fn derived_schemas_have_the_members_of_the_documents() {
    for case in folders() {
        let text = fs::read_to_string(case.join("in.yaml")).unwrap();
        let document: Value = serde_yaml::from_str(&text).unwrap();
        for (name, _, sample) in samples(&case) {
            let written = &document["components"]["schemas"][&name];
            let (Some(properties), None, None) = (
                written["properties"].as_object(),
                written.get("oneOf"),
                written.get("allOf"),
            ) else {
                continue;
            };
            let schema = verdict(name_of(&case), &name, &sample).schema;
            let sorted = |list: &Value| {
                let mut names: Vec<String> =
                    serde_json::from_value(list.clone()).unwrap_or_default();
                names.sort();
                names
            };
            // What is described as `false` is no member.
            let described = properties
                .iter()
                .filter(|(_, schema)| **schema != json!(false));
            let mut expected: Vec<&String> = described.map(|(name, _)| name).collect();
            let mut derived: Vec<&String> = schema["properties"]
                .as_object()
                .map(|all| all.keys().collect())
                .unwrap_or_default();
            expected.sort();
            derived.sort();
            assert_eq!(derived, expected, "{} {name}", name_of(&case));
            assert_eq!(
                sorted(&schema["required"]),
                sorted(written.get("required").unwrap_or(&json!([]))),
                "{name}"
            );
            let closed =
                |schema: &Value| schema.get("additionalProperties") == Some(&Value::Bool(false));
            // Members by pattern are kept; the derived schema closes itself beside them.
            if written.get("patternProperties").is_some() {
                continue;
            }
            assert_eq!(
                closed(&schema),
                closed(written),
                "{} {name}",
                name_of(&case)
            );
        }
    }
}
