//! `default-mismatch`.

use crate::diag::Level;
use crate::lint::facts::values::Role;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct DefaultMismatch;

static META: Meta = Meta {
    code: "default-mismatch",
    group: Group::Values,
    level: Level::Error,
    gate: false,
    purpose: "A default fits its schema",
    docs: "A default is what a reader assumes where nothing is given. One that the schema refuses can never be sent, and code made from it does not compile.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: string
      enum: [bid, ask]
      default: Bid
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
      enum: [bid, ask]
      default: bid
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for DefaultMismatch {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for mismatch in context.mismatches(Role::Default) {
            let mut finding = self
                .finding(
                    mismatch.place,
                    format!("default does not match its schema: {}", mismatch.text),
                )
                .hint(mismatch.hint.clone());
            // JSON Schema advises; AsyncAPI demands it of whole payloads and components.
            // Formats are read more freely by many tools.
            if mismatch.nested || mismatch.tolerable {
                finding.level = Level::Warning;
            }
            sink.report(match &mismatch.fix {
                Some((title, edits)) => finding.fix(title.clone(), edits.clone()),
                None => finding,
            });
        }
    }
}
