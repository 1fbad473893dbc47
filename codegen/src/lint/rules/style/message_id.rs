//! `message-id`.

use crate::diag::Level;
use crate::doc::grammar::Version;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashSet;

pub(super) struct MessageId;

static META: Meta = Meta {
    code: "message-id",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Messages have a `messageId`",
    docs: "Since 2.4.0 the id names a message across documents and tools.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        name: quote
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        messageId: quote
",
};

impl Rule for MessageId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.version() < Version::V2_4 {
            return;
        }
        let mut seen = HashSet::new();
        for message in operations::messages(context) {
            if seen.insert(message.node) && operations::traited(message.node, "messageId").is_none()
            {
                let place = message.place();
                sink.report(
                    self.finding(place, "this message has no `messageId`".to_owned())
                        .hint("add a `messageId`"),
                );
            }
        }
    }
}
