//! Schemas of draft 7 in the words of 2020-12, which derived schemas are written in.

use serde_json::{Map, Value};

/// The same schema in the words of today.
pub(super) fn current(schema: Value) -> Value {
    let Value::Object(members) = schema else {
        return schema;
    };
    let places = members.get("items").is_some_and(Value::is_array);
    let mut out = Map::new();
    for (keyword, value) in members {
        match keyword.as_str() {
            "items" if places => out.insert("prefixItems".to_owned(), list(value)),
            "additionalItems" if places => out.insert("items".to_owned(), current(value)),
            // Without places the word says nothing.
            "additionalItems" => None,
            "dependencies" => {
                dependencies(value, &mut out);
                None
            }
            "properties" | "patternProperties" => out.insert(keyword, named(value)),
            "allOf" | "anyOf" | "oneOf" => out.insert(keyword, list(value)),
            "not"
            | "if"
            | "then"
            | "else"
            | "items"
            | "contains"
            | "propertyNames"
            | "additionalProperties" => out.insert(keyword, current(value)),
            _ => out.insert(keyword, value),
        };
    }
    Value::Object(out)
}

fn list(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(current).collect(),
        other => other,
    }
}

fn named(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter();
            let members = members.map(|(name, schema)| (name, current(schema)));
            Value::Object(members.collect())
        }
        other => other,
    }
}

/// Lists of names are one keyword by now, schemas another.
fn dependencies(value: Value, out: &mut Map<String, Value>) {
    let Value::Object(members) = value else {
        return;
    };
    let (names, schemas): (Map<_, _>, Map<_, _>) = members
        .into_iter()
        .partition(|(_, needed)| needed.is_array());
    if !names.is_empty() {
        out.insert("dependentRequired".to_owned(), Value::Object(names));
    }
    if !schemas.is_empty() {
        out.insert("dependentSchemas".to_owned(), named(Value::Object(schemas)));
    }
}

#[cfg(test)]
mod tests {
    use super::current;
    use serde_json::json;

    #[test]
    fn says_the_same_in_the_words_of_today() {
        let old = json!({
            "dependencies": { "a": ["b"], "c": { "items": [{}], "additionalItems": false } },
            "properties": { "items": { "items": [true] }, "dependencies": { "additionalItems": false } },
            "not": { "contains": { "dependencies": { "x": ["y"] } } },
            "const": { "dependencies": { "a": ["b"] } },
        });
        let new = json!({
            "dependentRequired": { "a": ["b"] },
            "dependentSchemas": { "c": { "prefixItems": [{}], "items": false } },
            "properties": { "items": { "prefixItems": [true] }, "dependencies": {} },
            "not": { "contains": { "dependentRequired": { "x": ["y"] } } },
            "const": { "dependencies": { "a": ["b"] } },
        });
        assert_eq!(current(old), new);
    }
}
