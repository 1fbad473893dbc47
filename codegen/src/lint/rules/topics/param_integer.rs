//! `param-integer`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{hidden, params, schemas};
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
            if !param.slots.iter().any(|slot| is_unsafe(context, slot)) {
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

/// An integer whose parts together leave it too much room, or a listed one that is too big.
fn is_unsafe<'p>(context: &Context<'p>, parts: &[Node<'p>]) -> bool {
    // Several types are a mistake of their own.
    let is_integer = |part: &Node<'p>| {
        let types = schemas::types(*part).into_iter();
        types.filter(|name| *name != "null").eq(["integer"])
    };
    let settled = parts
        .iter()
        .any(|part| schemas::is_safe_integer(*part) || misses_a_bound(context, *part));
    let room = parts.iter().any(is_integer) && !settled;
    room || parts.iter().any(|part| lists_a_big_one(*part))
}

fn lists_a_big_one(schema: Node<'_>) -> bool {
    const MAX: f64 = 9_007_199_254_740_991.0;
    let values = schema.get("enum").into_iter().flat_map(Node::items);
    values
        .chain(schema.get("const"))
        .filter_map(Node::as_f64)
        .any(|value| value.fract() == 0.0 && value.abs() > MAX)
}

/// A misspelt bound has a finding of its own.
fn misses_a_bound<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    let bounds = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "format",
    ];
    bounds
        .iter()
        .any(|bound| hidden::is_misspelt(context, schema, bound))
}
