//! `channel-server`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::{mend, operations};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelServer;

static META: Meta = Meta {
    code: "channel-server",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "A channel names servers that exist",
    docs: "`servers` of a channel lists names of the servers at the root of the document.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
channels:
  quotes:
    servers: [lve]
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
channels:
  quotes:
    servers: [live]
",
};

impl Rule for ChannelServer {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let servers = context.root().follow("servers");
        for channel in operations::channels(context) {
            for item in channel
                .node
                .get("servers")
                .into_iter()
                .flat_map(Node::items)
            {
                let Some(name) = item
                    .as_str()
                    .filter(|name| !servers.is_some_and(|map| map.has(name)))
                else {
                    continue;
                };
                let near = suggest(
                    name,
                    servers
                        .iter()
                        .flat_map(|map| map.entries())
                        .map(|(_, key, _)| key),
                );
                let finding =
                    self.finding(spots::item(item), format!("there is no server `{name}`"));
                sink.report(match near {
                    Some(near) => mend::item(finding, item, near),
                    None => finding.hint("name a server of the document's `servers`"),
                });
            }
        }
    }
}
