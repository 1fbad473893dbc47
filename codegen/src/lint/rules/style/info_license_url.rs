//! `info-license-url`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct InfoLicenseUrl;

static META: Meta = Meta {
    code: "info-license-url",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "A licence has a URL",
    docs: "A name alone may stand for several texts.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  license:
    name: MIT
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  license:
    name: MIT
    url: https://example.com/mit
channels: {}
",
};

impl Rule for InfoLicenseUrl {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let Some(info) = context.root().follow("info") else {
            return;
        };
        let (Some(key), Some(license)) = (info.key("license"), info.get("license")) else {
            return;
        };
        if !license.has("url") {
            sink.report(
                self.finding(key.span(), "the licence has no `url`".to_owned())
                    .hint("add the URL of its text"),
            );
        }
    }
}
