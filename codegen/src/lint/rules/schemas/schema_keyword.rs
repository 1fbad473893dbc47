//! `schema-keyword`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::facts::edits;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaKeyword;

static META: Meta = Meta {
    code: "schema-keyword",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Keywords of schemas are spelt right",
    docs: "JSON Schema ignores keywords that it does not know, so a misspelt one checks nothing, silently. Only near misses are reported; keys of your own start with `x-`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      propertis:
        bid:
          type: number
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
      type: object
      properties:
        bid:
          type: number
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaKeyword {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            let Fact::UnknownKey {
                key,
                object,
                nearest: Some(nearest),
            } = &fault.fact
            else {
                continue;
            };
            let name = key.as_str().unwrap_or_default();
            if !object.open || FOREIGN.contains(&name) {
                continue;
            }
            let finding = self.finding(
                fault.place,
                format!("unknown keyword `{name}` in a schema, which has no effect"),
            );
            sink.report(finding.hint(format!("did you mean `{nearest}`?")).fix(
                format!("Rename to `{nearest}`"),
                edits::replace(*key, nearest),
            ));
        }
    }
}

/// Keywords of other dialects that happen to look like one of draft 7. Some have rules of their own.
const FOREIGN: [&str; 8] = [
    "example",
    "id",
    "$anchor",
    "$defs",
    "xml",
    "prefixItems",
    "extends",
    "divisibleBy",
];
