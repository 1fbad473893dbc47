//! `message-id-unique`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::{HashMap, HashSet};

pub(super) struct MessageIdUnique;

static META: Meta = Meta {
    code: "message-id-unique",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "Each `messageId` names one message",
    docs: "Two definitions with one id cannot be told apart. One definition that several operations use is fine: the id names the message, not its uses.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      message:
        messageId: quote
    subscribe:
      message:
        messageId: quote
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      message:
        messageId: ask
    subscribe:
      message:
        messageId: quote
",
};

impl Rule for MessageIdUnique {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen: HashMap<&str, Node<'_>> = HashMap::new();
        let mut looked_at: HashSet<Node<'_>> = HashSet::new();
        for message in operations::messages(context) {
            if !looked_at.insert(message.node) {
                continue;
            }
            let Some((key, value)) = operations::traited(message.node, "messageId") else {
                continue;
            };
            let Some(id) = value.as_str() else { continue };
            if let Some(first) = seen.get(id) {
                let line = context.project.sources.start(first.span()).line;
                let finding = self
                    .finding(
                        spots::entry(key, value),
                        format!("messageId `{id}` is used twice, first at line {line}"),
                    )
                    .related(first.span(), "first used here");
                sink.report(
                    finding.hint(
                        "give each message an id of its own, or use one definition by `$ref`",
                    ),
                );
            } else {
                seen.insert(id, value);
            }
        }
    }
}
