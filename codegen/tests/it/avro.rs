//! Payloads in Avro: what is told, and what is let through.

use super::verdicts::{findings, hints, with_payload};

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

/// A message in Avro of some version with a payload.
fn in_avro(version: &str, payload: &str) -> Vec<String> {
    findings(&with_payload(&format!(
        "        schemaFormat: application/vnd.apache.avro{version}\n        payload: {payload}\n"
    )))
}

#[test]
fn names_of_avro_types_have_namespaces() {
    let record = |name: &str, fields: &str| {
        in_avro(
            ";version=1.9.0",
            &format!("{{type: record, {name}, fields: [{fields}]}}"),
        )
    };
    let inner = "{name: a, type: {type: enum, name: Suit, symbols: [A]}}";
    let good = [
        ("name: com.acme.Order", "com.acme.Suit"),
        ("name: Order, namespace: com.acme", "com.acme.Suit"),
        ("name: com.acme.Order, namespace: other", "com.acme.Suit"),
        ("name: Order", "Suit"),
    ];
    for (name, used) in good {
        let fields = format!("{inner}, {{name: b, type: {used}}}");
        assert_eq!(record(name, &fields), Vec::<String>::new(), "{name}");
    }
    let fields = format!("{inner}, {{name: b, type: other.Suit}}");
    assert_eq!(
        record("name: com.acme.Order, namespace: other", &fields),
        ["avro-schema: there is no Avro type `other.Suit`"]
    );
    let again =
        |name: &str| format!("{inner}, {{name: b, type: {{type: fixed, {name}, size: 1}}}}");
    assert_eq!(
        record("name: n.Q", &again("name: Suit")),
        ["avro-schema: the Avro type `n.Suit` is defined twice"]
    );
    assert_eq!(
        record("name: n.Q", &again("name: m.Suit")),
        Vec::<String>::new()
    );
    for name in ["h-i", "h.i", "1h"] {
        assert_eq!(
            record("name: Q", &format!("{{name: {name}, type: int}}")),
            ["avro-schema: a field of an Avro record needs a name of letters, digits and `_`"],
            "{name}"
        );
    }
    assert_eq!(
        in_avro("", "'{\"type\": \"string\"}'"),
        ["avro-schema: the Avro schema is a text here, and names no type"]
    );
}

#[test]
fn null_is_the_default_of_any_branch_since_avro_1_12() {
    let default = |version: &str, union: &str| {
        let field = format!("{{name: a, type: {union}, default: null}}");
        in_avro(
            version,
            &format!("{{type: record, name: Q, fields: [{field}]}}"),
        )
    };
    for version in ["", ";version=1.12.0", ";version=1.12", ";version=2.0.0"] {
        let found = default(version, "[string, 'null']");
        assert_eq!(found, Vec::<String>::new(), "{version}");
        assert_eq!(
            default(version, "[string, int]"),
            [
                "avro-schema: the default of a union is a value of one of its branches, and null is not"
            ],
            "{version}"
        );
    }
    for version in [";version=1.9.0", ";version=1.11.3"] {
        assert_eq!(
            default(version, "[string, 'null']"),
            ["avro-schema: the default of a union is a value of its first branch, and null is not"],
            "{version}"
        );
    }
}

#[test]
fn a_trait_says_the_language_of_the_payload() {
    let document = |format: &str, kind: &str| {
        let message = format!(
            "        traits: [{{$ref: '#/components/messageTraits/t'}}]\n        payload: {{type: record, name: M, fields: [{{name: a, type: {kind}}}]}}\n"
        );
        findings(&format!(
            "{}components: {{messageTraits: {{t: {{schemaFormat: '{format}'}}}}}}\n",
            with_payload(&message)
        ))
    };
    let avro = "application/vnd.apache.avro;version=1.9.0";
    assert_eq!(document(avro, "string"), Vec::<String>::new());
    assert_eq!(
        document(avro, "number"),
        ["avro-schema: there is no Avro type `number`"]
    );
    let found = document("application/schema+json;version=draft-07", "string");
    assert_eq!(found, ["schema-type: `record` is no type of JSON Schema"]);
}

#[test]
fn a_name_that_is_none_is_told_the_nearest() {
    let hint = |payload: &str| {
        let text = with_payload(&format!(
            "        schemaFormat: application/vnd.apache.avro\n        payload: {payload}\n"
        ));
        hints(&text)
    };
    let field =
        |name: &str| format!("{{type: record, name: Q, fields: [{{name: {name}, type: int}}]}}");
    assert_eq!(hint(&field("h-i")), ["write it as `h_i`"]);
    assert_eq!(hint(&field("1h")), ["write it as `_1h`"]);
    assert_eq!(hint(&field("7")), ["write a word"]);
    assert_eq!(
        hint("{type: fixed, name: a.b-c, size: 1}"),
        ["write it as `a.b_c`"]
    );
}
