//! Every fix that is offered mends what it is offered for, breaks nothing, and leaves the rest of the document alone:
//! for the wrong examples of all rules and for the slips, in YAML of both line ends and in JSON of two styles.

use std::fmt::Write as _;
use std::path::Path;

use specwire_codegen::diag::{Diagnostic, Level, apply};
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lint");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn load(name: &str, text: &str) -> Project {
    let input = Input::Text {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    Project::load(&[input], &LoadOptions::new("/"), &Nothing).unwrap()
}

fn findings(project: &Project) -> Vec<Diagnostic> {
    lint::check(project, &Levels::default()).diagnostics
}

/// The text of a document's single file after one fix.
fn fixed(project: &Project, finding: &Diagnostic) -> String {
    let fixed = apply::apply(&project.sources, [finding]);
    let [text] = Vec::from_iter(fixed.texts.into_values())
        .try_into()
        .unwrap();
    text
}

fn count(all: &[Diagnostic], one: &Diagnostic) -> usize {
    let same = |other: &&Diagnostic| other.code == one.code && other.message == one.message;
    all.iter().filter(same).count()
}

/// Scalars of the document in order, keys included; none where it cannot be read.
fn words(project: &Project) -> Option<Vec<String>> {
    fn add(value: &serde_json::Value, words: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
                words.push(key.clone());
                add(value, words);
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| add(item, words)),
            other => words.push(other.to_string()),
        }
    }
    let document = *project.documents.first()?;
    let mut words = Vec::new();
    add(&project.root(document).to_json(), &mut words);
    words.sort();
    project.is_complete(document).then_some(words)
}

/// How many words of one list the other has not.
fn lost(from: &[String], to: &[String]) -> usize {
    let mut left = to.to_vec();
    let gone = |word: &&String| match left.iter().position(|other| other == *word) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    from.iter().filter(gone).count()
}

/// Applies each fix by itself; says what is wrong with it. Returns how many there were.
fn sweep(what: &str, name: &str, text: &str, failures: &mut String) -> usize {
    let project = load(name, text);
    let before = findings(&project);
    let mut fixes = 0;
    for finding in &before {
        let Some(fix) = &finding.fix else { continue };
        fixes += 1;
        let text = fixed(&project, finding);
        let mended = load(name, &text);
        let after = findings(&mended);
        let mut complain = |fault: String| {
            writeln!(
                failures,
                "{what}: {} ({})\n  {fault}",
                finding.message, fix.title
            )
            .unwrap();
        };
        if count(&after, finding) >= count(&before, finding) {
            complain(format!("is still there\n{text}"));
        }
        let readable = words(&project);
        for other in &after {
            let is_new = count(&after, other) > count(&before, other);
            // A document that could not be read to its end has more to say once it can.
            if is_new && other.level == Level::Error && readable.is_some() {
                complain(format!("brings {}: {}\n{text}", other.code, other.message));
            }
        }
        if let (Some(old), Some(new)) = (readable, words(&mended)) {
            let edits = fix.edits.len();
            let (gone, come) = (lost(&old, &new), lost(&new, &old));
            if gone > 2 * edits || come > 2 * edits {
                complain(format!("changes {gone} words into {come}\n{text}"));
            }
        }
    }
    fixes
}

/// The same document as JSON, on many lines and on one.
fn as_json(text: &str) -> Option<(String, String)> {
    let project = load("feed.yaml", text);
    words(&project)?;
    let has_reading = findings(&project).iter().any(|finding| {
        lint::registry::meta(finding.code).is_some_and(|meta| meta.group == lint::Group::Reading)
    });
    let json = project.root(project.documents[0]).to_json();
    let pretty = serde_json::to_string_pretty(&json).unwrap();
    (!has_reading).then(|| (pretty, json.to_string()))
}

#[test]
fn fixes_of_the_examples_mend_and_break_nothing() {
    let mut failures = String::new();
    let mut fixes = 0;
    for rule in lint::registry::rules() {
        let meta = rule.meta();
        if meta.wrong.contains("# file: ") {
            continue;
        }
        fixes += sweep(meta.code, "example.yaml", meta.wrong, &mut failures);
        if let Some((pretty, dense)) = as_json(meta.wrong) {
            let code = format!("{} in JSON", meta.code);
            sweep(&code, "example.json", &pretty, &mut failures);
            sweep(&code, "example.json", &dense, &mut failures);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(fixes >= 20, "only {fixes} fixes were offered");
}

#[test]
fn fixes_of_slips_mend_and_break_nothing() {
    let good = data("feed.yaml");
    let cases: Vec<serde_json::Value> = serde_json::from_str(&data("slips.json")).unwrap();
    let mut failures = String::new();
    let mut fixes = 0;
    for case in &cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let broken = good.replacen(text("old"), text("new"), 1);
        let name = text("name");
        fixes += sweep(name, "feed.yaml", &broken, &mut failures);
        let other_ends = broken.replace('\n', "\r\n");
        sweep(
            &format!("{name} (CRLF)"),
            "feed.yaml",
            &other_ends,
            &mut failures,
        );
        if let Some((pretty, dense)) = as_json(&broken) {
            sweep(
                &format!("{name} (JSON)"),
                "feed.json",
                &pretty,
                &mut failures,
            );
            sweep(
                &format!("{name} (dense)"),
                "feed.json",
                &dense,
                &mut failures,
            );
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(fixes >= 70, "only {fixes} fixes were offered");
}

/// What a fix writes, to the letter.
#[test]
fn fixes_write_what_a_person_would() {
    let document = |schema: &str| {
        format!(
            "asyncapi: 2.4.0\ninfo: {{title: T, version: '1'}}\nchannels:\n  a:\n    publish:\n      message:\n        payload:\n{schema}"
        )
    };
    let cases = [
        (
            "          type: date # when\n          title: T\n",
            "          type: string # when\n          format: date\n          title: T\n",
        ),
        (
            "          type: [int64, 'null']\n",
            "          type: [integer, 'null']\n          format: int64\n",
        ),
        (
            "          type: double\n          format: float\n",
            "          type: number\n          format: float\n",
        ),
        (
            "          {type: datetime, title: T}\n",
            "          {type: string, format: date-time, title: T}\n",
        ),
        (
            "          type: [string, null]\n",
            "          type: [string, 'null']\n",
        ),
        ("          type: null\n", "          type: 'null'\n"),
        (
            "          properties:\n            a: {type: string, required: 'yes'}\n",
            "          required: [a]\n          properties:\n            a: {type: string}\n",
        ),
        (
            "          properties:\n            a:\n              required: true\n              type: string\n          required:\n            - b # first\n            - c\n",
            "          properties:\n            a:\n              type: string\n          required:\n            - b # first\n            - c\n            - a\n",
        ),
        (
            "          type: array\n          prefixItems: [{type: string}]\n          items: false\n",
            "          type: array\n          items: [{type: string}]\n          additionalItems: false\n",
        ),
        // Of two keys that mean the same, one is renamed.
        (
            "          propertis:\n            a: {type: string}\n          properites:\n            b: {type: string}\n",
            "          properties:\n            a: {type: string}\n          properites:\n            b: {type: string}\n",
        ),
        // Nothing certain: the list has the type already.
        (
            "          type: [string, date]\n",
            "          type: [string, date]\n",
        ),
    ];
    for (before, after) in cases {
        let project = load("a.yaml", &document(before));
        let found = findings(&project);
        let fixed = apply::apply(&project.sources, &found);
        let text = fixed.texts.into_values().next();
        assert_eq!(text.unwrap_or_else(|| document(before)), document(after));
    }
}

/// A document whose only route has the params given.
pub(crate) fn route(params: &str) -> String {
    format!(
        "asyncapi: 2.4.0
x-envelope: true
info: {{title: T, version: '1'}}
channels:
  /:
    publish: {{message: {{oneOf: [{{$ref: '#/components/messages/q.subscribe'}}, {{$ref: '#/components/messages/q.unsubscribe'}}]}}}}
    subscribe: {{message: {{oneOf: [{{$ref: '#/components/messages/q.subscribe.response'}}, {{$ref: '#/components/messages/q.unsubscribe.response'}}, {{$ref: '#/components/messages/q.update'}}]}}}}
components:
  messages:
    q.subscribe: {{payload: {{$ref: '#/components/schemas/Params'}}}}
    q.unsubscribe: {{payload: {{$ref: '#/components/schemas/Params'}}}}
    q.subscribe.response: {{payload: {{$ref: '#/components/schemas/Done'}}}}
    q.unsubscribe.response: {{payload: {{$ref: '#/components/schemas/Done'}}}}
    q.update: {{payload: {{type: number}}}}
  schemas:
    Done: {{type: object, required: [status, message, topic], properties: {{status: {{type: string, enum: [ok, error]}}, message: {{type: string}}, topic: {{type: string}}}}}}
{params}"
    )
}

#[test]
fn a_part_of_the_params_is_not_closed_by_itself() {
    let cases = [
        (
            "    Params: {allOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]}
    P:
      type: object
      additionalProperties: true
      required: [a]
      properties: {a: {type: string}}
    Q: {type: object, required: [b], properties: {b: {type: string}}}
",
            "      additionalProperties: true\n",
            "",
        ),
        (
            "    Params: {allOf: [{$ref: '#/components/schemas/P'}], additionalProperties: true}
    P: {type: object, required: [a], properties: {a: {type: string}}}
",
            ", additionalProperties: true",
            "",
        ),
        (
            "    Params: {type: object, additionalProperties: true, required: [a], properties: {a: {type: string}}}
",
            "additionalProperties: true",
            "additionalProperties: false",
        ),
    ];
    for (params, old, new) in cases {
        let text = route(params);
        let project = load("a.yaml", &text);
        let found = findings(&project);
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["param-open"], "{params}");
        let text = fixed(&project, &found[0]);
        assert_eq!(text, route(&params.replacen(old, new, 1)));
        assert_eq!(findings(&load("a.yaml", &text)), []);
    }
}

#[test]
fn params_are_no_map() {
    for params in [
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, patternProperties: {^a: {type: string}}}",
        "{allOf: [{type: object}, {additionalProperties: {type: string}}]}",
    ] {
        let project = load("a.yaml", &route(&format!("    Params: {params}\n")));
        let found = findings(&project);
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["param-open"], "{params}");
    }
}

#[test]
fn two_slips_of_one_key_do_not_both_become_it() {
    let cases = [
        (
            "channels: {}\ninfo: {title: T, version: '1', desc: a, descripton: b}\n",
            "desc: a",
            "description: a",
        ),
        (
            "channels: {}\ninfo: {title: T, version: '1'}\nx-envelop: true\nx-envelopes: true\n",
            "x-envelop:",
            "x-envelope:",
        ),
    ];
    for (rest, old, new) in cases {
        let text = format!("asyncapi: 2.4.0\n{rest}");
        let project = load("a.yaml", &text);
        let found = findings(&project);
        assert_eq!(found.len(), 2, "{text}");
        let fixed = apply::apply(&project.sources, &found);
        let fixed: Vec<_> = fixed.texts.into_values().collect();
        assert_eq!(fixed, [text.replacen(old, new, 1)]);
    }
}

#[test]
fn a_payload_whose_language_a_trait_tells_is_left_alone() {
    let text = "asyncapi: 2.4.0
info: {title: T, version: '1'}
channels:
  a:
    publish:
      message:
        traits: [{$ref: '#/components/messageTraits/avro'}]
        payload:
          type: record
          name: M
          fields:
            - {name: a, type: long}
components: {messageTraits: {avro: {schemaFormat: application/vnd.apache.avro}}}
";
    let project = load("a.yaml", text);
    let fixed = apply::apply(&project.sources, &findings(&project));
    assert!(fixed.texts.is_empty());
}
