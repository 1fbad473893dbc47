//! The only place that makes identifiers: text from documents in, Rust and TypeScript names out.
//!
//! [`words`] cuts a name as written into words, [`case`] joins them, [`ident`] makes the result legal,
//! [`table`] keeps the names of one scope apart, [`reserved`] lists what may not be used.

pub mod case;
pub mod ident;
pub mod reserved;
pub mod table;
pub mod words;

pub use ident::Kind;
pub use table::{Table, assign};

/// One identifier for a name as written, where nothing else stands beside it.
pub fn one(kind: Kind, raw: &str) -> String {
    ident::candidate(kind, raw)
}
