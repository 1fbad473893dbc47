//! `route-incomplete`.

use crate::diag::{Level, suggest};
use crate::doc::node::Node;
use crate::lint::facts::routes;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RouteIncomplete;

static META: Meta = Meta {
    code: "route-incomplete",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "A route has all its messages",
    docs: "A route R is made of `R.subscribe`, `R.unsubscribe`, `R.update` and, where the document has the envelope, a response to each request. A half that is missing gets no code.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  quotes:
    publish:
      message:
        oneOf:
          - $ref: '#/components/messages/quotes.subscribe'
          - $ref: '#/components/messages/quotes.unsubscribe'
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/quotes.subscribe.response'
          - $ref: '#/components/messages/quotes.update'
components:
  messages:
    quotes.subscribe:
      payload:
        $ref: '#/components/schemas/QuotesRequest'
    quotes.unsubscribe:
      payload:
        $ref: '#/components/schemas/QuotesRequest'
    quotes.subscribe.response:
      payload:
        $ref: '#/components/schemas/SubscriptionResponse'
    quotes.update:
      payload:
        type: number
  schemas:
    SubscriptionResponse:
      type: object
      required: [status, message, topic]
      properties:
        status:
          type: string
          enum: [ok, error]
        message:
          type: string
        topic:
          type: string
    QuotesRequest:
      type: object
      required: [symbol]
      properties:
        symbol:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  quotes:
    publish:
      message:
        oneOf:
          - $ref: '#/components/messages/quotes.subscribe'
          - $ref: '#/components/messages/quotes.unsubscribe'
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/quotes.subscribe.response'
          - $ref: '#/components/messages/quotes.unsubscribe.response'
          - $ref: '#/components/messages/quotes.update'
components:
  messages:
    quotes.subscribe:
      payload:
        $ref: '#/components/schemas/QuotesRequest'
    quotes.unsubscribe:
      payload:
        $ref: '#/components/schemas/QuotesRequest'
    quotes.subscribe.response:
      payload:
        $ref: '#/components/schemas/SubscriptionResponse'
    quotes.unsubscribe.response:
      payload:
        $ref: '#/components/schemas/SubscriptionResponse'
    quotes.update:
      payload:
        type: number
  schemas:
    SubscriptionResponse:
      type: object
      required: [status, message, topic]
      properties:
        status:
          type: string
          enum: [ok, error]
        message:
          type: string
        topic:
          type: string
    QuotesRequest:
      type: object
      required: [symbol]
      properties:
        symbol:
          type: string
",
};

impl Rule for RouteIncomplete {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let missing = routes::missing_parts(context);
        let components = context.root().follow("components");
        let messages = components.and_then(|components| components.follow("messages"));
        for route in context.routes() {
            let parts: Vec<&str> = missing
                .iter()
                .filter(|(name, _)| *name == route.name)
                .map(|(_, part)| part.as_str())
                .collect();
            let Some(first) = parts.first() else { continue };
            let message = format!(
                "route `{}` has no `{}`",
                route.name,
                parts.join("` and no `")
            );
            let finding = self.finding(route.subscribe.place(), message);
            let operation = match first.ends_with(".unsubscribe") {
                true => "publish",
                false => "subscribe",
            };
            let described = messages.and_then(|messages| described(messages, first));
            let taken = |name: &str| {
                let mut parts = context.routes().iter().flat_map(|route| route.messages());
                parts.any(|part| part.name == name)
            };
            let others = context.named().iter().map(|message| message.name);
            let near = suggest(first, others.filter(|name| !taken(name)));
            sink.report(match (described, near) {
                (Some((key, name)), _) => finding.related(key.span(), "it is described here").hint(
                    format!("list `#/components/messages/{name}` under `{operation}` of a channel"),
                ),
                (None, Some(near)) => {
                    finding.hint(format!("if `{near}` is meant, rename it to `{first}`"))
                }
                (None, None) => finding.hint(format!(
                    "describe `{first}` under `{operation}` of a channel, or rename the other messages"
                )),
            });
        }
    }
}

/// The component of that name, which no operation lists: its key, and the key's text.
fn described<'p>(messages: Node<'p>, name: &str) -> Option<(Node<'p>, &'p str)> {
    let is_it = |key: &str, message: Node<'p>| {
        let own = message.resolve().get("name").and_then(Node::as_str);
        own.unwrap_or(key) == name
    };
    messages
        .entries()
        .find(|(_, key, message)| is_it(key, *message))
        .map(|(key, text, _)| (key, text))
}
