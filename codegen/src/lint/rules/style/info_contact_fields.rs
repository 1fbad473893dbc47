//! `info-contact-fields`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct InfoContactFields;

static META: Meta = Meta {
    code: "info-contact-fields",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "A contact has a name, a URL and an e-mail address",
    docs: "Whichever way a reader prefers, one should be there.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  contact:
    name: Quotes team
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  contact:
    name: Quotes team
    url: https://example.com
    email: quotes@example.com
channels: {}
",
};

impl Rule for InfoContactFields {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let Some(info) = context.root().follow("info") else {
            return;
        };
        let (Some(key), Some(contact)) = (info.key("contact"), info.get("contact")) else {
            return;
        };
        let missing: Vec<&str> = ["name", "url", "email"]
            .into_iter()
            .filter(|name| !contact.has(name))
            .collect();
        if !missing.is_empty() {
            let finding = self.finding(
                key.span(),
                format!("the contact has no `{}`", missing.join("`, no `")),
            );
            sink.report(finding.hint("add what is missing"));
        }
    }
}
