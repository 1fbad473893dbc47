//! `ref-for-map`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefForMap;

static META: Meta = Meta {
    code: "ref-for-map",
    group: Group::References,
    level: Level::Warning,
    gate: false,
    purpose: "Maps and lists are written out",
    docs: "AsyncAPI allows a reference for a server, a message or a schema, not for the map or list that holds them. Tools that resolve every `$ref` first accept it, others do not.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  $ref: '#/x-channels'
x-channels:
  quotes: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes: {}
",
};

impl Rule for RefForMap {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::RefForMap { label, .. } = &fault.fact {
                let finding = self.finding(fault.place, format!("{label} is a reference, where the specification wants the map or list itself"));
                sink.report(finding.hint("write it out, and let its members be references"));
            }
        }
    }
}
