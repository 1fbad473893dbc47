//! A schema as the list of schemas that all have to hold: itself, what it refers to, and its `allOf`, flattened.

use crate::doc::node::{At, Node};
use crate::yaml::Value;

/// One schema of the conjunction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'p> {
    pub(crate) node: Node<'p>,
    /// What has become of its `oneOf`, and of its `anyOf`.
    pub(crate) told: [Told; 2],
}

/// The keywords of alternatives.
pub(crate) const ALTERNATIVES: [&str; 2] = ["oneOf", "anyOf"];

/// What has become of alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Told {
    NotYet,
    ByType,
    /// They are a condition beside the type.
    ByRule,
}

impl<'p> Part<'p> {
    pub(crate) fn new(node: Node<'p>) -> Self {
        let told = [Told::NotYet; 2];
        Self { node, told }
    }

    /// The lists of alternatives, and what has become of each.
    pub(crate) fn alternatives(self) -> impl Iterator<Item = (&'static str, Node<'p>, Told)> {
        let said = ALTERNATIVES.into_iter().zip(self.told);
        said.filter_map(move |(keyword, told)| {
            let list = self.node.get(keyword).filter(|list| list.is_seq())?;
            Some((keyword, list, told))
        })
    }
}

/// What decides whether two places hold the same type.
pub(crate) type Key = Vec<(At, [Told; 2])>;

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
        out.collect(Part::new(node), &mut seen);
        out
    }

    /// The schema by itself, without its `allOf`.
    pub(crate) fn alone(node: Node<'p>) -> Self {
        Self(vec![Part::new(node)])
    }

    fn collect(&mut self, part: Part<'p>, seen: &mut Vec<At>) {
        let node = part.node.resolve();
        if seen.contains(&node.at) {
            return;
        }
        seen.push(node.at);
        if let Some(all) = node.get("allOf") {
            for item in all.items() {
                self.collect(Part::new(item), seen);
            }
        }
        if substance(node) {
            self.0.push(Part { node, ..part });
        }
    }

    pub(crate) fn key(&self) -> Key {
        self.0
            .iter()
            .map(|part| (part.node.at, part.told))
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
        self.open().next()
    }

    /// All alternatives that are still to be dealt with, those closest to the use first.
    pub(crate) fn open(&self) -> impl Iterator<Item = (Node<'p>, Node<'p>)> + '_ {
        self.0.iter().rev().flat_map(|part| {
            let open = part
                .alternatives()
                .filter(|(.., told)| *told == Told::NotYet);
            open.map(|(_, list, _)| (part.node, list))
        })
    }

    /// The same, with these alternatives dealt with.
    pub(crate) fn without_branches(&self, list: Node<'p>) -> Self {
        self.telling(Told::ByType, &|other| other == list)
    }

    /// The same, with all alternatives that are left as conditions.
    pub(crate) fn with_rules(&self) -> Self {
        self.telling(Told::ByRule, &|_| true)
    }

    fn telling(&self, how: Told, which: &dyn Fn(Node<'p>) -> bool) -> Self {
        let mut out = self.clone();
        for part in &mut out.0 {
            for (keyword, told) in ALTERNATIVES.into_iter().zip(&mut part.told) {
                let list = part.node.get(keyword);
                if *told == Told::NotYet && list.is_some_and(which) {
                    *told = how;
                }
            }
        }
        out
    }

    /// How many lists of alternatives there are, dealt with or not.
    pub(crate) fn choices(&self) -> usize {
        let lists = self.0.iter().map(|part| part.alternatives().count());
        lists.sum()
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
