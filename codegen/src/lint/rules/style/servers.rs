//! `servers`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct Servers;

static META: Meta = Meta {
    code: "servers",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "The document names a server",
    docs: "Without one, a reader does not know where to connect.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: 'localhost'
    protocol: ws
channels: {}
",
};

impl Rule for Servers {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        let place = root
            .key("servers")
            .or(root.key("asyncapi"))
            .map_or(root.span(), Node::span);
        if root
            .follow("servers")
            .is_none_or(|servers| servers.entries().len() == 0)
        {
            sink.report(
                self.finding(place, "the document names no server".to_owned())
                    .hint("add one under `servers`"),
            );
        }
    }
}
