//! Two schemas -> the changes between them, in the direction in which their values travel.

mod items;
mod keywords;
mod objects;
mod unions;
mod values;

use std::collections::HashSet;

use super::kind::Kind;
use super::shape::Shape;
use super::value::{reference_name, same_option, show};
use super::{Changes, Direction};
use crate::doc::node::{At, Node};
use crate::source::Span;

/// Compares schemas, each pair once a direction: recursion ends, and shared schemas cost once.
#[derive(Debug)]
pub(super) struct Schemas<'c> {
    changes: &'c mut Changes,
    seen: HashSet<(At, At, Direction)>,
    /// What is compared now identifies the topics of a route.
    in_params: bool,
}

/// Where a schema stands, for sentences: `Bar.close`.
type Subject<'s> = &'s str;

impl<'c> Schemas<'c> {
    pub(super) fn new(changes: &'c mut Changes) -> Self {
        Self {
            changes,
            seen: HashSet::new(),
            in_params: false,
        }
    }

    pub(super) fn changes(&mut self) -> &mut Changes {
        self.changes
    }

    /// Every schema that was compared, of either document.
    pub(super) fn seen(&self) -> impl Iterator<Item = At> {
        self.seen.iter().flat_map(|(old, new, _)| [*old, *new])
    }

    pub(super) fn params(&mut self, subject: Subject<'_>, old: Node<'_>, new: Node<'_>) {
        self.in_params = true;
        self.compare(subject, old, new, Direction::Received);
        self.in_params = false;
    }

    pub(super) fn compare(
        &mut self,
        subject: Subject<'_>,
        old: Node<'_>,
        new: Node<'_>,
        direction: Direction,
    ) {
        let (old_name, new_name) = (reference_name(old), reference_name(new));
        if let (Some(before), Some(after)) = (old_name, new_name)
            && before != after
        {
            self.add(
                Kind::TypeRenamed,
                direction,
                Some(old),
                Some(new),
                format!("{subject} is a `{after}`, was a `{before}`"),
            );
        }
        // A pair is compared under params once more: there every change weighs.
        let pair = (old.resolve().at, new.resolve().at, direction);
        if !self.seen.insert(pair) && !self.in_params {
            return;
        }
        if self.in_params && subject.matches(['.', '[', '(']).count() > 32 {
            return;
        }
        let named = new_name.filter(|_| !self.in_params);
        self.shapes(
            named.unwrap_or(subject),
            &Shape::of(old),
            &Shape::of(new),
            direction,
        );
    }

    fn shapes(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        self.docs(subject, old, new, direction);
        self.access(subject, old, new, direction);
        self.nullable(subject, old, new, direction);
        if old.branches.is_empty() != new.branches.is_empty() {
            return self.one_and_many(subject, old, new, direction);
        }
        if !self.types(subject, old, new, direction) {
            return;
        }
        self.values(subject, old, new, direction);
        self.keywords(subject, old, new, direction);
        self.branches(subject, old, new, direction);
        self.properties(subject, old, new, direction);
        self.extra(subject, old, new, direction);
        self.items(subject, old, new, direction);
    }

    fn add(
        &mut self,
        kind: Kind,
        direction: Direction,
        old: Option<Node<'_>>,
        new: Option<Node<'_>>,
        message: String,
    ) {
        let places = (old.map(Node::span), new.map(Node::span));
        self.add_at(kind, direction, places, message);
    }

    fn add_at(
        &mut self,
        kind: Kind,
        direction: Direction,
        places: (Option<Span>, Option<Span>),
        message: String,
    ) {
        let kind = if self.in_params && makes_other_topics(kind) {
            Kind::ParamsChanged
        } else {
            kind
        };
        self.changes.add(kind, Some(direction), places, message);
    }

    fn docs(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let texts = |shape: &Shape<'_>| {
            shape
                .docs
                .iter()
                .map(|node| node.to_json())
                .collect::<Vec<_>>()
        };
        if texts(old) != texts(new) {
            let place = |shape: &Shape<'_>| {
                shape
                    .docs
                    .first()
                    .map_or(shape.node.span(), |node| node.span())
            };
            self.changes.add(
                Kind::DocsChanged,
                Some(direction),
                (Some(place(old)), Some(place(new))),
                format!("the texts of {subject} changed"),
            );
        }
        if !same_option(
            old.keywords.get("default").copied(),
            new.keywords.get("default").copied(),
        ) {
            let value = |shape: &Shape<'_>| {
                shape
                    .keywords
                    .get("default")
                    .map_or("none".to_owned(), |node| show(*node))
            };
            self.add(
                Kind::DefaultChanged,
                direction,
                Some(old.node),
                Some(new.node),
                format!(
                    "the default of {subject} is {}, was {}",
                    value(new),
                    value(old)
                ),
            );
        }
    }

    /// Members that only one side writes.
    fn access(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        for keyword in ["readOnly", "writeOnly"] {
            let flag = |shape: &Shape<'_>| {
                let node = shape.keywords.get(keyword).copied();
                node.and_then(Node::as_bool) == Some(true)
            };
            if flag(old) != flag(new) {
                self.add(
                    Kind::AccessChanged,
                    direction,
                    Some(old.node),
                    Some(new.node),
                    format!("`{keyword}` of {subject} is {}", flag(new)),
                );
            }
        }
    }
}

/// Whether a topic that old params make may have another text, or none, under the new ones.
fn makes_other_topics(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PropertyAdded
            | Kind::PropertyAddedRequired
            | Kind::PropertyAddedClosed
            | Kind::PropertyRemoved
            | Kind::PropertyRemovedClosed
            | Kind::PropertyRequired
            | Kind::PropertyOptional
            | Kind::TypeChanged
            | Kind::ConstChanged
            | Kind::NullAllowed
            | Kind::NullForbidden
            | Kind::TupleChanged
    )
}
