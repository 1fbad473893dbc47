//! `yaml-key`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct YamlKey;

static META: Meta = Meta {
    code: "yaml-key",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A key is text",
    docs: "YAML allows maps and lists as keys, JSON and AsyncAPI do not. Most often the quotes around a key that starts with
`{` or `[` are missing.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  {symbol}:
    parameters:
      symbol:
        schema:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  '{symbol}':
    parameters:
      symbol:
        schema:
          type: string
",
};

impl Rule for YamlKey {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
