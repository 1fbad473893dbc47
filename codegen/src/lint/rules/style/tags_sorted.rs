//! `tags-sorted`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct TagsSorted;

static META: Meta = Meta {
    code: "tags-sorted",
    group: Group::Style,
    level: Level::Off,
    gate: false,
    purpose: "Tags of the document are in alphabetical order",
    docs: "Sorted lists are easier to read and to merge.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: live
  - name: delayed
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
tags:
  - name: delayed
  - name: live
",
};

impl Rule for TagsSorted {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let Some(list) = context.root().get("tags") else {
            return;
        };
        let names: Vec<(&str, Node<'_>)> = list
            .items()
            .filter_map(|tag| Some((tag.get("name")?.as_str()?, tag)))
            .collect();
        if let Some(pair) = names.windows(2).find(|pair| pair[0].0 > pair[1].0) {
            let message = format!("tag `{}` stands after `{}`", pair[1].0, pair[0].0);
            sink.report(
                self.finding(spots::item(pair[1].1), message)
                    .hint("sort the tags by name"),
            );
        }
    }
}
