//! `security-scheme-undefined`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::Kind;
use crate::lint::facts::{edits, hidden, security};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SecuritySchemeUndefined;

static META: Meta = Meta {
    code: "security-scheme-undefined",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "Security requirements name schemes that exist",
    docs: "The names are those of `components.securitySchemes`.",
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
      - logn: []
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

impl Rule for SecuritySchemeUndefined {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if hidden::frame(context) && security::schemes(context).is_none() {
            return;
        }
        let schemes = security::schemes(context);
        for requirement in context.definitions(Kind::SecurityRequirement) {
            for (key, name, _) in requirement.node.entries() {
                if schemes.is_some_and(|map| map.has(name)) {
                    continue;
                }
                let near = suggest(
                    name,
                    schemes
                        .iter()
                        .flat_map(|map| map.entries())
                        .map(|(_, key, _)| key),
                );
                let finding =
                    self.finding(key.span(), format!("there is no security scheme `{name}`"));
                sink.report(match near {
                    Some(near) if key.parent().is_some_and(|map| map.has(near)) => finding.hint(
                        format!("did you mean `{near}`? That is given as well: remove this"),
                    ),
                    Some(near) => finding
                        .hint(format!("did you mean `{near}`?"))
                        .fix(format!("Replace by `{near}`"), edits::replace(key, near)),
                    None => finding.hint("describe it in `components.securitySchemes`"),
                });
            }
        }
    }
}
