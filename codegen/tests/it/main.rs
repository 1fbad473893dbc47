//! The one integration binary of this crate.
#![allow(clippy::unwrap_used)]

mod output;
mod ts;
