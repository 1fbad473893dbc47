//! `ref-file`.

use crate::diag::Level;
use crate::doc::grammar::reference_place;
use crate::doc::reference::Problem;
use crate::lint::facts::{edits, guess};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefFile;

static META: Meta = Meta {
    code: "ref-file",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "The files that references name can be read",
    docs: "Relative files are looked up from the file that names them.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      $ref: 'missing.yaml'
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
      $ref: 'quote.yaml'
x-keep:
  $ref: '#/components/schemas/Quote'
# file: quote.yaml
type: object
",
};

impl Rule for RefFile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (node, problem) in context.broken_references() {
            if let Problem::Unreadable { path, reason, near } = problem {
                let finding = self.finding(
                    reference_place(node),
                    format!("`{path}` cannot be read: {reason}"),
                );
                if let Some(near) = near {
                    let text = node.reference().unwrap_or_default();
                    let fragment = text.find('#').map_or("", |at| &text[at..]);
                    let fragment = if near.contains('#') { "" } else { fragment };
                    let meant = format!("{near}{fragment}");
                    let finding = finding.hint(format!("did you mean `{near}`?"));
                    sink.report(match is_other_version(path, near) {
                        true => finding,
                        false => finding.fix(
                            format!("Point to `{near}`"),
                            edits::replace_member(node, "$ref", &meant),
                        ),
                    });
                    continue;
                }
                sink.report(match guess::of(context, node, problem) {
                    Some(guess) => guess.offer(finding, node),
                    None => finding.hint("paths start at the folder of this file"),
                });
            }
        }
    }
}

/// `types-v1.yaml` and `types-v2.yaml`: likely something else, not a slip.
fn is_other_version(path: &str, near: &str) -> bool {
    let plain = |name: &str| -> String { name.chars().filter(|c| !c.is_ascii_digit()).collect() };
    path != near && plain(path) == plain(near)
}
