//! `schema-contradiction`.

use std::collections::HashSet;

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::{conjunction, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct SchemaContradiction;

static META: Meta = Meta {
    code: "schema-contradiction",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Some value fits each schema",
    docs: "Parts of an `allOf` that exclude each other, and a required member that allows nothing, make a schema that no value fits. No type of Rust or TypeScript can express it: what is generated would accept values that the schema refuses, all of them.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      allOf:
        - type: object
          required: [side]
          properties:
            side:
              type: string
        - type: object
          properties:
            side:
              type: integer
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
      allOf:
        - type: object
          required: [side]
          properties:
            side:
              type: string
        - type: object
          properties:
            side:
              enum: [bid, ask]
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaContradiction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        // A pair that stands in a base is met again in all that extend it.
        let mut said = HashSet::new();
        for visit in context.schemas() {
            self.required_members(visit.node, sink);
            if !visit.node.has("allOf") {
                continue;
            }
            let parts = conjunction::parts(visit.node);
            let Some(clash) = conjunction::clash(&parts) else {
                continue;
            };
            if !said.insert((clash.first, clash.second)) {
                continue;
            }
            let message = match clash.member {
                Some(name) => format!(
                    "nothing fits: of `{name}`, which is required, {}",
                    clash.text
                ),
                None => format!("nothing fits: {}", clash.text),
            };
            let finding = self
                .finding(place(clash.second), message)
                .related(place(clash.first), "the other part");
            sink.report(finding.hint("change one of the two, or take it from `allOf`"));
        }
    }
}

impl SchemaContradiction {
    /// Members that must be there and may hold nothing.
    fn required_members(&self, schema: Node<'_>, sink: &mut Sink) {
        let required: Vec<&str> = schemas::required(schema).collect();
        for (key, name, member) in schemas::properties(schema) {
            if required.contains(&name) && conjunction::is_never(member) {
                let message =
                    format!("nothing fits: `{name}` is required, and its schema allows no value");
                let finding = self.finding(spots::entry(key, member), message);
                sink.report(finding.hint(format!("take `{name}` from `required`, or describe it")));
            }
        }
    }
}

fn place(schema: Node<'_>) -> Span {
    match schema.own_key() {
        Some(key) => spots::entry(key, schema),
        None => spots::item(schema),
    }
}
