//! `schema-open-object`.

use crate::diag::Level;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaOpenObject;

static META: Meta = Meta {
    code: "schema-open-object",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "Objects say whether they take further members",
    docs: "Without `additionalProperties` any further member is accepted, and a misspelt optional one goes unnoticed. Say `false`, or say what the others are.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      properties:
        bid:
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
      type: object
      additionalProperties: false
      properties:
        bid:
          type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaOpenObject {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let schema = visit.node;
            if schema.has("properties")
                && !schema.has("additionalProperties")
                && !schemas::is_part_of_composition(context, schema)
            {
                let finding = self.finding(
                    visit.place(),
                    "this object takes members of any name".to_owned(),
                );
                sink.report(finding.hint("add `additionalProperties: false`"));
            }
        }
    }
}
