//! The envelope and what is spoken in it: routes, requests and events, recognised by the names of messages.

use std::collections::{HashMap, HashSet};

use super::node::Node;
use super::views::{Document, Message, Sender, component_key, own_name};

/// How a document writes the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// A message's payload schema is the whole envelope.
    Literal,
    /// `x-envelope: true`: a message's payload schema is only the model.
    Short,
    /// There is none: nothing says which message is which on the wire.
    None,
}

#[derive(Debug)]
pub struct Protocol<'p> {
    pub envelope: Envelope,
    pub routes: Vec<Route<'p>>,
    pub requests: Vec<Request<'p>>,
    pub events: Vec<Event<'p>>,
}

/// A subscription with all its five messages.
#[derive(Debug)]
pub struct Route<'p> {
    pub name: String,
    pub subscribe: Message<'p>,
    pub subscribe_response: Message<'p>,
    pub unsubscribe: Message<'p>,
    pub unsubscribe_response: Message<'p>,
    pub update: Message<'p>,
    /// The schema of the params, as written.
    pub params: Node<'p>,
    /// The schema of what an update carries beside its topic, as written.
    pub model: Node<'p>,
}

/// Client to server, of no route.
#[derive(Debug)]
pub struct Request<'p> {
    pub message: Message<'p>,
    pub payload: Option<Node<'p>>,
    pub reply: Option<Reply<'p>>,
}

#[derive(Debug)]
pub struct Reply<'p> {
    pub message: Message<'p>,
    pub payload: Option<Node<'p>>,
}

/// Server to client, neither an update nor a reply.
#[derive(Debug)]
pub struct Event<'p> {
    pub message: Message<'p>,
    pub payload: Option<Node<'p>>,
}

/// Messages that every server of the envelope sends by itself.
pub const RUNTIME_EVENTS: [&str; 2] = ["error", "system.reconnect"];

/// The members of the envelope.
const ENVELOPE: [&str; 3] = ["type", "payload", "id"];

const PARTS: [&str; 5] = [
    "subscribe",
    "subscribe.response",
    "unsubscribe",
    "unsubscribe.response",
    "update",
];

impl<'p> Protocol<'p> {
    pub fn of(document: Document<'p>) -> Self {
        let messages = document.messages();
        let envelope = envelope_of(document, &messages);
        let mut protocol = Self {
            envelope,
            routes: Vec::new(),
            requests: Vec::new(),
            events: Vec::new(),
        };
        if envelope == Envelope::None {
            return protocol;
        }
        protocol.routes = routes(&messages, envelope);
        let taken: HashSet<String> = protocol
            .routes
            .iter()
            .flat_map(|route| PARTS.map(|part| format!("{}.{part}", route.name)))
            .collect();
        let free = |message: &&Message<'p>| !taken.contains(&message.name);
        for message in messages
            .iter()
            .filter(free)
            .filter(|message| message.sender == Sender::Client)
        {
            let reply = reply_to(message, &messages);
            protocol.requests.push(Request {
                message: message.clone(),
                payload: model(message, envelope),
                reply: reply.map(|message| Reply {
                    payload: model(&message, envelope),
                    message,
                }),
            });
        }
        let replies: HashSet<&str> = protocol
            .requests
            .iter()
            .filter_map(|request| Some(request.reply.as_ref()?.message.name.as_str()))
            .collect();
        for message in messages
            .iter()
            .filter(free)
            .filter(|message| message.sender == Sender::Server)
        {
            let name = message.name.as_str();
            if !replies.contains(name) && !RUNTIME_EVENTS.contains(&name) {
                protocol.events.push(Event {
                    payload: model(message, envelope),
                    message: message.clone(),
                });
            }
        }
        protocol
    }
}

fn envelope_of(document: Document<'_>, messages: &[Message<'_>]) -> Envelope {
    if document.root().get("x-envelope").and_then(Node::as_bool) == Some(true) {
        return Envelope::Short;
    }
    // One message with another constant, or with members beside the envelope's, is a mistake in an envelope; most of
    // them with one are no envelope.
    let answers = messages
        .iter()
        .any(|message| message.node.has("x-response"));
    let own = messages
        .iter()
        .filter(|message| envelope_type(message) == Some(message.name.as_str()))
        // Nothing but an envelope has replies of its own.
        .filter(|message| answers || has_only_envelope(message))
        .count();
    if own * 2 > messages.len() {
        Envelope::Literal
    } else {
        Envelope::None
    }
}

/// Whatever carries its model in members of its own, beside `type`, has no envelope.
fn has_only_envelope(message: &Message<'_>) -> bool {
    let Some(payload) = message.payload().map(Node::resolve) else {
        return false;
    };
    let parts = payload.get("allOf").into_iter().flat_map(Node::items);
    let schemas = parts.map(Node::resolve).chain([payload]);
    let mut members = schemas.filter_map(|schema| schema.follow("properties"));
    members.all(|members| {
        members
            .entries()
            .all(|(_, name, _)| ENVELOPE.contains(&name))
    })
}

/// The constant of the payload's member `type`.
pub fn envelope_type<'p>(message: &Message<'p>) -> Option<&'p str> {
    let tag = property(message.payload()?.resolve(), "type")?.resolve();
    constant(tag)
        .or_else(|| widened_constant(tag))
        .and_then(Node::as_str)
}

/// The constant of the envelope, where the message is identified by it but called otherwise: code-first exports put
/// the name of a function in `name`.
pub(crate) fn name_by_type(message: Node<'_>) -> Option<&str> {
    let payload = message.follow("payload")?;
    let tag = property(payload, "type")?.resolve();
    let said = constant(tag).or_else(|| widened_constant(tag))?.as_str()?;
    let id = message.get("messageId").and_then(Node::as_str);
    let identified = id.or_else(|| component_key(message)) == Some(said);
    identified.then_some(said)
}

fn constant(tag: Node<'_>) -> Option<Node<'_>> {
    match (tag.get("const"), tag.get("enum")) {
        (Some(value), _) => Some(value),
        (None, Some(values)) if values.items().len() == 1 => values.items().next(),
        _ => None,
    }
    .filter(|value| value.as_str().is_some())
}

/// The constant as FastWS exports it: `anyOf: [{const: "ping"}, {type: string}]`.
pub(crate) fn widened_constant(tag: Node<'_>) -> Option<Node<'_>> {
    let branches = || {
        let list = tag.resolve().get("anyOf");
        list.into_iter().flat_map(Node::items).map(Node::resolve)
    };
    let text = |node: Node<'_>| node.get("type").and_then(Node::as_str) == Some("string");
    let mut constants = branches().filter_map(constant);
    let only = constants.next()?;
    let alone = constants.next().is_none() && branches().all(text);
    (alone && branches().count() == 2).then_some(only)
}

/// FastWS lets every payload be null as well, `anyOf: [{$ref: ...}, {type: "null"}]`, and then refuses it.
pub(crate) fn without_null(payload: Node<'_>) -> Node<'_> {
    let null = |node: &Node<'_>| node.get("type").and_then(Node::as_str) == Some("null");
    let Some(branches) = payload.get("anyOf") else {
        return payload;
    };
    let rest: Vec<Node<'_>> = branches.items().filter(|item| !null(item)).collect();
    match rest.as_slice() {
        [only] if branches.items().len() == 2 => *only,
        _ => payload,
    }
}

/// The schema of what the envelope carries, as written.
pub fn model<'p>(message: &Message<'p>, envelope: Envelope) -> Option<Node<'p>> {
    let payload = message.payload()?;
    match envelope {
        Envelope::Literal => {
            let inner = property(payload.resolve(), "payload")?;
            let tag = property(payload.resolve(), "type").map(Node::resolve);
            let widened = tag.is_some_and(|tag| widened_constant(tag).is_some());
            Some(if widened { without_null(inner) } else { inner })
        }
        Envelope::Short | Envelope::None => Some(payload),
    }
}

/// The schema of one member, looked for in the parts of an `allOf` too.
fn property<'p>(schema: Node<'p>, name: &str) -> Option<Node<'p>> {
    let own = schema
        .follow("properties")
        .and_then(|properties| properties.get(name));
    own.or_else(|| {
        schema
            .get("allOf")?
            .items()
            .find_map(|part| property_of_part(part.resolve(), name))
    })
}

/// One level is what people write; a cycle of parts ends here.
fn property_of_part<'p>(part: Node<'p>, name: &str) -> Option<Node<'p>> {
    part.follow("properties")?.get(name)
}

fn routes<'p>(messages: &[Message<'p>], envelope: Envelope) -> Vec<Route<'p>> {
    let named: HashMap<(&str, Sender), &Message<'p>> = messages
        .iter()
        .rev()
        .map(|message| ((message.name.as_str(), message.sender), message))
        .collect();
    let mut seen = HashSet::new();
    let mut routes = Vec::new();
    for subscribe in messages
        .iter()
        .filter(|message| message.sender == Sender::Client)
    {
        let Some(name) = subscribe
            .name
            .strip_suffix(".subscribe")
            .filter(|name| seen.insert(*name))
        else {
            continue;
        };
        let part = |part: &str, sender| {
            named
                .get(&(format!("{name}.{part}").as_str(), sender))
                .map(|found| (*found).clone())
        };
        let route = (|| {
            let update = part("update", Sender::Server)?;
            Some(Route {
                name: name.to_owned(),
                params: model(subscribe, envelope)?,
                model: update_model(&update, envelope)?,
                subscribe: subscribe.clone(),
                subscribe_response: part("subscribe.response", Sender::Server)?,
                unsubscribe: part("unsubscribe", Sender::Client)?,
                unsubscribe_response: part("unsubscribe.response", Sender::Server)?,
                update,
            })
        })();
        routes.extend(route);
    }
    routes
}

/// An update carries `{topic, payload}`. In the short form people may leave that out and write the model alone.
pub fn update_model<'p>(update: &Message<'p>, envelope: Envelope) -> Option<Node<'p>> {
    let carried = model(update, envelope)?;
    let inner = is_wrapped(carried)
        .then(|| property(carried.resolve(), "payload"))
        .flatten();
    match envelope {
        Envelope::Literal => inner,
        Envelope::Short | Envelope::None => inner.or(Some(carried)),
    }
}

/// Whether a schema is `{topic, payload}` and nothing else.
pub fn is_wrapped(schema: Node<'_>) -> bool {
    let Some(properties) = schema.resolve().follow("properties") else {
        return false;
    };
    properties.entries().len() == 2 && properties.has("topic") && properties.has("payload")
}

fn reply_to<'p>(request: &Message<'p>, messages: &[Message<'p>]) -> Option<Message<'p>> {
    let served = |name: &str| {
        messages
            .iter()
            .find(|message| message.sender == Sender::Server && message.name == name)
            .cloned()
    };
    match request.response() {
        Some(node) => {
            let known = messages
                .iter()
                .find(|message| message.sender == Sender::Server && message.node == node)
                .cloned();
            known.or_else(|| {
                let name = own_name(node)?.to_owned();
                Some(Message {
                    name,
                    node,
                    written: node,
                    sender: Sender::Server,
                })
            })
        }
        None => served(&format!("{}.response", request.name)),
    }
}
