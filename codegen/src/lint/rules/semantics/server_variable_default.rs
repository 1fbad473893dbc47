//! `server-variable-default`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ServerVariableDefault;

static META: Meta = Meta {
    code: "server-variable-default",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "The default of a server variable is one of its values",
    docs: "Where `enum` lists the values, a default outside of it names a server that does not exist.",
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
        enum: [us, asia]
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
        enum: [eu, us]
channels: {}
",
};

impl Rule for ServerVariableDefault {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for variable in context.definitions(Kind::ServerVariable) {
            let (Some(list), Some(default), Some(key)) = (
                variable.node.get("enum"),
                variable.node.get("default"),
                variable.node.key("default"),
            ) else {
                continue;
            };
            let Some(text) = default.as_str() else {
                continue;
            };
            let values: Vec<&str> = list.items().filter_map(Node::as_str).collect();
            if !values.is_empty() && !values.contains(&text) {
                let finding = self.finding(
                    spots::entry(key, default),
                    format!("default `{text}` is not in `enum`"),
                );
                sink.report(finding.hint(format!("use one of `{}`", values.join("`, `"))));
            }
        }
    }
}
