//! `parameter-description`.

use crate::diag::Level;
use crate::doc::grammar::Kind;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ParameterDescription;

static META: Meta = Meta {
    code: "parameter-description",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Channel parameters have a description",
    docs: "The name alone seldom says which values make sense.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}':
    parameters:
      symbol:
        schema:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}':
    parameters:
      symbol:
        schema:
          type: string
        description: Ticker.
",
};

impl Rule for ParameterDescription {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for parameter in context.definitions(Kind::Parameter) {
            if !parameter.node.has("description") {
                let name = parameter.name().unwrap_or_default();
                let finding = self.finding(
                    parameter.place(),
                    format!("parameter `{name}` has no description"),
                );
                sink.report(finding.hint("say what it stands for"));
            }
        }
    }
}
