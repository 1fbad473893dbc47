//! `unused-component`.

use crate::diag::Level;
use crate::doc::grammar::Kind;
use crate::lint::facts::components;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct UnusedComponent;

static META: Meta = Meta {
    code: "unused-component",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "What stands in `components` is used",
    docs: "A component that no reference names is left over, or meant to be used where it is not. A variant that extends a schema with a `discriminator` is used by that.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
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
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for UnusedComponent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for unused in components::unused(context) {
            let name = unused.key.as_str().unwrap_or_default();
            let message = match unused.kind {
                Some(Kind::Bindings(place)) => {
                    format!("{} bindings `{name}` are used nowhere", place.as_str())
                }
                kind => {
                    let noun = kind.map_or("component", Kind::noun);
                    format!("{noun} `{name}` is used nowhere")
                }
            };
            let finding = self.finding(unused.key.span(), message);
            sink.report(finding.hint("use it by `$ref`, or remove it"));
        }
    }
}
