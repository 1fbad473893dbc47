//! `server-empty-variable`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerEmptyVariable;

static META: Meta = Meta {
    code: "server-empty-variable",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "Braces in a server's URL hold a name",
    docs: "`{}` stands for nothing that could be filled in.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: '{}.example.com'
    protocol: ws
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: '{region}.example.com'
    protocol: ws
    variables:
      region:
        default: eu
channels: {}
",
};

impl Rule for ServerEmptyVariable {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for server in context.definitions(Kind::Server) {
            let (Some(key), Some(value)) = (server.node.key("url"), server.node.get("url")) else {
                continue;
            };
            if value.as_str().is_some_and(|url| url.contains("{}")) {
                let finding = self.finding(
                    spots::entry(key, value),
                    "the URL has empty braces".to_owned(),
                );
                sink.report(finding.hint("name the variable: `{name}`"));
            }
        }
    }
}
