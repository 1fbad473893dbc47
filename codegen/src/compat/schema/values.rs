//! Null, types, constants and lists of values.

use super::{Schemas, Subject};
use crate::compat::Direction;
use crate::compat::kind::Kind;
use crate::compat::shape::Shape;
use crate::compat::value::show;

impl Schemas<'_> {
    pub(super) fn nullable(
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
    pub(super) fn types(
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

    pub(super) fn values(
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

    pub(super) fn enum_values(
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
}
