//! `unused-security-scheme`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::{Fact, Kind};
use crate::doc::node::Node;
use crate::lint::facts::{components, hidden, security};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct UnusedSecurityScheme;

static META: Meta = Meta {
    code: "unused-security-scheme",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "Security schemes are used",
    docs: "A scheme that no server and no operation asks for secures nothing.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  securitySchemes:
    login:
      type: userPassword
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
    security:
      - login: []
channels: {}
components:
  securitySchemes:
    login:
      type: userPassword
",
};

impl Rule for UnusedSecurityScheme {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        // A requirement that cannot be read may name any of them.
        if hidden::frame(context) || has_unread_requirement(context) {
            return;
        }
        let mut used: Vec<&str> = Vec::new();
        for requirement in context.definitions(Kind::SecurityRequirement) {
            used.extend(requirement.node.entries().map(|(_, name, _)| name));
        }
        let schemes = security::schemes(context);
        for (key, name, _) in schemes.iter().flat_map(|schemes| schemes.entries()) {
            let misspelt = used.iter().any(|other| {
                suggest(other, [name]).is_some() && !schemes.is_some_and(|map| map.has(other))
            });
            if !used.contains(&name)
                && !misspelt
                && !components::is_referenced(context, schemes.and_then(|map| map.get(name)))
            {
                let finding = self.finding(
                    key.span(),
                    format!("security scheme `{name}` is used nowhere"),
                );
                sink.report(
                    finding.hint("name it in `security` of a server or an operation, or remove it"),
                );
            }
        }
    }
}

fn has_unread_requirement(context: &Context<'_>) -> bool {
    context.faults().any(|fault| {
        let Fact::WrongType { found, .. } = &fault.fact else {
            return false;
        };
        let key = found.own_key().or_else(|| found.parent()?.own_key());
        key.and_then(Node::as_str) == Some("security")
    })
}
