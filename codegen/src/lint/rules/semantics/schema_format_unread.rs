//! `schema-format-unread`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, Language, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaFormatUnread;

static META: Meta = Meta {
    code: "schema-format-unread",
    group: Group::Semantics,
    level: Level::Info,
    gate: false,
    purpose: "The payload is described in a language that is checked here",
    docs: "Payloads in JSON Schema (AsyncAPI's default) and OpenAPI 3.0 are read. Avro is checked by a rule of its own (`avro-schema`), without types being made from it. RAML, Protobuf and others are left as they are: nothing in them is checked, and no types are made from them.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        schemaFormat: application/raml+yaml;version=1.0
        payload: number
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        schemaFormat: application/schema+yaml;version=draft-07
        payload:
          type: number
",
};

impl Rule for SchemaFormatUnread {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let messages = context
            .definitions(Kind::Message)
            .chain(context.definitions(Kind::MessageTrait));
        for message in messages {
            let (Some(key), Some(value)) = (
                message.node.key("schemaFormat"),
                message.node.get("schemaFormat"),
            ) else {
                continue;
            };
            let Some(text) = value.as_str() else { continue };
            if !matches!(
                Language::of(Some(text)),
                Language::JsonSchema | Language::OpenApi | Language::Avro
            ) {
                let finding = self.finding(
                    spots::entry(key, value),
                    format!("payloads in `{text}` are not checked"),
                );
                sink.report(finding.hint("JSON Schema is: leave `schemaFormat` out"));
            }
        }
    }
}
