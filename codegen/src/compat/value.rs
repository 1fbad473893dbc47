//! Comparing values and words that carry no schema.

use crate::doc::node::Node;

/// The same JSON value, however it is spelled and ordered.
pub(super) fn same(old: Node<'_>, new: Node<'_>) -> bool {
    old.resolve().to_json() == new.resolve().to_json()
}

pub(super) fn same_option(old: Option<Node<'_>>, new: Option<Node<'_>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => same(old, new),
        (None, None) => true,
        _ => false,
    }
}

/// A value as people read it in a sentence.
pub(super) fn show(node: Node<'_>) -> String {
    let text = node.to_json().to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// The last part of a reference: `Bar` of `#/components/schemas/Bar`.
pub(super) fn reference_name(node: Node<'_>) -> Option<&str> {
    node.reference()?.rsplit(['/', '#']).next()
}
