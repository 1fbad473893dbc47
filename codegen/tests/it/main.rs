//! The one integration binary of this crate.
#![allow(clippy::unwrap_used)]

mod compat;
mod docs;
mod generate;
mod golden_ts;
mod mistakes;
mod mock;
mod lsp;
mod output;
mod rules;
mod spec;
mod ts;
