//! `response-shape`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::messages::Envelope;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ResponseShape;

static META: Meta = Meta {
    code: "response-shape",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "The response to a subscription says status, message and topic",
    docs: "Clients read these three members of every `R.subscribe.response` and `R.unsubscribe.response`: `status` is `ok` or `error`, `message` is for people, `topic` names the stream. A schema without them describes another wire.",
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
      required: [status, topic]
      properties:
        status:
          type: string
          enum: [ok, error]
        text:
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

impl Rule for ResponseShape {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.envelope() == Envelope::None {
            return;
        }
        let mut said = Vec::new();
        for route in context.routes() {
            let responses = [
                route.subscribe_response.as_ref(),
                route.unsubscribe_response.as_ref(),
            ];
            for response in responses.into_iter().flatten() {
                let Some(model) = response.model().filter(|model| !said.contains(model)) else {
                    continue;
                };
                said.push(model);
                let missing: Vec<&str> = ["status", "message", "topic"]
                    .into_iter()
                    .filter(|name| schemas::member(model, name).is_none())
                    .collect();
                if missing.is_empty() {
                    if let Some((key, lacks)) = odd_status(model) {
                        let message = format!("`status` of `{}` is never {lacks}", response.name);
                        let finding = self.finding(key.span(), message);
                        sink.report(
                            finding.hint("write `enum: [ok, error]`: so it is on the wire"),
                        );
                    }
                    continue;
                }
                let message = format!(
                    "`{}` carries no `{}`",
                    response.name,
                    missing.join("` and no `")
                );
                let finding = self.finding(response.place(), message);
                sink.report(finding.hint("describe `status` (ok or error), `message` and `topic`"));
            }
        }
    }
}

/// What lists the values of `status`, where it lacks one of those on the wire, and which.
fn odd_status(model: Node<'_>) -> Option<(Node<'_>, &'static str)> {
    let status = schemas::member(model, "status")?;
    parts(status).into_iter().find_map(odd_values)
}

fn odd_values(schema: Node<'_>) -> Option<(Node<'_>, &'static str)> {
    let (name, values) = match (schema.get("const"), schema.get("enum")) {
        (Some(only), _) => ("const", vec![only]),
        (None, Some(list)) if list.is_seq() => ("enum", list.items().collect()),
        _ => return None,
    };
    // Values of other types have a finding of their own.
    if !values.iter().all(|value| value.as_str().is_some()) {
        return None;
    }
    let has = |word: &str| values.iter().any(|value| value.as_str() == Some(word));
    let lacks = match (has("ok"), has("error")) {
        (true, true) => return None,
        (true, false) => "`error`",
        (false, true) => "`ok`",
        (false, false) => "`ok` or `error`",
    };
    Some((schema.key(name)?, lacks))
}

/// The schema and the parts of its `allOf`, at any depth.
fn parts(schema: Node<'_>) -> Vec<Node<'_>> {
    const MANY: usize = 64;
    let mut parts = vec![schema.resolve()];
    let mut at = 0;
    while let Some(part) = parts.get(at).copied().filter(|_| at < MANY) {
        let branches = part.get("allOf").into_iter().flat_map(Node::items);
        for branch in branches.map(Node::resolve) {
            if !parts.contains(&branch) {
                parts.push(branch);
            }
        }
        at += 1;
    }
    parts
}
