//! [`Node`]: a cursor over the project's trees. Cheap to copy, follows references on request.

use super::project::Project;
use super::reference::Problem;
use crate::source::{FileId, Span};
use crate::yaml::{NodeData, NodeId, Tree, Value, number_to_json};

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

impl Eq for Node<'_> {}

impl std::hash::Hash for Node<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl<'p> Node<'p> {
    fn tree(self) -> &'p Tree {
        &self.project.trees[self.at.file.0 as usize]
    }

    fn data(self) -> &'p NodeData {
        self.tree().node(self.at.node)
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

    pub fn is_null(self) -> bool {
        matches!(self.value(), Value::Null)
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

    /// A number as the document writes it.
    pub fn as_number(self) -> Option<&'p str> {
        match self.value() {
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// An integer, `1.0` and `1e3` included.
    pub fn as_i64(self) -> Option<i64> {
        let number = number_to_json(self.as_number()?)?;
        number.as_i64().or_else(|| {
            let value = number.as_f64()?;
            // Beyond 2^53 a float names no certain integer.
            (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
        })
    }

    pub fn as_f64(self) -> Option<f64> {
        number_to_json(self.as_number()?)?.as_f64()
    }

    /// Members of a map in document order: key node, key text, value.
    pub fn entries(
        self,
    ) -> impl ExactSizeIterator<Item = (Node<'p>, &'p str, Node<'p>)> + DoubleEndedIterator {
        let entries: &'p [_] = match self.value() {
            Value::Map(entries) => entries,
            _ => &[],
        };
        entries.iter().map(move |entry| {
            let key = self.sibling(entry.key);
            (
                key,
                key.as_str().unwrap_or_default(),
                self.sibling(entry.value),
            )
        })
    }

    /// Items of a sequence.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node<'p>> + DoubleEndedIterator {
        let items: &'p [_] = match self.value() {
            Value::Seq(items) => items,
            _ => &[],
        };
        items.iter().map(move |item| self.sibling(*item))
    }

    /// The member as written: a `$ref` in it is not followed.
    pub fn get(self, key: &str) -> Option<Node<'p>> {
        self.tree()
            .get(self.at.node, key)
            .map(|entry| self.sibling(entry.value))
    }

    pub fn key(self, key: &str) -> Option<Node<'p>> {
        self.tree()
            .get(self.at.node, key)
            .map(|entry| self.sibling(entry.key))
    }

    pub fn has(self, key: &str) -> bool {
        self.tree().get(self.at.node, key).is_some()
    }

    /// The text of `$ref`, where this node is a reference.
    pub fn reference(self) -> Option<&'p str> {
        self.get("$ref")?.as_str()
    }

    /// What this reference names: one step. `None` where this is no reference.
    pub fn target(self) -> Option<Result<Node<'p>, &'p Problem>> {
        let resolution = self.project.resolution(self.at)?;
        Some(
            resolution
                .as_ref()
                .map(|at| Node { at: *at, ..self })
                .map_err(|problem| &**problem),
        )
    }

    /// Follows references to the end. This node itself where it is none, or one that leads nowhere.
    pub fn resolve(self) -> Node<'p> {
        let mut node = self;
        while let Some(target) = node.target() {
            match target {
                Ok(target) => node = target,
                Err(_) => return self,
            }
        }
        node
    }

    /// The member with its references followed.
    pub fn follow(self, key: &str) -> Option<Node<'p>> {
        self.get(key).map(Node::resolve)
    }

    /// The map or sequence that holds this node.
    pub fn parent(self) -> Option<Node<'p>> {
        self.tree()
            .place(self.at.node)
            .map(|place| self.sibling(place.parent))
    }

    /// The key that this node is the value of, or the key itself.
    pub fn own_key(self) -> Option<Node<'p>> {
        let place = self.tree().place(self.at.node)?;
        match &self.tree().node(place.parent).value {
            Value::Map(entries) => Some(self.sibling(entries.get(place.position as usize)?.key)),
            _ => None,
        }
    }

    /// The JSON Pointer of this node in its file; empty for the root.
    pub fn pointer(self) -> String {
        let mut steps = Vec::new();
        let mut node = self;
        while let Some(place) = node.tree().place(node.at.node) {
            steps.push(match node.own_key() {
                Some(key) => super::pointer::escape(key.as_str().unwrap_or_default()),
                None => place.position.to_string(),
            });
            node = node.sibling(place.parent);
        }
        steps
            .iter()
            .rev()
            .fold(String::new(), |path, step| path + "/" + step)
    }

    /// As JSON, with references as written. Infinities and NaN, which JSON has not, become null.
    pub fn to_json(self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self.value() {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => number_to_json(text).map_or(Json::Null, Json::Number),
            Value::String(text) => Json::String(text.to_string()),
            Value::Seq(_) => self.items().map(Node::to_json).collect(),
            Value::Map(_) => self
                .entries()
                .map(|(_, key, value)| (key.to_owned(), value.to_json()))
                .collect(),
        }
    }
}
