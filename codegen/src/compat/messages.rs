//! Routes, messages and replies: what came, went and changed, and which schemas travel which way.

use std::collections::BTreeMap;

use super::channels;
use super::kind::{Class, Kind};
use super::replies;
use super::schema::Schemas;
use super::value::{same_option, show};
use super::{Changes, Direction};
use crate::doc::node::Node;
use crate::doc::protocol::{Envelope, Protocol, model, update_model};
use crate::doc::views::{Channel, Document, Message, Sender};
use crate::source::Span;

/// Channel, name, sender. Where there is an envelope, no message says which channel it is of.
type Key<'p> = (&'p str, String, Sender);

pub(super) struct Side<'p> {
    pub(super) document: Document<'p>,
    pub(super) protocol: Protocol<'p>,
    messages: BTreeMap<Key<'p>, Message<'p>>,
}

impl<'p> Side<'p> {
    fn of(root: Node<'p>) -> Self {
        let document = Document::new(root.project, root.at.file);
        let protocol = Protocol::of(document);
        Self {
            document,
            protocol,
            messages: BTreeMap::new(),
        }
    }

    fn read(&mut self, by_channel: bool) {
        for operation in self.document.operations() {
            let channel = if by_channel {
                operation.channel.name
            } else {
                ""
            };
            for message in operation.messages() {
                let key = (channel, message.name.clone(), message.sender);
                self.messages.entry(key).or_insert(message);
            }
        }
    }

    pub(super) fn is_enveloped(&self) -> bool {
        self.protocol.envelope != Envelope::None
    }

    pub(super) fn channel(&self, name: &str) -> Option<Channel<'p>> {
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
    let (mut old, mut new) = (Side::of(old), Side::of(new));
    let by_channel = !old.is_enveloped() && !new.is_enveloped();
    old.read(by_channel);
    new.read(by_channel);
    envelope(&old, &new, schemas.changes());
    channels::compare(&old, &new, schemas);
    routes(&old, &new, schemas);
    messages(&old, &new, schemas);
    replies::compare(&old, &new, schemas.changes());
}

pub(super) const fn direction(sender: Sender) -> Direction {
    match sender {
        Sender::Client => Direction::Received,
        Sender::Server => Direction::Sent,
    }
}

fn envelope(old: &Side<'_>, new: &Side<'_>, changes: &mut Changes) {
    if old.is_enveloped() == new.is_enveloped() {
        return;
    }
    let root = |side: &Side<'_>| {
        let root = side.document.root();
        Some(root.key("x-envelope").unwrap_or(root).span())
    };
    let verb = if new.is_enveloped() {
        "now"
    } else {
        "no longer"
    };
    changes.add(
        Kind::EnvelopeChanged,
        None,
        (root(old), root(new)),
        format!("messages travel in an envelope {verb}"),
    );
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
            &format!("the payload of `{}.subscribe`", before.name),
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

pub(super) fn place(message: &Message<'_>) -> Span {
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
    // A channel that came or went says so itself.
    let both = |channel: &str| {
        channel.is_empty() || (old.channel(channel).is_some() && new.channel(channel).is_some())
    };
    for ((channel, name, sender), before) in &old.messages {
        let towards = Some(direction(*sender));
        if !both(channel) {
            continue;
        }
        if let Some(after) = new.messages.get(&(*channel, name.clone(), *sender)) {
            message(name, (old, before), (new, after), schemas);
            continue;
        }
        let other = opposite(*sender);
        if let Some(moved) = new
            .messages
            .get(&(*channel, name.clone(), other))
            .filter(|_| !old.messages.contains_key(&(*channel, name.clone(), other)))
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
    for ((channel, name, sender), after) in &new.messages {
        let known = |side: &Side<'_>, sender| {
            let key = (*channel, name.clone(), sender);
            side.messages.contains_key(&key)
        };
        let other = opposite(*sender);
        let moved = known(old, other) && !known(new, other);
        let fresh = both(channel) && !known(old, *sender) && !moved;
        if fresh && !is_of_route(name, new, old) {
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
    headers(name, before, after, schemas);
    carriage(name, before, after, schemas.changes());
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

fn headers(name: &str, before: &Message<'_>, after: &Message<'_>, schemas: &mut Schemas<'_>) {
    let towards = direction(before.sender);
    let places = (Some(place(before)), Some(place(after)));
    match (before.headers(), after.headers()) {
        (Some(was), Some(is)) => {
            schemas.compare(&format!("the headers schema of `{name}`"), was, is, towards)
        }
        (None, Some(is)) => {
            let demanding = is.resolve().get("required").is_some();
            let class = match demanding {
                true => Kind::HeadersAdded.class(Some(towards)),
                false => Class::Compatible,
            };
            let text = format!("message `{name}` has headers now");
            let changes = schemas.changes();
            changes.add_as(class, Kind::HeadersAdded, Some(towards), places, text);
        }
        (Some(_), None) => {
            let text = format!("message `{name}` has no headers any more");
            let changes = schemas.changes();
            changes.add(Kind::HeadersRemoved, Some(towards), places, text);
        }
        (None, None) => {}
    }
}

/// How a message is carried and answered, apart from what is in it.
fn carriage(name: &str, before: &Message<'_>, after: &Message<'_>, changes: &mut Changes) {
    for (field, kind) in [
        ("correlationId", Kind::CorrelationChanged),
        ("bindings", Kind::BindingChanged),
    ] {
        let (was, is) = (before.member(field), after.member(field));
        if same_option(was, is) {
            continue;
        }
        let class = match was {
            None => Class::Compatible,
            Some(_) => kind.class(None),
        };
        let places = (Some(place(before)), Some(place(after)));
        let text = format!("`{field}` of message `{name}` changed");
        changes.add_as(class, kind, Some(direction(before.sender)), places, text);
    }
}
