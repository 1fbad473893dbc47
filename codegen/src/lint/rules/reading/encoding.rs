//! `encoding`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct Encoding;

static META: Meta = Meta {
    code: "encoding",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A document is UTF-8 text",
    docs: "Other encodings read as garbage somewhere along the way, and control characters cannot stand in YAML or JSON at
all. A byte order mark is accepted and ignored.",
    wrong: "asyncapi: 2.4.0
info:
  title: \"Quotes\u{7}\"
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

impl Rule for Encoding {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
