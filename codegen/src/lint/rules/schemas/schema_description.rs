//! `schema-description`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaDescription;

static META: Meta = Meta {
    code: "schema-description",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "Schemas in `components` have a description",
    docs: "Descriptions become doc comments in Rust and TypeScript and text on the docs page.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: number
      description: Best bid.
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaDescription {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let schemas = context
            .root()
            .get("components")
            .and_then(|components| components.follow("schemas"));
        for (key, name, schema) in schemas.iter().flat_map(|schemas| schemas.entries()) {
            if schema.resolve().get("description").is_none() {
                let finding =
                    self.finding(key.span(), format!("schema `{name}` has no description"));
                sink.report(finding.hint("say what it is for in `description`"));
            }
        }
    }
}
