//! [`Structure`]: every node of a document that has a meaning, what it means, and what is wrong with it.

use std::collections::HashMap;

use super::fault::Fault;
use super::kind::Kind;
use super::spots;
use super::version::Version;
use super::walk;
use crate::doc::node::{At, Node};
use crate::source::Span;

/// A node with a meaning.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'p> {
    /// As written: it may be a reference.
    pub node: Node<'p>,
    pub kind: Kind,
    /// The key that it stands under; none for items of lists and for roots.
    pub key: Option<Node<'p>>,
}

impl<'p> Visit<'p> {
    /// The text of its key: a component's or channel's name.
    pub fn name(&self) -> Option<&'p str> {
        self.key?.as_str()
    }

    /// The place to show for the whole node: its key, or the item from its dash on.
    pub fn place(&self) -> Span {
        match self.key {
            Some(key) => spots::entry(key, self.node),
            None => spots::item(self.node),
        }
    }
}

/// A reference in a place with a meaning.
#[derive(Debug, Clone, Copy)]
pub struct Use<'p> {
    pub node: Node<'p>,
    pub expected: Kind,
    pub target: Node<'p>,
}

#[derive(Debug)]
pub struct Structure<'p> {
    pub root: Node<'p>,
    pub version: Version,
    /// In the order of the document; parts of other files follow.
    pub visits: Vec<Visit<'p>>,
    /// References that lead somewhere.
    pub uses: Vec<Use<'p>>,
    pub faults: Vec<Fault<'p>>,
    pub(super) kinds: HashMap<At, Kind>,
}

impl<'p> Structure<'p> {
    /// Reads a document by the grammar of `version`.
    pub fn of(root: Node<'p>, version: Version) -> Self {
        let mut structure = Self {
            root,
            version,
            visits: Vec::new(),
            uses: Vec::new(),
            faults: Vec::new(),
            kinds: HashMap::new(),
        };
        walk::run(&mut structure);
        structure
    }

    /// What a node means, where it has been reached.
    pub fn kind(&self, node: Node<'p>) -> Option<Kind> {
        self.kinds.get(&node.at).copied()
    }

    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Visit<'p>> {
        self.visits.iter().filter(move |visit| visit.kind == kind)
    }

    /// Nodes of the kind that are no references: each definition once.
    pub fn definitions(&self, kind: Kind) -> impl Iterator<Item = &Visit<'p>> {
        self.of_kind(kind)
            .filter(|visit| visit.node.target().is_none())
    }
}
