//! `channel-address`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Keys};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelAddress;

static META: Meta = Meta {
    code: "channel-address",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "The address of a channel is a URI template",
    docs: "RFC 6570 has no spaces, quotes or backslashes, and names in braces are of letters, digits, `_` and `.`. Every tool that fills in parameters reads addresses this way.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  '{stream-id}/quotes':
    parameters:
      stream-id:
        schema:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  '{stream_id}/quotes':
    parameters:
      stream_id:
        schema:
          type: string
",
};

impl Rule for ChannelAddress {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::BadKey {
                keys: Keys::Address,
                key,
            } = &fault.fact
            {
                let text = key.as_str().unwrap_or_default();
                let message = match text.is_empty() {
                    true => "a channel's address is empty".to_owned(),
                    false => format!("`{text}` is no URI template"),
                };
                let hint = match text.is_empty() {
                    true => "name the channel; the root channel is `/`",
                    false => {
                        "names in braces have letters, digits, `_` and `.` only; percent-encode spaces and quotes"
                    }
                };
                sink.report(self.finding(fault.place, message).hint(hint));
            }
        }
    }
}
