//! `operation-description`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct OperationDescription;

static META: Meta = Meta {
    code: "operation-description",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Operations have a description",
    docs: "A summary says what, a description when and why.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      summary: Quotes.
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      description: Quotes as they come.
",
};

impl Rule for OperationDescription {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for operation in operations::of(context) {
            if operations::traited(operation.node, "description").is_none() {
                let finding = self.finding(
                    operation.key.span(),
                    format!(
                        "the {} operation of `{}` has no description",
                        operation.name(),
                        operation.address
                    ),
                );
                sink.report(finding.hint("say what it is for in `description`"));
            }
        }
    }
}
