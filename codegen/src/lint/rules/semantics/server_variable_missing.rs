//! `server-variable-missing`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::facts::templates;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerVariableMissing;

static META: Meta = Meta {
    code: "server-variable-missing",
    group: Group::Semantics,
    level: Level::Error,
    gate: false,
    purpose: "Every `{name}` of a server's URL is described",
    docs: "`variables` says what may stand in the place of each `{name}`. A server without any `variables` has only a warning.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: '{region}.example.com'
    protocol: ws
    variables: {}
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

impl Rule for ServerVariableMissing {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for server in context.definitions(Kind::Server) {
            let url = server
                .node
                .get("url")
                .and_then(Node::as_str)
                .unwrap_or_default();
            let described = server.node.follow("variables");
            // What is no map has a finding of its own.
            if described.is_some_and(|map| !map.is_map()) {
                continue;
            }
            let missing: Vec<&str> = templates::names(url)
                .filter(|name| !described.is_some_and(|map| map.has(name)))
                .collect();
            if missing.is_empty() || templates::misspelt(described, url).is_some() {
                continue;
            }
            let (Some(key), Some(value)) = (server.node.key("url"), server.node.get("url")) else {
                continue;
            };
            let message = format!(
                "`{}` of the URL {} not described",
                missing.join("`, `"),
                templates::verb(&missing)
            );
            let mut finding = self
                .finding(spots::entry(key, value), message)
                .hint(format!("add `{}` to `variables`", missing.join("`, `")));
            if described.is_none() {
                finding.level = Level::Warning;
            }
            sink.report(finding);
        }
    }
}
