//! What stands around the messages: version, servers, security, and schemas that nothing uses.

use std::collections::HashSet;

use super::kind::{Class, Kind};
use super::schema::Schemas;
use super::value::{same, same_option, show};
use super::{Changes, messages, security};
use crate::doc::node::{At, Node};
use crate::doc::project::Project;
use crate::source::Span;

pub(super) fn compare(old: Node<'_>, new: Node<'_>, changes: &mut Changes) {
    info(old, new, changes);
    around(old, new, changes);
    servers(old, new, changes);
    security::schemes(old, new, changes);
    let mut schemas = Schemas::new(changes);
    messages::compare(old, new, &mut schemas);
    let seen = reached(old.project, schemas.seen().collect());
    unused(old, new, &seen, changes);
}

fn spans(old: Option<Node<'_>>, new: Option<Node<'_>>) -> (Option<Span>, Option<Span>) {
    (old.map(Node::span), new.map(Node::span))
}

fn info(old: Node<'_>, new: Node<'_>, changes: &mut Changes) {
    let part = |root: Node<'_>, key: &str| {
        root.follow("info")
            .and_then(|info| info.follow(key))
            .map(|node| node.at)
    };
    let version = |root: Node<'_>| {
        root.follow("info")
            .and_then(|info| info.get("version"))
            .map(show)
            .unwrap_or_default()
    };
    if version(old) != version(new) {
        let places = spans(old.follow("info"), new.follow("info"));
        let message = format!(
            "the document's version is {}, was {}",
            version(new),
            version(old)
        );
        changes.add(Kind::VersionChanged, None, places, message);
    }
    for key in [
        "title",
        "description",
        "contact",
        "license",
        "termsOfService",
    ] {
        let (before, after) = (
            part(old, key).map(|at| old.project.node(at)),
            part(new, key).map(|at| new.project.node(at)),
        );
        if !same_option(before, after) {
            let places = spans(before.or(Some(old)), after.or(Some(new)));
            changes.add(
                Kind::DocsChanged,
                None,
                places,
                format!("`info.{key}` changed"),
            );
        }
    }
    let content = |root: Node<'_>| root.get("defaultContentType").map(show).unwrap_or_default();
    if content(old) != content(new) {
        let places = spans(
            old.get("defaultContentType").or(Some(old)),
            new.get("defaultContentType").or(Some(new)),
        );
        let message = format!(
            "the default content type is {}, was {}",
            content(new),
            content(old)
        );
        changes.add(Kind::ContentTypeChanged, None, places, message);
    }
}

/// What the document says of itself beside `info`.
fn around(old: Node<'_>, new: Node<'_>, changes: &mut Changes) {
    let spoken = |root: Node<'_>| root.get("asyncapi").map(show).unwrap_or_default();
    if spoken(old) != spoken(new) {
        let places = spans(old.get("asyncapi"), new.get("asyncapi"));
        let (was, is) = (spoken(old), spoken(new));
        let message = format!("the document speaks AsyncAPI {is}, was {was}");
        changes.add(Kind::VersionChanged, None, places, message);
    }
    for key in ["id", "tags", "externalDocs"] {
        let (before, after) = (old.get(key), new.get(key));
        if !same_option(before, after) {
            let places = spans(before.or(Some(old)), after.or(Some(new)));
            let message = format!("`{key}` of the document changed");
            changes.add(Kind::DocsChanged, None, places, message);
        }
    }
}

fn servers(old: Node<'_>, new: Node<'_>, changes: &mut Changes) {
    let server = |root: Node<'_>, name: &str| {
        root.follow("servers")
            .and_then(|servers| servers.follow(name))
            .map(|node| node.at)
    };
    for (key, name, before) in old.follow("servers").into_iter().flat_map(Node::entries) {
        let Some(after) = server(new, name).map(|at| new.project.node(at)) else {
            changes.add(
                Kind::ServerRemoved,
                None,
                (Some(key.span()), None),
                format!("server `{name}` is gone"),
            );
            continue;
        };
        let before = before.resolve();
        for (field, kind) in [
            ("url", Kind::ServerMoved),
            ("protocol", Kind::ServerMoved),
            ("protocolVersion", Kind::ServerMoved),
            ("variables", Kind::ServerMoved),
            ("bindings", Kind::BindingChanged),
            ("security", Kind::SecurityChanged),
            ("description", Kind::DocsChanged),
            ("tags", Kind::DocsChanged),
        ] {
            let (was, is) = (before.get(field), after.get(field));
            if !same_option(was, is) {
                let text = |node: Option<Node<'_>>| node.map_or("none".to_owned(), show);
                let places = spans(was.or(Some(before)), is.or(Some(after)));
                let class = match kind {
                    Kind::SecurityChanged => security::class(was, is),
                    Kind::BindingChanged if was.is_none() => Class::Compatible,
                    _ => kind.class(None),
                };
                changes.add_as(
                    class,
                    kind,
                    None,
                    places,
                    format!(
                        "`{field}` of server `{name}` is {}, was {}",
                        text(is),
                        text(was)
                    ),
                );
            }
        }
    }
    for (key, name, _) in new.follow("servers").into_iter().flat_map(Node::entries) {
        if server(old, name).is_none() {
            changes.add(
                Kind::ServerAdded,
                None,
                (None, Some(key.span())),
                format!("server `{name}` is new"),
            );
        }
    }
}

/// Everything that `from` leads to, itself included.
pub(super) fn reached(project: &Project, from: Vec<At>) -> HashSet<At> {
    let mut seen: HashSet<At> = HashSet::new();
    let mut todo = from;
    while let Some(at) = todo.pop() {
        if !seen.insert(at) {
            continue;
        }
        let node = project.node(at);
        let inner = node.entries().map(|(_, _, value)| value);
        todo.extend(inner.chain(node.items()).map(|inner| inner.at));
        if node.reference().is_some() {
            todo.push(node.resolve().at);
        }
    }
    seen
}

/// Schemas that no message reaches still become types: worth a line, never a break.
fn unused(old: Node<'_>, new: Node<'_>, seen: &HashSet<At>, changes: &mut Changes) {
    let list = |root: Node<'_>| {
        root.follow("components")
            .and_then(|components| components.follow("schemas"))
            .map(|node| node.at)
    };
    let (before, after) = (
        list(old).map(|at| old.project.node(at)),
        list(new).map(|at| new.project.node(at)),
    );
    let fresh = |(_, _, schema): &(Node<'_>, &str, Node<'_>)| !seen.contains(&schema.resolve().at);
    for (key, name, schema) in before.into_iter().flat_map(Node::entries).filter(fresh) {
        match after.and_then(|after| after.get(name)) {
            None => changes.add(
                Kind::SchemaUnused,
                None,
                (Some(key.span()), None),
                format!("schema `{name}` is gone"),
            ),
            Some(other) if !seen.contains(&other.resolve().at) && !same(schema, other) => {
                let places = (Some(schema.span()), Some(other.span()));
                changes.add(
                    Kind::SchemaUnused,
                    None,
                    places,
                    format!("schema `{name}` changed; no message uses it"),
                );
            }
            Some(_) => {}
        }
    }
    for (key, name, _) in after.into_iter().flat_map(Node::entries).filter(fresh) {
        if before.and_then(|before| before.get(name)).is_none() {
            changes.add(
                Kind::SchemaUnused,
                None,
                (None, Some(key.span())),
                format!("schema `{name}` is new; no message uses it"),
            );
        }
    }
}
