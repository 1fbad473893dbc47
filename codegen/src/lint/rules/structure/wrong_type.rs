//! `wrong-type`.

use super::unquoted_text;
use crate::diag::Level;
use crate::doc::grammar::{Fact, type_phrase};
use crate::lint::rules::schemas::schema_required_boolean;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct WrongType;

static META: Meta = Meta {
    code: "wrong-type",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "Each value has the type that its key demands",
    docs: "AsyncAPI says of every key whether it holds text, a number, a list or an object. A key without a value holds null, which is none of them.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: []
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for WrongType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::WrongType {
                label,
                expected,
                found,
                owner,
            } = &fault.fact
            {
                if unquoted_text::is(*expected, *found)
                    || schema_required_boolean::is(*owner, *found)
                {
                    continue;
                }
                let message = match found.is_null() {
                    true => format!("{label} has no value, and must be {}", expected.phrase()),
                    false => format!(
                        "{label} must be {}, not {}",
                        expected.phrase(),
                        type_phrase(*found)
                    ),
                };
                let hint = match found.is_null() {
                    true => "give it a value, or remove the key".to_owned(),
                    false => format!("write {}", expected.phrase()),
                };
                sink.report(self.finding(fault.place, message).hint(hint));
            }
        }
    }
}
