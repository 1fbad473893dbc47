//! `type-name-collision`.

use crate::diag::Level;
use crate::lint::facts::names;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use crate::naming::Kind;

pub(super) struct TypeNameCollision;

static META: Meta = Meta {
    code: "type-name-collision",
    group: Group::Targets,
    level: Level::Warning,
    gate: false,
    purpose: "Names of schemas stay apart in Rust and TypeScript",
    docs: "Types are written in one case and without punctuation, so `order-item` and `OrderItem` want one name. One of them gets a longer one, which nobody would guess.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    order-item:
      type: string
    OrderItem:
      type: number
x-keep:
  - $ref: '#/components/schemas/order-item'
  - $ref: '#/components/schemas/OrderItem'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    order-item:
      type: string
    OrderLine:
      type: number
x-keep:
  - $ref: '#/components/schemas/order-item'
  - $ref: '#/components/schemas/OrderLine'
",
};

impl Rule for TypeNameCollision {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let schemas = context
            .root()
            .follow("components")
            .and_then(|components| components.follow("schemas"));
        let keys = schemas
            .iter()
            .flat_map(|map| map.entries())
            .map(|(key, _, _)| key);
        for clash in names::clashes(Kind::RustType, keys) {
            let name = clash.key.as_str().unwrap_or_default();
            let message = format!(
                "`{name}` and `{}` are both `{}` in Rust and TypeScript",
                clash.first_name(),
                clash.wanted
            );
            let finding = self
                .finding(clash.key.span(), message)
                .related(clash.first.span(), "the first");
            sink.report(finding.hint("rename one: else it is given a longer name"));
        }
    }
}
