//! Documents that would take forever if anything followed all their references: each ends.

use specwire_codegen::doc::project::Project;
use specwire_codegen::lint::{self, Levels};

const HEAD: &str = "asyncapi: 2.6.0\ninfo:\n  title: Hostile\n  version: 1.0.0\n";

/// How often each part doubles the one before.
const STEPS: usize = 60;

fn lint_to_the_end(text: &str) -> usize {
    let project = Project::from_text("hostile.yaml", text);
    let parsed = project
        .documents
        .iter()
        .all(|file| project.is_complete(*file));
    assert!(parsed, "the document has to be readable");
    lint::check(&project, &Levels::default()).diagnostics.len()
}

fn doubling(line: impl Fn(usize, usize) -> String) -> String {
    (0..STEPS).map(|at| line(at, at + 1)).collect()
}

#[test]
fn messages_that_choose_among_each_other() {
    let messages = doubling(|at, next| {
        let choice = format!("          - $ref: '#/components/messages/M{next}'\n");
        format!("    M{at}:\n      oneOf:\n{choice}{choice}").replace("          -", "        -")
    });
    let text = format!(
        "{HEAD}channels:\n  a:\n    publish:\n      message:\n        $ref: '#/components/messages/M0'\ncomponents:\n  messages:\n{messages}    M{STEPS}:\n      oneOf:\n        - $ref: '#/components/messages/M0'\n        - name: end\n"
    );
    lint_to_the_end(&text);
}

#[test]
fn examples_that_hold_each_other() {
    let parts = doubling(|at, next| {
        format!(
            "  p{at}:\n    a:\n      $ref: '#/x-parts/p{next}'\n    b:\n      $ref: '#/x-parts/p{next}'\n"
        )
    });
    let text = format!(
        "{HEAD}channels:\n  a:\n    publish:\n      message:\n        payload:\n          type: string\n        examples:\n          - payload:\n              $ref: '#/x-parts/p0'\nx-parts:\n{parts}  p{STEPS}: 1\n"
    );
    lint_to_the_end(&text);
}

#[test]
fn schemas_that_extend_each_other() {
    let schemas = doubling(|at, next| {
        let branch = format!("        - $ref: '#/components/schemas/S{next}'\n");
        format!("    S{at}:\n      discriminator: kind\n      allOf:\n{branch}{branch}")
    });
    let text = format!(
        "{HEAD}channels:\n  a:\n    publish:\n      message:\n        name: a.subscribe\n        payload:\n          $ref: '#/components/schemas/S0'\n    subscribe:\n      message:\n        name: a.update\n        payload:\n          $ref: '#/components/schemas/S0'\ncomponents:\n  schemas:\n{schemas}    S{STEPS}:\n      allOf:\n        - $ref: '#/components/schemas/S0'\n"
    );
    lint_to_the_end(&text);
}

#[test]
fn avro_types_that_hold_each_other() {
    let mut record = "\"string\"".to_owned();
    for at in 0..STEPS {
        let named = format!("R{at}");
        record = format!(
            "{{\"type\": \"record\", \"name\": \"{named}\", \"fields\": [{{\"name\": \"a\", \"type\": {record}}}, {{\"name\": \"b\", \"type\": \"R{}\"}}]}}",
            at.saturating_sub(1)
        );
        if record.len() > 20_000 {
            break;
        }
    }
    let text = format!(
        "{HEAD}channels:\n  a:\n    publish:\n      message:\n        schemaFormat: application/vnd.apache.avro;version=1.9.0\n        payload: {record}\n        examples:\n          - payload: {{a: 1}}\n"
    );
    lint_to_the_end(&text);
}

#[test]
fn unions_of_themselves() {
    let branch =
        "        - type: array\n          items:\n            $ref: '#/components/schemas/S'\n";
    let value = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    let text = format!(
        "{HEAD}channels:\n  a:\n    publish:\n      message:\n        payload:\n          $ref: '#/components/schemas/S'\n        examples:\n          - payload: {value}\ncomponents:\n  schemas:\n    S:\n      anyOf:\n{}",
        branch.repeat(8)
    );
    lint_to_the_end(&text);
}

#[test]
fn many_misspelt_references() {
    let schemas: String = (0..500)
        .map(|at| format!("    Schema{at}:\n      $ref: '#/components/schemas/Scheme{at}'\n"))
        .collect();
    let text = format!("{HEAD}channels: {{}}\ncomponents:\n  schemas:\n{schemas}");
    assert!(lint_to_the_end(&text) >= 500);
}
