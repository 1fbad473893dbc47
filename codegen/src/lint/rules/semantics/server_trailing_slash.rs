//! `server-trailing-slash`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerTrailingSlash;

static META: Meta = Meta {
    code: "server-trailing-slash",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "The URL of a server does not end with a slash",
    docs: "Addresses of channels are appended to it, and two slashes in a row are another path to many servers. In the URI of an AMQP broker the slash names the virtual host, so it may stay.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: 'example.com/'
    protocol: ws
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: 'example.com'
    protocol: ws
channels: {}
",
};

impl Rule for ServerTrailingSlash {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for server in context.definitions(Kind::Server) {
            let (Some(key), Some(value)) = (server.node.key("url"), server.node.get("url")) else {
                continue;
            };
            // In the URI of an AMQP broker the path is the virtual host, and an empty one is not the same as none.
            let protocol = server.node.get("protocol").and_then(Node::as_str);
            if protocol.is_some_and(|name| name.to_ascii_lowercase().starts_with("amqp")) {
                continue;
            }
            if value
                .as_str()
                .is_some_and(|url| url.len() > 1 && url.ends_with('/'))
            {
                let finding = self.finding(
                    spots::entry(key, value),
                    "the URL ends with a slash".to_owned(),
                );
                sink.report(finding.hint("remove the slash"));
            }
        }
    }
}
