//! `document-id`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct DocumentId;

static META: Meta = Meta {
    code: "document-id",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "The document has an `id`",
    docs: "The id is a URI that names the application wherever the document goes.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
id: urn:example:quotes
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for DocumentId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        if !root.has("id") {
            let place = root.key("asyncapi").map_or(root.span(), Node::span);
            sink.report(
                self.finding(place, "the document has no `id`".to_owned())
                    .hint("add one, such as `id: urn:example:quotes`"),
            );
        }
    }
}
