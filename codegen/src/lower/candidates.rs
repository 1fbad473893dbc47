//! Alternatives before they have types: what each is called, and whether what stands around them is a part of it.

use super::enums::{spelled, values};
use super::kinds::Kinds;
use super::objects::{Members, members};
use super::parts::{Part, Parts};
use super::place;
use super::tags::constant;
use super::unions::only_requires;
use crate::doc::node::Node;
use crate::ir::Scalar;
use crate::naming::words::JOINT;

/// More alternatives of alternatives than anybody wants to read.
const MAX_PRODUCT: usize = 16;

/// One alternative before it has a type.
#[derive(Debug)]
pub(crate) struct Candidate<'p> {
    pub(crate) raw: String,
    /// As written.
    pub(crate) node: Node<'p>,
    pub(crate) parts: Parts<'p>,
    /// What stands around the alternatives is a part of it.
    pub(crate) merged: bool,
}

/// The alternatives of a channel: whole schemas with names of their own.
pub(crate) fn plain<'p>(raw: String, node: Node<'p>) -> Candidate<'p> {
    Candidate {
        raw,
        node,
        parts: Parts::expand(&[Part::new(node)]),
        merged: false,
    }
}

pub(super) fn candidate<'p>(base: &Parts<'p>, node: Node<'p>, at: usize) -> Candidate<'p> {
    let own = plain(String::new(), node);
    let raw = branch_name(node, &own.parts, at);
    match needs_base(base, node) {
        true => Candidate {
            raw,
            node,
            parts: base.with(node),
            merged: true,
        },
        false => Candidate { raw, ..own },
    }
}

/// Objects that would all be called `object` are called after a member that only they have, required ones first.
pub(super) fn distinguish(candidates: &mut [Candidate<'_>]) {
    let anonymous: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates[*at].raw == kind_name(Kinds::OBJECT))
        .collect();
    if anonymous.len() < 2 {
        return;
    }
    let known: Vec<Members<'_>> = candidates
        .iter()
        .map(|candidate| members(&candidate.parts))
        .collect();
    for at in anonymous {
        let own = |name: &&str| {
            let holders = known.iter().filter(|other| other.contains_key(*name));
            holders.count() == 1
        };
        let required = known[at].iter().filter(|(_, member)| member.required);
        let found = required
            .chain(&known[at])
            .map(|(name, _)| *name)
            .find(own)
            .map(str::to_owned);
        candidates[at].raw = found.unwrap_or_else(|| format!("option {}", at + 1));
    }
}

/// Whether what stands around the alternatives says more than this alternative says itself.
pub(super) fn needs_base(base: &Parts<'_>, branch: Node<'_>) -> bool {
    let own = plain(String::new(), branch);
    let silent = Kinds::of(&own.parts) == Kinds::ANY
        && values(&own.parts).is_none()
        && own.parts.branches().is_none();
    // Alternatives of several lists make alternatives of all of them.
    if base.branches().is_some() {
        return true;
    }
    let base_kinds = Kinds::of(base);
    if silent {
        return base_kinds != Kinds::ANY || base.has_own_members();
    }
    if !base.has_own_members() {
        return false;
    }
    let own_members = members(&own.parts);
    members(base)
        .iter()
        .any(|(name, member)| match own_members.get(name) {
            Some(own) => own.schemas.is_empty() || (member.required && !own.required),
            None => true,
        })
}

/// Whether what is left of other alternatives goes into each of these: where all are objects, whose members add up.
pub(super) fn multiply(base: &Parts<'_>, branches: &[Node<'_>]) -> bool {
    let object = |node: &Node<'_>| Kinds::of(&plain(String::new(), *node).parts) == Kinds::OBJECT;
    let mut count = branches.len();
    branches.iter().all(object)
        && base.open().all(|(_, list)| {
            let presence = list.items().all(only_requires);
            count *= if presence { 1 } else { list.items().len() };
            count <= MAX_PRODUCT && (presence || list.items().all(|node| object(&node)))
        })
}

pub(super) fn branch_name(node: Node<'_>, parts: &Parts<'_>, at: usize) -> String {
    if let Some(written) = node.reference() {
        let (file, fragment) = written.split_once('#').unwrap_or((written, ""));
        let stem = file
            .rsplit('/')
            .next()
            .and_then(|name| name.split('.').next())
            .unwrap_or_default();
        return place::of_pointer(fragment, stem).raw.replace(JOINT, " ");
    }
    let title = node
        .get("title")
        .and_then(Node::as_str)
        .filter(|title| !title.trim().is_empty());
    if let Some(title) = title {
        return title.to_owned();
    }
    let known = members(parts);
    let tag = known.keys().find_map(|name| match constant(&known, name) {
        Some(Scalar::String(value)) => Some(value),
        _ => None,
    });
    if let Some(tag) = tag {
        return tag;
    }
    match values(parts).as_deref() {
        Some([only]) => spelled(only),
        _ => match Kinds::of(parts).without_null().list().as_slice() {
            [only] => kind_name(*only).to_owned(),
            _ => format!("option {}", at + 1),
        },
    }
}

pub(super) fn kind_name(kind: Kinds) -> &'static str {
    match kind {
        Kinds::BOOLEAN => "boolean",
        Kinds::INTEGER => "integer",
        Kinds::NUMBER => "number",
        Kinds::STRING => "text",
        Kinds::ARRAY => "list",
        _ => "object",
    }
}
