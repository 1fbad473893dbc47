//! `unused-suppression`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct UnusedSuppression;

static META: Meta = Meta {
    code: "unused-suppression",
    group: Group::Reading,
    level: Level::Warning,
    gate: false,
    purpose: "A suppressing comment suppresses something",
    docs: "`# codegen-ignore CODE: reason` hides findings of one rule on its line, or on the line below it where it stands
alone. Once the cause is mended the comment hides nothing but the next mistake: remove it.",
    wrong: "asyncapi: 2.4.0
info:
  # codegen-ignore duplicate-key: kept for an old reader
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

impl Rule for UnusedSuppression {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
