//! `schema-openapi-keyword`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaOpenapiKeyword;

static META: Meta = Meta {
    code: "schema-openapi-keyword",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Schemas use no keyword that only OpenAPI knows",
    docs: "AsyncAPI 2.x has JSON Schema draft 7, in which `nullable` has no effect: null is one more type. Generated types allow for null all the same, since what was meant is plain; whoever checks values by the schema does not. `xml` means nothing to it, and a discriminator is the name of a member, not an object.",
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
          nullable: true
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
        bid:
          type: [number, 'null']
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaOpenapiKeyword {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.visits(Kind::Schema) {
            if let (Some(key), Some(value)) =
                (visit.node.key("nullable"), visit.node.get("nullable"))
            {
                let finding = self.finding(
                    spots::entry(key, value),
                    "`nullable` is a keyword of OpenAPI 3.0 and lets no null through here"
                        .to_owned(),
                );
                sink.report(finding.hint(nullable_hint(visit.node, value)));
            }
        }
    }
}

fn nullable_hint(schema: Node<'_>, value: Node<'_>) -> String {
    match (value.as_bool(), schema.get("type").and_then(Node::as_str)) {
        (Some(false), _) => "remove it: null is not allowed unless `type` says so".to_owned(),
        (_, Some(kind)) => format!("write `type: [{kind}, 'null']`"),
        _ => "add `'null'` to the types, or a branch `type: 'null'`".to_owned(),
    }
}
