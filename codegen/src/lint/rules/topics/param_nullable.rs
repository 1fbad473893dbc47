//! `param-nullable`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{params, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamNullable;

static META: Meta = Meta {
    code: "param-nullable",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "No subscription param can be null",
    docs: r#"In a topic null is written as "", so null and the empty string would name one stream."#,
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
          type: [string, 'null']
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

impl Rule for ParamNullable {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for param in params::of(context) {
            if !param.slots.iter().any(|slot| allows_null(slot)) {
                continue;
            }
            let message = format!(
                "param `{}` of `{}` can be null",
                param.name, param.model.name
            );
            let hint = format!(
                "take null from its types: {}, in which null and \"\" look the same",
                params::why(param.model.route)
            );
            sink.report(self.finding(param.key.span(), message).hint(hint));
        }
    }
}

/// Null fits all the parts, and one of them says so.
fn allows_null(parts: &[Node<'_>]) -> bool {
    const TELLING: [&str; 5] = ["type", "enum", "const", "oneOf", "anyOf"];
    let silent = |part: &Node<'_>| !TELLING.iter().any(|keyword| part.has(keyword));
    let allows = |part: &Node<'_>| schemas::allows_null(*part);
    parts.iter().any(allows) && parts.iter().all(|part| allows(part) || silent(part))
}
