//! `binding`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::{Fact, type_phrase};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct Binding;

static META: Meta = Meta {
    code: "binding",
    group: Group::Bindings,
    level: Level::Warning,
    gate: false,
    purpose: "A binding holds what its protocol defines",
    docs: "Bindings carry facts of one protocol, each with a definition of its own beside the core specification. No version of AsyncAPI checks them, so neither do errors here; what does not fit is still a mistake.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    bindings:
      ws:
        metod: GET
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    bindings:
      ws:
        method: GET
",
};

impl Rule for Binding {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.binding_faults() {
            let (message, hint) = words(&fault.fact);
            sink.report(self.finding(fault.place, message).hint(hint));
        }
    }
}

fn words(fact: &Fact<'_>) -> (String, String) {
    let text = |node: crate::doc::node::Node<'_>| node.as_str().unwrap_or_default().to_owned();
    match fact {
        Fact::UnknownKey {
            key,
            object,
            nearest,
        } => {
            let message = format!("unknown key `{}` in {}", text(*key), object.kind.phrase());
            let names: Vec<&str> = object.fields.iter().map(|field| field.name).collect();
            let hint = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("it may have `{}`", names.join("`, `")),
            };
            (message, hint)
        }
        Fact::NotAllowed {
            label,
            found,
            allowed,
        } => {
            let name = text(*found);
            let near = suggest(&name, allowed.iter().copied());
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known: `{}`", allowed.join("`, `")),
            };
            match label.as_str() {
                "bindings" => (format!("no protocol `{name}` has bindings"), hint),
                label => (format!("`{name}` is no {label}"), hint),
            }
        }
        Fact::WrongType {
            label,
            expected,
            found,
            ..
        } => (
            format!(
                "{label} must be {}, not {}",
                expected.phrase(),
                type_phrase(*found)
            ),
            format!("write {}", expected.phrase()),
        ),
        Fact::BadNumber {
            label, expected, ..
        } => (
            format!("{label} must be {}", expected.phrase()),
            format!("write {}", expected.phrase()),
        ),
        Fact::MissingField { object, field } => (
            format!("{} has no `{field}`", object.phrase()),
            format!("add `{field}`"),
        ),
        Fact::RefWrongKind {
            expected, found, ..
        } => (
            format!(
                "{} is expected here, and this is {}",
                expected.phrase(),
                found.phrase()
            ),
            "point the reference elsewhere".to_owned(),
        ),
        Fact::BadFormat { label, format, .. } => (
            format!("{label} must be {}", format.phrase()),
            format.hint().to_owned(),
        ),
        _ => (
            "this does not fit the binding's definition".to_owned(),
            "compare it with the protocol's binding".to_owned(),
        ),
    }
}
