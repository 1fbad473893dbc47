//! `reply-undeclared`.

use crate::diag::Level;
use crate::doc::grammar::Kind;
use crate::doc::node::Node;
use crate::lint::facts::{hidden, operations};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ReplyUndeclared;

static META: Meta = Meta {
    code: "reply-undeclared",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "A reply is among the messages that the server sends",
    docs: "`x-response` on a request names its reply. A reply that no `subscribe` operation lists is never announced to clients.",
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
          - $ref: '#/components/messages/orders.note'
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
    orders.note:
      payload:
        type: string
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
",
};

impl Rule for ReplyUndeclared {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if hidden::frame(context) {
            return;
        }
        let sent: Vec<Node<'_>> = operations::messages(context)
            .into_iter()
            .filter(|message| !message.client_sends)
            .map(|message| message.node)
            .collect();
        for visit in context.definitions(Kind::Message) {
            let (Some(key), Some(reply)) =
                (visit.node.key("x-response"), visit.node.get("x-response"))
            else {
                continue;
            };
            if reply.reference().is_none()
                || reply.resolve() == reply
                || sent.contains(&reply.resolve())
                || sends_its_namesake(context, visit.node)
            {
                continue;
            }
            let text = reply
                .reference()
                .and_then(|text| text.rsplit('/').next())
                .unwrap_or_default();
            let finding = self.finding(
                key.span(),
                format!("the server never sends the reply `{text}`"),
            );
            sink.report(finding.hint("list it under `subscribe` of the channel"));
        }
    }
}

/// Whether the server sends `R.response` for the request R: then `x-response` points past it, and that is said.
fn sends_its_namesake<'p>(context: &Context<'p>, request: Node<'p>) -> bool {
    let named = context.named();
    let mut requests = named.iter().filter(|message| message.node == request);
    requests.any(|request| {
        let expected = format!("{}.response", request.name);
        named
            .iter()
            .any(|message| !message.client_sends && message.name == expected)
    })
}
