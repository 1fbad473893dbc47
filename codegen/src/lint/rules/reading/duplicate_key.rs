//! `duplicate-key`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct DuplicateKey;

static META: Meta = Meta {
    code: "duplicate-key",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A map holds each key once",
    docs: "YAML and JSON readers disagree on which of two equal keys counts, so a document with both means different things
to different tools. The finding points at the second; the first is shown beside it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  title: Bars
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

impl Rule for DuplicateKey {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
