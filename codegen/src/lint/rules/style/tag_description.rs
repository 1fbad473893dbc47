//! `tag-description`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct TagDescription;

static META: Meta = Meta {
    code: "tag-description",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Tags have a description",
    docs: "The name alone seldom says what a tag stands for.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: live
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: live
    description: As it happens.
",
};

impl Rule for TagDescription {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for tag in context.root().get("tags").into_iter().flat_map(Node::items) {
            if tag.is_map() && !tag.has("description") {
                let name = tag.get("name").and_then(Node::as_str).unwrap_or_default();
                let finding =
                    self.finding(spots::item(tag), format!("tag `{name}` has no description"));
                sink.report(finding.hint("say what it stands for"));
            }
        }
    }
}
