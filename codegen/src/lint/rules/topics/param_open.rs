//! `param-open`.

use crate::diag::{Diagnostic, Level};
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::params::Model;
use crate::lint::facts::{edits, entries, params, schemas};
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
                let finding = self.finding(
                    spots::entry(key, value),
                    format!("`{}` takes members of any name", model.name),
                );
                sink.report(close(finding, &model, key, value));
            }
        }
    }
}

/// How to close the object. A part of an `allOf` cannot be closed by itself: it would refuse the members of the others.
fn close(finding: Diagnostic, model: &Model<'_>, key: Node<'_>, value: Node<'_>) -> Diagnostic {
    let why = params::why(model.route);
    let keyword = key.as_str().unwrap_or_default();
    let own = |name: &str| schemas::properties(model.node).any(|(_, other, _)| other == name);
    let mut others = model
        .beside
        .iter()
        .flat_map(|part| schemas::properties(*part));
    let closes = !others.any(|(_, name, _)| !own(name)) && keyword == "additionalProperties";
    let (hint, title, edits) = match closes {
        true => (
            format!("write `additionalProperties: false`: {why}, so all are described"),
            "Close the object",
            // A schema says something that its author may want to keep elsewhere.
            (value.as_bool() == Some(true)).then(|| edits::literal(value, "false")),
        ),
        false => (
            format!("remove `{keyword}`: {why}, so all are described"),
            "Take no further members",
            (value.as_bool() == Some(true))
                .then(|| entries::remove(key, value))
                .flatten(),
        ),
    };
    let finding = finding.hint(hint);
    match edits {
        Some(edits) => finding.fix(title, edits),
        None => finding,
    }
}
