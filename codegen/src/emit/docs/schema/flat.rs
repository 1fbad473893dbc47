//! `allOf` folded into one schema, so that a reader meets all members in one list.

use serde_json::{Map, Value};

use crate::served::{Served, entries, items};

/// Parts within parts, followed this deep.
const MAX_DEPTH: usize = 16;
/// Parts of one schema. A document whose parts are made of each other ends here.
const MAX_PARTS: usize = 500;

/// The schema behind a node with its `allOf` folded in; what stands beside the parts wins.
pub(in crate::emit::docs) fn flat(served: &Served, node: &Value) -> Value {
    let mut left = MAX_PARTS;
    at(served, node, 0, &mut left)
}

fn at(served: &Served, node: &Value, depth: usize, left: &mut usize) -> Value {
    let schema = served.resolve(node);
    *left = left.saturating_sub(1);
    if schema.get("allOf").is_none() || depth > MAX_DEPTH || *left == 0 {
        return schema.clone();
    }
    let mut whole = Map::new();
    for part in items(schema.get("allOf")) {
        join(&mut whole, &at(served, part, depth + 1, left));
    }
    join(&mut whole, schema);
    whole.shift_remove("allOf");
    Value::Object(whole)
}

fn join(into: &mut Map<String, Value>, from: &Value) {
    for (key, value) in entries(from) {
        match (into.get_mut(key), value) {
            (Some(Value::Object(have)), Value::Object(more)) if key == "properties" => {
                have.extend(
                    more.iter()
                        .map(|(name, member)| (name.clone(), member.clone())),
                );
            }
            (Some(Value::Array(have)), Value::Array(more)) if key == "required" => {
                have.extend(more.iter().cloned())
            }
            _ => {
                into.insert(key.to_owned(), value.clone());
            }
        }
    }
}
