//! `yaml-tag`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlTag;

static META: Meta = Meta {
    code: "yaml-tag",
    group: Group::Reading,
    level: Level::Warning,
    gate: false,
    purpose: "A document needs no tags of its own",
    docs: "Tags such as `!include` belong to one tool; others ignore them or fail. Parts of other files are taken in by `$ref`.",
    wrong: "asyncapi: 2.4.0
info:
  title: !upper Quotes
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

impl Rule for YamlTag {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
