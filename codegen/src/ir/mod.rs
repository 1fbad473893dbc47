//! What the emitters write: names chosen, unions told apart, nullability and optionality settled.
//!
//! No AsyncAPI words, no JSON pointers. An emitter reads this and writes; it decides nothing.

use crate::source::Span;

pub mod rules;
pub mod text;
pub mod types;

pub use rules::{Branches, Check, Items, JsonKind, Others, Rule};
pub use types::*;

/// A name as it stands on the wire. No casing function takes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireName(pub String);

/// The identifiers of one thing in both targets, free of collisions where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// A Rust identifier, `r#` included where it needs it.
    pub rust: String,
    /// A TypeScript identifier.
    pub ts: String,
}

/// Text for doc comments.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    pub title: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    /// Examples as compact JSON.
    pub examples: Vec<String>,
}

/// One document.
#[derive(Debug, Clone)]
pub struct Module {
    /// `datafeed`: path segment, Rust module and TypeScript folder.
    pub name: String,
    /// `Datafeed`: prefix of types that speak of the whole module.
    pub pascal: String,
    /// The document, relative to the project: what headers name as the source.
    pub source: String,
    pub title: String,
    pub version: String,
    pub docs: Docs,
    /// In an order that a new schema does not disturb: as they stand in the document, what is nested after what
    /// holds it.
    pub types: Vec<TypeDef>,
    pub messages: Vec<Message>,
    pub channels: Vec<Channel>,
    /// Present where the document has the envelope.
    pub protocol: Option<Protocol>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub usize);

impl Module {
    pub fn def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Whether a type has conditions that its shape does not say.
    pub fn has_conditions(&self) -> bool {
        let checked = |def: &TypeDef| !def.constraints.checks.is_empty();
        self.types.iter().any(checked)
    }
}

#[derive(Debug, Clone)]
pub struct Message {
    pub wire: WireName,
    /// Pascal-case, for variants: `BarsUpdate`.
    pub names: Names,
    pub docs: Docs,
    /// The payload inside the envelope (the whole payload where there is no envelope). `None`: no payload.
    pub payload: Option<Type>,
    pub headers: Option<Type>,
    pub origin: Option<Span>,
}

/// The messages of one channel, by direction. The unions of their payloads are types like all others; there are
/// none where the document has the envelope.
#[derive(Debug, Clone)]
pub struct Channel {
    pub wire: WireName,
    pub docs: Docs,
    /// What clients send (`publish` in AsyncAPI 2.x).
    pub client_messages: Vec<MessageId>,
    pub client_union: Option<TypeId>,
    /// What the server sends (`subscribe`).
    pub server_messages: Vec<MessageId>,
    pub server_union: Option<TypeId>,
}

#[derive(Debug, Clone, Default)]
pub struct Protocol {
    pub routes: Vec<Route>,
    pub requests: Vec<Request>,
    pub events: Vec<Event>,
}

/// A subscription.
#[derive(Debug, Clone)]
pub struct Route {
    /// `broker-connection`.
    pub wire: WireName,
    /// `broker_connection` / `brokerConnection`.
    pub names: Names,
    /// `BrokerConnection`.
    pub pascal: String,
    pub docs: Docs,
    /// The payload of `R.subscribe`; always a named struct.
    pub params: Type,
    /// What the update carries beside its topic.
    pub update: Type,
    /// `x-replay-last`: a new subscriber gets the last value at once.
    pub replay_last: bool,
    /// `x-conflate`: a slow consumer gets the newest value of a topic in place of those it has not yet been sent.
    pub conflate: bool,
}

/// Client to server, with or without a reply.
#[derive(Debug, Clone)]
pub struct Request {
    /// `orders.place`.
    pub wire: WireName,
    /// `orders_place` / member path in the client: `orders.place`.
    pub names: Names,
    pub pascal: String,
    pub docs: Docs,
    pub payload: Option<Type>,
    pub reply: Option<Reply>,
    /// `x-runtime: true`: the runtime answers it itself (`ping`, `session.*`); no service trait.
    pub builtin: bool,
}

#[derive(Debug, Clone)]
pub struct Reply {
    pub wire: WireName,
    pub payload: Option<Type>,
}

/// Server to client, part of no route and no reply: `system.notification`.
#[derive(Debug, Clone)]
pub struct Event {
    pub wire: WireName,
    /// `system_notification` / `systemNotification`.
    pub names: Names,
    pub pascal: String,
    pub docs: Docs,
    pub payload: Option<Type>,
}
