//! `schema-unsafe-integer`.

use crate::diag::Level;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaUnsafeInteger;

static META: Meta = Meta {
    code: "schema-unsafe-integer",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "Integers stay within what JavaScript can hold exactly",
    docs: "Numbers of JavaScript are exact up to 2^53-1. A bigger integer changes on the way through a browser: send it as a string, or bound it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: integer
      format: int64
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
      type: integer
      minimum: 0
      maximum: 9007199254740991
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaUnsafeInteger {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            if schemas::types(visit.node).contains(&"integer")
                && !schemas::is_safe_integer(visit.node)
            {
                let finding = self.finding(
                    visit.place(),
                    "this integer can be too big for JavaScript".to_owned(),
                );
                sink.report(
                    finding.hint(
                        "add `minimum` and `maximum` within ±9007199254740991, or use a string",
                    ),
                );
            }
        }
    }
}
