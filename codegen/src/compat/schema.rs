//! Two schemas -> the changes between them, in the direction in which their values travel.

use std::collections::HashSet;

use super::kind::Kind;
use super::shape::{BOUNDS, Extra, OPAQUE, Shape};
use super::value::{reference_name, same, same_option, show};
use super::{Changes, Direction};
use crate::doc::node::{At, Node};
use crate::source::Span;

/// Compares schemas, each pair once a direction: recursion ends, and shared schemas cost once.
#[derive(Debug)]
pub(super) struct Schemas<'c> {
    changes: &'c mut Changes,
    seen: HashSet<(At, At, Direction)>,
    /// Everything under these params is a change of topics.
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
        if self.in_params && subject.matches(['.', '[']).count() > 32 {
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
        self.nullable(subject, old, new, direction);
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
        let quiet = matches!(
            kind,
            Kind::DocsChanged | Kind::TypeRenamed | Kind::DefaultChanged
        );
        let kind = if self.in_params && !quiet {
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

    fn nullable(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let anything = |shape: &Shape<'_>| {
            shape.types.is_empty()
                && shape.values.is_none()
                && shape.fixed.is_none()
                && shape.branches.is_empty()
        };
        if old.nullable == new.nullable || anything(old) || anything(new) {
            return;
        }
        let (kind, verb) = if new.nullable {
            (Kind::NullAllowed, "may be null now")
        } else {
            (Kind::NullForbidden, "may not be null any more")
        };
        self.add(
            kind,
            direction,
            Some(old.node),
            Some(new.node),
            format!("{subject} {verb}"),
        );
    }

    /// False where the types have nothing to do with each other: no use in looking inside.
    fn types(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) -> bool {
        if old.types == new.types {
            return true;
        }
        let allows = |wide: &Shape<'_>, narrow: &Shape<'_>| {
            wide.types.is_empty() && wide.branches.is_empty()
                || !narrow.types.is_empty()
                    && narrow.types.iter().all(|name| {
                        wide.types.contains(name)
                            || name == "integer" && wide.types.iter().any(|wide| wide == "number")
                    })
        };
        // Untyped values and fixed ones say their type elsewhere.
        let implied = |shape: &Shape<'_>| {
            shape.types.is_empty()
                && (shape.fixed.is_some() || shape.values.is_some() || !shape.branches.is_empty())
        };
        if implied(old) || implied(new) {
            return true;
        }
        let kind = match (allows(new, old), allows(old, new)) {
            (true, _) => Kind::TypeWidened,
            (_, true) => Kind::TypeNarrowed,
            _ => Kind::TypeChanged,
        };
        let name = |shape: &Shape<'_>| match shape.types.is_empty() {
            true => "any value".to_owned(),
            false => shape.types.join(" or "),
        };
        self.add(
            kind,
            direction,
            Some(old.node.get("type").unwrap_or(old.node)),
            Some(new.node.get("type").unwrap_or(new.node)),
            format!("{subject} is {}, was {}", name(new), name(old)),
        );
        kind != Kind::TypeChanged
    }

    fn values(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let list = |shape: &Shape<'_>| -> Option<Vec<String>> {
            let values = shape
                .values
                .as_ref()
                .map(|values| values.iter().map(|value| show(*value)).collect());
            values.or_else(|| shape.fixed.map(|value| vec![show(value)]))
        };
        match (list(old), list(new)) {
            (Some(before), Some(after)) if old.fixed.is_some() && new.fixed.is_some() => {
                if before != after {
                    self.add(
                        Kind::ConstChanged,
                        direction,
                        old.fixed,
                        new.fixed,
                        format!(
                            "{subject} is {}, was {}",
                            after.join(", "),
                            before.join(", ")
                        ),
                    );
                }
            }
            (Some(before), Some(after)) => {
                self.enum_values(subject, (old, &before), (new, &after), direction);
            }
            (Some(_), None) => self.add(
                Kind::ConstraintLoosened,
                direction,
                Some(old.node),
                Some(new.node),
                format!("{subject} may be any value, was one of a list"),
            ),
            (None, Some(_)) => self.add(
                Kind::ConstraintTightened,
                direction,
                Some(old.node),
                Some(new.node),
                format!("{subject} is one of a list, was any value"),
            ),
            (None, None) => {}
        }
    }

    fn enum_values(
        &mut self,
        subject: Subject<'_>,
        (old, before): (&Shape<'_>, &[String]),
        (new, after): (&Shape<'_>, &[String]),
        direction: Direction,
    ) {
        for value in after.iter().filter(|value| !before.contains(value)) {
            let kind = if old.open {
                Kind::EnumValueAddedOpen
            } else {
                Kind::EnumValueAdded
            };
            self.add(
                kind,
                direction,
                Some(old.node),
                Some(new.place_of(value)),
                format!("{subject} has the new value {value}"),
            );
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            self.add(
                Kind::EnumValueRemoved,
                direction,
                Some(old.place_of(value)),
                Some(new.node),
                format!("{subject} has no value {value} any more"),
            );
        }
        if old.open != new.open {
            let (kind, verb) = if new.open {
                (Kind::EnumOpened, "may grow now")
            } else {
                (Kind::EnumClosed, "may not grow any more")
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

    fn keywords(
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
                Kind::PatternChanged,
                Kind::ConstraintTightened,
                Kind::ConstraintLoosened,
            ),
            (
                "uniqueItems",
                Kind::PatternChanged,
                Kind::ConstraintTightened,
                Kind::ConstraintLoosened,
            ),
            (
                "discriminator",
                Kind::TagChanged,
                Kind::TagChanged,
                Kind::TagChanged,
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

    fn bound(
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

    fn properties(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        for (name, before) in &old.properties {
            match new.property(name) {
                Some(after) => {
                    self.presence(subject, name, (old, *before), (new, after), direction);
                    self.compare(&format!("{subject}.{name}"), *before, after, direction);
                }
                None => {
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

    fn presence(
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

    fn extra(
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

    fn items(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let (before, after) = (
            old.keywords.get("items").copied(),
            new.keywords.get("items").copied(),
        );
        match (before, after) {
            (Some(before), Some(after)) if before.is_seq() && after.is_seq() => {
                if before.items().len() != after.items().len() {
                    let (was, is) = (before.items().len(), after.items().len());
                    self.add(
                        Kind::TupleChanged,
                        direction,
                        Some(before),
                        Some(after),
                        format!("{subject} has {is} items, had {was}"),
                    );
                }
                for (at, (before, after)) in before.items().zip(after.items()).enumerate() {
                    self.compare(&format!("{subject}[{at}]"), before, after, direction);
                }
            }
            (Some(before), Some(after)) if before.is_seq() != after.is_seq() => {
                self.add(
                    Kind::TypeChanged,
                    direction,
                    Some(before),
                    Some(after),
                    format!("the items of {subject} are of another kind"),
                );
            }
            (Some(before), Some(after)) => {
                self.compare(&format!("{subject}[]"), before, after, direction)
            }
            (None, Some(after)) => self.add(
                Kind::ConstraintTightened,
                direction,
                Some(old.node),
                Some(after),
                format!("the items of {subject} have a type now"),
            ),
            (Some(before), None) => self.add(
                Kind::ConstraintLoosened,
                direction,
                Some(before),
                Some(new.node),
                format!("the items of {subject} may be anything now"),
            ),
            (None, None) => {}
        }
    }

    /// Branches are paired by what tells them apart: tag, then name, then place.
    fn branches(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let (before, after) = (labels(&old.branches), labels(&new.branches));
        if before.is_empty() != after.is_empty() {
            let (kind, verb) = if before.is_empty() {
                (Kind::TypeChanged, "is a union now")
            } else {
                (Kind::TypeChanged, "is no union any more")
            };
            return self.add(
                kind,
                direction,
                Some(old.node),
                Some(new.node),
                format!("{subject} {verb}"),
            );
        }
        for (label, branch) in &before {
            match after.iter().find(|(known, _)| known == label) {
                Some((_, other)) => {
                    self.compare(&format!("{subject}({label})"), *branch, *other, direction)
                }
                None => self.add(
                    Kind::BranchRemoved,
                    direction,
                    Some(*branch),
                    Some(new.node),
                    format!("{subject} has no branch {label} any more"),
                ),
            }
        }
        for (label, branch) in after
            .iter()
            .filter(|(label, _)| !before.iter().any(|(known, _)| known == label))
        {
            self.add(
                Kind::BranchAdded,
                direction,
                Some(old.node),
                Some(*branch),
                format!("{subject} has the new branch {label}"),
            );
        }
    }
}

fn labels<'p>(branches: &[Node<'p>]) -> Vec<(String, Node<'p>)> {
    let mut labels: Vec<(String, Node<'p>)> = Vec::new();
    for branch in branches {
        let shape = Shape::of(*branch);
        let label = shape
            .tag()
            .or_else(|| reference_name(*branch).map(str::to_owned))
            .unwrap_or_else(|| {
                if shape.types.is_empty() {
                    "value".to_owned()
                } else {
                    shape.types.join("|")
                }
            });
        let count = labels
            .iter()
            .filter(|(known, _)| known.split('#').next() == Some(&label))
            .count();
        labels.push((
            if count == 0 {
                label
            } else {
                format!("{label}#{}", count + 1)
            },
            *branch,
        ));
    }
    labels
}
