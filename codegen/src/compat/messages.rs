//! Channels, operations and messages: what came, went and changed, and which schemas travel which way.

use std::collections::BTreeMap;

use super::kind::Kind;
use super::schema::Schemas;
use super::value::{same_option, show};
use super::{Changes, Direction};
use crate::doc::node::Node;
use crate::doc::protocol::{Envelope, Protocol, model, update_model};
use crate::doc::views::{Channel, Document, Message, Sender};
use crate::source::Span;

struct Side<'p> {
    document: Document<'p>,
    protocol: Protocol<'p>,
    messages: BTreeMap<(String, Sender), Message<'p>>,
}

impl<'p> Side<'p> {
    fn of(root: Node<'p>) -> Self {
        let document = Document::new(root.project, root.at.file);
        let messages = document.messages();
        Self {
            document,
            protocol: Protocol::of(document),
            messages: messages
                .into_iter()
                .map(|message| ((message.name.clone(), message.sender), message))
                .collect(),
        }
    }

    fn channel(&self, name: &str) -> Option<Channel<'p>> {
        self.document
            .channels()
            .find(|channel| channel.name == name)
    }

    /// What travels in the message: the payload as seen by services and clients, whatever form the document has.
    fn payload(&self, message: &Message<'p>) -> Option<Node<'p>> {
        let envelope = self.protocol.envelope;
        match message.name.ends_with(".update") && envelope != Envelope::None {
            true => update_model(message, envelope).or_else(|| model(message, envelope)),
            false => model(message, envelope),
        }
    }
}

pub(super) fn compare(old: Node<'_>, new: Node<'_>, schemas: &mut Schemas<'_>) {
    let (old, new) = (Side::of(old), Side::of(new));
    channels(&old, &new, schemas.changes());
    routes(&old, &new, schemas);
    messages(&old, &new, schemas);
    replies(&old, &new, schemas.changes());
}

const fn direction(sender: Sender) -> Direction {
    match sender {
        Sender::Client => Direction::Received,
        Sender::Server => Direction::Sent,
    }
}

fn channels(old: &Side<'_>, new: &Side<'_>, changes: &mut Changes) {
    for before in old.document.channels() {
        match new.channel(before.name) {
            None => {
                let message = format!("channel `{}` is gone", before.name);
                changes.add(
                    Kind::ChannelRemoved,
                    None,
                    (Some(before.key.span()), None),
                    message,
                );
            }
            Some(after) => channel(before, after, changes),
        }
    }
    for after in new
        .document
        .channels()
        .filter(|channel| old.channel(channel.name).is_none())
    {
        let message = format!("channel `{}` is new", after.name);
        changes.add(
            Kind::ChannelAdded,
            None,
            (None, Some(after.key.span())),
            message,
        );
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
        ("parameters", Kind::SchemaChanged),
    ] {
        if !same_option(before.node.get(field), after.node.get(field)) {
            let message = format!("`{field}` of channel `{}` changed", before.name);
            changes.add(kind, None, places(field), message);
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
            changes.add(
                Kind::SecurityChanged,
                Some(direction(operation.sender)),
                spans,
                message,
            );
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

fn routes(old: &Side<'_>, new: &Side<'_>, schemas: &mut Schemas<'_>) {
    let place = |message: &Message<'_>| Some(place(message));
    for before in &old.protocol.routes {
        let Some(after) = new
            .protocol
            .routes
            .iter()
            .find(|route| route.name == before.name)
        else {
            let message = format!("route `{}` is gone", before.name);
            schemas.changes().add(
                Kind::RouteRemoved,
                None,
                (place(&before.subscribe), None),
                message,
            );
            continue;
        };
        schemas.params(
            &format!("the params of `{}`", before.name),
            before.params,
            after.params,
        );
        for flag in ["x-replay-last", "x-conflate"] {
            if before.update.flag(flag) != after.update.flag(flag) {
                let message = format!(
                    "`{flag}` of route `{}` is {}",
                    before.name,
                    after.update.flag(flag)
                );
                schemas.changes().add(
                    Kind::DeliveryChanged,
                    None,
                    (place(&before.update), place(&after.update)),
                    message,
                );
            }
        }
    }
    for after in &new.protocol.routes {
        if !old
            .protocol
            .routes
            .iter()
            .any(|route| route.name == after.name)
        {
            let message = format!("route `{}` is new", after.name);
            schemas.changes().add(
                Kind::RouteAdded,
                None,
                (None, place(&after.subscribe)),
                message,
            );
        }
    }
}

fn place(message: &Message<'_>) -> Span {
    message.node.own_key().unwrap_or(message.node).span()
}

/// The route that says all there is to say when a message of it comes or goes with it.
fn is_of_route(name: &str, side: &Side<'_>, other: &Side<'_>) -> bool {
    let of = |side: &Side<'_>| {
        side.protocol.routes.iter().any(|route| {
            name.strip_prefix(&route.name)
                .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    of(side) && !of(other)
}

fn messages(old: &Side<'_>, new: &Side<'_>, schemas: &mut Schemas<'_>) {
    for ((name, sender), before) in &old.messages {
        let towards = Some(direction(*sender));
        if let Some(after) = new.messages.get(&(name.clone(), *sender)) {
            message(name, (old, before), (new, after), schemas);
            continue;
        }
        let other = opposite(*sender);
        if let Some(moved) = new
            .messages
            .get(&(name.clone(), other))
            .filter(|_| !old.messages.contains_key(&(name.clone(), other)))
        {
            let text = format!("message `{name}` goes the other way");
            schemas.changes().add(
                Kind::MessageMoved,
                towards,
                (Some(place(before)), Some(place(moved))),
                text,
            );
        } else if !is_of_route(name, old, new) {
            let text = format!("message `{name}` is gone");
            schemas.changes().add(
                Kind::MessageRemoved,
                towards,
                (Some(place(before)), None),
                text,
            );
        }
    }
    for ((name, sender), after) in &new.messages {
        let known = |side: &Side<'_>, sender| side.messages.contains_key(&(name.clone(), sender));
        let other = opposite(*sender);
        let moved = known(old, other) && !known(new, other);
        if !known(old, *sender) && !moved && !is_of_route(name, new, old) {
            let text = format!("message `{name}` is new");
            let place = (None, Some(place(after)));
            schemas
                .changes()
                .add(Kind::MessageAdded, Some(direction(*sender)), place, text);
        }
    }
}

const fn opposite(sender: Sender) -> Sender {
    match sender {
        Sender::Client => Sender::Server,
        Sender::Server => Sender::Client,
    }
}

fn message(
    name: &str,
    (old, before): (&Side<'_>, &Message<'_>),
    (new, after): (&Side<'_>, &Message<'_>),
    schemas: &mut Schemas<'_>,
) {
    let towards = direction(before.sender);
    let places = (Some(place(before)), Some(place(after)));
    match (old.payload(before), new.payload(after)) {
        (Some(was), Some(is)) => {
            schemas.compare(&format!("the payload of `{name}`"), was, is, towards)
        }
        (None, Some(_)) => schemas.changes().add(
            Kind::PayloadAdded,
            Some(towards),
            places,
            format!("message `{name}` has a payload now"),
        ),
        (Some(_), None) => schemas.changes().add(
            Kind::PayloadRemoved,
            Some(towards),
            places,
            format!("message `{name}` has no payload any more"),
        ),
        (None, None) => {}
    }
    if let (Some(was), Some(is)) = (before.headers(), after.headers()) {
        schemas.compare(&format!("the headers of `{name}`"), was, is, towards);
    }
    let text = |node: Option<Node<'_>>| node.map_or("none".to_owned(), show);
    for field in ["contentType", "schemaFormat"] {
        let (was, is) = (before.member(field), after.member(field));
        if !same_option(was, is) {
            let message = format!(
                "`{field}` of message `{name}` is {}, was {}",
                text(is),
                text(was)
            );
            schemas
                .changes()
                .add(Kind::ContentTypeChanged, Some(towards), places, message);
        }
    }
    for field in ["title", "summary", "description", "tags", "examples"] {
        if !same_option(before.member(field), after.member(field)) {
            schemas.changes().add(
                Kind::DocsChanged,
                None,
                places,
                format!("`{field}` of message `{name}` changed"),
            );
        }
    }
}

fn replies(old: &Side<'_>, new: &Side<'_>, changes: &mut Changes) {
    for before in &old.protocol.requests {
        let name = &before.message.name;
        let Some(after) = new
            .protocol
            .requests
            .iter()
            .find(|request| request.message.name == *name)
        else {
            continue;
        };
        let reply = |side: &Option<crate::doc::protocol::Reply<'_>>| {
            side.as_ref().map(|reply| reply.message.name.clone())
        };
        let (was, is) = (reply(&before.reply), reply(&after.reply));
        if was == is {
            continue;
        }
        let kind = if was.is_none() {
            Kind::ReplyAdded
        } else {
            Kind::ReplyChanged
        };
        let show =
            |name: Option<String>| name.map_or("nothing".to_owned(), |name| format!("`{name}`"));
        let message = format!("`{name}` is answered by {}, was by {}", show(is), show(was));
        changes.add(
            kind,
            None,
            (Some(place(&before.message)), Some(place(&after.message))),
            message,
        );
    }
}
