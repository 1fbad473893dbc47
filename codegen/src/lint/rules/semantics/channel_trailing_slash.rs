//! `channel-trailing-slash`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelTrailingSlash;

static META: Meta = Meta {
    code: "channel-trailing-slash",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "The address of a channel does not end with a slash",
    docs: "Some brokers take `quotes/` and `quotes` for two channels, others for one. The root channel `/` is fine.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/':
    description: Quotes.
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes':
    description: Quotes.
",
};

impl Rule for ChannelTrailingSlash {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            if channel.address.len() > 1 && channel.address.ends_with('/') {
                let message = format!("the address `{}` ends with a slash", channel.address);
                sink.report(
                    self.finding(channel.key.span(), message)
                        .hint("remove the slash"),
                );
            }
        }
    }
}
