//! `schema-required-unknown`.

use std::collections::HashMap;

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::{Fact, spots};
use crate::doc::node::Node;
use crate::lint::facts::{mend, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct SchemaRequiredUnknown;

static META: Meta = Meta {
    code: "schema-required-unknown",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "`required` names members that exist",
    docs: "A required member that `properties` does not describe can hold anything, and its name is often misspelt.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      required: [bidd]
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
      type: object
      required: [bid]
      properties:
        bid:
          type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaRequiredUnknown {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut users = None;
        for visit in context.schemas() {
            let schema = visit.node;
            let (Some(key), Some(list)) = (schema.key("required"), schema.get("required")) else {
                continue;
            };
            if schemas::is_part_of_composition(context, schema)
                || schemas::is_condition(context, schema)
                || takes_any_name(schema)
            {
                continue;
            }
            let unread = schema.follow("properties").is_some_and(|map| !map.is_map());
            if unread || hides_members(context, schema) {
                continue;
            }
            for item in list.items() {
                let Some(name) = item.as_str() else { continue };
                let properties = schema.follow("properties");
                if properties.is_some_and(|properties| properties.has(name)) {
                    continue;
                }
                let users = users.get_or_insert_with(|| references(context));
                if schemas::is_described_by_users(context, users, schema, name) {
                    continue;
                }
                let near = suggest(
                    name,
                    properties
                        .iter()
                        .flat_map(|map| map.entries())
                        .map(|(_, key, _)| key),
                );
                let finding = self.finding(
                    place(key, item),
                    format!("`required` names `{name}`, which `properties` does not describe"),
                );
                sink.report(match near {
                    Some(near) => mend::item(finding, item, near),
                    None => {
                        finding.hint(format!("describe `{name}` in `properties`, or remove it"))
                    }
                });
            }
        }
    }
}

/// References by what they lead to.
fn references<'p>(context: &Context<'p>) -> HashMap<Node<'p>, Vec<Node<'p>>> {
    let mut users: HashMap<Node<'p>, Vec<Node<'p>>> = HashMap::new();
    for file in context.files() {
        for (from, target) in context.project.references(*file) {
            if let Ok(target) = target {
                users.entry(target).or_default().push(from);
            }
        }
    }
    users
}

/// Members under a misspelt `properties`, or beside it: that has a finding of its own.
fn hides_members<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    context.faults().any(|fault| match &fault.fact {
        Fact::UnknownKey { key, nearest, .. } => {
            let holds = |name: &str| schema.get(name).is_some_and(Node::is_map);
            key.parent() == Some(schema)
                && match nearest {
                    Some(nearest) => *nearest == "properties",
                    None => key.as_str().is_some_and(holds),
                }
        }
        _ => false,
    })
}

/// A map takes members of any name.
fn takes_any_name(schema: Node<'_>) -> bool {
    let other = schema.get("additionalProperties");
    other.is_some_and(|other| other.is_map()) || schema.has("patternProperties")
}

/// The item, or the whole of a list that is written on one line.
fn place(key: Node<'_>, item: Node<'_>) -> Span {
    let (start, end) = (key.span(), item.span());
    let file = key.project.sources.file(start.file);
    match file.line_col(start.start).line == file.line_col(end.start).line {
        true => Span {
            end: end.end,
            ..start
        },
        false => spots::item(item),
    }
}
