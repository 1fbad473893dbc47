//! `schema-discriminator`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaDiscriminator;

static META: Meta = Meta {
    code: "schema-discriminator",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "A discriminator is a required member of every branch",
    docs: "`discriminator` names the member whose value tells the branches of a union apart. A branch without it cannot be recognised.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      discriminator: side
      oneOf:
        - type: object
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
      discriminator: side
      oneOf:
        - type: object
          required: [side]
          properties:
            side:
              const: bid
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaDiscriminator {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let Some(value) = visit.node.get("discriminator") else {
                continue;
            };
            let (Some(name), Some(key)) = (value.as_str(), visit.node.key("discriminator")) else {
                continue;
            };
            let lists = ["oneOf", "anyOf"]
                .into_iter()
                .filter_map(|keyword| visit.node.get(keyword));
            let lacks = |branch: &Node<'_>| schemas::member(branch.resolve(), name).is_none();
            if let Some(branch) = lists.flat_map(Node::items).find(lacks) {
                let finding = self
                    .finding(
                        spots::entry(key, value),
                        format!("a branch has no member `{name}`"),
                    )
                    .related(spots::item(branch), "this one");
                sink.report(
                    finding.hint(format!("describe `{name}` in every branch and require it")),
                );
            }
        }
    }
}
