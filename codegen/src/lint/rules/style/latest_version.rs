//! `latest-version`.

use crate::diag::Level;
use crate::doc::grammar::{Version, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct LatestVersion;

static META: Meta = Meta {
    code: "latest-version",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "The document uses the latest 2.x version",
    docs: "Later versions of AsyncAPI 2 add keys and change none, so moving up costs nothing.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.6.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for LatestVersion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        let (Some(key), Some(value)) = (root.key("asyncapi"), root.get("asyncapi")) else {
            return;
        };
        let known = value.as_str().and_then(Version::parse);
        if let Some(version) = known.filter(|version| *version < Version::LATEST) {
            let message = format!("AsyncAPI {version} is not the latest 2.x version");
            sink.report(
                self.finding(spots::entry(key, value), message)
                    .hint(format!("write `{}`", Version::LATEST)),
            );
        }
    }
}
