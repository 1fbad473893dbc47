//! [`Node`]: a cursor over the project's trees. Cheap to copy, follows references on request.

use super::project::Project;
use crate::source::{FileId, Span};
use crate::yaml::{NodeData, NodeId, Value};

/// Where a node is: enough to find it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    pub file: FileId,
    pub node: NodeId,
}

#[derive(Clone, Copy)]
pub struct Node<'p> {
    pub project: &'p Project,
    pub at: At,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.at.fmt(f)
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<'p> Node<'p> {
    fn data(self) -> &'p NodeData {
        self.project.trees[self.at.file.0 as usize].node(self.at.node)
    }

    fn sibling(self, node: NodeId) -> Self {
        Self {
            at: At { node, ..self.at },
            ..self
        }
    }

    pub fn value(self) -> &'p Value {
        &self.data().value
    }

    pub fn span(self) -> Span {
        let data = self.data();
        Span {
            file: self.at.file,
            start: data.start,
            end: data.end,
        }
    }

    pub fn is_map(self) -> bool {
        matches!(self.value(), Value::Map(_))
    }

    pub fn is_seq(self) -> bool {
        matches!(self.value(), Value::Seq(_))
    }

    pub fn as_str(self) -> Option<&'p str> {
        match self.value() {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Members of a map in document order: key node, key text, value.
    pub fn entries(self) -> impl Iterator<Item = (Node<'p>, &'p str, Node<'p>)> {
        let entries = match self.value() {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(move |entry| {
            let key = self.sibling(entry.key);
            Some((key, key.as_str()?, self.sibling(entry.value)))
        })
    }

    /// Items of a sequence.
    pub fn items(self) -> impl Iterator<Item = Node<'p>> {
        let items = match self.value() {
            Value::Seq(items) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(move |item| self.sibling(*item))
    }

    /// The member as written: a `$ref` in it is not followed.
    pub fn get(self, key: &str) -> Option<Node<'p>> {
        self.entries()
            .find(|(_, name, _)| *name == key)
            .map(|(_, _, value)| value)
    }

    pub fn key(self, key: &str) -> Option<Node<'p>> {
        self.entries()
            .find(|(_, name, _)| *name == key)
            .map(|(key, _, _)| key)
    }

    /// The text of `$ref`, where this node is a reference.
    pub fn reference(self) -> Option<&'p str> {
        self.get("$ref")?.as_str()
    }
}
