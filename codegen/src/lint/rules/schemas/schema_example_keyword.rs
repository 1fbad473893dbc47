//! `schema-example-keyword`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaExampleKeyword;

static META: Meta = Meta {
    code: "schema-example-keyword",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "Schemas show examples in `examples`",
    docs: "`example`, in the singular, comes from OpenAPI. JSON Schema has `examples`, a list, and only its values are checked against the schema.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: number
      example: 1.5
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
      examples: [1.5]
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaExampleKeyword {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.visits(Kind::Schema) {
            if let (Some(key), Some(value)) = (visit.node.key("example"), visit.node.get("example"))
            {
                let finding = self.finding(
                    spots::entry(key, value),
                    "`example` is a keyword of OpenAPI and is not checked here".to_owned(),
                );
                sink.report(finding.hint("write `examples` with a list"));
            }
        }
    }
}
