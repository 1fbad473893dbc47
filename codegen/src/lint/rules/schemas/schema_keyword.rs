//! `schema-keyword`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, misnomer};
use crate::doc::node::Node;
use crate::lint::facts::guess;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct SchemaKeyword;

static META: Meta = Meta {
    code: "schema-keyword",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Keywords of schemas are spelt right",
    docs: "JSON Schema ignores keywords that it does not know, so a misspelt one checks nothing, silently. Reported are near misses, and schemas that stand beside the keywords instead of under `properties`; keys of your own start with `x-`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      propertis:
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
      properties:
        bid:
          type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaKeyword {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut members: Vec<Member<'_>> = Vec::new();
        let mut taken = guess::Taken::default();
        for fault in context.faults() {
            let Fact::UnknownKey {
                key,
                object,
                nearest,
            } = &fault.fact
            else {
                continue;
            };
            let name = key.as_str().unwrap_or_default();
            // `id: {type: string}` is a member in the wrong place, whatever `id` was in draft 4.
            let value = key.parent().and_then(|schema| schema.get(name));
            let is_member = name == "id" && value.is_some_and(Node::is_map);
            if !object.open || (FOREIGN.contains(&name) && !is_member) {
                continue;
            }
            let nearest = nearest.filter(|_| !is_member);
            let twin = guess::twin(*key, object).filter(|_| !value.is_some_and(Node::is_map));
            let advice = misnomer::advice(object.kind, name)
                .map(str::to_owned)
                .or(twin.filter(|_| nearest.is_none()).map(guess::both));
            if nearest.is_none() && advice.is_none() {
                members.push((fault.place, *key, name));
                continue;
            }
            let finding = self.finding(
                fault.place,
                format!("unknown keyword `{name}` in a schema, which has no effect"),
            );
            sink.report(match (advice, nearest) {
                (Some(advice), _) => finding.hint(advice),
                (None, nearest) => taken.offer(finding, *key, nearest.unwrap_or_default()),
            });
        }
        self.members(&members, sink);
    }
}

/// A schema beside the keywords of another: its place, its key, and the key's text.
type Member<'p> = (Span, Node<'p>, &'p str);

impl SchemaKeyword {
    /// Members that stand beside the keywords: one finding for each object.
    fn members(&self, members: &[Member<'_>], sink: &mut Sink) {
        for siblings in members.chunk_by(|(_, a, _), (_, b, _)| a.parent() == b.parent()) {
            let names: Vec<&str> = siblings.iter().map(|(_, _, name)| *name).collect();
            let (list, them) = (
                names.join("`, `"),
                if names.len() == 1 { "it" } else { "them" },
            );
            let (is, has) = match names.len() {
                1 => ("unknown keyword", "has"),
                _ => ("unknown keywords", "have"),
            };
            let message = format!("{is} `{list}` in a schema, which {has} no effect");
            let hint = format!("members of an object stand under `properties`: move {them} there");
            sink.report(self.finding(siblings[0].0, message).hint(hint));
        }
    }
}

/// Keywords of other dialects that happen to look like one of draft 7. Some have rules of their own.
const FOREIGN: [&str; 8] = [
    "example",
    "id",
    "$anchor",
    "$defs",
    "xml",
    "prefixItems",
    "extends",
    "divisibleBy",
];
