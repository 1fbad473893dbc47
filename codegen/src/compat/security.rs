//! Who may connect: requirements are alternatives, and a scheme is what its definition says.

use std::collections::BTreeSet;

use super::Changes;
use super::kind::{Class, Kind};
use super::value::same;
use crate::doc::node::Node;
use crate::doc::views::Document;

/// Whether whoever met the old requirements meets the new ones.
pub(super) fn class(old: Option<Node<'_>>, new: Option<Node<'_>>) -> Class {
    let list = |node: Option<Node<'_>>| {
        let items = node.into_iter().flat_map(Node::items);
        items.map(Node::to_json).collect::<Vec<_>>()
    };
    let (old, new) = (list(old), list(new));
    let nothing = |list: &[serde_json::Value]| {
        list.is_empty()
            || list
                .iter()
                .any(|one| one.as_object().is_some_and(serde_json::Map::is_empty))
    };
    let kept = !nothing(&old) && old.iter().all(|one| new.contains(one));
    if nothing(&new) || kept {
        Class::Compatible
    } else {
        Class::Breaking
    }
}

/// Schemes of one name that are something else now, where anything asks for them.
pub(super) fn schemes(old: Node<'_>, new: Node<'_>, changes: &mut Changes) {
    let asked = asked(new);
    for (key, name, before) in defined(old) {
        let other = defined(new).find(|(_, known, _)| *known == name);
        let Some((other_key, _, after)) = other.filter(|_| asked.contains(name)) else {
            continue;
        };
        if !same_but_texts(before, after) {
            changes.add(
                Kind::SecurityChanged,
                None,
                (Some(key.span()), Some(other_key.span())),
                format!("security scheme `{name}` is another one"),
            );
        }
    }
}

fn defined<'p>(root: Node<'p>) -> impl Iterator<Item = (Node<'p>, &'p str, Node<'p>)> {
    root.follow("components")
        .and_then(|components| components.follow("securitySchemes"))
        .into_iter()
        .flat_map(Node::entries)
}

fn asked<'p>(root: Node<'p>) -> BTreeSet<&'p str> {
    let servers = root.follow("servers").into_iter().flat_map(Node::entries);
    let of_servers = servers.filter_map(|(_, _, server)| server.resolve().get("security"));
    let document = Document::new(root.project, root.at.file);
    let of_operations = document
        .operations()
        .filter_map(|operation| operation.member("security"));
    of_servers
        .chain(of_operations)
        .flat_map(Node::items)
        .flat_map(Node::entries)
        .map(|(_, name, _)| name)
        .collect()
}

fn same_but_texts(old: Node<'_>, new: Node<'_>) -> bool {
    let words = |node: Node<'_>| {
        let mut json = node.resolve().to_json();
        if let Some(members) = json.as_object_mut() {
            members.retain(|key, _| key != "description" && !key.starts_with("x-"));
        }
        json
    };
    same(old, new) || words(old) == words(new)
}
