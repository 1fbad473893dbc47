//! Text -> tree. Every key and value keeps its place; anchors, aliases and merge keys are gone from the tree.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

mod build;
mod encoding;
mod explain;
mod indent;
mod json;
mod parse;
mod scalar;

pub use encoding::decode;
pub use scalar::number_to_json;

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
    Seq(Box<[NodeId]>),
    /// In document order; keys are unique.
    Map(Box<[Entry]>),
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

/// One file's nodes. Node 0 is the root; a parent stands before its children.
#[derive(Debug, Clone)]
pub struct Tree {
    pub file: FileId,
    pub nodes: Vec<NodeData>,
    /// Entry numbers of big maps, sorted by key.
    index: HashMap<NodeId, Box<[u32]>>,
    parents: OnceLock<Box<[Place]>>,
}

/// Where a node stands: in which collection, as which member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub parent: NodeId,
    pub position: u32,
}

/// What a reader makes of a file: always a tree, complete unless the text is broken.
#[derive(Debug, Clone)]
pub struct Parsed {
    pub tree: Arc<Tree>,
    pub diagnostics: Vec<Diagnostic>,
    /// False where reading stopped early: what is missing from the tree may stand in the text.
    pub complete: bool,
}

/// Bounds that no honest document meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: usize,
    /// Maps and sequences inside one another.
    pub depth: usize,
    /// Nodes that aliases and merge keys may add, at least; long documents may add as many as they have bytes.
    pub expanded: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            depth: 200,
            expanded: 100_000,
        }
    }
}

/// Reads YAML, or JSON where the name says so.
pub fn parse(file: FileId, name: &str, text: &str, limits: &Limits) -> Parsed {
    if name.ends_with(".json") {
        json::parse(file, text, limits)
    } else {
        parse::parse(file, text, limits)
    }
}

impl Tree {
    pub const ROOT: NodeId = NodeId(0);

    /// A tree that holds nothing: what an unreadable file amounts to.
    pub fn empty(file: FileId) -> Self {
        Self::new(
            file,
            vec![NodeData {
                value: Value::Null,
                start: 0,
                end: 0,
            }],
            HashMap::new(),
        )
    }

    fn new(file: FileId, nodes: Vec<NodeData>, index: HashMap<NodeId, Box<[u32]>>) -> Self {
        Self {
            file,
            nodes,
            index,
            parents: OnceLock::new(),
        }
    }

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

    /// The member of a map by its key; a big map is not searched from end to end.
    pub fn get(&self, map: NodeId, key: &str) -> Option<Entry> {
        let Value::Map(entries) = &self.node(map).value else {
            return None;
        };
        // Most maps are small, and asking for their index would cost more than looking.
        let order = if entries.len() < build::INDEX_FROM {
            None
        } else {
            self.index.get(&map)
        };
        match order {
            Some(order) => order
                .binary_search_by(|at| self.key_text(entries[*at as usize]).cmp(key))
                .ok()
                .map(|found| entries[order[found] as usize]),
            None => entries
                .iter()
                .copied()
                .find(|entry| self.key_text(*entry) == key),
        }
    }

    /// The map or sequence that holds this node, and where in it. A key and its value share a place.
    pub fn place(&self, id: NodeId) -> Option<Place> {
        let places = self.parents.get_or_init(|| self.find_places());
        places
            .get(id.0 as usize)
            .copied()
            .filter(|place| place.parent != id)
    }

    fn find_places(&self) -> Box<[Place]> {
        let mut places: Vec<Place> = (0..self.nodes.len() as u32)
            .map(|at| Place {
                parent: NodeId(at),
                position: 0,
            })
            .collect();
        for (at, node) in self.nodes.iter().enumerate() {
            let parent = NodeId(at as u32);
            match &node.value {
                Value::Map(entries) => {
                    for (position, entry) in entries.iter().enumerate() {
                        let place = Place {
                            parent,
                            position: position as u32,
                        };
                        places[entry.key.0 as usize] = place;
                        places[entry.value.0 as usize] = place;
                    }
                }
                Value::Seq(items) => {
                    for (position, item) in items.iter().enumerate() {
                        places[item.0 as usize] = Place {
                            parent,
                            position: position as u32,
                        };
                    }
                }
                _ => {}
            }
        }
        places.into()
    }

    fn key_text(&self, entry: Entry) -> &str {
        match &self.node(entry.key).value {
            Value::String(text) => text,
            _ => "",
        }
    }
}
