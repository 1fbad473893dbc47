//! Every change of a schema, in both directions.

use super::{changes, document};
use specwire_codegen::compat::Class;

use Class::{Breaking, Compatible, Cosmetic};

/// Old schema, new schema, code, class where the server sends it, class where the server receives it.
const CASES: &[(&str, &str, &str, Class, Class)] = &[
    (
        "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}",
        "{anyOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{anyOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}",
        "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{anyOf: [{type: object, properties: {a: {const: x}}}, {type: object, properties: {a: {const: y}}}]}",
        "{oneOf: [{type: object, properties: {a: {const: x}}}, {type: object, properties: {a: {const: y}}}]}",
        "docs-changed",
        Cosmetic,
        Cosmetic,
    ),
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
    (
        "{type: array, items: {type: string}, uniqueItems: true}",
        "{type: array, items: {type: string}}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: number, multipleOf: 0.5}",
        "{type: number, multipleOf: 1}",
        "constraint-tightened",
        Compatible,
        Breaking,
    ),
    (
        "{type: number, multipleOf: 1}",
        "{type: number, multipleOf: 0.25}",
        "constraint-loosened",
        Breaking,
        Compatible,
    ),
    (
        "{type: string}",
        "{oneOf: [{type: string}, {type: number}]}",
        "branch-added",
        Breaking,
        Compatible,
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/N'}, {type: string}]}",
        "{$ref: '#/components/schemas/N'}",
        "branch-removed",
        Compatible,
        Breaking,
    ),
    (
        "{}",
        "{oneOf: [{type: string}, {type: number}]}",
        "type-narrowed",
        Compatible,
        Breaking,
    ),
    (
        "{oneOf: [{properties: {t: {const: a}}}, {properties: {t: {const: b}}}]}",
        "{discriminator: t, oneOf: [{properties: {t: {const: a}}}, {properties: {t: {const: b}}}]}",
        "docs-changed",
        Cosmetic,
        Cosmetic,
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/N'}, {$ref: '#/components/schemas/O'}]}",
        "{discriminator: t, oneOf: [{$ref: '#/components/schemas/N'}, {$ref: '#/components/schemas/O'}]}",
        "discriminator-changed",
        Breaking,
        Breaking,
    ),
    (
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, properties: {a: {type: string, readOnly: true}}}",
        "access-changed",
        Compatible,
        Compatible,
    ),
    (
        "{type: string}",
        "{type: string, contentEncoding: base64}",
        "schema-changed",
        Breaking,
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

#[test]
fn schemas_in_pieces_are_used_ones() {
    let old = document(
        "subscribe",
        "{type: object, properties: {n: {type: string}}}",
    );
    for new in [
        "{allOf: [{$ref: '#/components/schemas/N'}]}",
        "{allOf: [{$ref: '#/components/schemas/N'}, {properties: {o: {type: string}}}]}",
    ] {
        let found = changes(&old, &document("subscribe", new));
        let unused = found
            .iter()
            .find(|change| change.message.contains("no message uses it"));
        assert_eq!(unused, None, "{new}");
    }
}
