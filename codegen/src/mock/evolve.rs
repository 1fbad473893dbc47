//! The next value of a stream: numbers walk, clocks advance, the rest mostly stays.

use std::time::Duration;

use serde_json::Value;

use super::time;
use crate::served::sample::{Random, kind, walk};
use crate::served::{Served, entries, items};

/// In a hundred updates, those that change a choice.
const CHOICE_CHANGES: u64 = 8;
const MAX_DEPTH: usize = 24;

struct Step<'a> {
    served: &'a Served,
    interval: Duration,
    /// Members of the top level that never change: they name the topic.
    fixed: &'a [&'a str],
    random: &'a mut Random,
}

/// A value a little further on than `value`.
pub(super) fn next(
    served: &Served,
    schema: &Value,
    value: &Value,
    interval: Duration,
    fixed: &[&str],
    random: &mut Random,
) -> Value {
    Step {
        served,
        interval,
        fixed,
        random,
    }
    .value(schema, value, "", 0)
}

impl Step<'_> {
    fn value(&mut self, schema: &Value, value: &Value, name: &str, depth: usize) -> Value {
        let schema = self.served.resolve(schema);
        if depth > MAX_DEPTH || schema.get("const").is_some() {
            return value.clone();
        }
        if let Some(choice) = self.choice(schema, value) {
            return self.value(choice, value, name, depth + 1);
        }
        match value {
            Value::Object(members) => {
                let next = members.iter().map(|(name, member)| {
                    let stays = depth == 0 && self.fixed.contains(&name.as_str());
                    let schema = member_of(self.served, schema, name).filter(|_| !stays);
                    let next = schema.map_or_else(
                        || member.clone(),
                        |schema| self.value(schema, member, name, depth + 1),
                    );
                    (name.clone(), next)
                });
                Value::Object(next.collect())
            }
            Value::Array(list) => {
                let Some(item) = schema.get("items").filter(|items| items.is_object()) else {
                    return value.clone();
                };
                Value::Array(
                    list.iter()
                        .map(|member| self.value(item, member, name, depth + 1))
                        .collect(),
                )
            }
            Value::Number(_) => self.number(schema, value, name),
            Value::String(text) => self.text(schema, text),
            Value::Bool(was) => Value::Bool(*was != self.random.chance(CHOICE_CHANGES / 2)),
            Value::Null => Value::Null,
        }
    }

    /// The part of a union that a value belongs to, as far as its tags tell.
    fn choice<'s>(&self, schema: &'s Value, value: &Value) -> Option<&'s Value> {
        let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"))?;
        items(Some(choices)).find(|choice| {
            let choice = self.served.resolve(choice);
            let typed =
                kind(choice) == type_of(value) || kind(choice) == "number" && value.is_number();
            let tags = choice.get("properties").into_iter().flat_map(entries);
            typed
                && tags
                    .filter_map(|(name, member)| {
                        Some((name, self.served.resolve(member).get("const")?))
                    })
                    .all(|(name, tag)| value.get(name) == Some(tag))
        })
    }

    fn number(&mut self, schema: &Value, value: &Value, name: &str) -> Value {
        let whole = value.is_i64() || value.is_u64();
        let Some(number) = value.as_f64().filter(|_| schema.get("enum").is_none()) else {
            return value.clone();
        };
        if let Some(later) = whole
            .then(|| time::later(name, number, self.interval))
            .flatten()
        {
            return Value::from(later);
        }
        walk(schema, number, kind(schema) == "integer", self.random)
    }

    fn text(&mut self, schema: &Value, text: &str) -> Value {
        if schema.get("format").and_then(Value::as_str) == Some("date-time") {
            return Value::String(
                time::advanced(text, self.interval).unwrap_or_else(|| text.to_owned()),
            );
        }
        let choices = schema.get("enum").and_then(Value::as_array);
        match choices
            .filter(|_| self.random.chance(CHOICE_CHANGES))
            .and_then(|all| self.random.pick(all))
        {
            Some(choice) => choice.clone(),
            None => Value::from(text),
        }
    }
}

fn member_of<'s>(served: &'s Served, schema: &'s Value, name: &str) -> Option<&'s Value> {
    let own = schema
        .get("properties")
        .and_then(|members| members.get(name));
    let parts = || {
        items(schema.get("allOf")).find_map(|part| member_of(served, served.resolve(part), name))
    };
    own.or_else(parts).or_else(|| {
        schema
            .get("additionalProperties")
            .filter(|open| open.is_object())
    })
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
