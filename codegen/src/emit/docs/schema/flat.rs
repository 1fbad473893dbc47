//! `allOf` folded into one schema, so that a reader meets all members in one list.

use serde_json::{Map, Value};

use crate::served::{Served, entries, items};

/// Parts within parts, followed this deep.
const MAX_DEPTH: usize = 16;

/// The schema behind a node with its `allOf` folded in; what stands beside the parts wins.
pub(in crate::emit::docs) fn flat(served: &Served, node: &Value) -> Value {
    at(served, node, 0)
}

fn at(served: &Served, node: &Value, depth: usize) -> Value {
    let schema = served.resolve(node);
    if schema.get("allOf").is_none() || depth > MAX_DEPTH {
        return schema.clone();
    }
    let mut whole = Map::new();
    for part in items(schema.get("allOf")) {
        join(&mut whole, &at(served, part, depth + 1));
    }
    join(&mut whole, schema);
    whole.shift_remove("allOf");
    Value::Object(whole)
}

fn join(into: &mut Map<String, Value>, from: &Value) {
    for (key, value) in entries(from) {
        match (into.get_mut(key), value) {
            (Some(Value::Object(have)), Value::Object(more)) if key == "properties" => {
                have.extend(more.iter().map(|(name, member)| (name.clone(), member.clone())));
            }
            (Some(Value::Array(have)), Value::Array(more)) if key == "required" => have.extend(more.iter().cloned()),
            _ => {
                into.insert(key.to_owned(), value.clone());
            }
        }
    }
}
