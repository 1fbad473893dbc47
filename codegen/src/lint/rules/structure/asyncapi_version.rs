//! `asyncapi-version`.

use crate::diag::Level;
use crate::doc::grammar::{Version, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct AsyncapiVersion;

static META: Meta = Meta {
    code: "asyncapi-version",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "The version is one that this tool reads: 2.0.0 to 2.6.0",
    docs: "Versions are written with three numbers. AsyncAPI 3 is another format, with operations outside channels: convert such a document, or keep its 2.x form.",
    wrong: "asyncapi: 2.40
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for AsyncapiVersion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        let (Some(key), Some(node)) = (root.key("asyncapi"), root.get("asyncapi")) else {
            return;
        };
        let text = node.as_str().or_else(|| node.as_number()).unwrap_or("");
        if node.as_str().and_then(Version::parse).is_some() {
            return;
        }
        let place = spots::entry(key, node);
        let finding = if text.starts_with('3') {
            self.finding(place, format!("AsyncAPI {text} is not supported"))
                .hint(format!(
                    "versions {} to {} are; convert the document",
                    Version::FIRST,
                    Version::LATEST
                ))
        } else {
            let meant = Version::nearest(text).unwrap_or(Version::V2_4);
            self.finding(place, format!("version `{text}` is no AsyncAPI version"))
                .hint(format!(
                    "write `{meant}`; versions {} to {} are supported",
                    Version::FIRST,
                    Version::LATEST
                ))
        };
        sink.report(finding);
    }
}
