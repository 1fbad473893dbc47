//! The rules: one folder per group, one file per rule. A test compares these lists with the folders.

use super::rule::Rule;

pub mod reading;

/// Every group's rules.
pub(super) static GROUPS: &[&[&dyn Rule]] = &[reading::RULES];
