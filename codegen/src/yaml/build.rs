//! The tree as it grows: bounds, unique keys, the index of big maps. Shared by both readers.

use std::collections::HashMap;

use super::{Entry, NodeData, NodeId, Tree, Value};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// From this many members on, a map gets an index.
pub(super) const INDEX_FROM: usize = 16;

pub(super) struct Builder {
    pub(super) file: FileId,
    pub(super) nodes: Vec<NodeData>,
    pub(super) diagnostics: Vec<Diagnostic>,
    index: HashMap<NodeId, Box<[u32]>>,
}

impl Builder {
    pub(super) fn new(file: FileId, bytes: usize) -> Self {
        Self {
            file,
            nodes: Vec::with_capacity(bytes / 16 + 4),
            diagnostics: Vec::new(),
            index: HashMap::new(),
        }
    }

    pub(super) fn push(&mut self, value: Value, start: usize, end: usize) -> NodeId {
        self.nodes.push(NodeData {
            value,
            start: start as u32,
            end: end as u32,
        });
        NodeId(self.nodes.len() as u32 - 1)
    }

    pub(super) fn node(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut NodeData {
        &mut self.nodes[id.0 as usize]
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        self.at(node.start as usize, node.end as usize)
    }

    pub(super) fn at(&self, start: usize, end: usize) -> Span {
        Span {
            file: self.file,
            start: start as u32,
            end: end as u32,
        }
    }

    pub(super) fn key_text(&self, key: NodeId) -> &str {
        match &self.node(key).value {
            Value::String(text) => text,
            _ => "",
        }
    }

    /// Gives the map its members: the first of each key; a second one is reported.
    pub(super) fn close_map(&mut self, map: NodeId, mut entries: Vec<Entry>) {
        if entries.len() < INDEX_FROM {
            self.drop_duplicates_by_scan(&mut entries);
        } else {
            let order = self.drop_duplicates_by_sort(&mut entries);
            self.index.insert(map, order);
        }
        self.node_mut(map).value = Value::Map(entries.into());
    }

    fn drop_duplicates_by_scan(&mut self, entries: &mut Vec<Entry>) {
        let mut at = 1;
        while at < entries.len() {
            let key = self.key_text(entries[at].key);
            match entries[..at]
                .iter()
                .find(|entry| self.key_text(entry.key) == key)
            {
                Some(first) => {
                    self.report_duplicate(first.key, entries[at].key);
                    entries.remove(at);
                }
                None => at += 1,
            }
        }
    }

    fn drop_duplicates_by_sort(&mut self, entries: &mut Vec<Entry>) -> Box<[u32]> {
        let mut order = self.sorted(entries);
        let duplicates: Vec<(u32, u32)> = order
            .chunk_by(|a, b| {
                self.key_text(entries[*a as usize].key) == self.key_text(entries[*b as usize].key)
            })
            .flat_map(|same| same[1..].iter().map(|again| (same[0], *again)))
            .collect();
        if duplicates.is_empty() {
            return order.into();
        }
        let mut again: Vec<u32> = duplicates.iter().map(|(_, again)| *again).collect();
        for (first, again) in duplicates {
            self.report_duplicate(entries[first as usize].key, entries[again as usize].key);
        }
        again.sort_unstable();
        let mut at = 0;
        entries.retain(|_| {
            at += 1;
            again.binary_search(&(at - 1)).is_err()
        });
        order = self.sorted(entries);
        order.into()
    }

    fn sorted(&self, entries: &[Entry]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..entries.len() as u32).collect();
        order.sort_by(|a, b| {
            let key = |at: u32| self.key_text(entries[at as usize].key);
            key(*a).cmp(key(*b)).then(a.cmp(b))
        });
        order
    }

    fn report_duplicate(&mut self, first: NodeId, again: NodeId) {
        let message = format!("key `{}` is given twice in one map", self.key_text(again));
        let finding = Diagnostic::error("duplicate-key", self.span(again), message)
            .related(self.span(first), "first given here")
            .hint("keep one of the two");
        self.diagnostics.push(finding);
    }

    pub(super) fn finish(mut self) -> (Tree, Vec<Diagnostic>) {
        if self.nodes.is_empty() {
            self.push(Value::Null, 0, 0);
        }
        self.nodes.shrink_to_fit();
        (
            Tree::new(self.file, self.nodes, self.index),
            self.diagnostics,
        )
    }
}
