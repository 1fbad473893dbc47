//! Avro schemas as JSON Schema, as far as examples need it: the plain JSON form of values, unions without tags.

use std::cell::Cell;
use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::doc::node::Node;

/// Types nest as deep as this; deeper ones accept anything.
const DEPTH: usize = 64;
/// Schemas with more parts accept anything from there on.
const NODES: usize = 10_000;

pub(super) fn schema(node: Node<'_>) -> Value {
    let mut named = HashMap::new();
    collect(node, &mut named, DEPTH);
    let left = Cell::new(NODES);
    convert(node, &Names { named, left }, DEPTH)
}

struct Names<'p> {
    named: HashMap<&'p str, Node<'p>>,
    /// Parts that may still be made: named types that use each other twice double with every step.
    left: Cell<usize>,
}

fn collect<'p>(node: Node<'p>, named: &mut HashMap<&'p str, Node<'p>>, depth: usize) {
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

fn convert(node: Node<'_>, names: &Names<'_>, depth: usize) -> Value {
    let left = names.left.get();
    let (Some(depth), Some(left)) = (depth.checked_sub(1), left.checked_sub(1)) else {
        return Value::Bool(true);
    };
    names.left.set(left);
    if node.is_seq() {
        let branches: Vec<Value> = node
            .items()
            .map(|branch| convert(branch, names, depth))
            .collect();
        return if branches.is_empty() {
            Value::Bool(true)
        } else {
            json!({ "anyOf": branches })
        };
    }
    if let Some(name) = node.as_str() {
        return primitive(name).unwrap_or_else(|| {
            names
                .named
                .get(name)
                .map_or(Value::Bool(true), |target| convert(*target, names, depth))
        });
    }
    let Some(kind) = node.get("type") else {
        return Value::Bool(true);
    };
    match kind.as_str() {
        Some("record") => record(node, names, depth),
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
        Some("array") => json!({ "type": "array", "items": member(node, "items", names, depth) }),
        Some("map") => {
            json!({ "type": "object", "additionalProperties": member(node, "values", names, depth) })
        }
        Some("fixed") => json!({ "type": "string" }),
        _ => convert(kind, names, depth),
    }
}

fn member(node: Node<'_>, key: &str, names: &Names<'_>, depth: usize) -> Value {
    node.get(key)
        .map_or(Value::Bool(true), |inner| convert(inner, names, depth))
}

fn record(node: Node<'_>, names: &Names<'_>, depth: usize) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in node.get("fields").into_iter().flat_map(Node::items) {
        let Some(name) = field.get("name").and_then(Node::as_str) else {
            continue;
        };
        properties.insert(name.to_owned(), member(field, "type", names, depth));
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
        "int" => {
            json!({ "type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX })
        }
        "long" => json!({ "type": "integer" }),
        "float" | "double" => json!({ "type": "number" }),
        "bytes" | "string" => json!({ "type": "string" }),
        _ => return None,
    })
}
