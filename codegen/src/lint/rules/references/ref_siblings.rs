//! `ref-siblings`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, object_of, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefSiblings;

static META: Meta = Meta {
    code: "ref-siblings",
    group: Group::References,
    level: Level::Warning,
    gate: false,
    purpose: "Nothing that counts stands beside `$ref` in a schema",
    docs: "In JSON Schema draft 7, which AsyncAPI 2.x uses, everything beside `$ref` is ignored: a `minimum` there has no effect. Put both into `allOf`. Descriptions and other notes do no harm.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Price:
      type: number
    Bid:
      $ref: '#/components/schemas/Price'
      minimum: 0
x-keep:
  $ref: '#/components/schemas/Bid'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Price:
      type: number
    Bid:
      allOf:
        - $ref: '#/components/schemas/Price'
        - minimum: 0
x-keep:
  $ref: '#/components/schemas/Bid'
",
};

impl Rule for RefSiblings {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        const NOTES: [&str; 11] = [
            "$ref",
            "description",
            "title",
            "default",
            "examples",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$comment",
            "externalDocs",
        ];
        for visit in context
            .visits(Kind::Schema)
            .filter(|visit| visit.node.reference().is_some())
        {
            let known = |name: &str| {
                object_of(Kind::Schema, None).is_some_and(|object| object.field(name).is_some())
            };
            let lost = visit
                .node
                .entries()
                .find(|(_, name, _)| known(name) && !NOTES.contains(name));
            if let Some((key, name, value)) = lost {
                let finding = self.finding(
                    spots::entry(key, value),
                    format!("`{name}` beside `$ref` has no effect"),
                );
                sink.report(
                    finding.hint("draft 7 ignores it: put the reference and the rest into `allOf`"),
                );
            }
        }
    }
}
