//! `ref-cycle`.

use crate::diag::Level;
use crate::doc::grammar::reference_place;
use crate::doc::reference::Problem;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefCycle;

static META: Meta = Meta {
    code: "ref-cycle",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "A reference does not lead back to itself",
    docs: "References to references are fine; a ring of them holds nothing. (A schema that contains itself through its members is another matter, and legal.)",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Bid:
      $ref: '#/components/schemas/Ask'
    Ask:
      $ref: '#/components/schemas/Bid'
x-keep: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Bid:
      $ref: '#/components/schemas/Ask'
    Ask:
      type: number
x-keep:
  $ref: '#/components/schemas/Bid'
",
};

impl Rule for RefCycle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        // Every member of a ring is broken: mending the first mends all.
        let mut broken = context.broken_references();
        if let Some((node, _)) = broken.find(|(_, problem)| matches!(problem, Problem::Cycle)) {
            let text = node.reference().unwrap_or_default();
            let finding = self.finding(
                reference_place(node),
                format!("`{text}` leads back to itself"),
            );
            sink.report(finding.hint("let one of the references be replaced by what is meant"));
        }
    }
}
