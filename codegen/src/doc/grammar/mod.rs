//! The grammar of AsyncAPI 2.0.0 to 2.6.0 as data, and the walk that reads a document by it.
//!
//! The walk tags every node that has a meaning with its [`Kind`] (rules, completion and hover ask for it) and lists
//! what is wrong with the structure as [`Fault`]s: one mistake, one fault.

mod bindings;
mod containers;
mod fault;
mod format;
mod kind;
mod message;
pub mod misnomer;
mod objects;
mod openapi;
mod schema;
mod security;
mod shape;
mod special;
mod spot;
pub mod spots;
mod structure;
mod values;
mod version;
mod walk;

pub use fault::{Expected, Fact, Fault, type_phrase};
pub use format::is_uri_template;
pub use kind::{Kind, Place, article};
pub use message::{Language, schema_format};
pub use schema::TYPE_NAMES;
pub use shape::{Field, Format, Keys, Map, Object, Shape};
pub use structure::{Structure, Use, Visit};
pub use values::canonical;
pub use version::Version;
pub use walk::reference_place;

/// The fields that an object of a kind may have: what completion offers and hover explains.
///
/// `node` is asked where the kind alone does not tell (a security scheme's fields depend on its `type`).
pub fn object_of(kind: Kind, node: Option<crate::doc::node::Node<'_>>) -> Option<&'static Object> {
    match kind {
        Kind::SecurityScheme => {
            let text = |key| {
                node.and_then(|node| node.get(key))
                    .and_then(|value| value.as_str())
            };
            security::scheme_object(text("type").unwrap_or("userPassword"), text("scheme"))
        }
        Kind::OAuthFlows => Some(&security::FLOWS),
        Kind::Binding(place) => {
            let protocol = node?.own_key()?.as_str()?;
            bindings::object(place, protocol)
        }
        kind => objects::fixed(kind),
    }
}

/// The names of the protocols that bindings know.
pub fn protocols() -> &'static [&'static str] {
    bindings::PROTOCOLS
}

/// The types of security schemes of a version.
pub fn security_types(version: Version) -> impl Iterator<Item = &'static str> {
    security::TYPES
        .iter()
        .filter(move |(_, since)| *since <= version)
        .map(|(name, _)| *name)
}
