//! `info-description`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct InfoDescription;

static META: Meta = Meta {
    code: "info-description",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "`info` has a description",
    docs: "It is the first thing that readers of the docs page see.",
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
  description: Live quotes.
channels: {}
",
};

impl Rule for InfoDescription {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let (Some(key), Some(node)) = (context.root().key("info"), context.root().follow("info"))
        else {
            return;
        };
        let given = node
            .get("description")
            .is_some_and(|value| value.as_str() != Some(""));
        if !given {
            sink.report(
                self.finding(key.span(), "`info` has no description".to_owned())
                    .hint("say what the API is for"),
            );
        }
    }
}
