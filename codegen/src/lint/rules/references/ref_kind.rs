//! `ref-kind`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Kind};
use crate::doc::node::Node;
use crate::doc::pointer;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RefKind;

static META: Meta = Meta {
    code: "ref-kind",
    group: Group::References,
    level: Level::Error,
    gate: true,
    purpose: "A reference leads to the kind of object that is expected there",
    docs: "A message names messages, a payload names a schema. The two sections of `components` are easily swapped.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        $ref: '#/components/schemas/Quote'
components:
  schemas:
    Quote:
      type: object
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        $ref: '#/components/messages/Quote'
components:
  messages:
    Quote:
      payload:
        type: object
",
};

impl Rule for RefKind {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let Fact::RefWrongKind {
                expected,
                found,
                reference,
            } = &fault.fact
            {
                let text = reference.reference().unwrap_or_default();
                let wanted = match expected {
                    Kind::Plain => "a map is".to_owned(),
                    Kind::Bindings(_) => format!("{} are", expected.phrase()),
                    _ => format!("{} is", expected.phrase()),
                };
                let message = format!("{wanted} expected here, and `{text}` is {}", found.phrase());
                let finding = self.finding(fault.place, message);
                sink.report(
                    match (meant(context, *expected, *reference), expected.section()) {
                        (Some(meant), _) => finding.hint(format!("did you mean `{meant}`?")),
                        (None, Some(section)) => {
                            finding.hint(format!("point to `#/components/{section}/...`"))
                        }
                        (None, None) => finding.hint("point somewhere else"),
                    },
                );
            }
        }
    }
}

/// A message in place of its payload, or a schema in place of the message that carries it.
fn meant<'p>(context: &Context<'p>, expected: Kind, reference: Node<'p>) -> Option<String> {
    let target = reference.resolve();
    match expected {
        Kind::Schema => {
            let payload = target.get("payload")?;
            let text = reference.reference()?;
            Some(match payload.reference() {
                Some(own) if target.span().file == reference.span().file => own.to_owned(),
                _ => format!("{text}/payload"),
            })
        }
        Kind::Message => {
            let messages = context.root().follow("components")?.follow("messages")?;
            let (_, name, _) = messages.entries().find(|(_, _, message)| {
                let payload = message.resolve().get("payload");
                payload.is_some_and(|payload| payload.resolve() == target)
            })?;
            Some(format!("#/components/messages/{}", pointer::escape(name)))
        }
        _ => None,
    }
}
