//! `avro-schema`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, Language, schema_format};
use crate::doc::node::Node;
use crate::lint::facts::avro;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct AvroSchema;

static META: Meta = Meta {
    code: "avro-schema",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "A payload in Avro is an Avro schema",
    docs: "Where `schemaFormat` says Avro, the payload is held to Avro's own rules: what records, enums, arrays, maps, unions and fixed consist of, names, logical types, and null as a default. AsyncAPI leaves reading it to tools, so this is a warning; no types are made from it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        payload:
          type: record
          name: Quote
          fields:
            - name: bid
              type: number
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        payload:
          type: record
          name: Quote
          fields:
            - name: bid
              type: double
",
};

impl Rule for AvroSchema {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for message in context.definitions(Kind::Message) {
            let Some(payload) = message.node.get("payload") else {
                continue;
            };
            if Language::of_message(message.node) != Language::Avro {
                continue;
            }
            for slip in avro::slips(payload, any_branch(message.node)) {
                sink.report(self.finding(slip.place, slip.text).hint(slip.hint));
            }
        }
    }
}

/// Whether the default of a union may be a value of any branch: since Avro 1.12, and where no version is told.
fn any_branch(message: Node<'_>) -> bool {
    let format = schema_format(message)
        .and_then(Node::as_str)
        .unwrap_or_default();
    let version = format.split_once("version=").map_or("", |(_, text)| text);
    let mut numbers = version.trim().split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (1, 12),
        _ => true,
    }
}
