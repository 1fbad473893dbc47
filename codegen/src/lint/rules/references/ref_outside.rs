//! `ref-outside`.

use crate::diag::Level;
use crate::doc::grammar::reference_place;
use crate::doc::reference::Problem;
use crate::lint::facts::guess;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefOutside;

static META: Meta = Meta {
    code: "ref-outside",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "References stay inside the project",
    docs: "A document from elsewhere should not be able to read any file of the machine. Files outside the root of the project are read only where that is allowed.",
    wrong: "# file: a/quotes.yaml
asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      $ref: '../../../quote.yaml'
x-keep:
  $ref: '#/components/schemas/Quote'
",
    right: "# file: a/quotes.yaml
asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      $ref: '../quote.yaml'
x-keep:
  $ref: '#/components/schemas/Quote'
# file: quote.yaml
type: object
",
};

impl Rule for RefOutside {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (node, problem) in context.broken_references() {
            if let Problem::Outside { path } = problem {
                let finding = self.finding(
                    reference_place(node),
                    format!("`{path}` is outside the project"),
                );
                sink.report(match guess::of(context, node, problem) {
                    Some(guess) => finding.hint(format!("did you mean `{}`?", guess.shown)),
                    None => finding.hint(
                        "move the file into the project, or set `allow-outside = true` in `codegen.toml`",
                    ),
                });
            }
        }
    }
}
