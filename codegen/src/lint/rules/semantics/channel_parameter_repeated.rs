//! `channel-parameter-repeated`.

use crate::diag::Level;
use crate::lint::facts::{operations, templates};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelParameterRepeated;

static META: Meta = Meta {
    code: "channel-parameter-repeated",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "A channel's address holds each `{name}` once",
    docs: "One parameter has one value. An address that holds it twice says so twice, and more often a second name was meant.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}/{symbol}':
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
  'quotes/{symbol}/{side}':
    parameters:
      symbol:
        schema:
          type: string
      side:
        schema:
          type: string
",
};

impl Rule for ChannelParameterRepeated {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            for name in templates::names(channel.address) {
                let count = channel.address.matches(&format!("{{{name}}}")).count();
                if count > 1 {
                    let message = format!(
                        "the address `{}` holds `{{{name}}}` {count} times",
                        channel.address
                    );
                    sink.report(self.finding(channel.key.span(), message).hint(
                        "give each place a name of its own, and describe it in `parameters`",
                    ));
                }
            }
        }
    }
}
