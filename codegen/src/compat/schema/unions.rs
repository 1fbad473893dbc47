//! Branches of unions.

use std::collections::HashSet;

use super::{Schemas, Subject};
use crate::compat::Direction;
use crate::compat::kind::Kind;
use crate::compat::shape::Shape;
use crate::compat::value::{reference_name, same_option, show};
use crate::doc::node::Node;

impl Schemas<'_> {
    /// Branches are paired by what tells them apart: tag, then name, then place.
    pub(super) fn branches(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let (before, after) = (labels(&old.branches), labels(&new.branches));
        self.discriminator(subject, old, new, direction);
        self.choice(subject, old, new, direction);
        self.paired(subject, (old, &before), (new, &after), direction);
    }

    /// What was one type is a branch of a union now, or the other way round.
    pub(super) fn one_and_many(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let plain = |shape: &Shape<'_>| match shape.branches.is_empty() {
            true => !says_nothing(shape),
            false => shape.types.is_empty() && shape.properties.is_empty(),
        };
        if plain(old) && plain(new) {
            let (before, after) = (alternatives(old, new), alternatives(new, old));
            return self.paired(subject, (old, &before), (new, &after), direction);
        }
        let (verb, kind) = if new.branches.is_empty() {
            ("is no union any more", Kind::TypeWidened)
        } else {
            ("is a union now", Kind::TypeNarrowed)
        };
        let anything = says_nothing(old) || says_nothing(new);
        self.add(
            if anything { kind } else { Kind::TypeChanged },
            direction,
            Some(old.node),
            Some(new.node),
            format!("{subject} {verb}"),
        );
    }

    /// A value that fits several branches is refused by `oneOf`; where tags tell them apart, none does.
    fn choice(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let (Some(was), Some(is)) = (old.choice, new.choice) else {
            return;
        };
        if was == is {
            return;
        }
        let kind = match is {
            _ if is_told_apart(&old.branches) && is_told_apart(&new.branches) => Kind::DocsChanged,
            "anyOf" => Kind::ConstraintLoosened,
            _ => Kind::ConstraintTightened,
        };
        let list = |shape: &Shape<'_>, key: &str| shape.node.get(key).unwrap_or(shape.node).span();
        let places = (Some(list(old, was)), Some(list(new, is)));
        let message = format!("the branches of {subject} are `{is}`, were `{was}`");
        self.add_at(kind, direction, places, message);
    }

    /// Another discriminator matters where values do not carry it anyway.
    fn discriminator(
        &mut self,
        subject: Subject<'_>,
        old: &Shape<'_>,
        new: &Shape<'_>,
        direction: Direction,
    ) {
        let was = old.keywords.get("discriminator").copied();
        let is = new.keywords.get("discriminator").copied();
        if same_option(was, is) {
            return;
        }
        let text = |node: Option<Node<'_>>| node.map_or("none".to_owned(), show);
        let message = format!(
            "`discriminator` of {subject} is {}, was {}",
            text(is),
            text(was)
        );
        let told = |member: Option<Node<'_>>| {
            let name = member
                .and_then(|node| node.as_str().or_else(|| node.get("propertyName")?.as_str()));
            name.is_none_or(|name| {
                let mut branches = old.branches.iter().chain(&new.branches);
                branches.all(|branch| Shape::of(*branch).is_fixed(name))
            })
        };
        let kind = if told(was) && told(is) {
            Kind::DocsChanged
        } else {
            Kind::TagChanged
        };
        self.add(
            kind,
            direction,
            Some(was.unwrap_or(old.node)),
            Some(is.unwrap_or(new.node)),
            message,
        );
    }

    fn paired<'p>(
        &mut self,
        subject: Subject<'_>,
        (old, before): (&Shape<'p>, &[(String, Node<'p>)]),
        (new, after): (&Shape<'p>, &[(String, Node<'p>)]),
        direction: Direction,
    ) {
        for (label, branch) in before {
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

/// The branches, or all there is, under the name that it has among the branches of the other.
fn alternatives<'p>(shape: &Shape<'p>, other: &Shape<'_>) -> Vec<(String, Node<'p>)> {
    if !shape.branches.is_empty() {
        return labels(&shape.branches);
    }
    let known = labels(&other.branches);
    let own = shape.node.own_key().and_then(Node::as_str);
    let names = [reference_name(shape.written), own];
    let shared = names
        .into_iter()
        .flatten()
        .find(|name| known.iter().any(|(label, _)| label == name));
    match shared {
        Some(name) => vec![(name.to_owned(), shape.node)],
        None => labels(&[shape.node]),
    }
}

/// Whether each branch has a tag of its own.
fn is_told_apart(branches: &[Node<'_>]) -> bool {
    let tags: Option<Vec<String>> = branches
        .iter()
        .map(|branch| Shape::of(*branch).tag())
        .collect();
    let distinct = |tags: &[String]| tags.iter().collect::<HashSet<_>>().len() == tags.len();
    let member = |tag: &str| tag.split('=').next().map(str::to_owned);
    tags.is_some_and(|tags| {
        let members: HashSet<_> = tags.iter().map(|tag| member(tag)).collect();
        members.len() == 1 && distinct(&tags)
    })
}

/// Any value fits.
fn says_nothing(shape: &Shape<'_>) -> bool {
    shape.branches.is_empty()
        && shape.types.is_empty()
        && shape.values.is_none()
        && shape.fixed.is_none()
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
