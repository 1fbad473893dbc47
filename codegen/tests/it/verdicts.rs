//! What is let through, and what is not, where the line between them is thin.

use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

/// Code and message of each finding.
fn findings(text: &str) -> Vec<String> {
    let input = Input::Text {
        name: "a.yaml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let project = Project::load(&[input], &LoadOptions::new("/"), &Nothing).unwrap();
    let report = lint::check(&project, &Levels::default());
    let show = |finding: &specwire_codegen::diag::Diagnostic| {
        format!("{}: {}", finding.code, finding.message)
    };
    report.diagnostics.iter().map(show).collect()
}

fn with_payload(payload: &str) -> String {
    format!(
        "asyncapi: 2.4.0\ninfo: {{title: T, version: '1'}}\nchannels:\n  a:\n    publish:\n      message:\n{payload}"
    )
}

#[test]
fn what_adds_a_demand_need_not_describe_it() {
    let schemas = [
        "{properties: {x: {type: string}, y: {type: string}}, dependencies: {x: {required: [y]}}}",
        "{properties: {x: {type: string}}, if: {required: [x]}, then: {required: [y]}, else: {required: [z]}}",
        "{if: {properties: {a: {required: [b]}}}, then: {properties: {a: {required: [c]}}}}",
        "{type: array, items: {type: object}, contains: {required: [id]}}",
        "{type: object, not: {required: [x]}}",
    ];
    for schema in schemas {
        let text = with_payload(&format!("        payload: {schema}\n"));
        assert_eq!(findings(&text), Vec::<String>::new(), "{schema}");
    }
    // Members may be called like keywords.
    for name in ["if", "not", "contains", "dependencies", "allOf"] {
        let schema = format!(
            "{{properties: {{{name}: {{type: object, required: [q], properties: {{r: {{type: string}}}}}}}}}}"
        );
        let text = with_payload(&format!("        payload: {schema}\n"));
        assert_eq!(
            findings(&text),
            ["schema-required-unknown: `required` names `q`, which `properties` does not describe"],
            "{schema}"
        );
    }
}

#[test]
fn habits_of_generators_are_let_through() {
    let text = "asyncapi: 2.6.0
info: {title: FastStream, version: 0.1.0}
servers:
  development: {url: 'amqp://guest:guest@localhost:5672/', protocol: amqp}
channels:
  'queue:_:[Handle,Other]':
    bindings: {amqp: {is: routingKey, bindingVersion: 0.2.0}}
    subscribe:
      bindings: {amqp: {cc: queue, ack: true, bindingVersion: 0.2.0}}
      message: {$ref: '#/components/messages/queue:_:[Handle,Other]:Message'}
components:
  messages:
    'queue:_:[Handle,Other]:Message': {payload: {type: string}}
";
    assert_eq!(findings(text), Vec::<String>::new());
    let slash = "server-trailing-slash: the URL ends with a slash";
    assert_eq!(
        findings(
            &text
                .replace("amqp://", "wss://")
                .replace("protocol: amqp", "protocol: wss")
        ),
        [slash]
    );
    let name = "component-name: `a b` is no name for a component";
    assert_eq!(
        findings(&text.replace("queue:_:[Handle,Other]:Message", "a b")),
        [name]
    );
}

#[test]
fn avro_is_held_to_its_own_rules() {
    let avro = |payload: &str| {
        findings(&with_payload(&format!(
            "        schemaFormat: application/vnd.apache.avro;version=1.9.0\n        payload: {payload}\n"
        )))
    };
    let good = [
        "{type: record, name: a.b.Quote, fields: [{name: bid, type: double}, {name: next, type: ['null', Quote], default: null}]}",
        "{type: record, name: Q, namespace: n, fields: [{name: a, type: {type: array, items: n.Q}}, {name: b, type: {type: map, values: long}}]}",
        "{type: record, name: Q, fields: [{name: e, type: {type: enum, name: E, symbols: [A, B]}}, {name: f, type: E}, {name: d, type: {type: bytes, logicalType: decimal, precision: 4}}]}",
        "['null', {type: fixed, name: F, size: 12}]",
        "string",
    ];
    for payload in good {
        assert_eq!(avro(payload), Vec::<String>::new(), "{payload}");
    }
    let field = |rest: &str| format!("{{type: record, name: Q, fields: [{{{rest}}}]}}");
    let bad = [
        (
            "{type: record, fields: []}".to_owned(),
            "an Avro record has a `name`",
        ),
        (
            "{type: record, name: 1Q, fields: []}".to_owned(),
            "an Avro record needs a name of letters, digits and `_`",
        ),
        (
            "{type: record, name: Q}".to_owned(),
            "an Avro record has `fields`",
        ),
        (
            "{type: enum, name: E, symbols: [A, A]}".to_owned(),
            "the symbol `A` stands twice",
        ),
        (
            "{type: enum, name: E, symbols: [a-b]}".to_owned(),
            "`a-b` is no symbol: letters, digits and `_` make one",
        ),
        ("{type: array}".to_owned(), "an Avro array has `items`"),
        ("{type: map}".to_owned(), "an Avro map has `values`"),
        (
            "{type: fixed, name: F, size: many}".to_owned(),
            "`size` of an Avro fixed must be its number of bytes",
        ),
        (
            "['null', 'null']".to_owned(),
            "the union has two branches of type `null`",
        ),
        ("['null', [int]]".to_owned(), "a union holds no union"),
        (field("name: a"), "a field of an Avro record has a `type`"),
        (
            field("name: a, type: number"),
            "there is no Avro type `number`",
        ),
        (
            field("name: a, type: strin"),
            "there is no Avro type `strin`",
        ),
        (
            field("name: a, type: [null, int]"),
            "null is no Avro schema: the type's name is a word",
        ),
        (
            field("name: a, type: array, items: int"),
            "`array` alone describes no type",
        ),
        (
            field("name: a, type: [string, 'null'], default: null"),
            "the default of a union is a value of its first branch, and null is not",
        ),
        (
            field("name: a, type: {type: string, logicalType: date}"),
            "the logical type `date` stands on `int`",
        ),
        (
            field("name: a, type: {type: bytes, logicalType: decimal}"),
            "a decimal has a `precision`",
        ),
        (
            "{type: record, name: Q, fields: [{name: a, type: int}, {name: a, type: int}]}"
                .to_owned(),
            "the record has two fields `a`",
        ),
    ];
    for (payload, message) in bad {
        assert_eq!(
            avro(&payload),
            [format!("avro-schema: {message}")],
            "{payload}"
        );
    }
}

#[test]
fn params_that_can_be_anything_are_told_apart() {
    let route = |param: &str| {
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
    q.subscribe: {{payload: {{$ref: '#/components/schemas/P'}}}}
    q.unsubscribe: {{payload: {{$ref: '#/components/schemas/P'}}}}
    q.subscribe.response: {{payload: {{$ref: '#/components/schemas/Done'}}}}
    q.unsubscribe.response: {{payload: {{$ref: '#/components/schemas/Done'}}}}
    q.update: {{payload: {{type: number}}}}
  schemas:
    Done: {{type: object, required: [status, message, topic], properties: {{status: {{type: string, enum: [ok, error]}}, message: {{type: string}}, topic: {{type: string}}}}}}
    P: {{type: object, required: [a], properties: {{a: {param}}}}}
"
        )
    };
    let cases = [
        ("{}", "can be anything"),
        ("{type: array}", "is a list of anything"),
        ("{type: array, items: {}}", "is a list of anything"),
        ("{type: object}", "is an object of any shape"),
        (
            "{type: object, additionalProperties: {type: string}}",
            "takes members of any name",
        ),
        (
            "{type: array, items: {type: object}}",
            "holds objects of any shape",
        ),
        (
            "{type: array, items: {type: array}}",
            "holds lists of anything",
        ),
    ];
    for (param, words) in cases {
        let expected = format!("param-free-form: param `a` of `P` {words}");
        assert_eq!(findings(&route(param)), [expected], "{param}");
    }
}
