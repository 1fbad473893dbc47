//! Which kinds of JSON value a schema lets through.

use super::parts::Parts;
use crate::doc::node::Node;
use crate::yaml::Value;

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    /// Numbers; holds the integers as well.
    pub(crate) const NUMBER: Self = Self(8 | 4);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);
    pub(crate) const ANY: Self = Self(127);
    const NONE: Self = Self(0);

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without_null(self) -> Self {
        Self(self.0 & !Self::NULL.0)
    }

    /// The kinds one by one; numbers are one kind.
    pub(crate) fn list(self) -> Vec<Self> {
        let numbers = if self.contains(Self::NUMBER) {
            Self::NUMBER
        } else {
            Self::INTEGER
        };
        let kinds = [
            Self::BOOLEAN,
            numbers,
            Self::STRING,
            Self::ARRAY,
            Self::OBJECT,
        ];
        kinds
            .into_iter()
            .filter(|kind| self.contains(*kind))
            .collect()
    }

    pub(crate) fn of(parts: &Parts<'_>) -> Self {
        let kinds = parts.0.iter().map(|part| of_node(part.node));
        Self(kinds.fold(Self::ANY.0, |all, kinds| all & kinds.0))
    }
}

/// Whether null is let through by word: a type array, `nullable: true`, or a missing restriction.
pub(crate) fn of_node(node: Node<'_>) -> Kinds {
    if node.as_bool() == Some(false) {
        return Kinds::NONE;
    }
    let typed = node.get("type").map_or_else(|| guessed(node), of_type);
    if node.get("nullable").and_then(Node::as_bool) == Some(true) {
        typed.with(Kinds::NULL)
    } else {
        typed
    }
}

fn of_type(node: Node<'_>) -> Kinds {
    match node.value() {
        Value::String(name) => by_name(name),
        Value::Seq(_) => node
            .items()
            .filter_map(Node::as_str)
            .map(by_name)
            .fold(Kinds::NONE, Kinds::with),
        Value::Null => Kinds::NULL,
        _ => Kinds::ANY,
    }
}

fn by_name(name: &str) -> Kinds {
    match name {
        "null" => Kinds::NULL,
        "boolean" => Kinds::BOOLEAN,
        "integer" => Kinds::INTEGER,
        "number" => Kinds::NUMBER,
        "string" => Kinds::STRING,
        "array" => Kinds::ARRAY,
        "object" => Kinds::OBJECT,
        _ => Kinds::ANY,
    }
}

/// A schema without a type that speaks of members or items means objects or arrays.
fn guessed(node: Node<'_>) -> Kinds {
    let has = |keyword| node.get(keyword).is_some();
    if has("properties")
        || has("additionalProperties")
        || has("patternProperties")
        || has("required")
    {
        Kinds::OBJECT
    } else if has("items") || has("prefixItems") {
        Kinds::ARRAY
    } else {
        Kinds::ANY
    }
}
