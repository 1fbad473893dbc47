//! Types: the closed vocabulary that every target can express.

use super::{Docs, Names, WireName};
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type where it is used.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    Named(TypeId),
    Bool,
    Integer(Integer),
    /// `format: float` is written as f64 too: a float does not survive the round trip of a decimal text.
    Number,
    String(StringFormat),
    /// A JSON value of any kind.
    Any,
    /// Exactly this JSON scalar.
    Const(Scalar),
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    /// The type or null. Never nested, never around `Any`.
    Nullable(Box<Type>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integer {
    I32,
    I64,
    U32,
    U64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    Plain,
    DateTime,
    Date,
    Time,
    Uuid,
    /// Base64.
    Byte,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    /// As ECMAScript writes it.
    Number(f64),
    String(String),
}

/// A type with a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    pub names: Names,
    pub docs: Docs,
    pub shape: Shape,
    /// Checked when a value is built.
    pub constraints: Constraints,
    pub origin: Option<Span>,
    /// Whether a value of this type holds one of its own kind without an indirection between: box it in Rust.
    pub recursive: bool,
}

#[derive(Debug, Clone)]
pub enum Shape {
    Struct(Struct),
    /// Strings or integers from a list.
    Enum(Enum),
    Union(Union),
    /// A scalar, list or map under a name; a newtype in Rust where it has constraints.
    Alias(Type),
}

#[derive(Debug, Clone)]
pub struct Struct {
    pub fields: Vec<Field>,
    pub rest: Rest,
}

/// What members beside the named ones may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Rest {
    /// Any, kept out of the type: unknown members are ignored.
    Ignored,
    /// None: `additionalProperties: false`.
    Denied,
    /// Of this type, kept in a map.
    Typed(Type),
}

#[derive(Debug, Clone)]
pub struct Field {
    pub wire: WireName,
    pub names: Names,
    pub docs: Docs,
    pub ty: Type,
    pub required: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// As JSON; read by an accessor, never written into a value unasked.
    pub default: Option<String>,
    /// Of this use of the type.
    pub constraints: Constraints,
    pub boxed: bool,
}

#[derive(Debug, Clone)]
pub struct Enum {
    pub variants: Vec<Variant>,
    /// May grow: an unknown value is kept, not refused.
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Variant {
    pub value: Scalar,
    pub names: Names,
}

#[derive(Debug, Clone)]
pub struct Union {
    pub tagging: Tagging,
    pub branches: Vec<Branch>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Tagging {
    /// Told apart by the value of this member; every branch has a `tag`.
    Internal(WireName),
    /// Told apart by kind or by trying each in turn.
    Untagged,
}

#[derive(Debug, Clone)]
pub struct Branch {
    pub names: Names,
    pub docs: Docs,
    pub ty: Type,
    pub tag: Option<Scalar>,
}

/// JSON Schema's constraints that a type cannot say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    pub pattern: Option<String>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<f64>,
    pub exclusive_maximum: Option<f64>,
    pub multiple_of: Option<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}
