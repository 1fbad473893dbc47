//! `duplicate-message`.

use crate::diag::Level;
use crate::lint::facts::messages::{self, Named};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashMap;

pub(super) struct DuplicateMessage;

static META: Meta = Meta {
    code: "duplicate-message",
    group: Group::Protocol,
    level: Level::Error,
    gate: true,
    purpose: "Each name stands for one message in a direction",
    docs: "The `type` of the envelope is all that tells messages apart. Two of one name, going the same way, cannot be dispatched.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  a:
    publish:
      message:
        name: ping
        payload:
          type: object
  b:
    publish:
      message:
        name: ping
        payload:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  a:
    publish:
      message:
        name: ping
        payload:
          type: object
  b:
    publish:
      message:
        name: pong
        payload:
          type: string
",
};

impl Rule for DuplicateMessage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let named = context.named();
        if context.envelope() == messages::Envelope::None {
            return;
        }
        let mut seen: HashMap<(&str, bool), &Named<'_>> = HashMap::new();
        for message in named {
            let Some(first) = seen.insert((message.name, message.client_sends), message) else {
                continue;
            };
            let side = if message.client_sends {
                "client"
            } else {
                "server"
            };
            let finding = self
                .finding(
                    message.place(),
                    format!(
                        "two messages that the {side} sends are called `{}`",
                        message.name
                    ),
                )
                .related(first.place(), "the first");
            sink.report(finding.hint("rename one, or use one definition by `$ref`"));
        }
    }
}
