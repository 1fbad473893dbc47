//! `tags`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct Tags;

static META: Meta = Meta {
    code: "tags",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "The document has tags",
    docs: "Tags group what belongs together on a docs page.",
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
tags:
  - name: live
",
};

impl Rule for Tags {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        let place = root
            .key("tags")
            .or(root.key("asyncapi"))
            .map_or(root.span(), Node::span);
        if root
            .follow("tags")
            .is_none_or(|tags| tags.items().len() == 0)
        {
            sink.report(
                self.finding(place, "the document has no tags".to_owned())
                    .hint("add some under `tags`"),
            );
        }
    }
}
