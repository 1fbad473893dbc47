//! Where a value stands, while the walk is at it.

use super::kind::Kind;
use super::spots;
use crate::doc::node::Node;
use crate::source::Span;

/// Where a value stands: for pointing at it and for naming it.
#[derive(Clone, Copy)]
pub(super) struct Spot<'p> {
    pub key: Option<Node<'p>>,
    /// The object whose field it is, and the field.
    pub owner: Kind,
    pub field: &'p str,
    pub binding: bool,
}

impl<'p> Spot<'p> {
    pub(super) fn place(self, node: Node<'p>) -> Span {
        match self.key {
            Some(key) => spots::entry(key, node),
            None => spots::item(node),
        }
    }

    /// `info.version`; `channels` at the root.
    pub(super) fn label(self) -> String {
        match (self.owner, self.field) {
            (Kind::Root, field) => field.to_owned(),
            (Kind::Plain, "") => "the file".to_owned(),
            (Kind::Plain, field) => format!("`{field}`"),
            (Kind::Binding(_), field) => format!("`{field}` of the binding"),
            (owner, field) if owner.noun().contains(' ') => {
                format!("`{field}` of {}", owner.phrase())
            }
            (owner, field) => format!("{}.{field}", owner.noun()),
        }
    }

    pub(super) fn item(self) -> Self {
        Self { key: None, ..self }
    }
}
