//! `ref-dangling`.

use std::collections::HashSet;

use crate::diag::Level;
use crate::doc::grammar::Kind;
use crate::doc::grammar::reference_place;
use crate::doc::node::Node;
use crate::doc::reference::Problem;
use crate::lint::facts::{edits, guess, hidden};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefDangling;

static META: Meta = Meta {
    code: "ref-dangling",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "A reference leads somewhere",
    docs: "`$ref` names a file, a place in it by JSON Pointer, or both. In the pointer `~1` stands for `/` and `~0` for `~`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      properties:
        side:
          $ref: '#/components/schemas/Sidee'
    Side:
      type: string
x-keep:
  - $ref: '#/components/schemas/Quote'
  - $ref: '#/components/schemas/Side'
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
      properties:
        side:
          $ref: '#/components/schemas/Side'
    Side:
      type: string
x-keep:
  - $ref: '#/components/schemas/Quote'
",
};

impl Rule for RefDangling {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut renamed = HashSet::new();
        for (node, problem) in context.broken_references() {
            let Problem::Dangling { container, step } = problem else {
                continue;
            };
            let container = context.project.node(*container);
            // It is there under a misspelt key, which has a finding of its own.
            if hidden::is_misspelt(context, container, step) {
                continue;
            }
            let text = node.reference().unwrap_or_default();
            let finding = self.finding(reference_place(node), missing(container, step, text));
            if let Some(newer) = hidden::newer_definitions(container, step) {
                // What is renamed there mends every reference.
                if renamed.insert(container) {
                    let finding = finding.related(newer.span(), "the schemas are here");
                    sink.report(
                        finding
                            .hint("draft 7 calls `$defs` `definitions`: rename the key")
                            .fix(
                                "Rename `$defs` to `definitions`",
                                edits::replace(newer, "definitions"),
                            ),
                    );
                }
                continue;
            }
            sink.report(match guess::of(context, node, problem) {
                Some(guess) => guess.offer(finding, node),
                None => finding.hint(members(container)),
            });
        }
    }
}

fn missing(container: Node<'_>, step: &str, text: &str) -> String {
    let section = container
        .own_key()
        .and_then(Node::as_str)
        .unwrap_or_default();
    let parent = container
        .parent()
        .and_then(Node::own_key)
        .and_then(Node::as_str);
    match Kind::of_section(section).filter(|_| parent == Some("components")) {
        Some(kind) => format!("there is no {} `{step}`", kind.noun()),
        None => format!("`{text}` leads nowhere: there is no `{step}`"),
    }
}

fn members(container: Node<'_>) -> String {
    let names: Vec<&str> = container.entries().map(|(_, key, _)| key).take(8).collect();
    match names.is_empty() {
        true => "add it, or point somewhere else".to_owned(),
        false => format!("there are `{}`", names.join("`, `")),
    }
}
