//! `param-optional`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::lint::facts::params::{self, Param};
use crate::lint::facts::{required, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamOptional;

static META: Meta = Meta {
    code: "param-optional",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "Every subscription param is required",
    docs: "A missing param and one with a default value would name one stream by two topics, and updates would miss half of the subscribers.",
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

impl Rule for ParamOptional {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for param in params::of(context) {
            let listed = param.model.required.contains(&param.name);
            // A flag on the member, or a misspelt name in the list, has a finding of its own.
            if listed
                || param
                    .written
                    .get("required")
                    .is_some_and(|flag| flag.as_bool().is_some())
                || misspelt(&param)
            {
                continue;
            }
            let message = format!(
                "param `{}` of `{}` is optional",
                param.name, param.model.name
            );
            let finding = self.finding(param.key.span(), message).hint(format!(
                "add it to `required`: {}, so none may be missing",
                params::why(param.model.route)
            ));
            sink.report(match required::add(param.model.node, param.name) {
                Some(edits) => finding.fix("Make it required", edits),
                None => finding,
            });
        }
    }
}

/// Whether `required` names something that is no member and nearly this one.
fn misspelt(param: &Param<'_>) -> bool {
    let model = param.model.node;
    let known = |name: &str| schemas::properties(model).any(|(_, other, _)| other == name);
    schemas::required(model).any(|name| !known(name) && suggest(name, [param.name]).is_some())
}
