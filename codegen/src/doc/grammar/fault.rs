//! What the walker finds wrong with a document's structure: facts, which the rules put into words.

use super::kind::Kind;
use super::shape::{Field, Format, Keys, Object};
use super::version::Version;
use crate::doc::node::Node;
use crate::source::Span;

#[derive(Debug, Clone)]
pub struct Fault<'p> {
    pub place: Span,
    pub fact: Fact<'p>,
    /// In a protocol's binding, where the core specification checks nothing.
    pub binding: bool,
}

#[derive(Debug, Clone)]
pub enum Fact<'p> {
    UnknownKey {
        key: Node<'p>,
        object: &'static Object,
        nearest: Option<&'static str>,
    },
    /// A key that other versions know.
    OtherVersion {
        key: Node<'p>,
        object: Kind,
        field: &'static Field,
    },
    MissingField {
        object: Kind,
        field: &'static str,
    },
    /// An object that needs one of several fields and has none.
    MissingOneOf {
        object: Kind,
        fields: &'static [&'static str],
    },
    WrongType {
        label: String,
        owner: Kind,
        expected: Expected,
        found: Node<'p>,
    },
    BadFormat {
        label: String,
        format: Format,
        found: Node<'p>,
    },
    NotAllowed {
        label: String,
        found: Node<'p>,
        allowed: Vec<&'static str>,
    },
    BadNumber {
        label: String,
        expected: Expected,
        found: Node<'p>,
    },
    Repeated {
        label: String,
        first: Node<'p>,
        again: Node<'p>,
    },
    Empty {
        label: String,
    },
    BadKey {
        keys: Keys,
        key: Node<'p>,
    },
    /// A reference where the specification wants the object itself.
    RefNotAllowed {
        kind: Kind,
        since: Option<Version>,
        reference: Node<'p>,
    },
    /// A reference in place of a whole map or list.
    RefForMap {
        label: String,
        reference: Node<'p>,
    },
    RefWrongKind {
        expected: Kind,
        found: Kind,
        reference: Node<'p>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Text,
    Bool,
    Number,
    Positive,
    Count,
    Object,
    List,
    Map,
    SchemaOrBool,
    OneOrMany,
}

impl Expected {
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Positive => "a number greater than 0",
            Self::Count => "a whole number from 0 on",
            Self::Object => "an object",
            Self::List => "a list",
            Self::Map => "a map",
            Self::SchemaOrBool => "a schema (an object, or true or false)",
            Self::OneOrMany => "one value or a list",
        }
    }
}

/// What a node is, in words: `a number`.
pub fn type_phrase(node: Node<'_>) -> &'static str {
    use crate::yaml::Value;
    match node.value() {
        Value::Null => "nothing (null)",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Seq(_) => "a list",
        Value::Map(_) => "an object",
    }
}
