//! `location-unknown`.

use crate::diag::{Level, suggest};
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::doc::pointer;
use crate::doc::views;
use crate::lint::facts::{edits, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct LocationUnknown;

static META: Meta = Meta {
    code: "location-unknown",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "A correlation id stands where the message has a member",
    docs: "`location` names a member of the message's headers or payload. Where the schema lists its members and this is none of them, nobody finds the id: the name is misspelt, or the member is not described. Schemas that take members of any name, or put alternatives together, are not looked into.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      message:
        correlationId:
          location: $message.header#/requestID
        headers:
          type: object
          properties:
            requestId:
              type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      message:
        correlationId:
          location: $message.header#/requestId
        headers:
          type: object
          properties:
            requestId:
              type: string
",
};

impl Rule for LocationUnknown {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.definitions(Kind::Message) {
            // An id that several messages share is looked for in each; what a trait says belongs to them all.
            let Some(id) = visit.node.follow("correlationId") else {
                continue;
            };
            let Some((key, value)) = id.key("location").zip(id.get("location")) else {
                continue;
            };
            let Some((part, steps)) = value.as_str().and_then(read) else {
                continue;
            };
            let roots: Vec<Node<'_>> = match part {
                "header" => views::sources(visit.node)
                    .filter_map(|source| source.follow("headers"))
                    .collect(),
                _ if is_foreign(visit.node) => continue,
                _ => visit.node.follow("payload").into_iter().collect(),
            };
            let Some(lost) = missing(&roots, &steps) else {
                continue;
            };
            let part = match part {
                "header" => "headers of this message have",
                _ => "payload of this message has",
            };
            let message = format!("the {part} no `{}`", lost.step);
            let finding = self.finding(spots::entry(key, value), message);
            let finding = match visit
                .node
                .own_key()
                .filter(|_| visit.node != id.parent().unwrap_or(id))
            {
                Some(own) => finding.related(own.span(), "the message"),
                None => finding,
            };
            sink.report(match lost.near {
                Some(near) => {
                    let text = lost.mended(value.as_str().unwrap_or_default(), near);
                    finding.hint(format!("did you mean `{near}`?")).fix(
                        format!("Point to `{near}`"),
                        edits::replace_member(id, "location", &text),
                    )
                }
                None => finding.hint(format!("describe `{}`, or point somewhere else", lost.step)),
            });
        }
    }
}

/// The part of the message and the steps into it.
fn read(location: &str) -> Option<(&str, Vec<String>)> {
    let (part, fragment) = location.strip_prefix("$message.")?.split_once('#')?;
    matches!(part, "header" | "payload").then_some((part, pointer::steps(fragment)?))
}

/// A payload in another language than JSON Schema.
fn is_foreign(message: Node<'_>) -> bool {
    views::sources(message).any(|source| source.has("schemaFormat"))
}

struct Lost<'p> {
    step: String,
    position: usize,
    near: Option<&'p str>,
}

impl Lost<'_> {
    fn mended(&self, location: &str, near: &str) -> String {
        let (part, fragment) = location.split_once('#').unwrap_or((location, ""));
        let mut steps: Vec<String> = fragment.split('/').skip(1).map(str::to_owned).collect();
        if let Some(step) = steps.get_mut(self.position) {
            *step = pointer::escape(near);
        }
        format!("{part}#/{}", steps.join("/"))
    }
}

/// The first step that none of the schemas describes, where all of them list their members.
fn missing<'p>(roots: &[Node<'p>], steps: &[String]) -> Option<Lost<'p>> {
    let mut level = roots.to_vec();
    for (position, step) in steps.iter().enumerate() {
        if level.is_empty() || !level.iter().all(|schema| lists_members(*schema)) {
            return None;
        }
        let next = level
            .iter()
            .find_map(|schema| schemas::member(*schema, step));
        let Some(next) = next else {
            let names = level
                .iter()
                .flat_map(|schema| schemas::properties(*schema))
                .map(|(_, name, _)| name);
            return Some(Lost {
                step: step.clone(),
                position,
                near: suggest(step, names),
            });
        };
        level = vec![next];
    }
    None
}

/// Whether the schema is an object whose members are all in its `properties`.
fn lists_members(schema: Node<'_>) -> bool {
    const MORE: [&str; 9] = [
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "not",
        "dependencies",
        "patternProperties",
        "propertyNames",
        "$ref",
    ];
    let open = schema
        .get("additionalProperties")
        .is_some_and(|more| more.as_bool() != Some(false));
    let listed = schema
        .follow("properties")
        .is_some_and(|map| map.is_map() && map.entries().len() > 0);
    listed && !open && MORE.iter().all(|keyword| !schema.has(keyword))
}
