//! `yaml-syntax`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlSyntax;

static META: Meta = Meta {
    code: "yaml-syntax",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A document is YAML",
    docs: "Text that holds `: ` or ` #`, or that starts with one of ``@ ` % * & ! [ { | >``, needs quotes; brackets and quotes
are closed; a colon is followed by a space. Reading stops at the first such place, so mend it and run again.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes: live
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: 'Quotes: live'
  version: 1.0.0
channels: {}
",
};

impl Rule for YamlSyntax {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
