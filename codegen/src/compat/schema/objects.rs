//! Members of objects, named and others.

use super::{Schemas, Subject};
use crate::compat::Direction;
use crate::compat::kind::Kind;
use crate::compat::shape::{Extra, Shape};
use crate::doc::node::Node;

impl Schemas<'_> {
    pub(super) fn properties(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        for (name, before) in &old.properties {
            match new.property(name) {
                Some(after) => {
                    let subject = self.owner(after).unwrap_or(subject);
                    self.presence(subject, name, (old, *before), (new, after), direction);
                    self.compare(&format!("{subject}.{name}"), *before, after, direction);
                }
                None => {
                    let subject = self.owner(*before).unwrap_or(subject);
                    let kind = if new.is_closed() {
                        Kind::PropertyRemovedClosed
                    } else {
                        Kind::PropertyRemoved
                    };
                    self.add(
                        kind,
                        direction,
                        Some(before.own_key().unwrap_or(*before)),
                        Some(new.node),
                        format!("{subject} has no `{name}` any more"),
                    );
                }
            }
        }
        for (name, after) in new
            .properties
            .iter()
            .filter(|(name, _)| old.property(name).is_none())
        {
            let subject = self.owner(*after).unwrap_or(subject);
            let required = new.requires(name);
            let kind = match (required, old.is_closed()) {
                // The server that receives it is the new one: only what is required can be missing.
                (true, false) => Kind::PropertyAddedRequired,
                (_, true) if direction == Direction::Received && required => {
                    Kind::PropertyAddedRequired
                }
                (_, true) => Kind::PropertyAddedClosed,
                (false, false) => Kind::PropertyAdded,
            };
            let manner = if required { "required" } else { "optional" };
            self.add(
                kind,
                direction,
                Some(old.node),
                Some(after.own_key().unwrap_or(*after)),
                format!("{subject} has the new {manner} member `{name}`"),
            );
        }
    }

    /// The named schema that a member stands in, which may be a part of the one that is compared.
    fn owner<'p>(&self, property: Node<'p>) -> Option<&'p str> {
        if self.in_params {
            return None;
        }
        let schema = property.parent()?.parent()?;
        let list = schema.parent()?.own_key()?.as_str()?;
        ["schemas", "definitions", "$defs"]
            .contains(&list)
            .then(|| schema.own_key()?.as_str())?
    }

    pub(super) fn presence(
        &mut self,
        subject: Subject<'_>,
        name: &str,
        (old, before): (&Shape<'_>, Node<'_>),
        (new, after): (&Shape<'_>, Node<'_>),
        direction: Direction,
    ) {
        let (kind, verb) = match (old.requires(name), new.requires(name)) {
            (false, true) => (Kind::PropertyRequired, "is required now"),
            (true, false) => (Kind::PropertyOptional, "may be missing now"),
            _ => return,
        };
        let key = |node: Node<'_>| node.own_key().map_or(node.span(), Node::span);
        self.add_at(
            kind,
            direction,
            (Some(key(before)), Some(key(after))),
            format!("{subject}.{name} {verb}"),
        );
    }

    pub(super) fn extra(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let (kind, verb) = match (old.extra, new.extra) {
            (Extra::Of(before), Extra::Of(after)) => {
                return self.compare(&format!("{subject}.*"), before, after, direction);
            }
            (Extra::Open, Extra::Closed) => (Kind::ObjectClosed, "forbids unknown members now"),
            (Extra::Closed, Extra::Open) => (Kind::ObjectOpened, "allows unknown members now"),
            (Extra::Open, Extra::Of(_)) => (
                Kind::ConstraintTightened,
                "holds further members of one type only, was any",
            ),
            (Extra::Of(_), Extra::Open) => (
                Kind::ConstraintLoosened,
                "holds further members of any type, was one",
            ),
            (Extra::Closed, Extra::Of(_)) => (Kind::ObjectOpened, "allows further members now"),
            (Extra::Of(_), Extra::Closed) => (Kind::ObjectClosed, "forbids further members now"),
            (Extra::Open, Extra::Open) | (Extra::Closed, Extra::Closed) => return,
        };
        self.add(
            kind,
            direction,
            Some(old.node),
            Some(new.node),
            format!("{subject} {verb}"),
        );
    }
}
