//! `message-examples`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashSet;

pub(super) struct MessageExamples;

static META: Meta = Meta {
    code: "message-examples",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Messages have an example",
    docs: "An example says more than a schema, and is checked against it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        name: quote
        payload:
          type: number
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
        payload:
          type: number
        examples:
          - payload: 1.5
",
};

impl Rule for MessageExamples {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen = HashSet::new();
        for message in operations::messages(context) {
            let shown = operations::traited(message.node, "examples").is_some();
            if seen.insert(message.node) && message.node.has("payload") && !shown {
                sink.report(
                    self.finding(message.place(), "this message has no example".to_owned())
                        .hint("add one under `examples`"),
                );
            }
        }
    }
}
