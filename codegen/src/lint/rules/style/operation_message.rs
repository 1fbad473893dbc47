//! `operation-message`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct OperationMessage;

static META: Meta = Meta {
    code: "operation-message",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Operations have a message",
    docs: "An operation without a message says that something is sent and not what.",
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
      message:
        name: quote
",
};

impl Rule for OperationMessage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for operation in operations::of(context) {
            if !operation.node.has("message") {
                let finding = self.finding(
                    operation.key.span(),
                    format!(
                        "the {} operation of `{}` has no message",
                        operation.name(),
                        operation.address
                    ),
                );
                sink.report(finding.hint("add `message`"));
            }
        }
    }
}
