//! Every rule there is, by group and code.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rule::{Meta, Rule};
use super::rules;

static RULES: LazyLock<Vec<&'static dyn Rule>> = LazyLock::new(|| {
    let mut all: Vec<&'static dyn Rule> = rules::GROUPS
        .iter()
        .flat_map(|group| group.iter().copied())
        .collect();
    all.sort_by_key(|rule| (rule.meta().group, rule.meta().code));
    all
});

static BY_CODE: LazyLock<HashMap<&'static str, &'static Meta>> = LazyLock::new(|| {
    rules()
        .iter()
        .map(|rule| (rule.meta().code, rule.meta()))
        .collect()
});

/// By group, then by code.
pub fn rules() -> &'static [&'static dyn Rule] {
    &RULES
}

pub fn meta(code: &str) -> Option<&'static Meta> {
    BY_CODE.get(code).copied()
}

/// The nearest code or group to what somebody wrote.
pub fn suggest(code: &str) -> Option<&'static str> {
    let groups = super::Group::ALL.iter().map(|group| group.name());
    crate::diag::suggest(
        code,
        rules().iter().map(|rule| rule.meta().code).chain(groups),
    )
}
