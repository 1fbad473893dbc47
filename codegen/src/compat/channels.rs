//! Channels and operations: what came, went and changed.

use std::collections::BTreeSet;

use super::kind::{Class, Kind};
use super::messages::{Side, direction};
use super::schema::Schemas;
use super::value::{same_option, show};
use super::{Changes, Direction, security};
use crate::doc::node::Node;
use crate::doc::views::Channel;

pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, schemas: &mut Schemas<'_>) {
    // What travels in an envelope travels on one connection, whatever the channels are called.
    let named = !(old.is_enveloped() && new.is_enveloped());
    for before in old.document.channels() {
        match new.channel(before.name) {
            None => {
                let message = format!("channel `{}` is gone", before.name);
                let class = match named {
                    true => Kind::ChannelRemoved.class(None),
                    false => Class::Cosmetic,
                };
                schemas.changes().add_as(
                    class,
                    Kind::ChannelRemoved,
                    None,
                    (Some(before.key.span()), None),
                    message,
                );
            }
            Some(after) => {
                servers((old, before), (new, after), schemas.changes());
                parameters(before, after, schemas);
                channel(before, after, schemas.changes());
            }
        }
    }
    for after in new
        .document
        .channels()
        .filter(|channel| old.channel(channel.name).is_none())
    {
        let message = format!("channel `{}` is new", after.name);
        let class = match named {
            true => Class::Compatible,
            false => Class::Cosmetic,
        };
        let places = (None, Some(after.key.span()));
        let changes = schemas.changes();
        changes.add_as(class, Kind::ChannelAdded, None, places, message);
    }
}

fn channel(before: Channel<'_>, after: Channel<'_>, changes: &mut Changes) {
    let places = |field: &str| {
        let place =
            |channel: Channel<'_>| Some(channel.node.get(field).unwrap_or(channel.key).span());
        (place(before), place(after))
    };
    for (field, kind) in [
        ("description", Kind::DocsChanged),
        ("bindings", Kind::BindingChanged),
    ] {
        let (was, is) = (before.node.get(field), after.node.get(field));
        if !same_option(was, is) {
            let message = format!("`{field}` of channel `{}` changed", before.name);
            changes.add_as(class_of(kind, was), kind, None, places(field), message);
        }
    }
    for operation in before.operations() {
        let Some(other) = after
            .operations()
            .find(|other| other.sender == operation.sender)
        else {
            continue;
        };
        let spans = (Some(operation.key.span()), Some(other.key.span()));
        if operation.id() != other.id() {
            let id = |id: Option<&str>| id.map_or("none".to_owned(), |id| format!("`{id}`"));
            let message = format!("operation {} was {}", id(other.id()), id(operation.id()));
            changes.add(Kind::OperationRenamed, None, spans, message);
        }
        if !same_option(operation.member("security"), other.member("security")) {
            let message = format!(
                "`security` of an operation of channel `{}` changed",
                before.name
            );
            let class = security::class(operation.member("security"), other.member("security"));
            changes.add_as(
                class,
                Kind::SecurityChanged,
                Some(direction(operation.sender)),
                spans,
                message,
            );
        }
        if !same_option(operation.member("bindings"), other.member("bindings")) {
            let message = format!(
                "`bindings` of an operation of channel `{}` changed",
                before.name
            );
            let class = class_of(Kind::BindingChanged, operation.member("bindings"));
            let towards = Some(direction(operation.sender));
            changes.add_as(class, Kind::BindingChanged, towards, spans, message);
        }
        for field in ["summary", "description", "tags"] {
            if !same_option(operation.member(field), other.member(field)) {
                let message = format!(
                    "`{field}` of an operation of channel `{}` changed",
                    before.name
                );
                changes.add(Kind::DocsChanged, None, spans, message);
            }
        }
    }
}

/// Something that was said for the first time asks nothing of whoever did not know it.
fn class_of(kind: Kind, before: Option<Node<'_>>) -> Class {
    match (kind, before) {
        (Kind::BindingChanged, None) => Class::Compatible,
        _ => kind.class(None),
    }
}

/// No list of servers means all of them.
fn servers(
    (old, before): (&Side<'_>, Channel<'_>),
    (new, after): (&Side<'_>, Channel<'_>),
    changes: &mut Changes,
) {
    let all = |side: &Side<'_>| -> BTreeSet<String> {
        let servers = side.document.root().follow("servers");
        let servers = servers.into_iter().flat_map(Node::entries);
        servers.map(|(_, name, _)| name.to_owned()).collect()
    };
    let on = |side: &Side<'_>, channel: Channel<'_>| match channel.node.get("servers") {
        Some(list) if list.items().len() > 0 => list
            .items()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect(),
        _ => all(side),
    };
    let (was, is, left) = (on(old, before), on(new, after), all(new));
    // A server that is gone altogether is told where it stood.
    for name in was.difference(&is).filter(|name| left.contains(*name)) {
        let places = (Some(before.key.span()), Some(after.key.span()));
        let message = format!(
            "channel `{}` is not on server `{name}` any more",
            before.name
        );
        changes.add(Kind::ChannelServersChanged, None, places, message);
    }
}

/// A parameter that came or went made another address, and so another channel.
fn parameters(before: Channel<'_>, after: Channel<'_>, schemas: &mut Schemas<'_>) {
    let listed = |channel: Channel<'_>| channel.node.follow("parameters").map(|node| node.at);
    let (Some(was), Some(is)) = (listed(before), listed(after)) else {
        return;
    };
    let (was, is) = (before.node.project.node(was), after.node.project.node(is));
    for (key, name, parameter) in was.entries() {
        let Some(other) = is.follow(name) else {
            continue;
        };
        let parameter = parameter.resolve();
        let subject = format!("parameter `{name}` of channel `{}`", before.name);
        if let (Some(old), Some(new)) = (parameter.get("schema"), other.get("schema")) {
            schemas.compare(&subject, old, new, Direction::Both);
        }
        for (field, kind) in [
            ("description", Kind::DocsChanged),
            ("location", Kind::SchemaChanged),
        ] {
            let (old, new) = (parameter.get(field), other.get(field));
            if !same_option(old, new) {
                let text = |node: Option<Node<'_>>| node.map_or("none".to_owned(), show);
                let places = (Some(key.span()), Some(other.span()));
                let message = format!("`{field}` of {subject} is {}, was {}", text(new), text(old));
                schemas.changes().add(kind, None, places, message);
            }
        }
    }
}
