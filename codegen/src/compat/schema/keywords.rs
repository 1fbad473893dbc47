//! Bounds, formats, and conditions that are compared as a whole.

use super::{Schemas, Subject};
use crate::compat::Direction;
use crate::compat::kind::Kind;
use crate::compat::shape::{BOUNDS, OPAQUE, Shape};
use crate::compat::value::{same, same_option, show};
use crate::doc::node::Node;

impl Schemas<'_> {
    pub(super) fn keywords(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        for (keyword, larger_allows) in BOUNDS {
            self.bound(subject, keyword, larger_allows, (old, new), direction);
        }
        let pair = |keyword: &str| {
            (
                old.keywords.get(keyword).copied(),
                new.keywords.get(keyword).copied(),
            )
        };
        for (keyword, changed, added, removed) in [
            (
                "format",
                Kind::FormatChanged,
                Kind::FormatAdded,
                Kind::FormatRemoved,
            ),
            (
                "pattern",
                Kind::PatternChanged,
                Kind::ConstraintTightened,
                Kind::ConstraintLoosened,
            ),
            (
                "multipleOf",
                step_change(pair("multipleOf")),
                Kind::ConstraintTightened,
                Kind::ConstraintLoosened,
            ),
        ] {
            let (kind, old, new) = match pair(keyword) {
                (Some(old), Some(new)) if !same(old, new) => (changed, Some(old), Some(new)),
                (None, Some(new)) => (added, Some(old.node), Some(new)),
                (Some(old), None) => (removed, Some(old), Some(new.node)),
                _ => continue,
            };
            let text = |node: Option<Node<'_>>| {
                node.filter(|node| !node.is_map())
                    .map_or("none".to_owned(), show)
            };
            self.add(
                kind,
                direction,
                old,
                new,
                format!(
                    "`{keyword}` of {subject} is {}, was {}",
                    text(new),
                    text(old)
                ),
            );
        }
        self.unique(subject, old, new, direction);
        for keyword in OPAQUE {
            let (before, after) = pair(keyword);
            if !same_option(before, after) {
                let places = (
                    Some(before.unwrap_or(old.node)),
                    Some(after.unwrap_or(new.node)),
                );
                self.add(
                    Kind::SchemaChanged,
                    direction,
                    places.0,
                    places.1,
                    format!("`{keyword}` of {subject} changed"),
                );
            }
        }
    }

    pub(super) fn bound(
        &mut self,
        subject: Subject<'_>,
        keyword: &str,
        larger_allows: bool,
        (old, new): (&Shape<'_>, &Shape<'_>),
        direction: Direction,
    ) {
        let (before, after) = (
            old.keywords.get(keyword).copied(),
            new.keywords.get(keyword).copied(),
        );
        let number = |node: Option<Node<'_>>| node.and_then(Node::as_f64);
        let looser = match (number(before), number(after)) {
            (None, None) => return,
            (None, Some(_)) => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) if old == new => return,
            (Some(old), Some(new)) => (new > old) == larger_allows,
        };
        let kind = if looser {
            Kind::ConstraintLoosened
        } else {
            Kind::ConstraintTightened
        };
        let text = |node: Option<Node<'_>>| node.map_or("none".to_owned(), show);
        self.add(
            kind,
            direction,
            Some(before.unwrap_or(old.node)),
            Some(after.unwrap_or(new.node)),
            format!(
                "`{keyword}` of {subject} is {}, was {}",
                text(after),
                text(before)
            ),
        );
    }

    fn unique(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let flag = |shape: &Shape<'_>| {
            let node = shape.keywords.get("uniqueItems").copied();
            node.and_then(Node::as_bool) == Some(true)
        };
        let (kind, verb) = match (flag(old), flag(new)) {
            (false, true) => (Kind::ConstraintTightened, "may hold no item twice now"),
            (true, false) => (Kind::ConstraintLoosened, "may hold an item twice now"),
            _ => return,
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

/// A multiple of the old step is still one of a step that divides it.
fn step_change((old, new): (Option<Node<'_>>, Option<Node<'_>>)) -> Kind {
    let number = |node: Option<Node<'_>>| node.and_then(Node::as_f64);
    let (Some(old), Some(new)) = (number(old), number(new)) else {
        return Kind::PatternChanged;
    };
    let divides = |step: f64, of: f64| (of / step - (of / step).round()).abs() < 1e-9;
    if divides(new, old) {
        Kind::ConstraintLoosened
    } else if divides(old, new) {
        Kind::ConstraintTightened
    } else {
        Kind::PatternChanged
    }
}
