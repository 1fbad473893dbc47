//! `ref-remote`.

use crate::diag::Level;
use crate::doc::grammar::reference_place;
use crate::doc::reference::Problem;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefRemote;

static META: Meta = Meta {
    code: "ref-remote",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "References stay on this machine",
    docs: "A URL in `$ref` is never fetched: what it answers may change from one run to the next, and a build should not need a network.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      $ref: 'https://example.com/quote.yaml'
x-keep:
  $ref: '#/components/schemas/Quote'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for RefRemote {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (node, problem) in context.broken_references() {
            if let Problem::Remote = problem {
                let text = node.reference().unwrap_or_default();
                let is_file = text.starts_with("file:");
                let message = match is_file {
                    true => format!("`{text}` is a URL, and URLs are not read"),
                    false => format!("`{text}` is on another machine, and is not fetched"),
                };
                let finding = self.finding(reference_place(node), message);
                if is_file {
                    sink.report(finding.hint("write the path from the folder of this file on"));
                    continue;
                }
                sink.report(finding.hint("save a copy beside the document and refer to the file"));
            }
        }
    }
}
