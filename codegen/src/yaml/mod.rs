//! Text -> tree. Every key and value keeps its place; anchors, aliases and merge keys are gone from the tree.

use crate::source::{FileId, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// YAML 1.2 core schema: `on`, `no` and `2026-01-01` are strings.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    /// As written, so that nothing is lost: `1e400`, `9007199254740993`, `1.0`.
    Number(Box<str>),
    String(Box<str>),
    Seq(Vec<NodeId>),
    /// In document order; keys are unique.
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    pub key: NodeId,
    pub value: NodeId,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeData {
    pub value: Value,
    pub start: u32,
    pub end: u32,
}

/// One file's nodes. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Tree {
    pub file: FileId,
    pub nodes: Vec<NodeData>,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.0 as usize]
    }

    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span {
            file: self.file,
            start: node.start,
            end: node.end,
        }
    }

    pub const ROOT: NodeId = NodeId(0);
}
