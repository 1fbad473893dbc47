//! Traits merged into what they belong to, so that nobody after this meets one.

use serde_json::Value;

/// Merges the traits of every operation and message of a document.
pub(super) fn merge(root: &mut Value) {
    let source = root.clone();
    for message in members(root.pointer_mut("/components/messages")) {
        apply(&source, message);
    }
    for channel in members(root.get_mut("channels")) {
        for key in ["publish", "subscribe"] {
            let Some(operation) = channel.get_mut(key) else {
                continue;
            };
            apply(&source, operation);
            let Some(message) = operation.get_mut("message") else {
                continue;
            };
            if let Some(choices) = message.get_mut("oneOf").and_then(Value::as_array_mut) {
                choices.iter_mut().for_each(|choice| apply(&source, choice));
            }
            apply(&source, message);
        }
    }
}

fn members(node: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    node.and_then(Value::as_object_mut)
        .into_iter()
        .flat_map(|map| map.values_mut())
}

fn apply(source: &Value, node: &mut Value) {
    let Some(map) = node.as_object_mut() else {
        return;
    };
    let Some(Value::Array(traits)) = map.shift_remove("traits") else {
        return;
    };
    for patch in &traits {
        merge_patch(node, target(source, patch));
    }
}

fn target<'v>(source: &'v Value, node: &'v Value) -> &'v Value {
    super::reference(node)
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| source.pointer(pointer))
        .unwrap_or(node)
}

/// RFC 7396.
fn merge_patch(node: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *node = patch.clone();
        return;
    };
    if !node.is_object() {
        *node = Value::Object(serde_json::Map::new());
    }
    let Some(map) = node.as_object_mut() else {
        return;
    };
    for (key, value) in members {
        if value.is_null() {
            map.shift_remove(key);
        } else {
            merge_patch(map.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
