//! `bad-number`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct BadNumber;

static META: Meta = Meta {
    code: "bad-number",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "Lengths, counts and divisors are numbers that make sense",
    docs: "Lengths and counts are whole and not negative; `multipleOf` is greater than 0.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Symbol:
      type: string
      maxLength: -1
x-keep:
  $ref: '#/components/schemas/Symbol'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Symbol:
      type: string
      maxLength: 12
x-keep:
  $ref: '#/components/schemas/Symbol'
",
};

impl Rule for BadNumber {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::BadNumber {
                label,
                expected,
                found,
            } = &fault.fact
            {
                let number = found.as_number().unwrap_or_default();
                let message = format!("{label} must be {}, and {number} is not", expected.phrase());
                sink.report(
                    self.finding(fault.place, message)
                        .hint(format!("write {}", expected.phrase())),
                );
            }
        }
    }
}
