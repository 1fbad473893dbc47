//! `param-integer`.

use crate::diag::Level;
use crate::lint::facts::{params, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamInteger;

static META: Meta = Meta {
    code: "param-integer",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "Integers in subscription params stay within 2^53-1",
    docs: "JavaScript holds integers exactly only within +-(2^53-1). Beyond that a client in a browser would compute another topic than the server.",
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
          type: integer
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
          type: integer
          minimum: 0
          maximum: 1000
",
};

impl Rule for ParamInteger {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for param in params::of(context) {
            let items = param.schema.follow("items");
            for schema in [Some(param.schema), items].into_iter().flatten() {
                let types = schemas::types(schema)
                    .into_iter()
                    .filter(|name| *name != "null");
                // Several types are a mistake of their own.
                if types.ne(["integer"]) || schemas::is_safe_integer(schema) {
                    continue;
                }
                let message = format!(
                    "param `{}` of `{}` can leave the range of safe integers",
                    param.name, param.model.name
                );
                let hint = format!(
                    "add `minimum` and `maximum` within ±9007199254740991, or `format: int32`: {} in JavaScript too",
                    params::why(param.model.route)
                );
                sink.report(self.finding(param.key.span(), message).hint(hint));
            }
        }
    }
}
