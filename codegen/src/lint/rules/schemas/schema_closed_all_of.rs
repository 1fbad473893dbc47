//! `schema-closed-all-of`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::schemas;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct SchemaClosedAllOf;

static META: Meta = Meta {
    code: "schema-closed-all-of",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Branches of `allOf` leave room for each other",
    docs: "`additionalProperties: false` in one branch of `allOf` forbids the members of all other branches, and of the schema around it. Where one of those is required, nothing fits any more. Close the outermost schema only, or none.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Base:
      type: object
      additionalProperties: false
      properties:
        symbol:
          type: string
    Quote:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [bid]
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
    Base:
      type: object
      properties:
        symbol:
          type: string
    Quote:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [bid]
          properties:
            bid:
              type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaClosedAllOf {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let Some(list) = visit.node.get("allOf") else {
                continue;
            };
            let mut parts: Vec<Part<'_>> = vec![Part::outer(visit.node)];
            parts.extend(list.items().map(Part::branch));
            for (at, part) in parts.iter().enumerate() {
                let Some(open) = &part.closed_to else {
                    continue;
                };
                let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
                let refused = others
                    .flat_map(|(_, part)| &part.required)
                    .find(|name| !open.contains(*name));
                if let Some(name) = refused {
                    let message = format!(
                        "nothing fits this `allOf`: {} allows no other members, and `{name}` is required",
                        part.name
                    );
                    sink.report(
                        self.finding(part.place, message)
                            .hint("remove `additionalProperties: false` from it"),
                    );
                    break;
                }
            }
        }
    }
}

/// One of the schemas that must all fit.
struct Part<'p> {
    name: String,
    place: Span,
    /// The members that a closed one has; none where it is open.
    closed_to: Option<Vec<&'p str>>,
    required: Vec<&'p str>,
}

impl<'p> Part<'p> {
    fn branch(item: Node<'p>) -> Self {
        let schema = item.resolve();
        let name = match item.reference() {
            Some(text) => format!("`{}`", text.rsplit('/').next().unwrap_or(text)),
            None => "this branch".to_owned(),
        };
        Self::of(schema, name, spots::item(item))
    }

    fn outer(schema: Node<'p>) -> Self {
        let place = match (
            schema.key("additionalProperties"),
            schema.get("additionalProperties"),
        ) {
            (Some(key), Some(value)) => spots::entry(key, value),
            _ => schema.span(),
        };
        Self::of(schema, "the schema around it".to_owned(), place)
    }

    fn of(schema: Node<'p>, name: String, place: Span) -> Self {
        let closed = schema.get("additionalProperties").and_then(Node::as_bool) == Some(false);
        let members = || {
            schemas::properties(schema)
                .map(|(_, name, _)| name)
                .collect()
        };
        let closed_to = (closed && !schema.has("patternProperties")).then(members);
        Self {
            name,
            place,
            closed_to,
            required: schemas::required(schema).collect(),
        }
    }
}
