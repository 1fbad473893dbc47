//! Messages and channels.

use std::collections::{HashMap, HashSet};

use super::builder::{Body, Builder};
use super::candidates::{Candidate, plain};
use super::docs;
use super::parts::Parts;
use super::place::Place;
use crate::doc::node::{At, Node};
use crate::doc::protocol::{Envelope, is_wrapped, model, update_model};
use crate::doc::views::{self, Document, Sender};
use crate::ir::{
    Channel, Constraints, Docs, Message, MessageId, Names, Shape, Type, TypeId, WireName,
};
use crate::naming::words::JOINT;
use crate::naming::{Kind, assign};

pub(crate) struct Messages<'b, 'p> {
    pub(crate) builder: &'b mut Builder<'p>,
    envelope: Envelope,
    found: Vec<Message>,
    known: HashMap<At, MessageId>,
    /// What stands between two channels keeps its place when a message is added.
    position: usize,
    /// The first channel that each message is met in.
    homes: HashMap<At, Node<'p>>,
}

impl<'b, 'p> Messages<'b, 'p> {
    pub(crate) fn new(builder: &'b mut Builder<'p>, envelope: Envelope) -> Self {
        Self {
            builder,
            envelope,
            found: Vec::new(),
            known: HashMap::new(),
            position: 0,
            homes: HashMap::new(),
        }
    }

    pub(crate) fn channels(&mut self, document: Document<'p>) -> Vec<Channel> {
        document
            .channels()
            .map(|channel| self.channel(channel))
            .collect()
    }

    fn channel(&mut self, channel: views::Channel<'p>) -> Channel {
        let mut client = Vec::new();
        let mut server = Vec::new();
        for operation in channel.operations() {
            let list = if operation.sender == Sender::Client {
                &mut client
            } else {
                &mut server
            };
            list.extend(operation.messages());
        }
        for message in client.iter().chain(&server) {
            self.homes.entry(message.node.at).or_insert(channel.node);
        }
        let client_messages = self.all(&client);
        let server_messages = self.all(&server);
        Channel {
            wire: WireName(channel.name.to_owned()),
            docs: docs::of(channel.node),
            client_union: self.union(channel, &client, "client message", "What clients send"),
            server_union: self.union(channel, &server, "server message", "What the server sends"),
            client_messages,
            server_messages,
        }
    }

    fn all(&mut self, messages: &[views::Message<'p>]) -> Vec<MessageId> {
        let mut ids: Vec<MessageId> = Vec::new();
        for message in messages {
            let id = self.message(message);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    pub(crate) fn message(&mut self, message: &views::Message<'p>) -> MessageId {
        if let Some(id) = self.known.get(&message.node.at) {
            return *id;
        }
        self.leave_out_envelopes(message);
        let payload = self
            .payload(message)
            .map(|node| self.type_at(node, &message.name, "payload"));
        let parts = message.header_parts();
        let headers =
            (!parts.is_empty()).then(|| self.type_at_all(&parts, &message.name, "headers"));
        let id = MessageId(self.found.len());
        self.known.insert(message.node.at, id);
        self.found.push(Message {
            wire: WireName(message.name.clone()),
            names: Names {
                rust: String::new(),
                ts: String::new(),
            },
            docs: docs::of(message.node),
            payload,
            headers,
            origin: Some(message.node.span()),
        });
        id
    }

    /// The message as a whole, and what stands around the model of an update.
    fn leave_out_envelopes(&mut self, message: &views::Message<'p>) {
        if self.envelope == Envelope::None {
            return;
        }
        let whole = message
            .payload()
            .filter(|_| self.envelope == Envelope::Literal);
        let carried = model(message, self.envelope).filter(|carried| is_wrapped(*carried));
        let wrapper = carried.filter(|_| is_update(message));
        for schema in whole.into_iter().chain(wrapper) {
            self.builder.is_envelope(schema);
        }
    }

    /// The schema of what the envelope carries; of an update, what it carries beside its topic.
    fn payload(&self, message: &views::Message<'p>) -> Option<Node<'p>> {
        match self.envelope {
            Envelope::None => message.payload(),
            _ if is_update(message) => {
                update_model(message, self.envelope).or_else(|| model(message, self.envelope))
            }
            _ => model(message, self.envelope),
        }
        .filter(|_| speaks_json_schema(message))
        .or_else(|| message.payload().filter(|_| !speaks_json_schema(message)))
    }

    /// A type that stands in a message: `BarsSubscribePayload` if nobody named it.
    pub(crate) fn type_at(&mut self, node: Node<'p>, message: &str, part: &str) -> Type {
        self.type_at_all(&[node], message, part)
    }

    /// The type of what fits all of the schemas.
    fn type_at_all(&mut self, nodes: &[Node<'p>], message: &str, part: &str) -> Type {
        self.position += 1;
        self.builder.at_message(self.position);
        self.builder
            .type_of_all(nodes, &Place::derived(format!("{message}{JOINT}{part}")))
    }

    /// As [`Self::type_at`], but always with a name.
    pub(crate) fn named_at(&mut self, node: Node<'p>, message: &str, part: &str) -> Type {
        match self.type_at(node, message, part) {
            named @ Type::Named(_) => named,
            Type::Nullable(inner) if matches!(*inner, Type::Named(_)) => *inner,
            other => {
                let place = Place::derived(format!("{message}{JOINT}{part}"));
                Type::Named(self.alias(other, &place, docs::of(node)))
            }
        }
    }

    fn alias(&mut self, ty: Type, place: &Place, docs: Docs) -> TypeId {
        let id = self.builder.begin(&Parts::default(), place);
        let body = Body {
            docs,
            shape: Shape::Alias(ty),
            constraints: Constraints::default(),
            inline: false,
            default: None,
            nullable: false,
        };
        self.builder.end(id, body);
        id
    }

    /// Whatever may be met on a channel in one direction, where no envelope tells messages apart.
    fn union(
        &mut self,
        channel: views::Channel<'p>,
        messages: &[views::Message<'p>],
        way: &str,
        says: &str,
    ) -> Option<TypeId> {
        if self.envelope != Envelope::None {
            return None;
        }
        let mut seen = HashSet::new();
        let candidates: Vec<Candidate<'p>> = messages
            .iter()
            .filter(|message| seen.insert(message.node.at) && speaks_json_schema(message))
            .filter_map(|message| Some(plain(message.name.clone(), message.payload()?)))
            .collect();
        if candidates.is_empty() {
            return None;
        }
        self.position += 1;
        self.builder.at_message(self.position);
        let place = Place::derived(format!("{}{JOINT}{way}", channel.name));
        let docs = Docs {
            description: Some(format!("{says} on `{}`.", channel.name)),
            ..Docs::default()
        };
        if let [only] = candidates.as_slice() {
            let ty = self.payload_type(only);
            return Some(self.alias(ty, &place, docs));
        }
        let id = self.builder.begin(&Parts::default(), &place);
        // Payloads have their types already; here they are only told apart.
        let types: Vec<Type> = candidates
            .iter()
            .map(|candidate| self.payload_type(candidate))
            .collect();
        self.builder.told_apart(id, &candidates, types, docs);
        Some(id)
    }

    fn payload_type(&mut self, candidate: &Candidate<'p>) -> Type {
        self.builder.type_of(
            candidate.node,
            &Place::derived(format!("{}{JOINT}payload", candidate.raw)),
        )
    }

    /// The channel that a message belongs to.
    pub(crate) fn home(&self, message: &views::Message<'p>) -> Option<Node<'p>> {
        self.homes.get(&message.node.at).copied()
    }

    pub(crate) fn finish(self) -> Vec<Message> {
        let mut messages = self.found;
        let raws: Vec<String> = messages
            .iter()
            .map(|message| message.wire.0.clone())
            .collect();
        let names = assign(Kind::RustVariant, &raws)
            .into_iter()
            .zip(assign(Kind::TsType, &raws));
        for (message, (rust, ts)) in messages.iter_mut().zip(names) {
            message.names = Names { rust, ts };
        }
        messages
    }
}

fn is_update(message: &views::Message<'_>) -> bool {
    message.sender == Sender::Server && message.name.ends_with(".update")
}

/// Avro, Protobuf or RAML say nothing that could be read here: such a payload is any value.
fn speaks_json_schema(message: &views::Message<'_>) -> bool {
    message.text("schemaFormat").is_none_or(|format| {
        ["vnd.aai.asyncapi", "application/schema", "vnd.oai.openapi"]
            .iter()
            .any(|known| format.contains(known))
    })
}
