//! `message-example`.

use crate::diag::Level;
use crate::lint::facts::values::Role;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct MessageExample;

static META: Meta = Meta {
    code: "message-example",
    group: Group::Values,
    level: Level::Error,
    gate: true,
    purpose: "The examples of a message fit its payload and headers",
    docs: "Examples are copied, shown on the docs page and sent by mocks. One that the schema refuses teaches readers what does not work.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        payload:
          type: object
          required: [bid]
          properties:
            bid:
              type: number
        examples:
          - payload:
              bid: high
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        payload:
          type: object
          required: [bid]
          properties:
            bid:
              type: number
        examples:
          - payload:
              bid: 1.5
",
};

impl Rule for MessageExample {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for mismatch in context.mismatches(Role::MessageExample) {
            let mut finding = self
                .finding(
                    mismatch.place,
                    format!("example does not match its schema: {}", mismatch.text),
                )
                .hint(mismatch.hint.clone());
            // Many tools read formats more freely than their standards do.
            if mismatch.tolerable {
                finding.level = Level::Warning;
            }
            sink.report(match &mismatch.fix {
                Some((title, edits)) => finding.fix(title.clone(), edits.clone()),
                None => finding,
            });
        }
    }
}
