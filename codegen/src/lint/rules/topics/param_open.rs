//! `param-open`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::lint::facts::{edits, params};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamOpen;

static META: Meta = Meta {
    code: "param-open",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "Subscription params take no further members",
    docs: "A member that the schema does not describe is no part of the typed params, and so no part of the topic: two different requests would share one stream.",
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
      additionalProperties: true
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

impl Rule for ParamOpen {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for model in params::models(context) {
            for keyword in ["additionalProperties", "patternProperties"] {
                let (Some(key), Some(value)) = (model.node.key(keyword), model.node.get(keyword))
                else {
                    continue;
                };
                // What is no schema at all has a finding of its own.
                if value.as_bool() == Some(false) || (!value.is_map() && value.as_bool().is_none())
                {
                    continue;
                }
                let finding = self
                    .finding(
                        spots::entry(key, value),
                        format!("`{}` takes members of any name", model.name),
                    )
                    .hint(format!(
                        "write `additionalProperties: false`: {}, so all are described",
                        params::why(model.route)
                    ));
                sink.report(match value.as_bool() {
                    Some(true) => finding.fix("Close the object", edits::literal(value, "false")),
                    _ => finding,
                });
            }
        }
    }
}
