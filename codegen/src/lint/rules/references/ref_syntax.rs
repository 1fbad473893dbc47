//! `ref-syntax`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, reference_place};
use crate::doc::node::Node;
use crate::doc::reference::Problem;
use crate::lint::facts::{edits, guess};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefSyntax;

static META: Meta = Meta {
    code: "ref-syntax",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "The fragment of a reference is a JSON Pointer",
    docs: "After `#` stands nothing, or a pointer: `/` before every step, `~1` for a slash and `~0` for a tilde inside one.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Side:
      type: string
    Quote:
      $ref: '#components/schemas/Side'
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
    Side:
      type: string
    Quote:
      $ref: '#/components/schemas/Side'
x-keep:
  - $ref: '#/components/schemas/Quote'
",
};

impl Rule for RefSyntax {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (node, problem) in context.broken_references() {
            if let Problem::NoPointer { fragment } = problem {
                if node.reference() == Some("") {
                    let finding =
                        self.finding(reference_place(node), "this reference is empty".to_owned());
                    sink.report(finding.hint(where_to(context, node)));
                    continue;
                }
                let finding = self.finding(
                    reference_place(node),
                    format!("`#{fragment}` is no JSON Pointer"),
                );
                if let Some(guess) = guess::of(context, node, problem) {
                    sink.report(finding.hint(format!("did you mean `{}`?", guess.text)).fix(
                        format!("Point to `{}`", guess.text),
                        edits::replace_member(node, "$ref", &guess.text),
                    ));
                    continue;
                }
                sink.report(match fragment.trim_start_matches([' ', '/']) {
                    rest if rest.starts_with("components/") => {
                        finding.hint(format!("write `#/{rest}`"))
                    }
                    _ => {
                        finding.hint("write `#/` and the steps, as in `#/components/schemas/Quote`")
                    }
                });
            }
        }
    }
}

/// Where a reference of this place usually leads.
fn where_to(context: &Context<'_>, node: Node<'_>) -> String {
    let kind = context
        .structure()
        .and_then(|structure| structure.kind(node));
    let section = kind.and_then(Kind::section).unwrap_or("schemas");
    format!("write where it leads: `#/components/{section}/...`")
}
