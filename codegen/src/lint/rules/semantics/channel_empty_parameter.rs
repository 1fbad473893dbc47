//! `channel-empty-parameter`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelEmptyParameter;

static META: Meta = Meta {
    code: "channel-empty-parameter",
    group: Group::Semantics,
    level: Level::Error,
    gate: false,
    purpose: "Braces in a channel's address hold a name",
    docs: "`{}` stands for nothing that could be filled in: an expression of RFC 6570 names at least one variable.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{}':
    description: Quotes.
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
",
};

impl Rule for ChannelEmptyParameter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            if channel.address.contains("{}") {
                let message = format!("the address `{}` has empty braces", channel.address);
                sink.report(
                    self.finding(channel.key.span(), message)
                        .hint("name the parameter: `{name}`"),
                );
            }
        }
    }
}
