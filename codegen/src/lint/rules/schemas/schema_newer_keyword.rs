//! `schema-newer-keyword`.

use crate::diag::{Edit, Level};
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::facts::{edits, hidden};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaNewerKeyword;

static META: Meta = Meta {
    code: "schema-newer-keyword",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Schemas use no keyword of drafts after 7",
    docs: "AsyncAPI 2.x has JSON Schema draft 7. Keywords that later drafts brought have no effect in it: a tuple is a list under `items`, and reusable parts stand in `definitions`. Types are made of `prefixItems` all the same, since what it means is plain, but whoever checks values by draft 7 passes over it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: array
      prefixItems:
        - type: number
        - type: number
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
      type: array
      items:
        - type: number
        - type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaNewerKeyword {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.visits(Kind::Schema) {
            for (key, name, value) in visit.node.entries() {
                if let Some((_, instead)) = NEWER.iter().find(|(newer, _)| *newer == name) {
                    if name == "$defs" && hidden::is_taken_for_definitions(context, visit.node) {
                        continue;
                    }
                    let effect = match name {
                        "prefixItems" => "checks no value here",
                        _ => "has no effect here",
                    };
                    let message =
                        format!("`{name}` came after draft 7 of JSON Schema and {effect}");
                    let finding = self
                        .finding(spots::entry(key, value), message)
                        .hint(*instead);
                    sink.report(match older(visit.node, key, name, value) {
                        Some(edits) => finding.fix("Write it as draft 7 has it", edits),
                        None => finding,
                    });
                }
            }
        }
    }
}

/// The same in the words of draft 7, where these are free.
fn older(schema: Node<'_>, key: Node<'_>, name: &str, value: Node<'_>) -> Option<Vec<Edit>> {
    let free = |word: &str| !schema.has(word);
    let newer = ["dependentRequired", "dependentSchemas"];
    match name {
        // Beside `prefixItems` the word `additionalItems` meant nothing: it would now.
        "prefixItems" if !value.is_seq() || !free("additionalItems") => None,
        "prefixItems" => match schema.key("items") {
            None => Some(edits::replace(key, "items")),
            Some(rest) => {
                let mut edits = edits::replace(key, "items");
                edits.extend(edits::replace(rest, "additionalItems"));
                Some(edits)
            }
        },
        _ if newer.contains(&name) => {
            let alone = newer.iter().filter(|word| schema.has(word)).count() == 1;
            (alone && free("dependencies")).then(|| edits::replace(key, "dependencies"))
        }
        _ => None,
    }
}

const NEWER: [(&str, &str); 11] = [
    ("prefixItems", "write a tuple as a list under `items`"),
    (
        "$defs",
        "write `definitions`, or move the schemas to `components`",
    ),
    (
        "dependentRequired",
        "write `dependencies` with lists of names",
    ),
    ("dependentSchemas", "write `dependencies` with schemas"),
    (
        "unevaluatedProperties",
        "draft 7 has only `additionalProperties`",
    ),
    ("unevaluatedItems", "draft 7 has only `additionalItems`"),
    ("minContains", "draft 7 has only `contains`"),
    ("maxContains", "draft 7 has only `contains`"),
    (
        "$anchor",
        "refer by path, as in `#/components/schemas/Quote`",
    ),
    ("$dynamicRef", "refer by `$ref`"),
    ("$recursiveRef", "refer by `$ref`"),
];
