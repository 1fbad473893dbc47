//! `duplicate-tag`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub(super) struct DuplicateTag;

static META: Meta = Meta {
    code: "duplicate-tag",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "A list of tags holds each name once",
    docs: "Two tags of one name in one list say the same thing twice, or contradict each other.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: live
  - name: live
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: live
  - name: delayed
",
};

impl Rule for DuplicateTag {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen: HashMap<(Option<Node<'_>>, &str), Node<'_>> = HashMap::new();
        for tag in context.definitions(Kind::Tag) {
            let (Some(name), Some(key)) = (tag.node.get("name"), tag.node.key("name")) else {
                continue;
            };
            let Some(text) = name.as_str() else { continue };
            match seen.entry((tag.node.parent(), text)) {
                Entry::Vacant(free) => {
                    free.insert(name);
                }
                Entry::Occupied(first) => {
                    let finding = self
                        .finding(
                            spots::entry(key, name),
                            format!("tag `{text}` is listed twice"),
                        )
                        .related(first.get().span(), "first listed here");
                    sink.report(finding.hint("remove one of the two"));
                }
            }
        }
    }
}
