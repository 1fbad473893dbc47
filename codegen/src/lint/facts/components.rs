//! Which components nothing uses.

use std::collections::HashSet;

use super::{guess, hidden, routes, schemas};
use crate::doc::grammar::{Fact, Kind};
use crate::doc::node::Node;
use crate::doc::pointer;
use crate::doc::reference::Problem;
use crate::lint::Context;

#[derive(Debug)]
pub(crate) struct Unused<'p> {
    pub key: Node<'p>,
    pub kind: Option<Kind>,
}

/// Members of `components` (of its `x-` members too) that no reference reaches.
pub(crate) fn unused<'p>(context: &Context<'p>) -> Vec<Unused<'p>> {
    let root = context.root();
    let Some(components) = root.follow("components") else {
        return Vec::new();
    };
    // Under a misspelt key nothing is seen, and what stands there may use everything.
    if hidden::frame(context) || hidden::unreadable_reference(context) {
        return Vec::new();
    }
    let used = used_nodes(context);
    let excused = excused_sections(context);
    let mentions = hidden::mentions(context);
    // A message that its route lacks is missed there.
    let missed = routes::missing_parts(context);
    let mut found = Vec::new();
    for (_, section, map) in components.entries() {
        // Security schemes are used by name, and have a rule of their own.
        if section == "securitySchemes" || excused.contains(&section) || map.reference().is_some() {
            continue;
        }
        let kind = Kind::of_section(section);
        for (key, name, node) in map.entries() {
            if section == "messages" && is_missed(node, name, &missed) {
                continue;
            }
            let pointer = || format!("#/components/{section}/{}", pointer::escape(name));
            if used.contains(&node) || extends_a_tagged_schema(node) {
                continue;
            }
            let glued = || format!("$ref:'{}'", pointer());
            if !mentions
                .iter()
                .any(|text| *text == name || *text == pointer() || *text == glued())
            {
                found.push(Unused { key, kind });
            }
        }
    }
    found
}

/// Whether the message is one that a route lacks, by its key or by its own name.
fn is_missed(message: Node<'_>, key: &str, missed: &[(&str, String)]) -> bool {
    let name = message.get("name").and_then(Node::as_str).unwrap_or(key);
    missed.iter().any(|(_, part)| part == name)
}

/// Names of the schemas that nothing uses, whatever the reason.
pub(crate) fn unused_schemas<'p>(context: &Context<'p>) -> Vec<&'p str> {
    let used = used_nodes(context);
    let schemas = context
        .root()
        .follow("components")
        .and_then(|components| components.follow("schemas"));
    let members = schemas.into_iter().flat_map(|map| map.entries());
    members
        .filter(|(_, _, node)| !used.contains(node))
        .map(|(_, name, _)| name)
        .collect()
}

/// Whether a reference leads to the node.
pub(crate) fn is_referenced(context: &Context<'_>, node: Option<Node<'_>>) -> bool {
    let Some(node) = node else { return false };
    let files = context.files();
    let mut targets = files
        .iter()
        .flat_map(|file| context.project.references(*file));
    targets.any(|(_, target)| target.is_ok_and(|target| target == node))
}

/// Everything that a reference from outside of it reaches, with all that holds it.
fn used_nodes<'p>(context: &Context<'p>) -> HashSet<Node<'p>> {
    let mut used = HashSet::new();
    for file in context.files() {
        for (from, target) in context.project.references(*file) {
            match target {
                Ok(target) => mark(from, target, &mut used),
                // A misspelt reference means the component that it nearly names.
                Err(
                    problem @ (Problem::Dangling { .. }
                    | Problem::NoPointer { .. }
                    | Problem::Unreadable { .. }
                    | Problem::Outside { .. }),
                ) => used.extend(guess::of(context, from, problem).map(|guess| guess.target)),
                // A ring of references that nothing else reaches has a finding already.
                Err(Problem::Cycle) => {
                    used.insert(from);
                }
                Err(_) => {}
            }
        }
    }
    used
}

fn mark<'p>(from: Node<'p>, target: Node<'p>, used: &mut HashSet<Node<'p>>) {
    let mut node = Some(target);
    while let Some(at) = node {
        // A schema that only refers to itself is not used by that.
        if !contains(at, from) || at.parent().is_none() {
            used.insert(at);
        }
        node = at.parent();
    }
}

fn contains<'p>(outer: Node<'p>, inner: Node<'p>) -> bool {
    let mut node = Some(inner);
    while let Some(at) = node {
        if at == outer {
            return true;
        }
        node = at.parent();
    }
    false
}

/// Sections whose components look unused because of another mistake, which has its own finding.
fn excused_sections(context: &Context<'_>) -> Vec<&'static str> {
    let mut excused = Vec::new();
    for fault in context.faults() {
        if let Fact::RefWrongKind { expected, .. } = &fault.fact {
            excused.extend(expected.section());
        }
    }
    for (node, problem) in context.broken_references() {
        let near = guess::of(context, node, problem).is_some();
        let kind = context
            .structure()
            .and_then(|structure| structure.kind(node));
        excused.extend(kind.filter(|_| !near).and_then(Kind::section));
    }
    if !routes::messages_without_payload(context).is_empty() {
        excused.push("schemas");
    }
    excused
}

/// In the style of OpenAPI 2 a variant names its base, and the base's discriminator the variant.
fn extends_a_tagged_schema(schema: Node<'_>) -> bool {
    let branches = schema.get("allOf").into_iter().flat_map(Node::items);
    branches
        .map(Node::resolve)
        .any(|base| base.has("discriminator"))
        && schemas::name_of(schema).is_some()
}
