//! `bad-choice`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::Fact;
use crate::lint::facts::{edits, security};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct BadChoice;

static META: Meta = Meta {
    code: "bad-choice",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "A value is one of those that the key allows",
    docs: "Some keys take only a few words, such as the `type` of a security scheme.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
servers:
  live:
    url: localhost
    protocol: ws
    security:
      - token: []
channels: {}
components:
  securitySchemes:
    token:
      type: bearer
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
      - token: []
channels: {}
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
",
};

impl Rule for BadChoice {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::NotAllowed {
                label,
                found,
                allowed,
            } = &fault.fact
            {
                let text = found.as_str().unwrap_or_default();
                let finding = self.finding(fault.place, format!("`{text}` is no {label}"));
                if let Some(scheme) = found.parent().filter(|node| security::is_http_key(*node)) {
                    sink.report(finding.hint("a key in HTTP has `type: httpApiKey`").fix(
                        "Make it a key in HTTP",
                        edits::replace_member(scheme, "type", "httpApiKey"),
                    ));
                    continue;
                }
                let list = allowed.join("`, `");
                let near = match suggest(text, allowed.iter().copied()) {
                    // Of the two kinds of keys, the one that says where in HTTP it stands.
                    Some("apiKey") if found.parent().is_some_and(security::is_in_http) => {
                        Some("httpApiKey")
                    }
                    near => near,
                };
                sink.report(match near {
                    Some(near) => finding
                        .hint(format!("did you mean `{near}`?"))
                        .fix(format!("Replace by `{near}`"), edits::replace(*found, near)),
                    None => finding.hint(format!("use one of `{list}`")),
                });
            }
        }
    }
}
