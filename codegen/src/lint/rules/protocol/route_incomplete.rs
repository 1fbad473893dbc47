//! `route-incomplete`.

use crate::diag::Level;
use crate::lint::facts::messages;
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
        if context.has_broken_references() {
            return;
        }
        let envelope = context.envelope() != messages::Envelope::None;
        for route in context.routes() {
            let parts = [
                (".unsubscribe", route.unsubscribe.is_some()),
                (".update", route.update.is_some()),
                (
                    ".subscribe.response",
                    route.subscribe_response.is_some() || !envelope,
                ),
                (
                    ".unsubscribe.response",
                    route.unsubscribe_response.is_some() || !envelope,
                ),
            ];
            let missing: Vec<String> = parts
                .iter()
                .filter(|(_, there)| !there)
                .map(|(part, _)| format!("`{}{part}`", route.name))
                .collect();
            if !missing.is_empty() {
                let message = format!("route `{}` has no {}", route.name, missing.join(" and no "));
                sink.report(
                    self.finding(route.subscribe.place(), message)
                        .hint("add it, or rename the other messages"),
                );
            }
        }
    }
}
