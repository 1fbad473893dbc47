//! `param-default`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::lint::facts::messages::Envelope;
use crate::lint::facts::{entries, params};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamDefault;

static META: Meta = Meta {
    code: "param-default",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "No subscription param has a default",
    docs: "A client that leaves the param out and one that sends the default would ask for one stream by two topics. What every client should send stands in the description.",
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
          type: string
          default: AAPL
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

impl Rule for ParamDefault {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let envelope = context.envelope();
        for param in params::of(context) {
            // Without an envelope, a default that a shared schema brings along does no harm to a required param.
            let holder = match envelope {
                Envelope::None => Some(param.written),
                _ => param
                    .slots
                    .iter()
                    .flatten()
                    .copied()
                    .find(|part| part.has("default")),
            };
            let Some(holder) = holder else { continue };
            let (Some(key), Some(value)) = (holder.key("default"), holder.get("default")) else {
                continue;
            };
            let message = format!(
                "param `{}` of `{}` has a default",
                param.name, param.model.name
            );
            let finding = self
                .finding(spots::entry(key, value), message)
                .hint(format!(
                    "remove it: {}, so each must be sent",
                    params::why(param.model.route)
                ));
            let finding = match holder == param.written {
                true => finding,
                false => finding.related(param.key.span(), "the param"),
            };
            sink.report(match entries::remove(key, value) {
                Some(edits) => finding.fix("Drop the default", edits),
                None => finding,
            });
        }
    }
}
