//! `param-union`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{params, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamUnion;

static META: Meta = Meta {
    code: "param-union",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "A subscription param has one type",
    docs: r#"`1` and `"1"` are two topics, and which of them a client sends must not be left to it."#,
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
          type: [string, integer]
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

impl Rule for ParamUnion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for param in params::of(context) {
            let types = schemas::types(param.schema)
                .into_iter()
                .filter(|name| *name != "null")
                .count();
            let several = |keyword| {
                let branches = param.schema.get(keyword).into_iter().flat_map(Node::items);
                branches
                    .filter(|branch| schemas::types(branch.resolve()) != ["null"])
                    .count()
                    > 1
            };
            if types > 1 || several("oneOf") || several("anyOf") {
                let message = format!(
                    "param `{}` of `{}` has several types",
                    param.name, param.model.name
                );
                let hint = format!(
                    "choose one: {}, and `1` and `\"1\"` are two topics",
                    params::why(param.model.route)
                );
                sink.report(self.finding(param.key.span(), message).hint(hint));
            }
        }
    }
}
