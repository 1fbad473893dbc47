//! What is let through, and what is not, where the line between them is thin.

use specwire_codegen::diag::Diagnostic;
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

fn check(text: &str) -> Vec<Diagnostic> {
    let input = Input::Text {
        name: "a.yaml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let project = Project::load(&[input], &LoadOptions::new("/"), &Nothing).unwrap();
    lint::check(&project, &Levels::default()).diagnostics
}

/// Code and message of each finding.
pub(crate) fn findings(text: &str) -> Vec<String> {
    let show = |finding: &Diagnostic| format!("{}: {}", finding.code, finding.message);
    check(text).iter().map(show).collect()
}

pub(crate) fn hints(text: &str) -> Vec<String> {
    check(text).into_iter().filter_map(|one| one.hint).collect()
}

pub(crate) fn with_payload(payload: &str) -> String {
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
fn only_a_map_of_fields_is_called_properties() {
    let schema = |fields: &str| {
        findings(&with_payload(&format!(
            "        payload: {{type: object, fields: {fields}}}\n"
        )))
    };
    assert_eq!(
        schema("{a: {type: string}}"),
        ["schema-keyword: unknown keyword `fields` in a schema, which has no effect"]
    );
    assert_eq!(schema("[{name: a}]"), Vec::<String>::new());
}

#[test]
fn keys_of_other_tools_are_let_through() {
    let message = |keys: &str| with_payload(&format!("        payload: {{type: string}}\n{keys}"));
    let foreign = [
        "x-responses: {$ref: '#/channels/a'}",
        "x-response: 200",
        "x-runtime: nodejs",
        "x-runtimes: true",
    ];
    for key in foreign {
        let text = message(&format!("        {key}\n"));
        assert_eq!(findings(&text), Vec::<String>::new(), "{key}");
    }
    let ours = |keys: &str| {
        let text = message(keys).replacen("info:", "x-envelope: true\ninfo:", 1);
        let mut found = findings(&text);
        found.retain(|finding| finding.starts_with("extension-misuse"));
        found
    };
    for key in [
        "x-runtimes: [a]",
        "x-responses: {200: ok}",
        "x-rutnimes: true",
    ] {
        let found = ours(&format!("        {key}\n"));
        assert_eq!(found, Vec::<String>::new(), "{key}");
    }
    assert_eq!(
        ours("        x-runtimes: true\n"),
        ["extension-misuse: `x-runtimes` is no extension that specwire reads"]
    );
}

#[test]
fn bounds_are_called_by_a_format_only_where_there_is_one() {
    let default = |schema: &str| {
        findings(&format!(
            "{}components: {{schemas: {{n: {{{schema}, default: 2147483648}}}}}}\nx-keep: {{$ref: '#/components/schemas/n'}}\n",
            with_payload("        payload: {type: string}\n")
        ))
    };
    let said = |what: &str| {
        [format!(
            "default-mismatch: default does not match its schema: `2147483648` {what}"
        )]
    };
    assert_eq!(
        default("type: integer, maximum: 2147483647"),
        said("is more than 2147483647")
    );
    assert_eq!(
        default("type: integer, format: int32"),
        said("is no `int32`")
    );
    assert_eq!(
        default("type: integer, format: int32, maximum: 9"),
        said("is more than 9")
    );
    let behind = "allOf: [{$ref: '#/components/schemas/m'}]";
    let text = format!(
        "{}components: {{schemas: {{m: {{type: integer, format: int32}}, n: {{{behind}, default: 2147483648}}}}}}\nx-keep: {{$ref: '#/components/schemas/n'}}\n",
        with_payload("        payload: {type: string}\n")
    );
    assert_eq!(findings(&text), said("is no `int32`"));
}

#[test]
fn params_that_can_be_anything_are_told_apart() {
    let route = |param: &str| {
        let params = format!("{{type: object, required: [a], properties: {{a: {param}}}}}");
        let params = format!("    Params: {{$ref: '#/components/schemas/P'}}\n    P: {params}\n");
        crate::fixes::route(&params)
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

#[test]
fn a_file_outside_is_told_what_setting_allows_it() {
    let input = Input::Text {
        name: "a.yaml".to_owned(),
        bytes: with_payload("        payload: {$ref: '../../b.yaml'}\n").into_bytes(),
    };
    let project = Project::load(&[input], &LoadOptions::new("/inside"), &Nothing).unwrap();
    let report = lint::check(&project, &Levels::default());
    let hints: Vec<_> = report
        .diagnostics
        .iter()
        .map(|one| (one.code, one.hint.as_deref()))
        .collect();
    let hint = "move the file into the project, or set `allow-outside = true` in `codegen.toml`";
    assert_eq!(hints, [("ref-outside", Some(hint))]);
}
