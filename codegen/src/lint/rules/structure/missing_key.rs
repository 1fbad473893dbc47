//! `missing-key`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Fault, spots};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct MissingKey;

static META: Meta = Meta {
    code: "missing-key",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "Required keys are there",
    docs: "What the specification requires, other tools rely on.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for MissingKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let fact @ (Fact::MissingField { .. } | Fact::MissingOneOf { .. }) = &fault.fact {
                let finding = match fact {
                    Fact::MissingField { object, field } => self
                        .finding(fault.place, format!("{} has no `{field}`", object.phrase()))
                        .hint(format!("add `{field}`")),
                    Fact::MissingOneOf { object, fields } => self
                        .finding(
                            fault.place,
                            format!("{} needs `{}`", object.phrase(), fields.join("` or `")),
                        )
                        .hint(match first_of(context, fault) {
                            Some(first) => format!(
                                "put `{first}` and what belongs to it under `{}`",
                                fields[0]
                            ),
                            None => format!("add `{}`", fields[0]),
                        }),
                    _ => continue,
                };
                sink.report(finding);
            }
        }
    }
}

/// The first member that stands in an object itself instead of under a key of it.
fn first_of<'p>(context: &Context<'p>, missing: &Fault<'p>) -> Option<&'p str> {
    context.faults().find_map(|fault| match &fault.fact {
        Fact::UnknownKey { key, .. } => {
            let holder = key.parent()?;
            (spots::item(holder) == missing.place).then(|| key.as_str())?
        }
        _ => None,
    })
}
