//! `not-asyncapi`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::source::Span;

pub(super) struct NotAsyncapi;

static META: Meta = Meta {
    code: "not-asyncapi",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "A document says that it is AsyncAPI",
    docs: "The member `asyncapi` at the root names the version of the specification. Without it no tool can tell what the file is.",
    wrong: "info:
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

impl Rule for NotAsyncapi {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        if root.has("asyncapi") {
            return;
        }
        let place = Span {
            end: root.span().start,
            ..root.span()
        };
        let other = ["openapi", "swagger"].into_iter().find(|key| root.has(key));
        let finding = match other {
            Some(key) => self
                .finding(
                    place,
                    format!("this is no AsyncAPI document: it says `{key}`"),
                )
                .hint("AsyncAPI describes messages; OpenAPI documents are not read"),
            None => self
                .finding(
                    place,
                    "this is no AsyncAPI document: `asyncapi` is missing".to_owned(),
                )
                .hint("start it with `asyncapi: 2.4.0`"),
        };
        sink.report(finding);
    }
}
