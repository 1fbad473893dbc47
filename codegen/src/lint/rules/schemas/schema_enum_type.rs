//! `schema-enum-type`.

use crate::diag::{Diagnostic, Level};
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::{edits, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

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
                self.list_for_constant(context, visit.node, sink);
                continue;
            }
            let wrong =
                |value: &Node<'_>| !types.iter().any(|name| schemas::is_of_type(*value, name));
            let values = visit.node.get("enum").into_iter().flat_map(Node::items);
            let values: Vec<Node<'_>> = values.filter(wrong).collect();
            if let Some(first) = values.first() {
                let finding = self.mismatch(spots::item(*first), &values, &types);
                sink.report(finding);
            }
            let constant = visit.node.key("const").zip(visit.node.get("const"));
            if let Some((key, value)) = constant.filter(|(_, value)| wrong(value)) {
                sink.report(self.mismatch(spots::entry(key, value), &[value], &types));
            }
        }
    }
}

impl SchemaEnumType {
    /// `const: [a]` on a member of an alternative: the brackets of an `enum` of one.
    fn list_for_constant<'p>(&self, context: &Context<'p>, schema: Node<'p>, sink: &mut Sink) {
        let Some((key, value)) = schema.key("const").zip(schema.get("const")) else {
            return;
        };
        let mut items = value.items();
        let only = items
            .next()
            .filter(|item| !item.is_map() && !item.is_seq() && !item.is_null());
        let Some(only) = only.filter(|_| items.next().is_none()) else {
            return;
        };
        if schema.has("items") || !schemas::is_member_of_alternative(context, schema) {
            return;
        }
        let word = edits::source(only);
        let message = "`const` is a list here: the member would have to hold a list";
        sink.report(
            self.finding(spots::entry(key, value), message.to_owned())
                .hint(format!("write `const: {word}`: only `enum` has brackets"))
                .fix("Take it out of the list", edits::literal(value, word)),
        );
    }

    /// One finding for all values of a list: they have one cause.
    fn mismatch(&self, place: Span, values: &[Node<'_>], types: &[&str]) -> Diagnostic {
        let text = |value: &Node<'_>| edits::first_line(edits::source(*value)).to_owned();
        let texts: Vec<String> = values.iter().map(text).collect();
        let are = if values.len() == 1 { "is" } else { "are" };
        let message = format!(
            "`{}` {are} not of type `{}`",
            texts.join("`, `"),
            types.join("` or `")
        );
        let scalar = |value: &Node<'_>| !value.is_map() && !value.is_seq();
        let finding = self.finding(place, message);
        match types.contains(&"string") && values.iter().all(scalar) {
            true => finding
                .hint(format!("write `'{}'`", texts.join("'`, `'")))
                .fix(
                    if values.len() == 1 {
                        "Quote it"
                    } else {
                        "Quote them"
                    },
                    values
                        .iter()
                        .flat_map(|value| edits::quote(*value))
                        .collect(),
                ),
            false => finding.hint("change the value or the type"),
        }
    }
}
