//! What tells alternatives apart: a discriminator, or a member that is a constant in each.

use super::candidates::{Candidate, branch_name};
use super::enums::values;
use super::objects::{Members, members};
use super::parts::{Part, Parts};
use crate::doc::node::Node;
use crate::ir::Scalar;

/// What tells alternatives apart, by word of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Discriminator<'p> {
    member: &'p str,
    mapping: Option<Node<'p>>,
}

pub(crate) fn discriminator<'p>(parts: &Parts<'p>) -> Option<Discriminator<'p>> {
    let node = parts.get("discriminator")?;
    match node.as_str() {
        Some(member) => Some(Discriminator {
            member,
            mapping: None,
        }),
        // The form of OpenAPI.
        None => Some(Discriminator {
            member: node.get("propertyName")?.as_str()?,
            mapping: node.get("mapping"),
        }),
    }
}

/// The only value that a member may have.
pub(super) fn constant(members: &Members<'_>, name: &str) -> Option<Scalar> {
    let schemas: Vec<Part<'_>> = members
        .get(name)?
        .schemas
        .iter()
        .map(|node| Part::new(*node))
        .collect();
    match values(&Parts::expand(&schemas)).as_deref() {
        Some([only]) if *only != Scalar::Null => Some(only.clone()),
        _ => None,
    }
}

/// The member that tells all alternatives apart, and its value in each.
pub(super) fn tags<'p>(
    candidates: &[Candidate<'p>],
    discriminator: Option<Discriminator<'p>>,
) -> Option<(&'p str, Vec<Scalar>)> {
    let known: Vec<Members<'p>> = candidates
        .iter()
        .map(|candidate| members(&candidate.parts))
        .collect();
    if known.len() < 2 || known.iter().any(Members::is_empty) {
        return None;
    }
    if let Some(by) = discriminator {
        let tags = candidates.iter().zip(&known).map(|(candidate, members)| {
            constant(members, by.member)
                .or_else(|| mapped(by, candidate.node))
                .or_else(|| schema_name(candidate.node))
        });
        return Some((by.member, distinct(tags.collect::<Option<_>>()?)?));
    }
    known[0].keys().find_map(|name| {
        let tag = |members: &Members<'p>| {
            members
                .get(name)
                .filter(|member| member.required)
                .and_then(|_| constant(members, name))
        };
        Some((
            *name,
            distinct(known.iter().map(tag).collect::<Option<_>>()?)?,
        ))
    })
}

/// Values of one kind that can be told apart; fractions are compared, not matched.
fn distinct(tags: Vec<Scalar>) -> Option<Vec<Scalar>> {
    let kinds = [
        |tag: &Scalar| matches!(tag, Scalar::String(_)),
        |tag: &Scalar| matches!(tag, Scalar::Integer(_)),
        |tag: &Scalar| matches!(tag, Scalar::Bool(_)),
    ];
    if !kinds.iter().any(|of_kind| tags.iter().all(of_kind)) {
        return None;
    }
    let twice = tags
        .iter()
        .enumerate()
        .any(|(at, tag)| tags[..at].contains(tag));
    (!twice).then_some(tags)
}

fn mapped(by: Discriminator<'_>, branch: Node<'_>) -> Option<Scalar> {
    let written = branch.reference()?;
    let found = by.mapping?.entries().find(|(_, _, target)| {
        target
            .as_str()
            .is_some_and(|target| target == written || written.ends_with(&format!("/{target}")))
    });
    found.map(|(_, value, _)| Scalar::String(value.to_owned()))
}

/// AsyncAPI 2.x: the value of the discriminator is the name of the schema.
fn schema_name(branch: Node<'_>) -> Option<Scalar> {
    branch.reference()?;
    Some(Scalar::String(branch_name(branch, &Parts::default(), 0)))
}
