//! `schema-untagged-union`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaUntaggedUnion;

static META: Meta = Meta {
    code: "schema-untagged-union",
    group: Group::Schemas,
    level: Level::Off,
    gate: false,
    purpose: "A union of objects says how its branches are told apart",
    docs: "A reader has to try every branch of a `oneOf` or `anyOf`, unless a `discriminator` or a member with a `const` of its own in every branch tells which it is. Generated code is simpler and faster with one, and errors are clearer.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      oneOf:
        - type: object
          properties:
            bid:
              type: number
        - type: object
          properties:
            ask:
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
      oneOf:
        - type: object
          required: [side]
          properties:
            side:
              const: bid
        - type: object
          required: [side]
          properties:
            side:
              const: ask
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaUntaggedUnion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let schema = visit.node;
            if schema.has("discriminator") {
                continue;
            }
            for keyword in ["oneOf", "anyOf"] {
                let (Some(key), Some(list)) = (schema.key(keyword), schema.get(keyword)) else {
                    continue;
                };
                let branches: Vec<Node<'_>> = list.items().map(Node::resolve).collect();
                let objects = branches
                    .iter()
                    .filter(|branch| branch.has("properties"))
                    .count();
                if objects > 1 && schemas::tag_of(&branches).is_none() {
                    let message =
                        format!("nothing tells the {objects} objects of this `{keyword}` apart");
                    sink.report(self.finding(key.span(), message).hint(
                        "add a `discriminator`, or a required member with a `const` to each",
                    ));
                }
            }
        }
    }
}
