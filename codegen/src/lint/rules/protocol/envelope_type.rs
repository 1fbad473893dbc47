//! `envelope-type`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::lint::facts::messages;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct EnvelopeType;

static META: Meta = Meta {
    code: "envelope-type",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "The envelope's `type` is the message's name",
    docs: "Where payloads describe the whole envelope, the constant of `type` is what stands on the wire. A message of another name is found under one name in the document and sent under the other.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  /:
    publish:
      message:
        oneOf:
          - name: ping
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: ping
          - name: hello
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: hello
          - name: orders.place
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: place.order
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
          - name: ping
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: ping
          - name: hello
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: hello
          - name: orders.place
            payload:
              type: object
              required: [type]
              properties:
                type:
                  const: orders.place
",
};

impl Rule for EnvelopeType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let named = context.named();
        if context.envelope() != messages::Envelope::Literal {
            return;
        }
        for message in named {
            let Some(tag) = message.envelope_type() else {
                continue;
            };
            let text = tag.as_str().unwrap_or_default();
            if text != message.name {
                let place = tag
                    .own_key()
                    .map_or(tag.span(), |key| spots::entry(key, tag));
                let finding = self
                    .finding(
                        place,
                        format!(
                            "the envelope says `{text}`, and the message is called `{}`",
                            message.name
                        ),
                    )
                    .related(message.place(), "the message");
                sink.report(finding.hint("use one name in both places"));
            }
        }
    }
}
