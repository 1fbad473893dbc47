//! What kind of value a schema describes, in words.

use serde_json::Value;

use super::Schemas;
use crate::emit::docs::html::{Html, anchor};
use crate::served::sample;

impl Schemas<'_> {
    /// `array of Level`, `string | null`, with links to the schemas that have a name.
    pub(in crate::emit::docs) fn type_of(&self, node: &Value) -> Html {
        self.type_at(node, 0)
    }

    fn type_at(&self, node: &Value, depth: usize) -> Html {
        if let Some(name) = self.known_name(node) {
            return Html::link(&anchor("schema", &name), &Html::text(&name));
        }
        if self.spent(depth) {
            return Html::text("…");
        }
        let schema = self.served.resolve(node);
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.get(key).and_then(Value::as_array) {
                return self.joined(choices, depth);
            }
        }
        match schema
            .get("allOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            Some([only]) if schema.get("properties").is_none() => {
                return self.type_at(only, depth + 1);
            }
            Some(_) => return Html::text("object"),
            None => {}
        }
        self.plain_type(schema, depth)
    }

    fn joined(&self, choices: &[Value], depth: usize) -> Html {
        let mut out = Html::new();
        for (at, choice) in choices.iter().enumerate() {
            if at > 0 {
                out.raw(" | ");
            }
            out.add(&self.type_at(choice, depth + 1));
        }
        out
    }

    fn plain_type(&self, schema: &Value, depth: usize) -> Html {
        if let Some(value) = schema.get("const") {
            return Html::text(&value.to_string());
        }
        let mut out = match sample::kind(schema) {
            "array" => self.array_type(schema, depth),
            "object" => self.object_type(schema, depth),
            "any" if schema.get("enum").is_some() => Html::text("enum"),
            kind => Html::text(kind),
        };
        if let Some(format) = schema.get("format").and_then(Value::as_str) {
            out.raw(" <i>").escaped(format).raw("</i>");
        }
        let kinds = schema.get("type").and_then(Value::as_array);
        let has_null =
            kinds.is_some_and(|kinds| kinds.len() > 1 && kinds.contains(&Value::from("null")));
        for kind in kinds
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .skip(1)
        {
            out.raw(" | ").escaped(kind);
        }
        if has_null || schema.get("nullable") == Some(&Value::Bool(true)) {
            out.raw(" | null");
        }
        out
    }

    fn array_type(&self, schema: &Value, depth: usize) -> Html {
        let mut out = Html::new();
        match schema.get("items") {
            Some(Value::Array(places)) => {
                out.raw("[");
                for (at, place) in places.iter().enumerate() {
                    out.raw(if at > 0 { ", " } else { "" })
                        .add(&self.type_at(place, depth + 1));
                }
                out.raw("]");
            }
            Some(item) => {
                out.raw("array of ").add(&self.type_at(item, depth + 1));
            }
            None => {
                out.raw("array");
            }
        }
        out
    }

    fn object_type(&self, schema: &Value, depth: usize) -> Html {
        let mut out = Html::new();
        match schema
            .get("additionalProperties")
            .filter(|_| schema.get("properties").is_none())
        {
            Some(member @ Value::Object(_)) => {
                out.raw("map of ").add(&self.type_at(member, depth + 1))
            }
            _ => out.raw("object"),
        };
        out
    }
}
