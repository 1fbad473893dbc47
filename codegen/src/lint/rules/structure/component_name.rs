//! `component-name`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Keys};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ComponentName;

static META: Meta = Meta {
    code: "component-name",
    group: Group::Structure,
    level: Level::Info,
    gate: false,
    purpose: "Names in `components` are of letters, digits, `.`, `-` and `_`",
    docs: "The specification wants no other characters there. Most tools accept them, but references to such a name need escapes, and code made from it needs another name. Names with colons, which some generators put between their parts, are let through, with the brackets and commas in them.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    quote v1:
      type: object
x-keep:
  $ref: '#/components/schemas/quote v1'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    quote.v1:
      type: object
x-keep:
  $ref: '#/components/schemas/quote.v1'
",
};

impl Rule for ComponentName {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::BadKey {
                keys: Keys::Component,
                key,
            } = &fault.fact
            {
                let text = key.as_str().unwrap_or_default();
                // Generators write colons between the parts of a name, and lists in brackets; all tools read them.
                let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:[],".contains(&byte);
                if text.contains(':') && text.bytes().all(fits) {
                    continue;
                }
                let finding =
                    self.finding(fault.place, format!("`{text}` is no name for a component"));
                sink.report(finding.hint("use letters, digits, `.`, `-` and `_` only"));
            }
        }
    }
}
