//! `headers-object`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, TYPE_NAMES, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct HeadersObject;

static META: Meta = Meta {
    code: "headers-object",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "The schema of headers is an object",
    docs: "Headers are names with values, so their schema has `type: object`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        headers:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        headers:
          type: object
",
};

impl Rule for HeadersObject {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let messages = context
            .definitions(Kind::Message)
            .chain(context.definitions(Kind::MessageTrait));
        for message in messages {
            let Some(headers) = message.node.follow("headers") else {
                continue;
            };
            let (Some(key), Some(value)) = (headers.key("type"), headers.get("type")) else {
                continue;
            };
            if value
                .as_str()
                .is_some_and(|text| text != "object" && TYPE_NAMES.contains(&text))
                || value.is_seq()
            {
                let finding = self.finding(
                    spots::entry(key, value),
                    "the schema of headers must be an object".to_owned(),
                );
                sink.report(
                    finding.hint("write `type: object`, and each header under `properties`"),
                );
            }
        }
    }
}
