//! `channel-query`.

use crate::diag::Level;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelQuery;

static META: Meta = Meta {
    code: "channel-query",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "The address of a channel has no query and no fragment",
    docs: "The specification forbids `?` and `#` there: query parameters of a WebSocket handshake stand in the channel's `ws` binding.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes?side=bid':
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

impl Rule for ChannelQuery {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            if let Some(mark) = ['?', '#']
                .into_iter()
                .find(|mark| channel.address.contains(*mark))
            {
                let part = if mark == '?' { "a query" } else { "a fragment" };
                let message = format!("the address `{}` has {part} (`{mark}`)", channel.address);
                sink.report(
                    self.finding(channel.key.span(), message)
                        .hint("describe query parameters in `bindings.ws.query`"),
                );
            }
        }
    }
}
