//! Descriptions, for doc comments.

use super::parts::Parts;
use crate::doc::node::Node;
use crate::ir::Docs;

/// What a schema, message or operation says of itself.
pub(crate) fn of(node: Node<'_>) -> Docs {
    let text = |keyword: &str| {
        node.get(keyword)
            .and_then(Node::as_str)
            .map(tidy)
            .filter(|text| !text.is_empty())
    };
    Docs {
        title: text("title"),
        description: text("description").or_else(|| text("summary")),
        deprecated: node.get("deprecated").and_then(Node::as_bool) == Some(true),
        examples: examples(node),
    }
}

/// A field's: what stands at its use, then what stands at the schemas that were merged into it.
pub(crate) fn merged(nodes: &[Node<'_>]) -> Docs {
    let mut all = nodes.iter().rev().map(|node| of(*node));
    let first = all.next().unwrap_or_default();
    all.fold(first, |docs, inner| Docs {
        title: docs.title.or(inner.title),
        description: docs.description.or(inner.description),
        deprecated: docs.deprecated || inner.deprecated,
        examples: if docs.examples.is_empty() {
            inner.examples
        } else {
            docs.examples
        },
    })
}

/// The default closest to the use, as JSON.
pub(crate) fn default(parts: &Parts<'_>) -> Option<String> {
    parts.get("default").map(|node| node.to_json().to_string())
}

fn examples(node: Node<'_>) -> Vec<String> {
    let many = node.get("examples").into_iter().flat_map(Node::items);
    let one = node.get("example");
    many.chain(one)
        .map(|example| example.to_json().to_string())
        .collect()
}

fn tidy(text: &str) -> String {
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        .trim_matches('\n')
        .to_owned()
}
