//! `yaml-tab`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlTab;

static META: Meta = Meta {
    code: "yaml-tab",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "Indentation is made of spaces",
    docs: "How wide a tab is depends on who looks at it, so YAML forbids tabs in indentation.",
    wrong: "asyncapi: 2.4.0
info:
\t  title: Quotes
\t  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for YamlTab {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
