//! `server-example-host`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerExampleHost;

static META: Meta = Meta {
    code: "server-example-host",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Servers do not stand at example.com",
    docs: "That host belongs to documentation: nobody serves an API there.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: 'example.com'
    protocol: ws
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

impl Rule for ServerExampleHost {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for server in context.definitions(Kind::Server) {
            let (Some(key), Some(value)) = (server.node.key("url"), server.node.get("url")) else {
                continue;
            };
            if value
                .as_str()
                .is_some_and(|url| url.contains("example.com"))
            {
                let finding = self.finding(
                    spots::entry(key, value),
                    "the URL is that of an example".to_owned(),
                );
                sink.report(finding.hint("name the real server"));
            }
        }
    }
}
