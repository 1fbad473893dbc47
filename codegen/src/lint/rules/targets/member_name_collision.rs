//! `member-name-collision`.

use crate::diag::Level;
use crate::doc::node::Node;
use crate::lint::facts::{names, schemas};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::naming::Kind;

pub(super) struct MemberNameCollision;

static META: Meta = Meta {
    code: "member-name-collision",
    group: Group::Targets,
    level: Level::Info,
    gate: false,
    purpose: "Names of members and values stay apart in Rust",
    docs: "Fields and variants are written in one case and without punctuation, so `best-bid` and `bestBid` want one name. One of them gets a longer one; on the wire nothing changes.",
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
        best-bid:
          type: number
        bestBid:
          type: number
x-keep:
  - $ref: '#/components/schemas/Quote'
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
        best-bid:
          type: number
        bestAsk:
          type: number
x-keep:
  - $ref: '#/components/schemas/Quote'
",
};

impl Rule for MemberNameCollision {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let members = schemas::properties(visit.node).map(|(key, _, _)| key);
            let mut clashes = names::clashes(Kind::RustValue, members);
            let values = visit.node.get("enum").into_iter().flat_map(Node::items);
            clashes.extend(names::clashes(Kind::RustVariant, values));
            for clash in clashes {
                let name = clash.key.as_str().unwrap_or_default();
                let message = format!(
                    "`{name}` and `{}` are both `{}` in Rust",
                    clash.first_name(),
                    clash.wanted
                );
                let finding = self
                    .finding(clash.key.span(), message)
                    .related(clash.first.span(), "the first");
                sink.report(
                    finding
                        .hint("rename one if the wire allows it: else it is given a longer name"),
                );
            }
        }
    }
}
