//! What one mistake hides from the rules that look for something missing.

use crate::doc::grammar::{Fact, Kind};
use crate::doc::node::Node;
use crate::doc::reference::Problem;
use crate::lint::Context;

/// Objects that lead to messages: what stands under a misspelt key of theirs is not seen.
fn is_frame(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Root
            | Kind::Components
            | Kind::Channels
            | Kind::Channel
            | Kind::Operation
            | Kind::MessageChoice
    )
}

/// Whether part of the document's frame cannot be read, so that what seems missing or unused may well be there.
pub(crate) fn frame(context: &Context<'_>) -> bool {
    context.faults().any(|fault| match &fault.fact {
        Fact::UnknownKey {
            object, nearest, ..
        } => nearest.is_some() && is_frame(object.kind),
        Fact::WrongType { owner, found, .. } => {
            is_frame(*owner) && !named_kind(context, *found).is_some_and(is_leaf)
        }
        Fact::RefForMap { .. } => true,
        _ => false,
    })
}

/// Whether a `$ref` holds no text: what it was meant to name seems unused.
pub(crate) fn unreadable_reference(context: &Context<'_>) -> bool {
    context.faults().any(|fault| match &fault.fact {
        Fact::WrongType { found, .. } => {
            found.own_key().and_then(Node::as_str) == Some("$ref")
                && comment_after(*found).is_none()
        }
        _ => false,
    })
}

/// Kinds that lead to no message and no component.
fn is_leaf(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Tag | Kind::ExternalDocs | Kind::Info | Kind::Bindings(_)
    )
}

fn named_kind<'p>(context: &Context<'p>, node: Node<'p>) -> Option<Kind> {
    context.structure()?.kind(node)
}

/// Whether a key of this object was meant to be `name`.
pub(crate) fn is_misspelt<'p>(context: &Context<'p>, object: Node<'p>, name: &str) -> bool {
    context.faults().any(|fault| match &fault.fact {
        Fact::UnknownKey {
            key,
            nearest: Some(nearest),
            ..
        } => *nearest == name && key.parent() == Some(object),
        _ => false,
    })
}

/// The key `$defs` of a schema that references take for `definitions`.
pub(crate) fn newer_definitions<'p>(schema: Node<'p>, step: &str) -> Option<Node<'p>> {
    (step == "definitions").then(|| schema.key("$defs"))?
}

/// Whether a reference leads to the `definitions` that this schema calls `$defs`: that has a finding of its own.
pub(crate) fn is_taken_for_definitions<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    context
        .broken_references()
        .any(|(_, problem)| match problem {
            Problem::Dangling { container, step } => {
                *container == schema.at && newer_definitions(schema, step).is_some()
            }
            _ => false,
        })
}

/// Texts that name something in the wrong way: a pointer without `$ref`, a bare name, a reference after a `#`.
pub(crate) fn mentions<'p>(context: &Context<'p>) -> Vec<&'p str> {
    let texts = context.faults().filter_map(|fault| match &fault.fact {
        Fact::WrongType { found, .. } if found.is_null() => comment_after(*found),
        Fact::WrongType { found, .. } => found.as_str(),
        Fact::UnknownKey { key, .. } => {
            let value = key.parent()?.get(key.as_str()?)?;
            value.as_str()
        }
        _ => None,
    });
    texts.collect()
}

/// The comment that follows a key without a value on its line: text that lacks quotes, where it looks like a pointer.
pub(crate) fn comment_after(null: Node<'_>) -> Option<&str> {
    let key = null.own_key()?;
    let span = key.span();
    let text: &str = &null.project.sources.file(span.file).text;
    let rest = text.get(span.end as usize..)?.lines().next()?;
    let comment = rest.strip_prefix(':')?.trim();
    comment.starts_with("#/").then_some(comment)
}
