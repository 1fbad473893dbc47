//! `unquoted-text`.

use crate::diag::Level;
use crate::doc::grammar::{Expected, Fact, type_phrase};
use crate::doc::node::Node;
use crate::lint::facts::edits;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct UnquotedText;

static META: Meta = Meta {
    code: "unquoted-text",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "Text that looks like a number or a boolean is quoted",
    docs: "YAML reads `1.0` as a number and `true` as a boolean. Where AsyncAPI wants text, quotes make it text; without them `1.10` would become `1.1`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: '1.0'
channels: {}
",
};

impl Rule for UnquotedText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::WrongType {
                label,
                expected,
                found,
                ..
            } = &fault.fact
            {
                if !is(*expected, *found) {
                    continue;
                }
                let message = format!(
                    "{label} must be a string, not {}: quote it",
                    type_phrase(*found)
                );
                let text = edits::source(*found);
                let finding = self
                    .finding(fault.place, message)
                    .hint(format!("write `'{text}'`"));
                sink.report(finding.fix("Quote it", edits::quote(*found)));
            }
        }
    }
}

/// Whether the value is right but for its quotes.
pub(super) fn is(expected: Expected, found: Node<'_>) -> bool {
    expected == Expected::Text && (found.as_number().is_some() || found.as_bool().is_some())
}
