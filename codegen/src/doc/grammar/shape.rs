//! The vocabulary in which the grammar is written: objects, their fields, and what a field may hold.

use super::kind::Kind;
use super::version::Version;

/// A demand on the text of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Plain,
    /// Absolute: with a scheme.
    Uri,
    UriReference,
    Email,
    /// `$message.header#/a/b` or `$message.payload#/a/b`.
    RuntimeExpression,
    Regex,
    /// One of the seven type names of JSON Schema.
    TypeName,
    /// One of the six type names of OpenAPI 3.0.
    OpenApiTypeName,
}

#[derive(Debug, Clone, Copy)]
pub enum Shape {
    Any,
    String(Format),
    Bool,
    Number,
    /// A number greater than zero.
    Positive,
    /// An integer from zero on.
    Count,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// An object of the kind; a reference is not allowed.
    Object(Kind),
    /// An object of the kind, or since the version a reference to one.
    Reusable(Kind, Version),
    /// An object that only this field has.
    Inline(&'static Object),
    List(&'static List),
    Map(&'static Map),
    /// A list of the second, or one of the first.
    OneOrMany(&'static Self, &'static Self),
}

#[derive(Debug)]
pub struct List {
    pub item: Shape,
    pub unique: bool,
    pub at_least_one: bool,
}

#[derive(Debug)]
pub struct Map {
    pub value: Shape,
    /// What the map is, where that has a name.
    pub kind: Kind,
    pub keys: Keys,
}

/// A demand on the keys of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    Any,
    /// Letters, digits, `.`, `-` and `_`: what the specification wants of component names.
    Component,
    /// Channel addresses: RFC 6570 templates, not empty.
    Address,
    /// Keys of `patternProperties`.
    Regex,
}

#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub since: Version,
    pub until: Version,
    /// One line for editors.
    pub doc: &'static str,
}

pub struct Object {
    pub kind: Kind,
    pub fields: &'static [Field],
    /// Whether `x-` keys may stand here.
    pub extensions: bool,
    /// Whether other keys are allowed too (a keyword that JSON Schema does not know has no effect).
    pub open: bool,
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Object({:?})", self.kind)
    }
}

impl Object {
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    pub const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            name,
            shape,
            required: false,
            since: Version::FIRST,
            until: Version::LATEST,
            doc,
        }
    }

    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    pub const fn until(mut self, version: Version) -> Self {
        self.until = version;
        self
    }

    pub fn known_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }
}

pub(super) const TEXT: Shape = Shape::String(Format::Plain);
pub(super) const URI: Shape = Shape::String(Format::Uri);
pub(super) const SCHEMA: Shape = Shape::Reusable(Kind::Schema, Version::FIRST);
pub(super) const STRINGS: Shape = Shape::List(&List {
    item: TEXT,
    unique: false,
    at_least_one: false,
});
/// Where the specification wants a list and common generators write one text alone.
pub(super) const TEXT_OR_STRINGS: Shape = Shape::OneOrMany(&TEXT, &STRINGS);
pub(super) const UNIQUE_STRINGS: Shape = Shape::List(&List {
    item: TEXT,
    unique: true,
    at_least_one: false,
});
