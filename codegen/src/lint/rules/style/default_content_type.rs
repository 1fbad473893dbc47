//! `default-content-type`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct DefaultContentType;

static META: Meta = Meta {
    code: "default-content-type",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "The document says its default content type",
    docs: "Messages without a `contentType` take it from there; without it every tool guesses.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
defaultContentType: application/json
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for DefaultContentType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        if !root.has("defaultContentType") {
            let place = root.key("asyncapi").map_or(root.span(), Node::span);
            sink.report(
                self.finding(place, "the document has no `defaultContentType`".to_owned())
                    .hint("add `defaultContentType: application/json`"),
            );
        }
    }
}
