//! `reply-disagrees`.

use crate::diag::Level;
use crate::lint::facts::messages::Named;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashMap;

pub(super) struct ReplyDisagrees;

static META: Meta = Meta {
    code: "reply-disagrees",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "`x-response` and the names of messages agree",
    docs: "A request R whose reply is named by `x-response`, in a document that has another message `R.response`, leaves readers with two replies to choose from.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  orders:
    publish:
      message:
        $ref: '#/components/messages/orders.place'
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/orders.placed'
          - $ref: '#/components/messages/orders.place.response'
components:
  messages:
    orders.place:
      payload:
        type: object
      x-response:
        $ref: '#/components/messages/orders.placed'
    orders.placed:
      payload:
        type: object
    orders.place.response:
      payload:
        type: object
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  orders:
    publish:
      message:
        $ref: '#/components/messages/orders.place'
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/orders.placed'
          - $ref: '#/components/messages/orders.place.response'
components:
  messages:
    orders.place:
      payload:
        type: object
      x-response:
        $ref: '#/components/messages/orders.place.response'
    orders.placed:
      payload:
        type: object
    orders.place.response:
      payload:
        type: object
",
};

impl Rule for ReplyDisagrees {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let named = context.named();
        let by_name: HashMap<&str, &Named<'_>> = named
            .iter()
            .filter(|message| !message.client_sends)
            .map(|message| (message.name, message))
            .collect();
        for message in named.iter().filter(|message| message.client_sends) {
            let (Some(key), Some(reply)) = (
                message.node.key("x-response"),
                message.node.get("x-response"),
            ) else {
                continue;
            };
            let expected = format!("{}.response", message.name);
            let Some(other) = by_name.get(expected.as_str()) else {
                continue;
            };
            let target = reply.resolve();
            if target != reply && target != other.node {
                let finding = self
                    .finding(
                        key.span(),
                        format!("`{}` has another reply than `{expected}`", message.name),
                    )
                    .related(other.place(), "the message of that name");
                sink.report(finding.hint(format!(
                    "point `x-response` to `{expected}`, or rename that message"
                )));
            }
        }
    }
}
