//! `schema-endless`.

use crate::diag::Level;
use crate::lint::facts::recursion;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaEndless;

static META: Meta = Meta {
    code: "schema-endless",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "A schema that contains itself can end",
    docs: "Where every step from a schema back to itself is a required member, no value is ever complete. Make one of the members optional, or let it be an array or null.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      required: [next]
      properties:
        next:
          $ref: '#/components/schemas/Quote'
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
      properties:
        next:
          $ref: '#/components/schemas/Quote'
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaEndless {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for ring in recursion::endless(context) {
            let (key, value) = (ring.member, ring.value);
            let name = key.as_str().unwrap_or_default();
            let finding = self.finding(
                key.span(),
                format!(
                    "required `{name}` leads back to the schema that holds it, so no value ends"
                ),
            );
            let finding = match value.get("$ref") {
                Some(reference) => finding.related(reference.span(), "the way back"),
                None => finding,
            };
            sink.report(finding.hint(format!(
                "make `{name}` optional, or an array, or allow null"
            )));
        }
    }
}
