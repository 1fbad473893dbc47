//! A schema as the list of schemas that all have to hold: itself, what it refers to, and its `allOf`, flattened.

use crate::doc::node::{At, Node};
use crate::yaml::Value;

/// One schema of the conjunction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'p> {
    pub(crate) node: Node<'p>,
    /// Its `oneOf` or `anyOf` has been dealt with.
    pub(crate) bare: bool,
}

/// What decides whether two places hold the same type.
pub(crate) type Key = Vec<(At, bool)>;

/// Innermost first; what comes later is closer to the use and wins.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts<'p>(pub(crate) Vec<Part<'p>>);

/// Members that say nothing about values.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "$comment",
    "$id",
    "$schema",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "definitions",
    "$defs",
    "nullable",
];

impl<'p> Parts<'p> {
    /// Everything that holds where all of `parts` hold.
    pub(crate) fn expand(parts: &[Part<'p>]) -> Self {
        let mut out = Self::default();
        let mut seen = Vec::new();
        for part in parts {
            out.collect(*part, &mut seen);
        }
        out
    }

    /// The same, and all that `node` asks for. What is there already stays as it is: alternatives that have been dealt
    /// with are not met again by way of an `allOf` that leads to them.
    pub(crate) fn with(&self, node: Node<'p>) -> Self {
        let mut out = self.clone();
        let mut seen = self.0.iter().map(|part| part.node.at).collect();
        out.collect(Part { node, bare: false }, &mut seen);
        out
    }

    /// The schema by itself, without its `allOf`.
    pub(crate) fn alone(node: Node<'p>) -> Self {
        Self(vec![Part { node, bare: false }])
    }

    fn collect(&mut self, part: Part<'p>, seen: &mut Vec<At>) {
        let node = part.node.resolve();
        if seen.contains(&node.at) {
            return;
        }
        seen.push(node.at);
        if let Some(all) = node.get("allOf") {
            for item in all.items() {
                self.collect(
                    Part {
                        node: item,
                        bare: false,
                    },
                    seen,
                );
            }
        }
        if substance(node) || part.bare {
            self.0.push(Part {
                node,
                bare: part.bare,
            });
        }
    }

    pub(crate) fn key(&self) -> Key {
        self.0
            .iter()
            .map(|part| (part.node.at, part.bare))
            .collect()
    }

    /// The member as the schema closest to the use has it.
    pub(crate) fn get(&self, keyword: &str) -> Option<Node<'p>> {
        self.0.iter().rev().find_map(|part| part.node.get(keyword))
    }

    /// The member of every schema that has it, innermost first.
    pub(crate) fn all<'s>(&'s self, keyword: &'s str) -> impl Iterator<Item = Node<'p>> + 's {
        self.0.iter().filter_map(move |part| part.node.get(keyword))
    }

    pub(crate) fn flag(&self, keyword: &str) -> bool {
        self.all(keyword).any(|node| node.as_bool() == Some(true))
    }

    /// The alternatives that are still to be dealt with, and the schema that has them.
    pub(crate) fn branches(&self) -> Option<(Node<'p>, Node<'p>)> {
        let open = self.0.iter().rev().filter(|part| !part.bare);
        open.into_iter().find_map(|part| {
            let list = part.node.get("oneOf").or_else(|| part.node.get("anyOf"))?;
            list.is_seq().then_some((part.node, list))
        })
    }

    /// The same, with the alternatives of `owner` dealt with.
    pub(crate) fn without_branches(&self, owner: Node<'p>) -> Self {
        let bare = |part: &Part<'p>| Part {
            bare: part.bare || part.node == owner,
            ..*part
        };
        Self(self.0.iter().map(bare).collect())
    }

    /// Whether the schemas say anything when the alternatives are left out.
    pub(crate) fn has_own_members(&self) -> bool {
        let own = |keyword: &str| self.all(keyword).next().is_some();
        own("properties")
            || own("required")
            || own("additionalProperties")
            || own("patternProperties")
    }
}

/// Whether a schema says more than how it is described.
pub(crate) fn substance(node: Node<'_>) -> bool {
    match node.value() {
        Value::Bool(value) => !*value,
        Value::Map(_) => node
            .entries()
            .any(|(_, key, _)| !is_annotation(key) && key != "allOf"),
        _ => false,
    }
}

pub(crate) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Whether the schema is nothing but an `allOf`, descriptions aside.
pub(crate) fn only_all_of(node: Node<'_>) -> bool {
    node.get("allOf").is_some_and(Node::is_seq) && !substance(node)
}
