//! The one integration binary of this crate.
#![allow(clippy::unwrap_used)]

mod account;
mod avro;
mod command;
mod compat;
mod docs;
mod edits;
mod fastws;
mod fixes;
mod formats;
mod generate;
mod golden_rust;
mod golden_ts;
mod hostile;
mod init;
mod lint_command;
mod lsp;
mod lsp_corners;
mod mends;
mod mistakes;
mod mock;
mod mutate;
mod neighbours;
mod one_cause;
mod output;
mod own_schema;
mod reading;
mod robust;
mod rules;
mod slips;
mod spec;
mod tidy;
mod ts;
mod verdicts;

/// What generated models with conditions share, for the goldens that are compiled here.
#[rustfmt::skip]
#[path = "../data/gen/support/conditions.rs"]
#[allow(dead_code, unreachable_pub)]
mod conditions;

/// What generated models share, for the goldens that are compiled here.
#[rustfmt::skip]
#[path = "../data/gen/support/mod.rs"]
#[allow(dead_code, unreachable_pub)]
mod support;
