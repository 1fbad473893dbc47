//! `schema-enum-type`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::{edits, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaEnumType;

static META: Meta = Meta {
    code: "schema-enum-type",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Values of `enum` and `const` have the type that the schema gives",
    docs: "A value of another type can never fit. Unquoted words such as `1`, `true` and `null` are no strings.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: string
      enum: [1, 5, D]
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
      type: string
      enum: ['1', '5', D]
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaEnumType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let types = schemas::types(visit.node);
            if types.is_empty() {
                continue;
            }
            let values = visit.node.get("enum").into_iter().flat_map(Node::items);
            let values = values.map(|value| (spots::item(value), value));
            let constant = visit.node.key("const").zip(visit.node.get("const"));
            let constant = constant.map(|(key, value)| (spots::entry(key, value), value));
            for (place, value) in values.chain(constant) {
                if types.iter().any(|name| schemas::is_of_type(value, name)) {
                    continue;
                }
                let text = edits::first_line(edits::source(value));
                let wanted = types.join("` or `");
                let finding = self.finding(place, format!("`{text}` is not of type `{wanted}`"));
                sink.report(
                    match types.contains(&"string") && !value.is_map() && !value.is_seq() {
                        true => finding
                            .hint(format!("write `'{text}'`"))
                            .fix("Quote it", edits::quote(value)),
                        false => finding.hint("change the value or the type"),
                    },
                );
            }
        }
    }
}
