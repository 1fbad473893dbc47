//! Examples and defaults against their schemas.

use crate::lint::Rule;

mod default_mismatch;
mod message_example;
mod schema_example;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &default_mismatch::DefaultMismatch,
    &message_example::MessageExample,
    &schema_example::SchemaExample,
];
