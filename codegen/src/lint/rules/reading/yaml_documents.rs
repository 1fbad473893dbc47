//! `yaml-documents`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlDocuments;

static META: Meta = Meta {
    code: "yaml-documents",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "One file holds one document",
    docs: "`---` starts a further YAML document in the same file, and no AsyncAPI tool would look at it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
---
asyncapi: 2.4.0
",
    right: "---
asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for YamlDocuments {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
