//! `wrong-type`.

use super::unquoted_text;
use crate::diag::Level;
use crate::doc::grammar::{Fact, type_phrase};
use crate::lint::facts::mend;
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
                let in_list = found.parent().is_some_and(|parent| parent.is_seq());
                let item = if in_list { "an item of " } else { "" };
                let message = match found.is_null() {
                    true => format!(
                        "{item}{label} has no value, and must be {}",
                        expected.phrase()
                    ),
                    false => format!(
                        "{item}{label} must be {}, not {}",
                        expected.phrase(),
                        type_phrase(*found)
                    ),
                };
                let mend = mend::of(context, *expected, *found);
                let finding = self.finding(fault.place, message).hint(mend.hint);
                sink.report(match mend.fix {
                    Some((title, edits)) => finding.fix(title, edits),
                    None => finding,
                });
            }
        }
    }
}
