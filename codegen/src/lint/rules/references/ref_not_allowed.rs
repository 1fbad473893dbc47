//! `ref-not-allowed`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Kind};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefNotAllowed;

static META: Meta = Meta {
    code: "ref-not-allowed",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "References stand only where AsyncAPI allows them",
    docs: "`info`, operations, tags and traits in `components` are always written out; servers may be references since 2.3.0 and server variables since 2.5.0. Other tools do not follow a reference in such a place.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      $ref: '#/x-operations/quotes'
x-operations:
  quotes:
    summary: Quotes
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      summary: Quotes
",
};

impl Rule for RefNotAllowed {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::RefNotAllowed { kind, since, .. } = &fault.fact {
                let message = format!("{} cannot be a reference here", kind.phrase());
                let hint = match since {
                    Some(since) => format!("write it out, or use AsyncAPI {since}, which allows it"),
                    None if *kind == Kind::OpenApiSchema => "a payload with an OpenAPI `schemaFormat` is written out; without `schemaFormat` it may be a reference".to_owned(),
                    None => "write it out".to_owned(),
                };
                sink.report(self.finding(fault.place, message).hint(hint));
            }
        }
    }
}
