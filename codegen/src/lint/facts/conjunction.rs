//! Schemas that must all fit one value, and whether they exclude each other.

use std::collections::HashMap;

use super::schemas;
use crate::doc::grammar::canonical;
use crate::doc::node::Node;

/// So many schemas of one conjunction are compared; members inside members to this depth.
const MANY: usize = 64;
const DEPTH: usize = 4;

/// Two schemas that no value fits both of.
#[derive(Debug)]
pub(crate) struct Clash<'p> {
    pub first: Node<'p>,
    pub second: Node<'p>,
    /// `one wants a string, the other a number`.
    pub text: String,
    /// The required member in which they clash: no object fits then either.
    pub member: Option<&'p str>,
}

/// The schema, what it refers to, and the branches of its `allOf`.
pub(crate) fn parts(schema: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    collect(schema, &mut found);
    found
}

fn collect<'p>(schema: Node<'p>, found: &mut Vec<Node<'p>>) {
    let schema = schema.resolve();
    if !schema.is_map() || found.contains(&schema) || found.len() >= MANY {
        return;
    }
    found.push(schema);
    let branches = schema.get("allOf").into_iter().flat_map(Node::items);
    branches.for_each(|branch| collect(branch, found));
}

/// The first two parts that exclude each other.
pub(crate) fn clash<'p>(parts: &[Node<'p>]) -> Option<Clash<'p>> {
    within(parts, DEPTH)
}

fn within<'p>(parts: &[Node<'p>], depth: usize) -> Option<Clash<'p>> {
    let mut pairs = (1..parts.len()).flat_map(|at| (0..at).map(move |before| (before, at)));
    let own = pairs.find_map(|(first, second)| {
        let (first, second) = (parts[first], parts[second]);
        let text = types(first, second)
            .or_else(|| values(first, second))
            .or_else(|| bounds(first, second))?;
        Some(Clash {
            first,
            second,
            text,
            member: None,
        })
    });
    own.or_else(|| members(parts, depth.checked_sub(1)?))
}

/// Required members that more than one part describes.
fn members<'p>(parts: &[Node<'p>], depth: usize) -> Option<Clash<'p>> {
    let mut described: HashMap<&str, Vec<Node<'p>>> = HashMap::new();
    let mut order = Vec::new();
    for part in parts {
        for (_, name, schema) in schemas::properties(*part) {
            let schemas = described.entry(name).or_default();
            if schemas.is_empty() {
                order.push(name);
            }
            schemas.push(schema);
        }
    }
    let required: Vec<&str> = parts
        .iter()
        .flat_map(|part| schemas::required(*part))
        .collect();
    order.retain(|name| described[name].len() > 1 && required.contains(name));
    order.into_iter().find_map(|name| {
        let mut all = Vec::new();
        described[name]
            .iter()
            .for_each(|schema| collect(*schema, &mut all));
        let clash = within(&all, depth)?;
        Some(Clash {
            member: Some(name),
            ..clash
        })
    })
}

fn types(first: Node<'_>, second: Node<'_>) -> Option<String> {
    let (one, other) = (schemas::types(first), schemas::types(second));
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let fits = |a: &str, b: &str| {
        a == b || matches!((a, b), ("integer", "number") | ("number", "integer"))
    };
    let together = one.iter().any(|a| other.iter().any(|b| fits(a, b)));
    (!together).then(|| {
        format!(
            "one part wants type `{}`, the other `{}`",
            one.join("` or `"),
            other.join("` or `")
        )
    })
}

/// The values that a schema lists.
fn listed(schema: Node<'_>) -> Option<Vec<Node<'_>>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(list)) if list.items().len() > 0 => Some(list.items().collect()),
        _ => None,
    }
}

fn values(first: Node<'_>, second: Node<'_>) -> Option<String> {
    let apart = match (listed(first), listed(second)) {
        (Some(one), Some(other)) => {
            let other: Vec<String> = other.into_iter().map(canonical).collect();
            !one.iter().any(|value| other.contains(&canonical(*value)))
        }
        (Some(values), None) => none_is_of(&values, &schemas::types(second)),
        (None, Some(values)) => none_is_of(&values, &schemas::types(first)),
        (None, None) => false,
    };
    apart.then(|| "the values that one part lists do not fit the other".to_owned())
}

fn none_is_of(values: &[Node<'_>], types: &[&str]) -> bool {
    let fits = |value: &Node<'_>| types.iter().any(|name| schemas::is_of_type(*value, name));
    !types.is_empty() && !values.iter().any(fits)
}

fn bounds(first: Node<'_>, second: Node<'_>) -> Option<String> {
    const PAIRS: [(&str, &str); 4] = [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    let value = |schema: Node<'_>, key| schema.get(key).and_then(Node::as_f64);
    PAIRS.into_iter().find_map(|(low, high)| {
        let either = [(first, second), (second, first)];
        let (least, most) = either.into_iter().find_map(|(one, other)| {
            let (least, most) = (value(one, low)?, value(other, high)?);
            (least > most).then_some((least, most))
        })?;
        Some(format!(
            "`{low}` is {least} in one part, and `{high}` is {most} in the other"
        ))
    })
}

/// Whether nothing at all fits: `false`, or `not` with a schema that everything fits.
pub(crate) fn is_never(schema: Node<'_>) -> bool {
    let schema = schema.resolve();
    let everything = |inner: Node<'_>| {
        inner.as_bool() == Some(true) || (inner.is_map() && inner.entries().len() == 0)
    };
    schema.as_bool() == Some(false) || schema.get("not").is_some_and(everything)
}
