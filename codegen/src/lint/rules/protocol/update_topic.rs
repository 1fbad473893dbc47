//! `update-topic`.

use crate::diag::Level;
use crate::lint::facts::messages::Envelope;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct UpdateTopic;

static META: Meta = Meta {
    code: "update-topic",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "An update names its topic",
    docs: "One connection holds many subscriptions of a route, and the topic tells to which of them an update belongs. Where payloads describe the whole envelope, an update carries `topic` and `payload`; without them no router is made for the route.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  /:
    publish:
      message:
        oneOf:
          - name: quotes.subscribe
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.subscribe
                payload:
                  type: object
                  required: [symbol]
                  properties:
                    symbol:
                      type: string
          - name: quotes.unsubscribe
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.unsubscribe
                payload:
                  type: object
                  required: [symbol]
                  properties:
                    symbol:
                      type: string
    subscribe:
      message:
        oneOf:
          - name: quotes.subscribe.response
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.subscribe.response
                payload:
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
          - name: quotes.unsubscribe.response
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.unsubscribe.response
                payload:
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
          - name: quotes.update
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.update
                payload:
                  type: number
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  /:
    publish:
      message:
        oneOf:
          - name: quotes.subscribe
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.subscribe
                payload:
                  type: object
                  required: [symbol]
                  properties:
                    symbol:
                      type: string
          - name: quotes.unsubscribe
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.unsubscribe
                payload:
                  type: object
                  required: [symbol]
                  properties:
                    symbol:
                      type: string
    subscribe:
      message:
        oneOf:
          - name: quotes.subscribe.response
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.subscribe.response
                payload:
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
          - name: quotes.unsubscribe.response
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.unsubscribe.response
                payload:
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
          - name: quotes.update
            payload:
              type: object
              required: [type, payload]
              properties:
                type:
                  const: quotes.update
                payload:
                  type: object
                  required: [topic, payload]
                  properties:
                    topic:
                      type: string
                    payload:
                      type: number
",
};

impl Rule for UpdateTopic {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.envelope() != Envelope::Literal {
            return;
        }
        for update in context
            .routes()
            .iter()
            .filter_map(|route| route.update.as_ref())
        {
            let Some(model) = update.model() else {
                continue;
            };
            if schemas::member(model, "topic").is_none()
                || schemas::member(model, "payload").is_none()
            {
                let finding = self.finding(
                    update.place(),
                    format!("`{}` carries no topic", update.name),
                );
                sink.report(
                    finding.hint("let it carry `topic`, a string, and `payload`, the value"),
                );
            }
        }
    }
}
