//! `security-scope-misplaced`.

use crate::diag::Level;
use crate::doc::grammar::{security_types, spots};
use crate::doc::node::Node;
use crate::lint::facts::security;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SecurityScopeMisplaced;

static META: Meta = Meta {
    code: "security-scope-misplaced",
    group: Group::Semantics,
    level: Level::Warning,
    gate: false,
    purpose: "Only OAuth 2 and OpenID Connect have scopes",
    docs: "For every other type of scheme the list of scopes is empty.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
    security:
      - login: [read]
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

impl Rule for SecurityScopeMisplaced {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (scheme, scope) in security::requested_scopes(context) {
            let kind = scheme
                .get("type")
                .and_then(Node::as_str)
                .unwrap_or("oauth2");
            let known = security_types(context.version()).any(|name| name == kind);
            if known && !["oauth2", "openIdConnect"].contains(&kind) {
                let finding = self.finding(
                    spots::item(scope),
                    format!("a scheme of type `{kind}` has no scopes"),
                );
                sink.report(finding.hint("write an empty list: `[]`"));
            }
        }
    }
}
