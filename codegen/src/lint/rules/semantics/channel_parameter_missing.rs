//! `channel-parameter-missing`.

use crate::diag::Level;
use crate::lint::facts::{operations, templates};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelParameterMissing;

static META: Meta = Meta {
    code: "channel-parameter-missing",
    group: Group::Semantics,
    level: Level::Error,
    gate: false,
    purpose: "Every `{name}` of a channel's address is described",
    docs: "`parameters` says what may stand in the place of each `{name}`, and has to name them all. A channel without any `parameters` has only a warning: the specification demands completeness of the map, not the map.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}':
    parameters: {}
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

impl Rule for ChannelParameterMissing {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            let described = channel.node.follow("parameters");
            // What is no map has a finding of its own.
            if described.is_some_and(|map| !map.is_map()) {
                continue;
            }
            let missing: Vec<&str> = templates::names(channel.address)
                .filter(|name| !described.is_some_and(|map| map.has(name)))
                .collect();
            // A description under a misspelt name is reported where it stands.
            if missing.is_empty() || templates::misspelt(described, channel.address).is_some() {
                continue;
            }
            let message = format!(
                "`{}` of the address {} not described",
                missing.join("`, `"),
                templates::verb(&missing)
            );
            let mut finding = self
                .finding(channel.key.span(), message)
                .hint(format!("add `{}` to `parameters`", missing.join("`, `")));
            if described.is_none() {
                finding.level = Level::Warning;
            }
            sink.report(finding);
        }
    }
}
