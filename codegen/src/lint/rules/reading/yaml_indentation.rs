//! `yaml-indentation`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlIndentation;

static META: Meta = Meta {
    code: "yaml-indentation",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "Indentation matches an open block",
    docs: "Members of one map stand at one column. A line that is indented by a column that no open map or list has, or
below a key that has a value already, belongs nowhere.",
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
channels: {}
",
};

impl Rule for YamlIndentation {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
