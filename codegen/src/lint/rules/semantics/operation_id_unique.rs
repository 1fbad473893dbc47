//! `operation-id-unique`.

use crate::diag::Level;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::lint::facts::operations;
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::{HashMap, HashSet};

pub(super) struct OperationIdUnique;

static META: Meta = Meta {
    code: "operation-id-unique",
    group: Group::Semantics,
    level: Level::Error,
    gate: true,
    purpose: "Each `operationId` names one operation",
    docs: "Tools find an operation by its id, and code is named after it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      operationId: quotes
    subscribe:
      operationId: quotes
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      operationId: askQuotes
    subscribe:
      operationId: quotes
",
};

impl Rule for OperationIdUnique {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen: HashMap<&str, Node<'_>> = HashMap::new();
        let mut looked_at: HashSet<Node<'_>> = HashSet::new();
        for operation in operations::of(context) {
            // One definition that several channels share is one operation.
            if !looked_at.insert(operation.node) {
                continue;
            }
            let Some((key, value)) = operations::traited(operation.node, "operationId") else {
                continue;
            };
            let Some(id) = value.as_str() else { continue };
            if let Some(first) = seen.get(id) {
                let line = context.project.sources.start(first.span()).line;
                let finding = self
                    .finding(
                        spots::entry(key, value),
                        format!("operationId `{id}` is used twice, first at line {line}"),
                    )
                    .related(first.span(), "first used here");
                sink.report(finding.hint("give each operation an id of its own"));
            } else {
                seen.insert(id, value);
            }
        }
    }
}
