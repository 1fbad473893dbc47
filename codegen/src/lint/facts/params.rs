//! The params of routes: every member of what `R.subscribe` carries, nested objects included.

use std::collections::HashSet;

use super::schemas;
use crate::doc::node::Node;
use crate::lint::Context;

/// One object of the params: the payload itself, or an object inside it.
#[derive(Debug, Clone)]
pub(crate) struct Model<'p> {
    pub route: &'p str,
    /// `BarsSubscriptionRequest`, or `params of bars` where it has no name.
    pub name: String,
    pub node: Node<'p>,
}

/// One member.
#[derive(Debug, Clone)]
pub(crate) struct Param<'p> {
    pub model: Model<'p>,
    pub name: &'p str,
    pub key: Node<'p>,
    /// As written: it may be a reference.
    pub written: Node<'p>,
    /// References followed.
    pub schema: Node<'p>,
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
            collect(params, route.name, &fallback, &mut seen, &mut found);
        }
    }
    found
}

fn collect<'p>(
    schema: Node<'p>,
    route: &'p str,
    fallback: &str,
    seen: &mut HashSet<Node<'p>>,
    found: &mut Vec<Model<'p>>,
) {
    if !schema.is_map() || !seen.insert(schema) {
        return;
    }
    if schema.has("properties") {
        let name = component_name(schema).unwrap_or(fallback).to_owned();
        found.push(Model {
            route,
            name,
            node: schema,
        });
    }
    for branch in schema.get("allOf").into_iter().flat_map(Node::items) {
        collect(branch.resolve(), route, fallback, seen, found);
    }
    for (_, name, member) in schemas::properties(schema) {
        let nested = format!("{fallback}.{name}");
        let member = member.resolve();
        collect(member, route, &nested, seen, found);
        if let Some(items) = member.follow("items") {
            collect(items, route, &nested, seen, found);
        }
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
            schema: written.resolve(),
        })
    };
    models(context).into_iter().flat_map(members).collect()
}
