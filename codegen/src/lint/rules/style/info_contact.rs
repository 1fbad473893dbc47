//! `info-contact`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct InfoContact;

static META: Meta = Meta {
    code: "info-contact",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "`info` names a contact",
    docs: "Readers with a question want to know whom to ask.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  contact:
    name: Quotes team
channels: {}
",
};

impl Rule for InfoContact {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let (Some(key), Some(node)) = (context.root().key("info"), context.root().follow("info"))
        else {
            return;
        };
        let given = node
            .get("contact")
            .is_some_and(|value| value.as_str() != Some(""));
        if !given {
            sink.report(
                self.finding(key.span(), "`info` has no contact".to_owned())
                    .hint("add `contact` with `name`, `url` and `email`"),
            );
        }
    }
}
