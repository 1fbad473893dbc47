//! What changed between two documents, against the class that readers and writers would give it.

mod schemas;

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
        "constraint-tightened",
        Breaking,
    ),
    (
        "{ id: { type: string } }",
        "{ id: { type: string, enum: [a] } }",
        "constraint-tightened",
        Breaking,
    ),
    (
        "{ id: { type: string } }",
        "{ id: { type: integer, minimum: 0, maximum: 9 } }",
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
        "name: ask,",
        "name: ask, x-runtime: true,",
        "answerer-changed",
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
    ("  /:\n", "  /new:\n", "channel-removed", Cosmetic),
    ("x-envelope: true\n", "", "envelope-changed", Breaking),
    (
        "asyncapi: 2.4.0",
        "asyncapi: 2.5.0",
        "version-changed",
        Cosmetic,
    ),
    (
        "channels:",
        "tags: [{ name: t }]\nchannels:",
        "docs-changed",
        Cosmetic,
    ),
    (
        "  /:\n",
        "  /:\n    bindings: { ws: { method: GET } }\n",
        "binding-changed",
        Compatible,
    ),
    (
        "name: other,",
        "name: other, headers: { type: object, required: [h], properties: { h: { type: string } } },",
        "headers-added",
        Compatible,
    ),
    (
        "name: ask,",
        "name: ask, headers: { type: object, required: [h], properties: { h: { type: string } } },",
        "headers-added",
        Breaking,
    ),
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
    each_edit(ROUTES, EDITS);
}

fn each_edit(document: &str, edits: &[(&str, &str, &str, Class)]) {
    for (from, to, code, class) in edits {
        assert!(document.contains(from), "{from}");
        let found = changes(document, &document.replacen(from, to, 1));
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

const SERVERS: &str = "\
asyncapi: 2.4.0
info: { title: T, version: 1.0.0 }
servers:
  a: { url: a.example, protocol: ws, security: [{ token: [] }] }
  b: { url: b.example, protocol: ws }
channels:
  c/{id}:
    parameters: { id: { description: Which one., schema: { type: string, maxLength: 8 } } }
    bindings: { ws: { method: GET } }
    publish: { message: { name: ask, correlationId: { location: '$message.header#/id' }, payload: { type: string } } }
  d:
    subscribe: { message: { name: same, payload: { type: string } } }
  e:
    subscribe: { message: { name: same, payload: { type: string } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    spare: { type: http, scheme: basic }
";

const SERVER_EDITS: &[(&str, &str, &str, Class)] = &[
    (
        "[{ token: [] }]",
        "[{ token: [] }, { spare: [] }]",
        "security-changed",
        Compatible,
    ),
    (
        ", security: [{ token: [] }]",
        "",
        "security-changed",
        Compatible,
    ),
    (
        "[{ token: [] }]",
        "[{ spare: [] }]",
        "security-changed",
        Breaking,
    ),
    (
        "b.example, protocol: ws",
        "b.example, protocol: ws, security: [{ token: [] }]",
        "security-changed",
        Breaking,
    ),
    (
        "scheme: bearer",
        "scheme: digest",
        "security-changed",
        Breaking,
    ),
    (
        "  d:\n",
        "  d:\n    servers: [a]\n",
        "channel-servers-changed",
        Breaking,
    ),
    ("method: GET", "method: POST", "binding-changed", Breaking),
    (
        "header#/id",
        "header#/other",
        "correlation-changed",
        Breaking,
    ),
    ("Which one.", "Which.", "docs-changed", Cosmetic),
    (
        "maxLength: 8",
        "maxLength: 4",
        "constraint-tightened",
        Breaking,
    ),
    ("  d:\n", "  x:\n", "channel-removed", Breaking),
];

#[test]
fn servers_and_channels() {
    assert_eq!(changes(SERVERS, SERVERS), []);
    each_edit(SERVERS, SERVER_EDITS);
    let spare = SERVERS.replace("basic", "digest");
    assert_eq!(changes(SERVERS, &spare), [], "nothing asks for it");
}

/// Two channels may each have a message of one name.
#[test]
fn messages_belong_to_their_channels() {
    let at = SERVERS.rfind("payload: { type: string }").unwrap();
    let (head, tail) = SERVERS.split_at(at);
    let new = head.to_owned() + &tail.replacen("string", "number", 1);
    let found = changes(SERVERS, &new);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind.rule().code, "type-changed");
}

/// One more value of a param leaves every topic as it was.
#[test]
fn a_param_may_grow() {
    let old = ROUTES.replace("id: { type: string }", "id: { type: string, enum: [a] }");
    let found = changes(&old, &old.replace("[a]", "[a, b]"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].class, Compatible);
    assert_eq!(
        found[0].message,
        "the payload of `r.subscribe`.id has the new value \"b\""
    );
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

    let (status, text) = diff("git:HEAD", "api.yaml");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("write git:REVISION:PATH"), "{text}");

    let (status, text) = diff("git:HEAD:none.yaml", "api.yaml");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("cannot read git:HEAD:none.yaml"), "{text}");

    // Half a document is not compared.
    let dangling = document("subscribe", "{$ref: 'gone.yaml'}");
    std::fs::write(&path, dangling).unwrap();
    let (status, text) = diff("git:HEAD:api.yaml", "api.yaml");
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("error[ref-file]"), "{text}");
}
