//! Every kind of change, in both directions, against the class that its readers and writers would give it.

use specwire_codegen::compat::{self, Change, Class};
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::files::Overlay;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};

use Class::{Breaking, Compatible, Cosmetic};

fn changes(old: &str, new: &str) -> Vec<Change> {
    let texts = [("/w/old.yaml", old), ("/w/new.yaml", new)];
    let files = Overlay {
        texts: texts
            .map(|(path, text)| (path.into(), text.to_owned()))
            .into(),
        below: Nothing,
    };
    let inputs = texts.map(|(path, _)| Input::Path(path.into()));
    let project = Project::load(&inputs, &LoadOptions::new("/w"), &files).unwrap();
    assert_eq!(project.diagnostics, [], "{new}");
    compat::compare(
        project.root(project.documents[0]),
        project.root(project.documents[1]),
    )
}

/// A document that sends (`subscribe`) or receives (`publish`) one message with this schema.
fn document(operation: &str, schema: &str) -> String {
    let schema: String = schema
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    format!(
        "asyncapi: 2.4.0\ninfo: {{ title: T, version: 1.0.0 }}\nchannels:\n  c:\n    {operation}:\n      message:\n        \
         name: m\n        payload: {{ $ref: '#/components/schemas/M' }}\ncomponents:\n  schemas:\n    M:\n{schema}    \
         N: {{ type: object, properties: {{ n: {{ type: string }} }} }}\n    \
         O: {{ type: object, properties: {{ o: {{ type: string }} }} }}\n"
    )
}

/// Old schema, new schema, code, class where the server sends it, class where the server receives it.
const CASES: &[(&str, &str, &str, Class, Class)] = &[
    (
        "{type: object}",
        "{type: object, properties: {a: {type: string}}}",
        "property-added",
        Compatible,
        Compatible,
    ),
    (
        "{type: object}",
        "{type: object, required: [a], properties: {a: {type: string}}}",
        "property-added-required",
        Compatible,
        Breaking,
    ),
    (
        "{type: object, additionalProperties: false}",
        "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
        "property-added-to-closed",
        Breaking,
        Compatible,
    ),
    (
        "{type: object, properties: {a: {type: string}}}",
        "{type: object}",
        "property-removed",
        Breaking,
        Compatible,
    ),
    (
        "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
        "{type: object, additionalProperties: false}",
        "property-removed-from-closed",
        Breaking,
        Breaking,
    ),
    (
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, required: [a], properties: {a: {type: string}}}",
        "property-now-required",
        Compatible,
        Breaking,
    ),
    (
        "{type: object, required: [a], properties: {a: {type: string}}}",
        "{type: object, properties: {a: {type: string}}}",
        "property-now-optional",
        Breaking,
        Compatible,
    ),
    (
        "{type: object}",
        "{type: object, additionalProperties: false}",
        "object-closed",
        Compatible,
        Breaking,
    ),
    (
        "{type: object, additionalProperties: false}",
        "{type: object}",
        "object-opened",
        Breaking,
        Compatible,
    ),
    (
        "{type: string}",
        "{type: integer}",
        "type-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: integer}",
        "{type: number}",
        "type-widened",
        Breaking,
        Compatible,
    ),
    (
        "{type: number}",
        "{type: integer}",
        "type-narrowed",
        Compatible,
        Breaking,
    ),
    (
        "{type: string}",
        "{type: [string, integer]}",
        "type-widened",
        Breaking,
        Compatible,
    ),
    (
        "{type: [string, integer]}",
        "{type: string}",
        "type-narrowed",
        Compatible,
        Breaking,
    ),
    ("{type: string}", "{}", "type-widened", Breaking, Compatible),
    (
        "{}",
        "{type: string}",
        "type-narrowed",
        Compatible,
        Breaking,
    ),
    (
        "{type: string}",
        "{type: [string, 'null']}",
        "null-allowed",
        Breaking,
        Compatible,
    ),
    (
        "{type: string}",
        "{type: string, nullable: true}",
        "null-allowed",
        Breaking,
        Compatible,
    ),
    (
        "{type: string}",
        "{oneOf: [{type: string}, {type: 'null'}]}",
        "null-allowed",
        Breaking,
        Compatible,
    ),
    (
        "{type: [string, 'null']}",
        "{type: string}",
        "null-forbidden",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, enum: [a, b]}",
        "{type: string, enum: [a, b, c]}",
        "enum-value-added",
        Breaking,
        Compatible,
    ),
    (
        "{type: string, x-open: true, enum: [a, b]}",
        "{type: string, x-open: true, enum: [a, b, c]}",
        "enum-value-added-open",
        Compatible,
        Compatible,
    ),
    (
        "{type: string, enum: [a, b, c]}",
        "{type: string, enum: [a, b]}",
        "enum-value-removed",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, enum: [a, b]}",
        "{type: string, x-open: true, enum: [a, b]}",
        "enum-opened",
        Breaking,
        Compatible,
    ),
    (
        "{type: string, x-open: true, enum: [a, b]}",
        "{type: string, enum: [a, b]}",
        "enum-closed",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, enum: [a, b]}",
        "{type: string}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: string}",
        "{type: string, enum: [a, b]}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{const: a}",
        "{const: b}",
        "const-changed",
        Breaking,
        Breaking,
    ),
    (
        "{enum: [a]}",
        "{const: b}",
        "const-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: string, format: date}",
        "{type: string, format: date-time}",
        "format-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: string}",
        "{type: string, format: uuid}",
        "format-added",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, format: uuid}",
        "{type: string}",
        "format-removed",
        Breaking,
        Compatible,
    ),
    (
        "{type: integer, minimum: 0}",
        "{type: integer, minimum: 1}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: integer, minimum: 1}",
        "{type: integer, minimum: 0}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: integer, maximum: 9}",
        "{type: integer, maximum: 5}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: integer, maximum: 5}",
        "{type: integer, maximum: 9}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: integer, maximum: 5}",
        "{type: integer}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: integer}",
        "{type: integer, exclusiveMinimum: 0}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, maxLength: 5}",
        "{type: string, maxLength: 4}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, minLength: 5}",
        "{type: string, minLength: 4}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: array, minItems: 1}",
        "{type: array}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: array}",
        "{type: array, maxItems: 3}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: array}",
        "{type: array, uniqueItems: true}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: object}",
        "{type: object, minProperties: 1}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: number}",
        "{type: number, multipleOf: 0.5}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: string}",
        "{type: string, pattern: '^a'}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: string, pattern: '^a'}",
        "{type: string, pattern: '^b'}",
        "pattern-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: integer}}",
        "type-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: array}",
        "{type: array, items: {type: string}}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: array, items: [{type: string}]}",
        "{type: array, items: [{type: string}, {type: string}]}",
        "tuple-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, additionalProperties: {type: integer}}",
        "type-changed",
        Breaking,
        Breaking,
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/N'}, {type: string}]}",
        "{oneOf: [{$ref: '#/components/schemas/N'}, {type: string}, {$ref: '#/components/schemas/O'}]}",
        "branch-added",
        Breaking,
        Compatible,
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/N'}, {type: string}, {$ref: '#/components/schemas/O'}]}",
        "{oneOf: [{$ref: '#/components/schemas/N'}, {type: string}]}",
        "branch-removed",
        Compatible,
        Breaking,
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/N'}, {$ref: '#/components/schemas/O'}], discriminator: a}",
        "{oneOf: [{$ref: '#/components/schemas/N'}, {$ref: '#/components/schemas/O'}], discriminator: b}",
        "discriminator-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: object, not: {required: [a]}}",
        "{type: object}",
        "schema-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: string}",
        "{type: string, default: x}",
        "default-changed",
        Compatible,
        Compatible,
    ),
    (
        "{type: string}",
        "{type: string, description: D}",
        "docs-changed",
        Cosmetic,
        Cosmetic,
    ),
    (
        "{type: string, examples: [a]}",
        "{type: string, examples: [b]}",
        "docs-changed",
        Cosmetic,
        Cosmetic,
    ),
    (
        "{type: object, properties: {a: {$ref: '#/components/schemas/N'}}}",
        "{type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/N'}, {required: [n]}]}}}",
        "property-now-required",
        Compatible,
        Breaking,
    ),
];

#[test]
fn schemas_in_both_directions() {
    for (old, new, code, sent, received) in CASES {
        for (operation, class) in [("subscribe", sent), ("publish", received)] {
            let found = changes(&document(operation, old), &document(operation, new));
            let of_kind: Vec<_> = found
                .iter()
                .filter(|change| change.kind.rule().code == *code)
                .collect();
            assert_eq!(of_kind.len(), 1, "{operation}: {old} -> {new}: {found:#?}");
            assert_eq!(of_kind[0].class, *class, "{operation}: {old} -> {new}");
            let worse = found.iter().filter(|change| change.class > *class).count();
            assert_eq!(
                worse, 0,
                "one change, one finding: {operation}: {old} -> {new}: {found:#?}"
            );
        }
    }
}

#[test]
fn spelling_is_no_change() {
    for (old, new) in [
        ("{type: string, enum: [a]}", "{type: string, const: a}"),
        ("{type: [string, 'null']}", "{type: ['null', string]}"),
        ("{type: [string, 'null']}", "{type: string, nullable: true}"),
        (
            "{type: object, properties: {a: {type: string}, b: {type: string}}}",
            "{properties: {b: {type: string}, a: {type: string}}, type: object}",
        ),
        (
            "{type: object, additionalProperties: true}",
            "{type: object}",
        ),
        (
            "{type: integer, minimum: 1}",
            "{type: integer, minimum: 1.0}",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/N'}]}",
            "{type: object, properties: {n: {type: string}}}",
        ),
    ] {
        let found = changes(&document("subscribe", old), &document("subscribe", new));
        let weighty: Vec<_> = found
            .iter()
            .filter(|change| change.class != Cosmetic)
            .collect();
        assert!(weighty.is_empty(), "{old} -> {new}: {weighty:#?}");
    }
}

const ROUTES: &str = "\
asyncapi: 2.4.0
x-envelope: true
info: { title: T, version: 1.0.0 }
servers: { s: { url: 'a.example', protocol: ws } }
channels:
  /:
    publish:
      message:
        oneOf:
          - { name: r.subscribe, payload: { $ref: '#/components/schemas/P' } }
          - { name: r.unsubscribe, payload: { $ref: '#/components/schemas/P' } }
          - { name: ask, payload: { type: string }, x-response: { $ref: '#/components/messages/answer' } }
    subscribe:
      message:
        oneOf:
          - { name: r.subscribe.response, payload: { $ref: '#/components/schemas/S' } }
          - { name: r.unsubscribe.response, payload: { $ref: '#/components/schemas/S' } }
          - { name: r.update, payload: { type: object, properties: { x: { type: number } } } }
          - { $ref: '#/components/messages/answer' }
          - { $ref: '#/components/messages/other' }
components:
  messages:
    answer: { name: answer, payload: { type: string } }
    other: { name: other, payload: { type: string } }
  schemas:
    P: { type: object, required: [id], additionalProperties: false, properties: { id: { type: string } } }
    S: { type: object, required: [status], properties: { status: { type: string } } }
";

/// What is replaced, by what, code, class.
const EDITS: &[(&str, &str, &str, Class)] = &[
    (
        "required: [id], additionalProperties: false, properties: { id: { type: string } }",
        "required: [id, n], additionalProperties: false, properties: { id: { type: string }, n: { type: integer } }",
        "params-changed",
        Breaking,
    ),
    (
        "{ id: { type: string } }",
        "{ id: { type: string, maxLength: 9 } }",
        "params-changed",
        Breaking,
    ),
    (
        "{ id: { type: string } }",
        "{ id: { type: string, description: D } }",
        "docs-changed",
        Cosmetic,
    ),
    (
        "name: r.update,",
        "name: r.update, x-conflate: true,",
        "delivery-changed",
        Compatible,
    ),
    (
        "messages/answer' } }",
        "messages/other' } }",
        "reply-changed",
        Breaking,
    ),
    (
        ", x-response: { $ref: '#/components/messages/answer' }",
        "",
        "reply-changed",
        Breaking,
    ),
    (
        "          - { $ref: '#/components/messages/other' }\n",
        "",
        "message-removed",
        Breaking,
    ),
    (
        "          - { $ref: '#/components/messages/other' }\n",
        "          - { $ref: '#/components/messages/other' }\n          - { name: news, payload: { type: string } }\n",
        "message-added",
        Compatible,
    ),
    (
        "name: other, payload: { type: string }",
        "name: other",
        "payload-removed",
        Breaking,
    ),
    ("a.example", "b.example", "server-moved", Breaking),
    (
        "servers: { s: { url: 'a.example', protocol: ws } }\n",
        "",
        "server-removed",
        Breaking,
    ),
    (
        "protocol: ws } }",
        "protocol: ws }, t: { url: c.example, protocol: ws } }",
        "server-added",
        Compatible,
    ),
    (
        "version: 1.0.0",
        "version: 1.0.1",
        "version-changed",
        Cosmetic,
    ),
    ("title: T", "title: U", "docs-changed", Cosmetic),
    ("  /:\n", "  /new:\n", "channel-removed", Breaking),
    (
        "    S: {",
        "    T: { type: string }\n    S: {",
        "unused-schema-changed",
        Cosmetic,
    ),
    (
        "name: answer, payload: { type: string }",
        "name: answer, contentType: text/plain, payload: { type: string }",
        "content-type-changed",
        Breaking,
    ),
];

#[test]
fn documents() {
    assert_eq!(changes(ROUTES, ROUTES), []);
    for (from, to, code, class) in EDITS {
        assert!(ROUTES.contains(from), "{from}");
        let found = changes(ROUTES, &ROUTES.replacen(from, to, 1));
        let of_kind: Vec<_> = found
            .iter()
            .filter(|change| change.kind.rule().code == *code)
            .collect();
        assert!(!of_kind.is_empty(), "{from} -> {to}: {found:#?}");
        assert!(
            of_kind.iter().all(|change| change.class == *class),
            "{from} -> {to}: {found:#?}"
        );
        let worse = found.iter().filter(|change| change.class > *class).count();
        assert_eq!(worse, 0, "{from} -> {to}: {found:#?}");
    }
}

#[test]
fn a_change_has_both_places() {
    let old = document(
        "subscribe",
        "type: object\nproperties:\n  a: { type: string }",
    );
    let new = old.replace("a: { type: string }", "a: { type: integer }");
    let found = changes(&old, &new);
    assert_eq!(found.len(), 1);
    let (before, after) = (found[0].old.unwrap(), found[0].new.unwrap());
    assert_eq!(&old[before.start as usize..before.end as usize], "string");
    assert_eq!(&new[after.start as usize..after.end as usize], "integer");
    assert_eq!(found[0].message, "M.a is integer, was string");
}

#[test]
fn recursion_ends() {
    let old = document(
        "subscribe",
        "{type: object, properties: {next: {$ref: '#/components/schemas/M'}, s: {type: string}}}",
    );
    let found = changes(
        &old,
        &old.replace("s: {type: string}", "s: {type: integer}"),
    );
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn codes_are_unique_and_kebab_case() {
    let codes: Vec<_> = compat::ALL.iter().map(|kind| kind.rule().code).collect();
    let unique: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len());
    for code in codes {
        assert!(
            code.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{code}"
        );
    }
}

#[test]
fn every_code_is_documented() {
    let page = include_str!("../../../docs/diff.md");
    for kind in compat::ALL {
        let rule = kind.rule();
        let (sent, received) = (rule.sent.label(), rule.received.label());
        let row = format!(
            "| `{}` | {sent} | {received} | {} |",
            rule.code, rule.purpose
        );
        assert!(page.contains(&row), "docs/diff.md lacks: {row}");
    }
}

#[test]
fn the_command_compares_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let output = command
            .current_dir(folder.path())
            .args(identity)
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    let diff = |old: &str, new: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_codegen"));
        let output = command
            .current_dir(folder.path())
            .args(["diff", old, new])
            .output()
            .unwrap();
        let text =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text)
    };
    let path = folder.path().join("api.yaml");
    std::fs::write(
        &path,
        document(
            "subscribe",
            "{type: object, properties: {a: {type: string}}}",
        ),
    )
    .unwrap();
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    assert_eq!(
        diff("git:HEAD:api.yaml", "api.yaml"),
        (Some(0), "no changes\n".to_owned())
    );

    std::fs::write(&path, document("subscribe", "{type: object}")).unwrap();
    let (status, text) = diff("git:HEAD:api.yaml", "api.yaml");
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("error[property-removed]: breaking, server to client: M has no `a` any more"),
        "{text}"
    );
    assert!(
        text.ends_with("1 breaking, 0 compatible, 0 cosmetic\n"),
        "{text}"
    );

    let (status, text) = diff("git:nowhere:api.yaml", "api.yaml");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("cannot read"), "{text}");
}
