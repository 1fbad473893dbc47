//! `param-union`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{conjunction, params, schemas};
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
            if param.slots.iter().any(|slot| is_union(slot)) {
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
        for route in context.routes() {
            let parts = route.params().map(conjunction::parts).unwrap_or_default();
            // What has no members of its own is no object, which is another finding.
            if !parts.iter().any(|part| part.has("properties")) {
                continue;
            }
            for key in parts.iter().filter_map(|part| alternatives(*part)) {
                let message = format!("the params of `{}` are one of several objects", route.name);
                let hint = format!(
                    "describe one object, or make a route of each: {}, so all are always there",
                    params::why(route.name)
                );
                sink.report(self.finding(key.span(), message).hint(hint));
            }
        }
    }
}

/// Where an object has alternatives. Those that only ask for members say nothing new: params are all required.
fn alternatives(part: Node<'_>) -> Option<Node<'_>> {
    let adds = |branch: &Node<'_>| {
        branch
            .resolve()
            .entries()
            .any(|(_, name, _)| name != "required")
    };
    ["oneOf", "anyOf"].into_iter().find_map(|keyword| {
        let branches = part.get(keyword)?;
        (branches.items().filter(adds).count() > 1).then(|| part.key(keyword))?
    })
}

/// Whether values of more than one type fit.
fn is_union(parts: &[Node<'_>]) -> bool {
    let several = |part: &Node<'_>, keyword: &str| {
        let branches = part.get(keyword).into_iter().flat_map(Node::items);
        branches
            .filter(|branch| schemas::types(branch.resolve()) != ["null"])
            .count()
            > 1
    };
    if parts
        .iter()
        .any(|part| several(part, "oneOf") || several(part, "anyOf"))
    {
        return true;
    }
    let types = parts.iter().map(|part| types_of(*part));
    // Each part takes types away from the others.
    types.filter(|types| *types > 0).min().unwrap_or(0) > 1
}

/// How many types a schema names, or the values that it lists have; null apart.
fn types_of(schema: Node<'_>) -> usize {
    const TYPES: [&str; 5] = ["string", "number", "boolean", "object", "array"];
    let named = schemas::types(schema);
    if !named.is_empty() {
        return named.iter().filter(|name| **name != "null").count();
    }
    let values: Vec<Node<'_>> = schema
        .get("enum")
        .into_iter()
        .flat_map(Node::items)
        .collect();
    let occurs = |name: &&&str| values.iter().any(|value| schemas::is_of_type(*value, name));
    TYPES.iter().filter(occurs).count()
}
