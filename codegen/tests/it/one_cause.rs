//! Documents with one mistake each, and the one finding that tells it: its place, its words, what to do.

use specwire_codegen::doc::project::Project;
use specwire_codegen::lint::{self, Levels};

const HEAD: &str = "asyncapi: 2.4.0\ninfo: {title: Quotes, version: 1.0.0}\n";

/// `line:column code: message | hint`, and the document after all fixes.
fn findings(text: &str) -> Vec<String> {
    let project = Project::from_text("quotes.yaml", text);
    let report = lint::check(&project, &Levels::default());
    let show = |finding: &specwire_codegen::diag::Diagnostic| {
        let file = project.sources.file(finding.span.file);
        let at = file.line_col(finding.span.start);
        let hint = finding.hint.as_deref().unwrap_or("no hint");
        format!(
            "{}:{} {}: {} | {hint}",
            at.line, at.column, finding.code, finding.message
        )
    };
    report.diagnostics.iter().map(show).collect()
}

fn expect(body: &str, wanted: &[&str]) {
    assert_eq!(findings(&format!("{HEAD}{body}")), wanted, "{body}");
}

#[test]
fn a_pointer_without_quotes_is_a_comment_wherever_a_reference_may_stand() {
    for (place, label, section, component) in [
        (
            "a:\n    publish:\n      message:\n        ",
            "message",
            "messages",
            "{payload: {type: string}}",
        ),
        (
            "a:\n    publish:\n      bindings:\n        ",
            "bindings",
            "operationBindings",
            "{ws: {}}",
        ),
        (
            "'a/{b}':\n    parameters:\n      b:\n        ",
            "parameter",
            "parameters",
            "{schema: {type: string}}",
        ),
    ] {
        let body = format!(
            "channels:\n  {place}$ref: #/components/{section}/A\ncomponents:\n  {section}:\n    A: {component}\n"
        );
        expect(
            &body,
            &[&format!(
                "7:9 wrong-type: {label}.$ref has no value, and must be a string | `#` starts a comment: quote the text: '#/components/{section}/A'"
            )],
        );
    }
    expect(
        "channels:\n  a:\n    publish:\n      message: {$ref: #/components/messages/A}\ncomponents:\n  messages:\n    A: {payload: {type: string}}\n",
        &[
            "6:23 yaml-syntax: `#` starts a comment, and the rest of this line is part of it | quote the text: '#/components/messages/A'",
        ],
    );
    expect(
        "channels:\n  a:\n    publish:\n      message:\n        $ref: ''\ncomponents:\n  messages:\n    A: {payload: {type: string}}\n",
        &[
            "7:9 ref-syntax: this reference is empty | write where it leads: `#/components/messages/...`",
        ],
    );
}

#[test]
fn an_alias_without_its_anchor_is_told_in_braces_and_outside() {
    for (message, column) in [
        ("*quot", 16),
        ("{payload: *quot, name: x}", 26),
        ("[*quot]", 17),
    ] {
        expect(
            &format!(
                "x-keep: &quote {{}}\nchannels:\n  a:\n    publish:\n      message: {message}\n"
            ),
            &[&format!(
                "7:{column} yaml-alias: no anchor `&quot` stands above this alias | did you mean `*quote`?"
            )],
        );
    }
    expect(
        "channels:\n  a: *later\n  b: &later {}\n",
        &[
            "4:6 yaml-alias: no anchor `&later` stands above this alias | an anchor stands before its aliases: swap the two",
        ],
    );
    expect(
        "channels:\n  a: *far\n",
        &[
            "4:6 yaml-alias: no anchor `&far` stands above this alias | if text is meant, quote it: '*far'",
        ],
    );
}

/// A component `Keyed` that only requires, used by another schema.
fn mixin(whole: &str) -> String {
    format!(
        "channels: {{}}\ncomponents:\n  schemas:\n    Keyed: {{type: object, required: [key]}}\n    Whole:\n      type: object\n      {whole}\nx-keep: {{$ref: '#/components/schemas/Whole'}}\n"
    )
}

#[test]
fn a_part_may_require_what_the_whole_describes() {
    for whole in [
        "properties: {key: {type: string}}\n      allOf: [{$ref: '#/components/schemas/Keyed'}]",
        "allOf: [{$ref: '#/components/schemas/Keyed'}, {properties: {key: {type: string}}}]",
        "properties: {key: {type: string}, other: {}}\n      if: {required: [other]}\n      then: {$ref: '#/components/schemas/Keyed'}",
        "properties: {key: {type: string}}\n      allOf: [{anyOf: [{$ref: '#/components/schemas/Keyed'}, {required: [other]}]}]",
    ] {
        expect(&mixin(whole), &[]);
    }
    let unknown = "6:27 schema-required-unknown: `required` names `key`, which `properties` does not describe | describe `key` in `properties`, or remove it";
    for whole in [
        "properties: {kee: {type: string}}\n      allOf: [{$ref: '#/components/schemas/Keyed'}]",
        "properties: {key: {$ref: '#/components/schemas/Keyed'}}",
    ] {
        expect(&mixin(whole), &[unknown]);
    }
}

#[test]
fn one_name_in_two_forms_is_one_finding() {
    expect(
        "channels:\n  'quotes/{ticker}':\n    parameters:\n      symbol: {schema: {type: string}}\n",
        &[
            "6:7 channel-parameter-unused: `symbol` is no part of the address `quotes/{ticker}` | `{ticker}` is not described: use one name in both places, `ticker` or `symbol`",
        ],
    );
    expect(
        "servers:\n  main:\n    url: '{zone}.example.com'\n    protocol: ws\n    variables:\n      region: {default: eu}\nchannels: {}\n",
        &[
            "8:7 server-variable-unused: `region` is no part of the URL `{zone}.example.com` | `{zone}` is not described: use one name in both places, `zone` or `region`",
        ],
    );
    let defs = "channels:\n  a:\n    publish:\n      message:\n        payload:\n          $defs: {Id: {type: string}}\n          type: object\n          properties:\n            a: {$ref: '#/channels/a/publish/message/payload/definitions/Id'}\n            b: {$ref: '#/channels/a/publish/message/payload/definitions/Id'}\n";
    expect(
        defs,
        &[
            "11:17 ref-dangling: `#/channels/a/publish/message/payload/definitions/Id` leads nowhere: there is no `definitions` | draft 7 calls `$defs` `definitions`: rename the key",
        ],
    );
    expect(&defs.replace("$defs", "definitions"), &[]);
}

/// A message whose correlation id stands at `location`.
fn correlated(location: &str, headers: &str) -> String {
    format!(
        "channels:\n  a:\n    publish:\n      message:\n        correlationId: {{location: '{location}'}}\n        headers: {headers}\n        payload: {{type: object, properties: {{meta: {{type: object, properties: {{id: {{type: string}}}}}}}}}}\n"
    )
}

#[test]
fn a_correlation_id_stands_in_a_member_that_there_is() {
    let headers = "{type: object, properties: {requestId: {type: string}}}";
    for location in [
        "$message.header#/requestId",
        "$message.payload#/meta/id",
        "$message.payload#",
    ] {
        expect(&correlated(location, headers), &[]);
    }
    expect(
        &correlated("$message.header#/requestID", headers),
        &[
            "7:25 location-unknown: the headers of this message have no `requestID` | did you mean `requestId`?",
        ],
    );
    expect(
        &correlated("$message.payload#/meta/key", headers),
        &[
            "7:25 location-unknown: the payload of this message has no `key` | describe `key`, or point somewhere else",
        ],
    );
    // What takes members of any name may well have it.
    for open in [
        "{type: object}",
        "{type: object, properties: {a: {}}, additionalProperties: {type: string}}",
        "{allOf: [{type: object, properties: {a: {}}}]}",
    ] {
        expect(&correlated("$message.header#/requestId", open), &[]);
    }
}

#[test]
fn a_constant_in_brackets_tells_no_alternatives_apart() {
    let body = |constants: [&str; 2]| {
        let [a, b] = constants.map(|constant| {
            format!("{{type: object, required: [k], properties: {{k: {{const: {constant}}}}}}}")
        });
        format!(
            "channels:\n  a:\n    publish:\n      message:\n        payload:\n          oneOf:\n            - {a}\n            - {b}\n"
        )
    };
    expect(
        &body(["x", "[y]"]),
        &[
            "10:62 schema-enum-type: `const` is a list here: the member would have to hold a list | write `const: y`: only `enum` has brackets",
        ],
    );
    expect(&body(["x", "y"]), &[]);
}

#[test]
fn keys_of_other_tools_are_none_of_ours() {
    let body = |root: &str, schema: &str| {
        format!(
            "{root}channels:\n  a:\n    publish:\n      message:\n        name: quote\n        payload: {{type: string, {schema}}}\n"
        )
    };
    for schema in [
        "x-open: true",
        "enum: [a, b], x-opens: true",
        "enum: [a], x-op: true",
    ] {
        expect(&body("", schema), &[]);
    }
    expect(
        &body("x-envelope: true\n", "enum: [a, b], x-order: [b, a]"),
        &[],
    );
    expect(
        &body("x-envelope: true\n", "enum: [a, b], x-opne: true"),
        &[
            "9:47 extension-misuse: `x-opne` is no extension that specwire reads | did you mean `x-open`?",
        ],
    );
    expect(
        &body("x-envelope: true\n", "x-open: true"),
        &[
            "9:33 extension-misuse: `x-open` does nothing here | it belongs on a schema with an `enum`",
        ],
    );
    for slip in ["x-envlop: true", "x-Envelope: true", "x-enveloppe: yes"] {
        let name = slip.split(':').next().unwrap();
        expect(
            &format!("{slip}\nchannels: {{}}\n"),
            &[&format!(
                "3:1 extension-misuse: `{name}` is no extension that specwire reads | did you mean `x-envelope`?"
            )],
        );
    }
}

/// A message with these members.
fn message(members: &str) -> String {
    format!("channels:\n  a:\n    publish:\n      message:\n        {members}\n")
}

#[test]
fn slips_of_the_hand_are_told_with_what_was_meant() {
    for (members, wanted) in [
        (
            "name: a\n     \ttitle: b",
            "8:7 yaml-tab: tab in the indentation of `title`: YAML is indented by spaces alone | replace it by spaces; the line above is indented by 8",
        ),
        (
            "summary: *bold* text",
            "7:18 yaml-alias: unquoted text cannot start with `*` | quote the text: '*bold* text'",
        ),
        (
            "$reff: '#/components/messages/A'",
            "7:9 unknown-key: unknown key `$reff` in a message | did you mean `$ref`?",
        ),
        (
            "payload:\n          type: object\n          required:\n            -a\n            -b\n          properties: {a: {}, b: {}}",
            "9:11 wrong-type: schema.required must be a list, not a string | put a space after the `-` of each item",
        ),
        (
            "externalDocs: https://example.com/a",
            "7:9 wrong-type: message.externalDocs must be an object, not a string | write `url: https://example.com/a`",
        ),
    ] {
        expect(&message(members), &[wanted]);
    }
}
