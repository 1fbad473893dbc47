//! `params-object`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct ParamsObject;

static META: Meta = Meta {
    code: "params-object",
    group: Group::Topics,
    level: Level::Error,
    gate: true,
    purpose: "The params of a route are an object",
    docs: "Each param has a name: the topic lists them in order of their names.",
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

impl Rule for ParamsObject {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for route in context.routes() {
            let Some(params) = route.params() else {
                continue;
            };
            let types = schemas::types(params);
            let fine = types == ["object"]
                || (types.is_empty() && (params.has("properties") || params.has("allOf")));
            if params.reference().is_some() || fine {
                continue;
            }
            let name = route.subscribe.name;
            let finding = self.finding(
                place(params),
                format!("the params of `{name}` are no object"),
            );
            let hint = "write `type: object` with each param under `properties`";
            sink.report(
                finding
                    .related(route.subscribe.place(), "the message")
                    .hint(hint),
            );
        }
    }
}

fn place(params: Node<'_>) -> Span {
    match (params.key("type"), params.get("type"), params.own_key()) {
        (Some(key), Some(value), _) => spots::entry(key, value),
        (_, _, Some(key)) => key.span(),
        _ => params.span(),
    }
}
