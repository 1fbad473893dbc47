//! `schema-example`.

use crate::diag::Level;
use crate::lint::facts::values::Role;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaExample;

static META: Meta = Meta {
    code: "schema-example",
    group: Group::Values,
    level: Level::Error,
    gate: false,
    purpose: "The examples of a schema fit it",
    docs: "Examples are copied. One that the schema refuses teaches readers what does not work.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: number
      examples: [high]
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

impl Rule for SchemaExample {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for mismatch in context.mismatches(Role::Example) {
            let mut finding = self
                .finding(
                    mismatch.place,
                    format!("example does not match its schema: {}", mismatch.text),
                )
                .hint(mismatch.hint.clone());
            // JSON Schema advises; AsyncAPI demands it of whole payloads and components.
            // Formats are read more freely by many tools.
            if mismatch.nested || mismatch.tolerable {
                finding.level = Level::Warning;
            }
            sink.report(match &mismatch.fix {
                Some((title, edits)) => finding.fix(title.clone(), edits.clone()),
                None => finding,
            });
        }
    }
}
