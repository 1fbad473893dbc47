//! Structs and maps.

use indexmap::IndexMap;

use super::builder::{Body, Builder};
use super::constraints::Of;
use super::docs;
use super::parts::{Parts, only_all_of, substance};
use super::place::Place;
use crate::doc::node::Node;
use crate::ir::{Docs, Field, Names, Rest, Shape, Struct, Type, WireName};
use crate::naming::{Kind, assign};

/// What schemas say of the members that they do not name.
enum Others<'p> {
    /// Nothing.
    Silent,
    Open,
    Closed,
    Schema(Vec<Node<'p>>),
}

impl<'p> Builder<'p> {
    pub(crate) fn object(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let members = members(parts);
        let others = others(parts);
        if !members.is_empty() || matches!(others, Others::Closed) {
            return self.structure(parts, &members, others, place);
        }
        let value = match others {
            Others::Schema(nodes) => self.type_of_all(&nodes, &place.part("value")),
            _ => Type::Any,
        };
        let bounds = self.constraints(Of::Map, parts);
        self.bounded(Type::Map(Box::new(value)), bounds, parts, place)
    }

    fn structure(
        &mut self,
        parts: &Parts<'p>,
        members: &Members<'p>,
        others: Others<'p>,
        place: &Place,
    ) -> Type {
        let id = self.begin(parts, place);
        let rest = match others {
            Others::Silent => Rest::Ignored,
            Others::Closed => Rest::Denied,
            Others::Open => Rest::Typed(Type::Any),
            Others::Schema(nodes) => Rest::Typed(self.type_of_all(&nodes, &place.part("value"))),
        };
        let raws: Vec<&str> = members.keys().copied().collect();
        let names = assign(Kind::RustValue, &raws)
            .into_iter()
            .zip(assign(Kind::TsMember, &raws));
        let fields = members
            .iter()
            .zip(names)
            .map(|((wire, member), (rust, ts))| {
                self.field(wire, member, Names { rust, ts }, &rest, place)
            })
            .collect();
        let own = parts
            .0
            .last()
            .map_or_else(Docs::default, |part| docs::of(part.node));
        let body = Body {
            docs: own,
            shape: Shape::Struct(Struct { fields, rest }),
            constraints: self.constraints(Of::Map, parts),
            inline: false,
            default: None,
            nullable: false,
        };
        self.end(id, body);
        Type::Named(id)
    }

    fn field(
        &mut self,
        wire: &str,
        member: &Member<'p>,
        names: Names,
        rest: &Rest,
        place: &Place,
    ) -> Field {
        let nodes = &member.schemas;
        let ty = match (nodes.as_slice(), rest) {
            ([], Rest::Typed(ty)) => ty.clone(),
            _ => self.type_of_all(&member.demands(), &place.part(wire)),
        };
        let flag = |keyword: &str| {
            nodes
                .iter()
                .any(|node| node.resolve().get(keyword).and_then(Node::as_bool) == Some(true))
        };
        let written = nodes.iter().rev().find_map(|node| node.get("default"));
        let default = written.or_else(|| {
            nodes
                .iter()
                .rev()
                .find_map(|node| node.resolve().get("default"))
        });
        Field {
            wire: WireName(wire.to_owned()),
            names,
            docs: docs::merged(nodes),
            ty,
            required: member.required,
            read_only: flag("readOnly"),
            write_only: flag("writeOnly"),
            default: default
                .map(|value| value.to_json().to_string())
                .filter(|_| !member.required),
            boxed: false,
        }
    }
}

#[derive(Default)]
pub(crate) struct Member<'p> {
    pub(crate) schemas: Vec<Node<'p>>,
    /// What other parts of an `allOf` ask of all members that they do not name.
    beside: Vec<Node<'p>>,
    pub(crate) required: bool,
}

impl<'p> Member<'p> {
    /// All that a value has to fit.
    fn demands(&self) -> Vec<Node<'p>> {
        self.beside.iter().chain(&self.schemas).copied().collect()
    }
}

pub(crate) type Members<'p> = IndexMap<&'p str, Member<'p>>;

/// Members by name, in the order in which they are first met, innermost schema first.
pub(crate) fn members<'p>(parts: &Parts<'p>) -> Members<'p> {
    let mut members = Members::new();
    for properties in parts.all("properties") {
        for (_, name, schema) in properties.entries() {
            if schema.as_bool() != Some(false) {
                members.entry(name).or_default().schemas.push(schema);
            }
        }
    }
    for name in parts
        .all("required")
        .flat_map(Node::items)
        .filter_map(Node::as_str)
    {
        members.entry(name).or_default().required = true;
    }
    for part in &parts.0 {
        each_unnamed(part.node, &mut members);
    }
    members
}

/// `additionalProperties` speaks of what its own schema does not name: members of other parts included.
fn each_unnamed<'p>(part: Node<'p>, members: &mut Members<'p>) {
    let said = part.get("additionalProperties");
    let typed = said.filter(|node| node.as_bool().is_none() && says_something(*node));
    let Some(typed) = typed.filter(|_| part.get("patternProperties").is_none()) else {
        return;
    };
    let own = part.get("properties");
    for (name, member) in members {
        if own.is_none_or(|own| own.get(name).is_none()) && !member.schemas.is_empty() {
            member.beside.push(typed);
        }
    }
}

/// Whether a schema is more than a description of anything.
fn says_something(node: Node<'_>) -> bool {
    node.reference().is_some() || substance(node) || only_all_of(node)
}

fn others<'p>(parts: &Parts<'p>) -> Others<'p> {
    let mut schemas = Vec::new();
    let mut open = false;
    let patterned = parts
        .all("patternProperties")
        .any(|patterns| patterns.entries().len() > 0);
    for node in parts.all("additionalProperties") {
        match node.as_bool() {
            Some(false) if patterned => {}
            Some(false) => return Others::Closed,
            Some(true) => open = true,
            None if says_something(node) => schemas.push(node),
            None => open = true,
        }
    }
    if patterned {
        return patterns(parts, open || !schemas.is_empty());
    }
    match (schemas.is_empty(), open) {
        (false, _) => Others::Schema(schemas),
        (true, true) => Others::Open,
        (true, false) => Others::Silent,
    }
}

/// One pattern with nothing beside it types every member; more of them cannot be told apart by type.
fn patterns<'p>(parts: &Parts<'p>, beside: bool) -> Others<'p> {
    let closed = parts
        .all("additionalProperties")
        .any(|node| node.as_bool() == Some(false));
    let all: Vec<Node<'p>> = parts
        .all("patternProperties")
        .flat_map(Node::entries)
        .map(|(_, _, schema)| schema)
        .collect();
    match all.as_slice() {
        [only] if closed && !beside => Others::Schema(vec![*only]),
        _ => Others::Open,
    }
}
