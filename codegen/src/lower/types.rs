//! Schema -> type, where it is used.

use std::collections::HashSet;

use super::builder::{Body, Builder};
use super::constraints::Of;
use super::docs;
use super::kinds::{self, Kinds};
use super::parts::{Part, Parts, only_all_of, substance};
use super::place::Place;
use crate::doc::node::Node;
use crate::ir::{Check, Constraints, Docs, Rule, Shape, Type, TypeId};
use crate::yaml::Value;

/// Deeper schemas than anybody writes: merged references that lead into each other.
const MAX_DEPTH: usize = 96;

impl<'p> Builder<'p> {
    /// The type of a schema that stands here.
    pub(crate) fn type_of(&mut self, node: Node<'p>, place: &Place) -> Type {
        self.type_of_all(&[node], place)
    }

    /// The type of what fits all of these schemas.
    pub(crate) fn type_of_all(&mut self, nodes: &[Node<'p>], place: &Place) -> Type {
        if self.depth >= MAX_DEPTH {
            return Type::Any;
        }
        self.depth += 1;
        let ty = self.merged(nodes, place);
        self.depth -= 1;
        ty
    }

    fn merged(&mut self, nodes: &[Node<'p>], place: &Place) -> Type {
        let nullable = nodes.last().is_some_and(|node| marked_nullable(*node));
        let nodes = without_frames(nodes);
        let ty = match nodes.as_slice() {
            [] => Type::Any,
            [only] if only.reference().is_some() => self.reference(*only),
            many => {
                let parts: Vec<Part<'p>> = many.iter().map(|node| Part::new(*node)).collect();
                self.structural(&Parts::expand(&parts), place)
            }
        };
        if nullable { or_null(ty) } else { ty }
    }

    pub(crate) fn reference(&mut self, node: Node<'p>) -> Type {
        let Some(id) = self.named(node) else {
            return Type::Any;
        };
        let target = node.resolve();
        if allows_null(target, &mut HashSet::new()) {
            or_null(Type::Named(id))
        } else {
            Type::Named(id)
        }
    }

    /// The type of schemas that have to be looked into.
    pub(crate) fn structural(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        if parts.0.is_empty() {
            return Type::Any;
        }
        if place.own.is_none()
            && let Some(known) = self.known(&parts.key())
        {
            return known;
        }
        let ty = self.shape(parts, place);
        self.remember_null(parts.key(), &ty);
        ty
    }

    fn shape(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        if let Some(values) = super::enums::values(parts) {
            let unsaid = |value| (value, Docs::default());
            return self.values(parts, values.into_iter().map(unsaid).collect(), place);
        }
        if super::enums::exclude_each_other(parts) {
            return self.nothing(parts, place);
        }
        if let Some((owner, list)) = parts.branches() {
            if let Some(values) = super::enums::told(parts, list) {
                return self.values(parts, values, place);
            }
            return self.union(parts, owner, list, place);
        }
        let kinds = Kinds::of(parts);
        let nullable = kinds.contains(Kinds::NULL) && kinds != Kinds::ANY;
        let ty = match kinds.without_null().list().as_slice() {
            [] if nullable => Type::Const(crate::ir::Scalar::Null),
            [] => self.nothing(parts, place),
            [only] => self.of_kind(*only, parts, place),
            _ if kinds.contains(Kinds::ANY.without_null()) => self.anything(parts, place),
            many => self.kind_union(many, parts, place),
        };
        if nullable { or_null(ty) } else { ty }
    }

    pub(crate) fn of_kind(&mut self, kind: Kinds, parts: &Parts<'p>, place: &Place) -> Type {
        match kind {
            Kinds::BOOLEAN => self.boolean(parts, place),
            Kinds::INTEGER => self.integer(parts, place),
            Kinds::NUMBER => self.number(parts, place),
            Kinds::STRING => self.string(parts, place),
            Kinds::ARRAY => self.array(parts, place),
            Kinds::OBJECT => self.object(parts, place),
            _ => Type::Any,
        }
    }

    fn boolean(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let checks = self.constraints(Of::Boolean, parts);
        self.bounded(Type::Bool, checks, parts, place)
    }

    /// A value of any kind, which conditions may bound all the same.
    fn anything(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let checks = self.constraints(Of::Any, parts);
        self.bounded(Type::Any, checks, parts, place)
    }

    /// Parts that exclude each other: no value fits.
    fn nothing(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let check = Check {
            rule: Rule::never(),
            words: "nothing: the parts of the schema exclude each other".to_owned(),
            schema: Some("{\"not\":{}}".to_owned()),
        };
        let none = Constraints {
            checks: vec![check],
            ..Constraints::default()
        };
        self.bounded(Type::Any, none, parts, place)
    }

    /// The definition of a type with a name of its own.
    pub(crate) fn define(&mut self, id: TypeId, node: Node<'p>, place: &Place) {
        let ty = self.type_of(node, place);
        // Whoever refers to a type that may be null says so at the reference.
        let (ty, nullable) = match ty {
            Type::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        if ty == Type::Named(id) && self.drafts[id.0].body.is_some() {
            self.describe(id, node, nullable);
            return;
        }
        let ty = if ty == Type::Named(id) { Type::Any } else { ty };
        let body = Body {
            docs: docs::of(node),
            shape: Shape::Alias(ty),
            constraints: Constraints::default(),
            inline: false,
            default: own_default(node),
            nullable,
        };
        self.end(id, body);
    }

    /// What a definition says of itself goes before what its parts say.
    fn describe(&mut self, id: TypeId, node: Node<'p>, nullable: bool) {
        let own = docs::of(node);
        if let Some(body) = self.drafts[id.0].body.as_mut() {
            body.inline = false;
            body.nullable = nullable;
            body.default = own_default(node).or(body.default.take());
            if own != Docs::default() {
                body.docs = own;
            }
        }
    }
}

fn own_default(node: Node<'_>) -> Option<String> {
    node.get("default").map(|value| value.to_json().to_string())
}

/// The type, or null.
pub(crate) fn or_null(ty: Type) -> Type {
    match ty {
        Type::Any | Type::Nullable(_) | Type::Const(crate::ir::Scalar::Null) => ty,
        other => Type::Nullable(Box::new(other)),
    }
}

fn marked_nullable(node: Node<'_>) -> bool {
    node.get("nullable").and_then(Node::as_bool) == Some(true)
}

/// Unwraps what only describes (`allOf: [$ref]` with a text), and drops what says nothing or twice the same.
fn without_frames<'p>(nodes: &[Node<'p>]) -> Vec<Node<'p>> {
    let mut out: Vec<Node<'p>> = Vec::new();
    for node in nodes {
        let inner = if only_all_of(*node) {
            let items: Vec<_> = node
                .get("allOf")
                .into_iter()
                .flat_map(Node::items)
                .collect();
            without_frames(&items)
        } else if node.reference().is_some() || substance(*node) {
            vec![*node]
        } else {
            Vec::new()
        };
        for node in inner {
            if !out.iter().any(|known| known.resolve() == node.resolve()) {
                out.push(node);
            }
        }
    }
    out
}

/// Whether a schema that is referred to lets null through. One that is met again says nothing new.
fn allows_null<'p>(node: Node<'p>, seen: &mut HashSet<Node<'p>>) -> bool {
    if !node.is_map() || !seen.insert(node) {
        return false;
    }
    if marked_nullable(node) {
        return true;
    }
    let inside = |node: Node<'p>| {
        let node = node.resolve();
        kinds::of_node(node) == Kinds::NULL
            || node.get("const").is_some_and(Node::is_null)
            || allows_null(node, seen)
    };
    if let Some(values) = node.get("enum") {
        return values.items().any(Node::is_null) && values.items().len() > 1;
    }
    if let Some(branches) = node.get("oneOf").or_else(|| node.get("anyOf")) {
        return branches.items().len() > 1 && branches.items().any(inside);
    }
    if let Some(all) = node.get("allOf").filter(|_| !substance(node)) {
        return all.items().len() == 1 && all.items().all(inside);
    }
    match node.get("type").map(Node::value) {
        Some(Value::Seq(_)) => {
            let kinds = kinds::of_node(node);
            kinds.contains(Kinds::NULL) && !kinds.without_null().list().is_empty()
        }
        _ => false,
    }
}
