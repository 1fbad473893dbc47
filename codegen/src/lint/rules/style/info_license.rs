//! `info-license`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct InfoLicense;

static META: Meta = Meta {
    code: "info-license",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "`info` names a licence",
    docs: "Users need to know what they may do with the API.",
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
  license:
    name: MIT
channels: {}
",
};

impl Rule for InfoLicense {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let (Some(key), Some(node)) = (context.root().key("info"), context.root().follow("info"))
        else {
            return;
        };
        let given = node
            .get("license")
            .is_some_and(|value| value.as_str() != Some(""));
        if !given {
            sink.report(
                self.finding(key.span(), "`info` has no licence".to_owned())
                    .hint("add `license` with a `name`"),
            );
        }
    }
}
