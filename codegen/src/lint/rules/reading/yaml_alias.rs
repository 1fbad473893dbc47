//! `yaml-alias`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlAlias;

static META: Meta = Meta {
    code: "yaml-alias",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "An alias names an anchor above it",
    docs: "`*name` repeats what `&name` marked earlier in the same file. Text that starts with `*` or `&` needs quotes, and
an anchor cannot contain itself: recursion is written with `$ref`.",
    wrong: "asyncapi: 2.4.0
info:
  title: *title
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: '*title'
  version: 1.0.0
channels: {}
",
};

impl Rule for YamlAlias {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
