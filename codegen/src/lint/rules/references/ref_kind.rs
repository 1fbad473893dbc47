//! `ref-kind`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefKind;

static META: Meta = Meta {
    code: "ref-kind",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "A reference leads to the kind of object that is expected there",
    docs: "A message names messages, a payload names a schema. The two sections of `components` are easily swapped.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        $ref: '#/components/schemas/Quote'
components:
  schemas:
    Quote:
      type: object
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        $ref: '#/components/messages/Quote'
components:
  messages:
    Quote:
      payload:
        type: object
",
};

impl Rule for RefKind {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::RefWrongKind {
                expected,
                found,
                reference,
            } = &fault.fact
            {
                let text = reference.reference().unwrap_or_default();
                let message = format!(
                    "{} is expected here, and `{text}` is {}",
                    expected.phrase(),
                    found.phrase()
                );
                let hint = match expected.section() {
                    Some(section) => format!("point to `#/components/{section}/...`"),
                    None => "point somewhere else".to_owned(),
                };
                sink.report(self.finding(fault.place, message).hint(hint));
            }
        }
    }
}
