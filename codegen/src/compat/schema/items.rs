//! Items of lists and tuples.

use super::{Schemas, Subject};
use crate::compat::Direction;
use crate::compat::kind::Kind;
use crate::compat::shape::Shape;

impl Schemas<'_> {
    pub(super) fn items(
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
}
