//! What `lint --fix` writes where a careless fix would break the document or mean something else.

use std::fs;
use std::process::{Command, Output};

/// A schema `A` with these lines, and what becomes of them: the same where nothing is certain.
const MENDS: &[(&str, &str)] = &[
    // Beside its key a map needs braces.
    (
        "properties: {a: {items: type:string}}",
        "properties: {a: {items: {type: string}}}",
    ),
    (
        "properties:\n        a: type:string\n        b:\n          type:string",
        "properties:\n        a: {type: string}\n        b:\n          type: string",
    ),
    // The comma goes with the only member.
    (
        "properties: {a: {required: true,}}",
        "required: [a]\n      properties: {a: {}}",
    ),
    // The anchor is wanted elsewhere.
    (
        "title: [&n m]\n      description: *n",
        "title: [&n m]\n      description: *n",
    ),
    // Numbers stay numbers; a quoted text may hold a comma.
    (
        "type: integer\n      enum: 1, 2, 3",
        "type: integer\n      enum: [1, 2, 3]",
    ),
    (
        "type: string\n      enum: 'Hello, world'",
        "type: string\n      enum: 'Hello, world'",
    ),
    (
        "required: a, b,\n      properties: {a: {}, b: {}}",
        "required: [a, b]\n      properties: {a: {}, b: {}}",
    ),
    // In braces the rest is a member of its own.
    (
        "properties: {z: {enum: 1, 2}}",
        "properties: {z: {enum: 1, 2}}",
    ),
    // In draft 7 these would say something else.
    (
        "type: array\n      prefixItems: {type: string}",
        "type: array\n      prefixItems: {type: string}",
    ),
    (
        "type: array\n      prefixItems: [{type: string}]\n      additionalItems: false",
        "type: array\n      prefixItems: [{type: string}]\n      additionalItems: false",
    ),
    ("type: [null, string]", "type: ['null', string]"),
    ("type: [null, 'null', string]", "type: ['null', string]"),
    // Two slips of one key: one of them at most becomes it.
    (
        "descripton: a\n      desciption: b",
        "description: a\n      desciption: b",
    ),
];

fn document(schema: &str) -> String {
    format!(
        "asyncapi: 2.4.0\ninfo: {{ title: Quotes, version: 1.0.0 }}\nchannels: {{}}\ncomponents:\n  schemas:\n    A:\n      {schema}\nx-keep: {{ $ref: '#/components/schemas/A' }}\n"
    )
}

fn lint(folder: &std::path::Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_codegen"))
        .arg("lint")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn fixes_write_what_was_meant_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("quotes.yaml");
    for (wrong, right) in MENDS {
        fs::write(&file, document(wrong)).unwrap();
        let run = lint(folder.path(), &["--fix", "quotes.yaml"]);
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            document(right),
            "{wrong}\n{}",
            String::from_utf8_lossy(&run.stdout)
        );
    }
}

#[test]
fn a_file_that_is_missing_is_no_other_version_no_folder_and_not_this_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("types/old")).unwrap();
    fs::write(folder.path().join("types-v2.yaml"), "type: string\n").unwrap();
    for wrong in ["types-v1.yaml", "type", "quotez.yaml"] {
        let text = document(&format!("$ref: '{wrong}'"));
        let file = folder.path().join("quotes.yaml");
        fs::write(&file, &text).unwrap();
        let run = lint(folder.path(), &["--fix", "quotes.yaml"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{wrong}");
        let told = String::from_utf8_lossy(&run.stdout).into_owned();
        assert_eq!(
            told.contains("did you mean `types-v2.yaml`?"),
            wrong == "types-v1.yaml",
            "{told}"
        );
    }
}

#[test]
fn a_null_elsewhere_is_no_name_of_a_type() {
    let folder = tempfile::tempdir().unwrap();
    let text = "asyncapi: 2.4.0\ninfo: { title: Quotes, version: 1.0.0 }\nchannels: {}\ncomponents:\n  securitySchemes:\n    k: { type: null }\n";
    fs::write(folder.path().join("quotes.yaml"), text).unwrap();
    let run = lint(folder.path(), &["quotes.yaml"]);
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(told.contains("give it a value"), "{told}");
    assert!(!told.contains("in quotes"), "{told}");
}
