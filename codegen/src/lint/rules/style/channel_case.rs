//! `channel-case`.

use crate::diag::Level;
use crate::lint::facts::{operations, templates};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelCase;

static META: Meta = Meta {
    code: "channel-case",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Addresses of channels are in kebab-case",
    docs: "One style for all addresses spares readers from guessing.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'liveQuotes':
    description: Quotes.
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'live-quotes':
    description: Quotes.
",
};

impl Rule for ChannelCase {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            let fixed = templates::without_names(channel.address);
            if fixed.chars().any(|c| c.is_uppercase() || c == '_') {
                let message = format!("the address `{}` is not in kebab-case", channel.address);
                sink.report(
                    self.finding(channel.key.span(), message)
                        .hint("write words in lower case with hyphens between them"),
                );
            }
        }
    }
}
