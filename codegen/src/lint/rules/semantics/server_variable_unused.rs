//! `server-variable-unused`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::Kind;
use crate::doc::node::Node;
use crate::lint::facts::{edits, templates};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerVariableUnused;

static META: Meta = Meta {
    code: "server-variable-unused",
    group: Group::Semantics,
    level: Level::Error,
    gate: false,
    purpose: "Every described variable stands in the server's URL",
    docs: "A variable that the URL does not hold has no effect: its name is misspelt in one of the two places, or it is left over.",
    wrong: "asyncapi: 2.4.0
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
      port:
        default: eu
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

impl Rule for ServerVariableUnused {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for server in context.definitions(Kind::Server) {
            let Some(url) = server.node.get("url").and_then(Node::as_str) else {
                continue;
            };
            let described = server.node.follow("variables");
            let names: Vec<&str> = templates::names(url).collect();
            for (key, name, _) in described.iter().flat_map(|map| map.entries()) {
                if names.contains(&name) {
                    continue;
                }
                let open = names
                    .iter()
                    .copied()
                    .filter(|other| !described.is_some_and(|map| map.has(other)));
                let mut finding = self.finding(
                    key.span(),
                    format!("`{name}` is no part of the URL `{url}`"),
                );
                // Without braces anywhere, a variable is idle and does no harm.
                if names.is_empty() {
                    finding.level = Level::Warning;
                }
                let renamed = templates::renamed(described, url);
                sink.report(match (suggest(name, open), renamed) {
                    (Some(near), _) => finding
                        .hint(format!("did you mean `{near}`?"))
                        .fix(format!("Rename to `{near}`"), edits::replace(key, near)),
                    (None, Some(other)) => finding.hint(templates::one_name(name, other)),
                    (None, None) => {
                        finding.hint(format!("remove it, or put `{{{name}}}` into the URL"))
                    }
                });
            }
        }
    }
}
