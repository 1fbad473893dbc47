//! `operation-id`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct OperationId;

static META: Meta = Meta {
    code: "operation-id",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Operations have an `operationId`",
    docs: "Generated code and links are named after it.",
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
      operationId: quotes
",
};

impl Rule for OperationId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for operation in operations::of(context) {
            if operations::traited(operation.node, "operationId").is_none() {
                let finding = self.finding(
                    operation.key.span(),
                    format!(
                        "the {} operation of `{}` has no `operationId`",
                        operation.name(),
                        operation.address
                    ),
                );
                sink.report(finding.hint("add an `operationId`"));
            }
        }
    }
}
