//! `schema-required-boolean`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Kind};
use crate::doc::node::Node;
use crate::lint::facts::{mend, required};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaRequiredBoolean;

static META: Meta = Meta {
    code: "schema-required-boolean",
    group: Group::Schemas,
    level: Level::Error,
    gate: true,
    purpose: "`required` is a list of names on the object",
    docs: "In drafts 3 and older, and in OpenAPI parameters, `required: true` stands on the member itself. Since draft 4 the object lists the names of its required members.",
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
          required: true
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

impl Rule for SchemaRequiredBoolean {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            let Fact::WrongType {
                owner,
                found,
                label,
                ..
            } = &fault.fact
            else {
                continue;
            };
            if label != "schema.required" || !is(*owner, *found) {
                continue;
            }
            let member = found
                .parent()
                .and_then(Node::own_key)
                .and_then(Node::as_str)
                .unwrap_or("it");
            let message =
                "`required` is a list of names on the object, not a boolean on the member";
            let value = flag(*found) == Some(true);
            let hint = match value {
                true => format!("remove it, and add `{member}` to `required` of the object"),
                false => "remove it: members are optional unless the object lists them".to_owned(),
            };
            let finding = self.finding(fault.place, message.to_owned()).hint(hint);
            sink.report(match required::move_to_object(*found, value) {
                Some(edits) => finding.fix("Move it to the object", edits),
                None => finding,
            });
        }
    }
}

/// Whether the value is a boolean in place of a list of names.
pub(in crate::lint::rules) fn is(owner: Kind, found: Node<'_>) -> bool {
    let key = found.own_key().and_then(Node::as_str);
    matches!(owner, Kind::Schema | Kind::OpenApiSchema)
        && key == Some("required")
        && flag(found).is_some()
}

/// What a flag says: `yes` and `'true'` are text in YAML 1.2, and mean the same.
fn flag(found: Node<'_>) -> Option<bool> {
    found.as_bool().or_else(|| mend::truth(found.as_str()?))
}
