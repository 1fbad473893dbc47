//! Types: the closed vocabulary that every target can express.

use super::{Check, Docs, Names, WireName};
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    Named(TypeId),
    Bool,
    Integer(Integer),
    /// `format: float` is written as f64 too: a float does not survive the round trip of a decimal text.
    Number,
    String(StringFormat),
    /// A JSON value of any kind.
    Any,
    /// Exactly this JSON scalar; never a string (a constant string is an [`Enum`] of one variant).
    Const(Scalar),
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    /// Always under a name.
    Positions(Positions),
    /// The type or null. Never nested, never around `Any`.
    Nullable(Box<Type>),
}

/// A list whose first items have types of their own, and whose length may vary.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Positions {
    pub items: Vec<Type>,
    /// So many of the items are always there.
    pub required: usize,
    /// What follows them; `None`: nothing does.
    pub rest: Option<Box<Type>>,
}

impl Positions {
    /// The types of all items, what may follow them included.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.items.iter().chain(self.rest.as_deref())
    }

    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.items.iter_mut().chain(self.rest.as_deref_mut())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Integer {
    /// The least and the greatest value.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringFormat {
    Plain,
    DateTime,
    Date,
    Time,
    Uuid,
    /// Base64.
    Byte,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    /// Any other number, as JSON text.
    Number(String),
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
    /// It has no name in the document and stands in one place: a constant, or a scalar, list or map with
    /// constraints. Rust needs the name; a target that does not may write what it stands for in its place.
    pub inline: bool,
    /// As JSON: what an absent member of this type means.
    pub default: Option<String>,
    /// Null is let through too. References say so themselves; a target where null is a type says it here.
    pub nullable: bool,
    /// An alias that holds itself, through lists and maps at the least.
    pub recursive: bool,
}

/// Targets have types of their own for tuples of so many items at most.
pub const WIDEST_TUPLE: usize = 12;

impl TypeDef {
    /// A name for another type and nothing more.
    pub fn is_transparent(&self) -> bool {
        let alias = matches!(self.shape, Shape::Alias(_));
        alias
            && self.constraints.is_empty()
            && !self.recursive
            && !self.is_wide()
            && self.positions().is_none()
    }

    /// No value fits.
    pub fn is_never(&self) -> bool {
        let never = |check: &Check| check.rule == super::Rule::never();
        self.constraints.checks.iter().any(never)
    }

    /// What stands where in a list of no fixed length.
    pub fn positions(&self) -> Option<&Positions> {
        match &self.shape {
            Shape::Alias(Type::Positions(of)) => Some(of),
            _ => None,
        }
    }

    /// A tuple that needs a name to be one.
    pub fn is_wide(&self) -> bool {
        matches!(&self.shape, Shape::Alias(Type::Tuple(items)) if items.len() > WIDEST_TUPLE)
    }
}

#[derive(Debug, Clone)]
pub enum Shape {
    Struct(Struct),
    /// Strings or integers from a list.
    Enum(Enum),
    Union(Union),
    /// Anything else under a name; a newtype in Rust where it has constraints or holds itself.
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
    /// The type holds the struct itself with no list or map between.
    pub boxed: bool,
}

#[derive(Debug, Clone)]
pub struct Enum {
    /// In the order of the document, no value twice.
    pub variants: Vec<Variant>,
    /// May grow: an unknown value is kept, not refused.
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Variant {
    pub value: Scalar,
    pub names: Names,
    pub docs: Docs,
}

#[derive(Debug, Clone)]
pub struct Union {
    pub tagging: Tagging,
    /// No value may fit more than one branch: `oneOf`.
    pub exclusive: bool,
    /// In the order of the document.
    pub branches: Vec<Branch>,
    /// Untagged: indices of `branches`, the most demanding first, as a reader has to try them.
    pub trial: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Tagging {
    /// Told apart by the value of this member, which every branch holds and no two share.
    Internal(WireName),
    /// Told apart by kind or by trying each in turn.
    Untagged,
}

#[derive(Debug, Clone)]
pub struct Branch {
    pub names: Names,
    pub docs: Docs,
    pub ty: Type,
    /// The value of the tag that means this branch; `None` where the union is untagged.
    pub tag: Option<Scalar>,
    /// The type holds the union itself with no list or map between.
    pub boxed: bool,
}

/// JSON Schema's constraints that a type cannot say. Bounds are JSON number texts: nothing is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Constraints {
    pub pattern: Option<String>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub minimum: Option<String>,
    pub maximum: Option<String>,
    pub exclusive_minimum: Option<String>,
    pub exclusive_maximum: Option<String>,
    pub multiple_of: Option<String>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// What no keyword above says.
    pub checks: Vec<Check>,
}

impl Constraints {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
