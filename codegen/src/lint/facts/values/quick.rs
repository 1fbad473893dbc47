//! Whether a value certainly fits its schema: the answer for nearly every value of a sound document, found without
//! compiling anything. Where it is not certain, the validator is asked, which has the words for what is wrong.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use regress::Regex;

use super::formats;
use crate::doc::node::Node;
use crate::yaml::Value;

/// References and members nest this deep at most before the validator is asked.
const DEPTH: usize = 48;

/// Steps for one value. Parts that refer to each other could take forever.
const STEPS: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    Yes,
    No,
    /// Not for certain.
    Unknown,
}

use Fits::{No, Unknown, Yes};

/// Patterns are compiled once.
#[derive(Default)]
pub(super) struct Quick<'p> {
    patterns: RefCell<HashMap<&'p str, Option<Regex>>>,
    steps: Cell<usize>,
}

impl<'p> Quick<'p> {
    /// Whether the last value took more steps than it was worth: a validator would take as many.
    pub(super) fn gave_up(&self) -> bool {
        self.steps.get() == 0
    }

    pub(super) fn surely_fits(&self, schema: Node<'p>, value: Node<'p>) -> bool {
        self.steps.set(STEPS);
        self.schema(schema, value, DEPTH) == Yes
    }

    fn schema(&self, schema: Node<'p>, value: Node<'p>, depth: usize) -> Fits {
        let (schema, value) = (schema.resolve(), value.resolve());
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        if depth == 0 || left == 0 || schema.reference().is_some() || value.reference().is_some() {
            return Unknown;
        }
        if let Some(any) = schema.as_bool() {
            return if any { Yes } else { No };
        }
        let mut all = if schema.is_map() { Yes } else { Unknown };
        for (_, name, demand) in schema.entries() {
            match self.keyword(schema, name, demand, value, depth - 1) {
                No => return No,
                Unknown => all = Unknown,
                Yes => {}
            }
        }
        all
    }

    fn keyword(
        &self,
        schema: Node<'p>,
        name: &str,
        demand: Node<'p>,
        value: Node<'p>,
        depth: usize,
    ) -> Fits {
        match name {
            "type" => type_fits(demand, value),
            "enum" => any(demand.items().map(|choice| equal(choice, value))),
            "const" => equal(demand, value),
            "required" if value.is_map() => all(demand
                .items()
                .map(|name| name.as_str().map_or(Unknown, |name| is(value.has(name))))),
            "properties" if value.is_map() => self.members(demand.resolve(), value, depth),
            "additionalProperties" if value.is_map() => self.rest(schema, demand, value, depth),
            "items" if value.is_seq() => match demand.resolve().is_seq() {
                true => Unknown,
                false => all(value.items().map(|item| self.schema(demand, item, depth))),
            },
            "allOf" => all(demand
                .resolve()
                .items()
                .map(|part| self.schema(part, value, depth))),
            "anyOf" => any(demand
                .resolve()
                .items()
                .map(|part| self.schema(part, value, depth))),
            "oneOf" => one(demand
                .resolve()
                .items()
                .map(|part| self.schema(part, value, depth))),
            "minimum" => compare(demand, value, |limit, number| number >= limit),
            "maximum" => compare(demand, value, |limit, number| number <= limit),
            "exclusiveMinimum" => compare(demand, value, |limit, number| number > limit),
            "exclusiveMaximum" => compare(demand, value, |limit, number| number < limit),
            "minLength" => count(demand, length(value), |limit, count| count >= limit),
            "maxLength" => count(demand, length(value), |limit, count| count <= limit),
            "minItems" => count(demand, items(value), |limit, count| count >= limit),
            "maxItems" => count(demand, items(value), |limit, count| count <= limit),
            "minProperties" => count(demand, members(value), |limit, count| count >= limit),
            "maxProperties" => count(demand, members(value), |limit, count| count <= limit),
            "pattern" => match (demand.as_str(), value.as_str()) {
                (Some(pattern), Some(text)) => self.matches(pattern, text),
                (Some(_), None) => Yes,
                (None, _) => Unknown,
            },
            "format" => match (demand.as_str(), value.as_f64()) {
                (Some(format), Some(number)) => match formats::bounds(format) {
                    Some((least, greatest)) => {
                        let within = least.as_f64().is_some_and(|least| number >= least)
                            && greatest.as_f64().is_some_and(|greatest| number <= greatest);
                        if within { Yes } else { Unknown }
                    }
                    None => Yes,
                },
                // Of numbers and of other tools: no demand on text.
                (
                    Some(
                        "int32" | "int64" | "float" | "double" | "decimal" | "password" | "binary",
                    ),
                    _,
                ) => Yes,
                _ if value.as_str().is_none() => Yes,
                _ => Unknown,
            },
            "required" | "properties" | "additionalProperties" | "items" => Yes,
            "if" | "then" | "else" | "not" | "contains" | "dependencies" | "patternProperties"
            | "propertyNames" | "additionalItems" | "uniqueItems" | "multipleOf" | "nullable" => {
                Unknown
            }
            // Words that demand nothing.
            _ => Yes,
        }
    }

    fn members(&self, properties: Node<'p>, value: Node<'p>, depth: usize) -> Fits {
        all(value
            .entries()
            .map(|(_, name, member)| match properties.get(name) {
                Some(schema) => self.schema(schema, member, depth),
                None => Yes,
            }))
    }

    fn rest(&self, schema: Node<'p>, demand: Node<'p>, value: Node<'p>, depth: usize) -> Fits {
        if schema.has("patternProperties") {
            return Unknown;
        }
        let named = schema.follow("properties");
        let rest = value
            .entries()
            .filter(|(_, name, _)| !named.is_some_and(|named| named.has(name)));
        all(rest.map(|(_, _, member)| self.schema(demand, member, depth)))
    }

    fn matches(&self, pattern: &'p str, text: &str) -> Fits {
        let mut patterns = self.patterns.borrow_mut();
        let regex = patterns
            .entry(pattern)
            .or_insert_with(|| Regex::new(pattern).ok());
        regex
            .as_ref()
            .map_or(Unknown, |regex| is(regex.find(text).is_some()))
    }
}

fn is(yes: bool) -> Fits {
    if yes { Yes } else { No }
}

fn all(mut parts: impl Iterator<Item = Fits>) -> Fits {
    let worst = parts.try_fold(Yes, |worst, part| match part {
        No => Err(()),
        Unknown => Ok(Unknown),
        Yes => Ok(worst),
    });
    worst.unwrap_or(No)
}

fn any(mut parts: impl Iterator<Item = Fits>) -> Fits {
    let best = parts.try_fold(No, |best, part| match part {
        Yes => Err(()),
        Unknown => Ok(Unknown),
        No => Ok(best),
    });
    best.unwrap_or(Yes)
}

/// Exactly one.
fn one(parts: impl Iterator<Item = Fits>) -> Fits {
    let (mut yes, mut unknown) = (0, false);
    for part in parts {
        yes += usize::from(part == Yes);
        unknown |= part == Unknown;
    }
    match yes {
        2.. => No,
        _ if unknown => Unknown,
        count => is(count == 1),
    }
}

fn type_fits(demand: Node<'_>, value: Node<'_>) -> Fits {
    match demand.as_str() {
        Some(name) => named_type(name, value),
        None if demand.is_seq() => any(demand.items().map(|name| {
            name.as_str()
                .map_or(Unknown, |name| named_type(name, value))
        })),
        None => Unknown,
    }
}

fn named_type(name: &str, value: Node<'_>) -> Fits {
    let number = matches!(value.value(), Value::Number(_));
    match name {
        "string" => is(value.as_str().is_some()),
        "boolean" => is(value.as_bool().is_some()),
        "object" => is(value.is_map()),
        "array" => is(value.is_seq()),
        "null" => is(value.is_null()),
        "number" => is(number),
        "integer" if !number => No,
        "integer" => value.as_i64().map_or(Unknown, |_| Yes),
        _ => Unknown,
    }
}

fn equal(choice: Node<'_>, value: Node<'_>) -> Fits {
    match (choice.value(), value.value()) {
        (Value::String(a), Value::String(b)) => is(a == b),
        (Value::Bool(a), Value::Bool(b)) => is(a == b),
        (Value::Null, Value::Null) => Yes,
        (Value::Number(a), Value::Number(b)) if a == b => Yes,
        (Value::Number(_), Value::Number(_)) => Unknown,
        (Value::Map(_) | Value::Seq(_), Value::Map(_) | Value::Seq(_)) => Unknown,
        _ => No,
    }
}

fn compare(demand: Node<'_>, value: Node<'_>, holds: impl Fn(f64, f64) -> bool) -> Fits {
    match (demand.as_f64(), value.value()) {
        (None, _) => Unknown,
        (_, Value::Number(_)) => match (demand.as_f64(), value.as_f64()) {
            // Beyond this the digits of a double run out.
            (Some(limit), Some(number)) if limit.abs() < 9e15 && number.abs() < 9e15 => {
                is(holds(limit, number))
            }
            _ => Unknown,
        },
        _ => Yes,
    }
}

fn count(demand: Node<'_>, count: Option<usize>, holds: impl Fn(i64, i64) -> bool) -> Fits {
    match (demand.as_i64(), count) {
        (None, _) => Unknown,
        (Some(limit), Some(count)) => is(holds(limit, count as i64)),
        (Some(_), None) => Yes,
    }
}

fn length(value: Node<'_>) -> Option<usize> {
    value.as_str().map(|text| text.chars().count())
}

fn items(value: Node<'_>) -> Option<usize> {
    value.is_seq().then(|| value.items().len())
}

fn members(value: Node<'_>) -> Option<usize> {
    value.is_map().then(|| value.entries().len())
}
