//! `schema-optional-null`.

use crate::diag::Level;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaOptionalNull;

static META: Meta = Meta {
    code: "schema-optional-null",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "A member is either optional or nullable",
    docs: r#"Where a member may be missing and may be null, both mean "nothing" and every reader has to ask twice. Choose one."#,
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
          type: [number, 'null']
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
      required: [bid]
      properties:
        bid:
          type: [number, 'null']
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaOptionalNull {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let required: Vec<&str> = schemas::required(visit.node).collect();
            for (key, name, value) in schemas::properties(visit.node) {
                if !required.contains(&name) && schemas::allows_null(value.resolve()) {
                    let finding = self.finding(
                        key.span(),
                        format!("`{name}` may be missing, and may be null"),
                    );
                    sink.report(
                        finding.hint("add it to `required`, or take `null` from its types"),
                    );
                }
            }
        }
    }
}
