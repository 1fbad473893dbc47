//! `schema-bounds`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaBounds;

static META: Meta = Meta {
    code: "schema-bounds",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Lower bounds are not above upper bounds",
    docs: "Where the least is more than the most, nothing fits.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: number
      minimum: 10
      maximum: 1
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
      minimum: 1
      maximum: 10
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaBounds {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        const PAIRS: [(&str, &str); 6] = [
            ("minimum", "maximum"),
            ("exclusiveMinimum", "exclusiveMaximum"),
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
            ("minProperties", "maxProperties"),
            ("minContains", "maxContains"),
        ];
        for visit in context.schemas() {
            for (low, high) in PAIRS {
                let value = |key| visit.node.get(key).and_then(Node::as_f64);
                let (Some(least), Some(most), Some(key)) =
                    (value(low), value(high), visit.node.key(low))
                else {
                    continue;
                };
                if least > most {
                    let message =
                        format!("nothing fits: `{low}` is {least} and `{high}` is {most}");
                    sink.report(
                        self.finding(key.span(), message)
                            .hint("swap them, or change one"),
                    );
                }
            }
        }
    }
}
