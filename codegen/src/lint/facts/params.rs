//! The params of routes: every member of what `R.subscribe` carries, nested objects included.

use std::collections::HashSet;

use super::{conjunction, schemas};
use crate::doc::node::Node;
use crate::lint::Context;

/// One object of the params: the payload itself, or an object inside it. Several, where parts of an `allOf` make it.
#[derive(Debug, Clone)]
pub(crate) struct Model<'p> {
    pub route: &'p str,
    /// `BarsSubscriptionRequest`, or `params of bars` where it has no name.
    pub name: String,
    pub node: Node<'p>,
    /// What else the same object has to fit: members of theirs are further members to this schema.
    pub beside: Vec<Node<'p>>,
    /// Names that this object, or what stands beside it in an `allOf`, requires.
    pub required: Vec<&'p str>,
}

/// One member.
#[derive(Debug, Clone)]
pub(crate) struct Param<'p> {
    pub model: Model<'p>,
    pub name: &'p str,
    pub key: Node<'p>,
    /// As written: it may be a reference.
    pub written: Node<'p>,
    /// The param itself, then the items of lists in it: of each the schemas that must all fit.
    pub slots: Vec<Vec<Node<'p>>>,
}

/// Why params are strict: the words that every finding shares.
pub(crate) fn why(route: &str) -> String {
    format!("the topic `{route}:...` is computed from the params")
}

pub(crate) fn models<'p>(context: &Context<'p>) -> Vec<Model<'p>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for route in context.routes() {
        if let Some(params) = route.params() {
            let fallback = format!("params of {}", route.name);
            let parts = conjunction::parts(params);
            collect(&parts, route.name, &fallback, true, &mut seen, &mut found);
        }
    }
    found
}

fn collect<'p>(
    parts: &[Node<'p>],
    route: &'p str,
    fallback: &str,
    whole: bool,
    seen: &mut HashSet<Node<'p>>,
    found: &mut Vec<Model<'p>>,
) {
    if !parts.first().is_some_and(|first| seen.insert(*first)) {
        return;
    }
    let required: Vec<&str> = parts
        .iter()
        .flat_map(|part| schemas::required(*part))
        .collect();
    // A member that has no members itself is a map, which is another finding. The params as a whole have no other.
    let is_object = whole || parts.iter().any(|part| part.has("properties"));
    for part in parts.iter().filter(|_| is_object) {
        let others = parts.iter().filter(|other| *other != part);
        found.push(Model {
            route,
            name: component_name(*part).unwrap_or(fallback).to_owned(),
            node: *part,
            beside: others.copied().collect(),
            required: required.clone(),
        });
    }
    for part in parts {
        for (_, name, member) in schemas::properties(*part) {
            let nested = format!("{fallback}.{name}");
            for slot in slots(member) {
                collect(&slot, route, &nested, false, seen, found);
            }
        }
    }
}

/// Lists inside lists are followed this far.
const DEPTH: usize = 8;

/// The value that a schema describes, and what lists in it hold.
fn slots(schema: Node<'_>) -> Vec<Vec<Node<'_>>> {
    let mut found = Vec::new();
    add_slots(schema, DEPTH, &mut found);
    found
}

fn add_slots<'p>(schema: Node<'p>, depth: usize, found: &mut Vec<Vec<Node<'p>>>) {
    let mut parts = conjunction::parts(schema);
    if parts.is_empty() {
        parts.push(schema.resolve());
    }
    let items: Vec<Node<'p>> = parts
        .iter()
        .flat_map(|part| [part.get("items"), part.get("additionalItems")])
        .flatten()
        .flat_map(|items| match items.is_seq() {
            true => items.items().collect(),
            false => vec![items],
        })
        // No further items is no value.
        .filter(|items| items.as_bool() != Some(false))
        .collect();
    if found.contains(&parts) {
        return;
    }
    found.push(parts);
    if let Some(depth) = depth.checked_sub(1) {
        items
            .into_iter()
            .for_each(|items| add_slots(items, depth, found));
    }
}

fn component_name(schema: Node<'_>) -> Option<&str> {
    let section = schema.parent()?.own_key()?.as_str()?;
    (section == "schemas").then(|| schemas::name_of(schema))?
}

pub(crate) fn of<'p>(context: &Context<'p>) -> Vec<Param<'p>> {
    let members = |model: Model<'p>| {
        let model_node = model.node;
        schemas::properties(model_node).map(move |(key, name, written)| Param {
            model: model.clone(),
            name,
            key,
            written,
            slots: slots(written),
        })
    };
    models(context).into_iter().flat_map(members).collect()
}
