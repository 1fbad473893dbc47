//! `repeated-item`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::facts::edits::{self, first_line};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RepeatedItem;

static META: Meta = Meta {
    code: "repeated-item",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "A list that must not repeat itself does not",
    docs: "In `enum`, `required`, `tags`, scopes and similar lists the order means nothing and a second copy is a mistake: often of copying, with another value meant.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Side:
      type: string
      enum: [buy, sell, buy]
x-keep:
  $ref: '#/components/schemas/Side'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Side:
      type: string
      enum: [buy, sell]
x-keep:
  $ref: '#/components/schemas/Side'
",
};

impl Rule for RepeatedItem {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::Repeated {
                label,
                first,
                again,
            } = &fault.fact
            {
                let text = edits::source(*again);
                let finding = self
                    .finding(
                        fault.place,
                        format!("{label} holds `{}` twice", first_line(text)),
                    )
                    .related(first.span(), "it is here already")
                    .hint("remove one of the two");
                sink.report(finding);
            }
        }
    }
}
