//! The rules: one folder per group, one file per rule. A test compares these lists with the folders.

use super::rule::Rule;

pub mod bindings;
pub mod protocol;
pub mod reading;
pub mod references;
pub mod schemas;
pub mod semantics;
pub mod structure;
pub mod style;
pub mod targets;
pub mod topics;
pub mod values;

/// Every group's rules.
pub(super) static GROUPS: &[&[&dyn Rule]] = &[
    reading::RULES,
    structure::RULES,
    references::RULES,
    semantics::RULES,
    schemas::RULES,
    values::RULES,
    topics::RULES,
    protocol::RULES,
    targets::RULES,
    bindings::RULES,
    style::RULES,
];
