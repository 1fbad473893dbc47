//! `json-syntax`.

use crate::diag::Level;
use crate::lint::{Group, Meta, Rule};

pub(super) struct JsonSyntax;

static META: Meta = Meta {
    code: "json-syntax",
    group: Group::Reading,
    level: Level::Error,
    gate: true,
    purpose: "A file that is called `.json` is JSON",
    docs: "JSON has no comments, no trailing commas, no single quotes and no bare words. A document that needs comments is
better written in YAML, which reads JSON too.",
    wrong: r#"# file: example.json
{
  "asyncapi": "2.4.0",
  "info": { "title": "Quotes", "version": "1.0.0", },
  "channels": {}
}
"#,
    right: r#"# file: example.json
{
  "asyncapi": "2.4.0",
  "info": { "title": "Quotes", "version": "1.0.0" },
  "channels": {}
}
"#,
};

impl Rule for JsonSyntax {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
