//! `security-scope-undefined`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::spots;
use crate::lint::facts::{mend, security};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SecurityScopeUndefined;

static META: Meta = Meta {
    code: "security-scope-undefined",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "Security requirements ask for scopes that a flow offers",
    docs: "Each flow of an OAuth 2 scheme lists its scopes.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
    security:
      - login: [raed]
channels: {}
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        implicit:
          authorizationUrl: https://example.com/auth
          scopes:
            read: Read quotes.
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
      - login: [read]
channels: {}
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        implicit:
          authorizationUrl: https://example.com/auth
          scopes:
            read: Read quotes.
",
};

impl Rule for SecurityScopeUndefined {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (scheme, scope) in security::requested_scopes(context) {
            let Some(offered) = security::offered_scopes(scheme) else {
                continue;
            };
            let Some(name) = scope.as_str().filter(|name| !offered.contains(name)) else {
                continue;
            };
            let finding = self.finding(
                spots::item(scope),
                format!("no flow offers the scope `{name}`"),
            );
            sink.report(match suggest(name, offered.iter().copied()) {
                Some(near) => mend::item(finding, scope, near),
                None if offered.is_empty() => finding.hint("add it to `scopes` of a flow"),
                None => finding.hint(format!("there are `{}`", offered.join("`, `"))),
            });
        }
    }
}
