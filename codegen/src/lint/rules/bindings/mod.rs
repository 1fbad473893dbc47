//! What protocols say in bindings: warnings, since no version of AsyncAPI itself checks them.

use crate::lint::Rule;

mod binding;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[&binding::Binding];
