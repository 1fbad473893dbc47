//! Values made from schemas fit their schemas, for every seed.

use serde_json::{Value, json};
use specwire_codegen::served::Served;
use specwire_codegen::served::sample::Sampler;

use super::spec;

fn document(schemas: &Value) -> Value {
    json!({ "asyncapi": "2.4.0", "info": { "title": "T", "version": "1" }, "channels": {}, "components": { "schemas": schemas } })
}

fn all_fit(spec: &Value) {
    let served = Served::new(spec);
    for (name, schema) in spec["components"]["schemas"].as_object().unwrap() {
        let check = served.check(schema).unwrap();
        for seed in 0..200 {
            let value = Sampler::lively(&served, seed).value(schema);
            assert_eq!(check.fault(&value), None, "{name}, seed {seed}: {value}");
        }
        let value = Sampler::plain(&served).value(schema);
        assert_eq!(check.fault(&value), None, "{name}: {value}");
    }
}

#[test]
fn the_schemas_of_the_fixtures() {
    all_fit(&spec("weather.json"));
    all_fit(&spec("plain.json"));
}

/// What a mock sends: a sample of every message, whatever its document is called and made of.
#[test]
fn every_message_of_every_fixture() {
    for name in ["weather.json", "plain.json", "hostile.json"] {
        let mut spec = spec(name);
        // The hostile pattern and the hostile choice rule each other out.
        let evil = "/components/schemas/Evil '\"<x>/properties/<script>alert(19)<~1script>";
        if let Some(member) = spec.pointer_mut(evil).and_then(Value::as_object_mut) {
            member.remove("pattern").unwrap();
        }
        let served = Served::new(&spec);
        let mut count = 0;
        for channel in served.channels() {
            for operation in served.operations(channel) {
                for message in served.messages(operation) {
                    let Some(schema) = message.payload() else {
                        continue;
                    };
                    let check = served.check(schema).unwrap();
                    count += 1;
                    for seed in 0..50 {
                        let value = Sampler::lively(&served, seed).value(schema);
                        let place = format!("{name}: {} of seed {seed}: {value}", message.name);
                        assert_eq!(check.fault(&value), None, "{place}");
                    }
                }
            }
        }
        assert!(count > 0, "{name}");
    }
}

#[test]
fn every_constraint() {
    all_fit(&document(&json!({
        "Bounds": { "type": "integer", "minimum": 3, "exclusiveMaximum": 9 },
        "Open": { "type": "number", "exclusiveMinimum": 0, "maximum": 0.5 },
        "DraftFour": { "type": "integer", "minimum": 3, "exclusiveMinimum": 3, "maximum": 4 },
        "Negative": { "type": "integer", "maximum": -5 },
        "Step": { "type": "number", "minimum": 0.1, "maximum": 0.9, "multipleOf": 0.05 },
        "BigStep": { "type": "integer", "minimum": 1000, "multipleOf": 250 },
        "Length": { "type": "string", "minLength": 30, "maxLength": 31 },
        "One": { "type": "string", "maxLength": 1 },
        "Empty": { "type": "string", "maxLength": 0 },
        "Pattern": { "type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}(?:x|yz)?$", "maxLength": 8 },
        "Free": { "type": "string", "pattern": "^\\S+@[a-z]+\\.com$" },
        "Date": { "type": "string", "format": "date-time" },
        "Id": { "type": "string", "format": "uuid" },
        "Either": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
        "Nullable": { "type": ["null", "string"] },
        "Maybe": { "anyOf": [{ "$ref": "#/components/schemas/Bounds" }, { "type": "null" }] },
        "Const": { "const": { "a": [1, null] } },
        "Both": { "allOf": [
            { "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } },
            { "type": "object", "required": ["b"], "properties": { "b": { "$ref": "#/components/schemas/Pattern" } } },
        ] },
        "Beside": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
            "oneOf": [{ "properties": { "kind": { "const": "x" } } }, { "properties": { "kind": { "const": "y" } } }] },
        "Map": { "type": "object", "additionalProperties": { "type": "boolean" }, "minProperties": 2 },
        "Keys": { "type": "object", "patternProperties": { "^[a-z]{2}$": { "type": "integer" } }, "additionalProperties": false },
        "Names": { "type": "object", "additionalProperties": { "type": "integer" }, "propertyNames": { "enum": ["up", "down"] } },
        "Unique": { "type": "array", "items": { "enum": ["a", "b", "c"] }, "uniqueItems": true, "minItems": 3 },
        "Pair": { "type": "array", "items": [{ "type": "string" }, { "type": "number" }] },
        "Tree": { "type": "object", "required": ["name"], "properties": {
            "name": { "type": "string" },
            "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
        } },
        "Shapeless": {},
        "Only": { "type": "object", "required": ["mystery"] },
    })));
}

#[test]
fn schemas_that_never_end_are_cut_off() {
    let spec = document(&json!({
        "Loop": { "$ref": "#/components/schemas/Loop" },
        "Wide": { "type": "object", "required": ["a", "b", "c"], "properties": {
            "a": { "$ref": "#/components/schemas/Wide" },
            "b": { "$ref": "#/components/schemas/Wide" },
            "c": { "$ref": "#/components/schemas/Wide" },
        } },
        "All": { "allOf": [{ "$ref": "#/components/schemas/All" }, { "$ref": "#/components/schemas/All" }] },
    }));
    let served = Served::new(&spec);
    for (name, schema) in spec["components"]["schemas"].as_object().unwrap() {
        assert!(
            Sampler::plain(&served).value(schema).to_string().len() < 2_000_000,
            "{name}"
        );
    }
    assert!(super::page(&spec, "m").contains("schema-Wide"));
}

#[test]
fn the_same_seed_gives_the_same_value() {
    let spec = spec("weather.json");
    let served = Served::new(&spec);
    let schema = &spec["components"]["schemas"]["Reading"];
    let value = |seed| Sampler::lively(&served, seed).value(schema);
    assert_eq!(value(7), value(7));
    assert_ne!(value(7), value(8));
}
