//! The names of the types of an Avro schema, with their namespaces.

use std::collections::{HashMap, HashSet};

use crate::doc::node::Node;

#[derive(Default)]
pub(super) struct Names<'p> {
    /// As they may be written: with their namespace and without.
    known: HashSet<String>,
    /// The full name of each definition.
    full: HashMap<Node<'p>, String>,
    seen: HashSet<Node<'p>>,
}

impl<'p> Names<'p> {
    pub(super) fn of(schema: Node<'p>, depth: usize) -> Self {
        let mut names = Self::default();
        names.collect(schema, "", depth);
        names
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    pub(super) fn full(&self, definition: Node<'p>) -> Option<&str> {
        self.full.get(&definition).map(String::as_str)
    }

    /// Names may be used before they are defined, where their definition stands in another part.
    fn collect(&mut self, node: Node<'p>, namespace: &'p str, depth: usize) {
        let node = node.resolve();
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        if (!node.is_map() && !node.is_seq()) || !self.seen.insert(node) {
            return;
        }
        let namespace = self.define(node, namespace).unwrap_or(namespace);
        let inner = node.entries().map(|(_, _, value)| value);
        inner
            .chain(node.items())
            .for_each(|inner| self.collect(inner, namespace, depth));
    }

    /// A dotted name says its namespace itself; else `namespace` does, or what the type stands in.
    fn define(&mut self, node: Node<'p>, outer: &'p str) -> Option<&'p str> {
        let kind = node.get("type").and_then(Node::as_str);
        if !matches!(kind, Some("record" | "enum" | "fixed")) {
            return None;
        }
        let name = node.get("name").and_then(Node::as_str)?;
        let own = node.get("namespace").and_then(Node::as_str);
        let (namespace, short) = name
            .rsplit_once('.')
            .unwrap_or((own.unwrap_or(outer), name));
        let full = match namespace {
            "" => short.to_owned(),
            namespace => format!("{namespace}.{short}"),
        };
        self.known.extend([short.to_owned(), full.clone()]);
        self.full.insert(node, full);
        Some(namespace)
    }
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Words with dots between them.
pub(super) fn is_full_name(text: &str) -> bool {
    text.split('.').all(is_name)
}

/// The nearest text that is a name, with dots in it or without.
pub(super) fn mended(text: &str, dots: bool) -> String {
    if dots {
        let words: Vec<String> = text.split('.').map(|word| mended(word, false)).collect();
        return words.join(".");
    }
    let sound = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let word: String = text.chars().map(sound).collect();
    match is_name(&word) {
        true => word,
        false => format!("_{word}"),
    }
}
