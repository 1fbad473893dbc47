//! specwire-codegen: AsyncAPI documents to typed Rust and TypeScript.
//!
//! ```text
//! source -> yaml -> doc -> lint -> lower -> ir -> emit -> output
//! text      tree    meaning checked          names,  files   disk
//!                                            shapes
//! ```

pub mod cli;
pub mod compat;
pub mod config;
pub mod diag;
pub mod doc;
pub mod emit;
pub mod ir;
pub mod lint;
pub mod lower;
pub mod lsp;
pub mod mock;
pub mod naming;
pub mod output;
pub mod pipeline;
pub mod serve;
pub mod served;
pub mod source;
pub mod yaml;
