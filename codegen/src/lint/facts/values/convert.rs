//! Schemas and values of a document as JSON, for the validator.

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::{avro, formats};
use crate::doc::grammar::{Format, Language, TYPE_NAMES};
use crate::doc::node::Node;

/// Values that nest deeper are not checked: each level may double the work for schemas that are unions of themselves.
const DEPTH: usize = 24;
/// Values with more parts are not checked: by references a few lines can be made to hold any number.
const NODES: usize = 100_000;

/// Schemas by number, with everything that they refer to.
#[derive(Default)]
pub(super) struct Schemas<'p> {
    ids: HashMap<(Node<'p>, Language), usize>,
    nodes: Vec<(Node<'p>, Language)>,
    /// Of the schema that is being converted.
    language: Option<Language>,
    /// What is merged over a schema: the numbers are apart from those of the schemas alone.
    over: HashMap<usize, Vec<Node<'p>>>,
}

impl<'p> Schemas<'p> {
    pub(super) fn id(&mut self, schema: Node<'p>, language: Language) -> usize {
        let next = self.nodes.len();
        let id = *self.ids.entry((schema, language)).or_insert(next);
        if id == next {
            self.nodes.push((schema, language));
        }
        id
    }

    /// A schema with others merged over it by JSON Merge Patch, as traits are.
    pub(super) fn merged(&mut self, schema: Node<'p>, over: &[Node<'p>]) -> usize {
        let id = self.nodes.len();
        self.nodes.push((schema, Language::JsonSchema));
        self.over.insert(id, over.to_vec());
        id
    }

    /// One validator for all, and what it was made of: it takes an object whose one member is named by the schema's number.
    pub(super) fn compile(mut self) -> Option<(Validator, Value)> {
        let asked = self.nodes.len();
        let mut definitions = Map::new();
        let mut at = 0;
        while let Some((node, language)) = self.nodes.get(at).copied() {
            self.language = Some(language);
            let mut schema = match language {
                Language::Avro => avro::schema(node),
                _ => self.schema(node),
            };
            for patch in self.over.remove(&at).unwrap_or_default() {
                let patch = self.schema(patch);
                merge(&mut schema, patch);
            }
            definitions.insert(at.to_string(), schema);
            at += 1;
        }
        let properties: Map<String, Value> = (0..asked)
            .map(|id| {
                (
                    id.to_string(),
                    json!({ "$ref": format!("#/definitions/{id}") }),
                )
            })
            .collect();
        let mut root = json!({ "properties": properties, "definitions": definitions });
        let validator = build(&root).or_else(|| {
            // A pattern that is sound for ECMA 262 may still be too much for the engine.
            remove_patterns(&mut root);
            build(&root)
        });
        validator.map(|validator| (validator, root))
    }

    fn schema(&mut self, node: Node<'p>) -> Value {
        if let Some(value) = node.as_bool() {
            return Value::Bool(value);
        }
        if node.reference().is_some() {
            let target = node.resolve();
            return match target == node {
                true => Value::Bool(true),
                false => {
                    let language = self.language.unwrap_or(Language::JsonSchema);
                    json!({ "$ref": format!("#/definitions/{}", self.id(target, language)) })
                }
            };
        }
        let keywords = node
            .entries()
            .filter_map(|(_, name, value)| Some((name.to_owned(), self.keyword(name, value)?)));
        let mut keywords: Map<String, Value> = keywords.collect();
        let format = node.get("format").and_then(Node::as_str);
        if let Some((least, greatest)) = format.and_then(formats::bounds) {
            // The schema's own bounds are narrower, or a mistake of their own.
            keywords.entry("minimum").or_insert(least);
            keywords.entry("maximum").or_insert(greatest);
        }
        let schema = Value::Object(keywords);
        let nullable = self.language == Some(Language::OpenApi)
            && node.get("nullable").and_then(Node::as_bool) == Some(true);
        if nullable {
            json!({ "anyOf": [{ "type": "null" }, schema] })
        } else {
            schema
        }
    }

    /// The keyword's value, where it is sound: what is not has a finding of its own.
    fn keyword(&mut self, name: &str, value: Node<'p>) -> Option<Value> {
        match name {
            "type" => is_type(value).then(|| value.to_json()),
            "enum" => (value.items().len() > 0).then(|| value.to_json()),
            "const" => Some(value.to_json()),
            "required" => value
                .is_seq()
                .then(|| value.items().filter_map(Node::as_str).collect()),
            "properties" => Some(self.map(value)),
            "patternProperties" => {
                let sound = |key: &str| Format::Regex.fits(key);
                let members = value.entries().filter(|(_, key, _)| sound(key));
                Some(Value::Object(
                    members
                        .map(|(_, key, schema)| (key.to_owned(), self.schema(schema)))
                        .collect(),
                ))
            }
            "additionalProperties"
            | "propertyNames"
            | "additionalItems"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else" => Some(self.schema(value)),
            "items" if value.is_seq() => self.list(value),
            "items" => Some(self.schema(value)),
            "allOf" | "anyOf" | "oneOf" => self.list(value),
            "dependencies" => Some(self.dependencies(value)),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                value.as_f64().map(|_| value.to_json())
            }
            "multipleOf" => value
                .as_f64()
                .filter(|number| *number > 0.0)
                .map(|_| value.to_json()),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => value.as_i64().filter(|count| *count >= 0).map(Value::from),
            "uniqueItems" => value.as_bool().map(Value::Bool),
            "pattern" => value
                .as_str()
                .filter(|text| Format::Regex.fits(text))
                .map(Value::from),
            "format" => value.as_str().map(Value::from),
            _ => None,
        }
    }

    fn map(&mut self, node: Node<'p>) -> Value {
        let node = node.resolve();
        Value::Object(
            node.entries()
                .map(|(_, key, schema)| (key.to_owned(), self.schema(schema)))
                .collect(),
        )
    }

    fn list(&mut self, node: Node<'p>) -> Option<Value> {
        let schemas: Vec<Value> = node
            .resolve()
            .items()
            .map(|schema| self.schema(schema))
            .collect();
        (!schemas.is_empty()).then_some(Value::Array(schemas))
    }

    fn dependencies(&mut self, node: Node<'p>) -> Value {
        let one = |schemas: &mut Self, value: Node<'p>| match value.is_seq() {
            true => value.items().filter_map(Node::as_str).collect(),
            false => schemas.schema(value),
        };
        Value::Object(
            node.entries()
                .map(|(_, key, value)| (key.to_owned(), one(self, value)))
                .collect(),
        )
    }
}

/// RFC 7396.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else {
        return;
    };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(&key);
        } else {
            merge(target.entry(key).or_insert(Value::Null), value);
        }
    }
}

fn is_type(value: Node<'_>) -> bool {
    let known = |node: Node<'_>| node.as_str().is_some_and(|name| TYPE_NAMES.contains(&name));
    if value.is_seq() {
        value.items().len() > 0 && value.items().all(known)
    } else {
        known(value)
    }
}

fn build(root: &Value) -> Option<Validator> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(true);
    formats::register(options).build(root).ok()
}

fn remove_patterns(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("pattern").is_some_and(Value::is_string) {
                map.remove("pattern");
            }
            map.remove("patternProperties");
            map.values_mut().for_each(remove_patterns);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_patterns),
        _ => {}
    }
}

/// A value as JSON. References in it are followed, since authors keep long examples in files of their own.
/// None where it is too big, or nests too deep for unions to be tried.
pub(super) fn value(node: Node<'_>) -> Option<Value> {
    let mut left = NODES;
    resolved(node, DEPTH, &mut left)
}

fn resolved(node: Node<'_>, depth: usize, left: &mut usize) -> Option<Value> {
    *left = left.checked_sub(1)?;
    let depth = depth.checked_sub(1)?;
    let target = node.resolve();
    if target != node {
        return resolved(target, depth, left);
    }
    if node.is_map() {
        let member =
            |(_, key, value): (_, &str, _)| Some((key.to_owned(), resolved(value, depth, left)?));
        return node.entries().map(member).collect();
    }
    if node.is_seq() {
        return node
            .items()
            .map(|item| resolved(item, depth, left))
            .collect();
    }
    Some(node.to_json())
}
