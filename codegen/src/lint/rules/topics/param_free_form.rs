//! `param-free-form`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{params, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParamFreeForm;

static META: Meta = Meta {
    code: "param-free-form",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "A subscription param says what it is",
    docs: "A value of any shape cannot be typed, and whatever a client puts there becomes part of the topic.",
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
          description: Ticker.
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

impl Rule for ParamFreeForm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for param in params::of(context) {
            let free = |slot: &Vec<Node<'_>>| slot.iter().all(|part| is_free(*part));
            let Some(at) = param.slots.iter().position(free) else {
                continue;
            };
            let (what, mend) = words(&param.slots[at], at > 0);
            let message = format!("param `{}` of `{}` {what}", param.name, param.model.name);
            let hint = format!(
                "{mend}: {}, so its shape must be known",
                params::why(param.model.route)
            );
            sink.report(self.finding(param.key.span(), message).hint(hint));
        }
    }
}

/// What is free in a param, or in the lists in it, and what to write.
fn words(slot: &[Node<'_>], in_list: bool) -> (&'static str, &'static str) {
    let is = |name: &str| {
        slot.iter()
            .any(|part| schemas::types(*part).contains(&name))
    };
    let names = ["additionalProperties", "patternProperties"];
    let is_map = slot.iter().any(|part| {
        names
            .iter()
            .any(|name| part.get(name).is_some_and(Node::is_map))
    });
    match (is("array"), is("object") || is_map, in_list) {
        (true, _, false) => ("is a list of anything", "describe its items under `items`"),
        (true, _, true) => (
            "holds lists of anything",
            "describe their items under `items`",
        ),
        (_, true, false) if is_map => (
            "takes members of any name",
            "describe each member under `properties`, or make it a list",
        ),
        (_, true, true) if is_map => (
            "holds objects with members of any name",
            "describe each member under `properties`, or make them lists",
        ),
        (_, true, false) => (
            "is an object of any shape",
            "describe its members under `properties`",
        ),
        (_, true, true) => (
            "holds objects of any shape",
            "describe their members under `properties`",
        ),
        (_, _, false) => ("can be anything", "give it a `type`"),
        (_, _, true) => ("is a list of anything", "give its `items` a `type`"),
    }
}

/// Whether any value fits: no type, no choice of values, or an object or list of nobody knows what.
fn is_free(schema: Node<'_>) -> bool {
    const TELLING: [&str; 7] = [
        "enum",
        "const",
        "oneOf",
        "anyOf",
        "properties",
        "items",
        "$ref",
    ];
    if schema.as_bool().is_some() {
        return true;
    }
    let tells = TELLING.iter().any(|keyword| schema.has(keyword));
    let container = schemas::types(schema)
        .iter()
        .any(|name| ["object", "array"].contains(name));
    let closed = schema.get("additionalProperties").and_then(Node::as_bool) == Some(false);
    schema.is_map() && !tells && !closed && (!schema.has("type") || container)
}
