//! Avro schemas as JSON Schema, as far as examples need it: the plain JSON form of values, unions without tags.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::doc::node::Node;

/// Types nest as deep as this; deeper ones accept anything.
const DEPTH: usize = 64;

pub(super) fn schema(node: Node<'_>) -> Value {
    let mut named = HashMap::new();
    collect(node, &mut named, DEPTH);
    convert(node, &named, DEPTH)
}

type Names<'p> = HashMap<&'p str, Node<'p>>;

fn collect<'p>(node: Node<'p>, named: &mut Names<'p>, depth: usize) {
    if depth == 0 {
        return;
    }
    if let Some(name) = node.get("name").and_then(Node::as_str)
        && node
            .get("type")
            .and_then(Node::as_str)
            .is_some_and(|kind| ["record", "enum", "fixed"].contains(&kind))
    {
        named.insert(name, node);
    }
    for (_, _, value) in node.entries() {
        collect(value, named, depth - 1);
    }
    for item in node.items() {
        collect(item, named, depth - 1);
    }
}

fn convert(node: Node<'_>, named: &Names<'_>, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else {
        return Value::Bool(true);
    };
    if node.is_seq() {
        let branches: Vec<Value> = node
            .items()
            .map(|branch| convert(branch, named, depth))
            .collect();
        return if branches.is_empty() {
            Value::Bool(true)
        } else {
            json!({ "anyOf": branches })
        };
    }
    if let Some(name) = node.as_str() {
        return primitive(name).unwrap_or_else(|| {
            named
                .get(name)
                .map_or(Value::Bool(true), |target| convert(*target, named, depth))
        });
    }
    let Some(kind) = node.get("type") else {
        return Value::Bool(true);
    };
    match kind.as_str() {
        Some("record") => record(node, named, depth),
        Some("enum") => {
            let symbols: Vec<&str> = node
                .get("symbols")
                .into_iter()
                .flat_map(Node::items)
                .filter_map(Node::as_str)
                .collect();
            if symbols.is_empty() {
                Value::Bool(true)
            } else {
                json!({ "enum": symbols })
            }
        }
        Some("array") => json!({ "type": "array", "items": member(node, "items", named, depth) }),
        Some("map") => {
            json!({ "type": "object", "additionalProperties": member(node, "values", named, depth) })
        }
        Some("fixed") => json!({ "type": "string" }),
        _ => convert(kind, named, depth),
    }
}

fn member(node: Node<'_>, key: &str, named: &Names<'_>, depth: usize) -> Value {
    node.get(key)
        .map_or(Value::Bool(true), |inner| convert(inner, named, depth))
}

fn record(node: Node<'_>, named: &Names<'_>, depth: usize) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in node.get("fields").into_iter().flat_map(Node::items) {
        let Some(name) = field.get("name").and_then(Node::as_str) else {
            continue;
        };
        properties.insert(name.to_owned(), member(field, "type", named, depth));
        if !field.has("default") {
            required.push(name);
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

fn primitive(name: &str) -> Option<Value> {
    Some(match name {
        "null" => json!({ "type": "null" }),
        "boolean" => json!({ "type": "boolean" }),
        "int" => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
        "long" => json!({ "type": "integer" }),
        "float" | "double" => json!({ "type": "number" }),
        "bytes" | "string" => json!({ "type": "string" }),
        _ => return None,
    })
}
