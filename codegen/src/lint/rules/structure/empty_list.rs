//! `empty-list`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct EmptyList;

static META: Meta = Meta {
    code: "empty-list",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "A list that needs an item has one",
    docs: "An empty `enum`, `allOf` or `oneOf` says nothing, or that nothing is right.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Side:
      type: string
      enum: []
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

impl Rule for EmptyList {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::Empty { label } = &fault.fact {
                let finding = self.finding(fault.place, format!("{label} is empty"));
                sink.report(finding.hint("list at least one, or remove the key"));
            }
        }
    }
}
