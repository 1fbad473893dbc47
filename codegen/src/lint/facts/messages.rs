//! Messages by their names on the wire, and what their payloads say of the envelope.

use super::{operations, schemas};
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::doc::protocol;
use crate::lint::Context;
use crate::source::Span;

/// A message with a name. One definition counts once for each direction.
#[derive(Debug, Clone)]
pub(crate) struct Named<'p> {
    pub name: &'p str,
    pub node: Node<'p>,
    pub client_sends: bool,
}

impl<'p> Named<'p> {
    pub(crate) fn place(&self) -> Span {
        match self.node.own_key() {
            Some(key) => spots::entry(key, self.node),
            None => spots::item(self.node),
        }
    }

    pub(crate) fn payload(&self) -> Option<Node<'p>> {
        self.node.follow("payload")
    }

    /// The constant of the payload's member `type`, where the payload is the whole envelope.
    pub(crate) fn envelope_type(&self) -> Option<Node<'p>> {
        let tag = schemas::member(self.payload()?, "type")?;
        schemas::constant(tag)
            .filter(|tag| tag.as_str().is_some())
            .or_else(|| protocol::widened_constant(tag))
    }

    /// The schema of what the envelope carries: the payload itself, or its member `payload` in the literal form.
    pub(crate) fn model(&self) -> Option<Node<'p>> {
        let payload = self.payload()?;
        match self.envelope_type().and_then(Node::as_str) {
            Some(name) if name == self.name => {
                let inner = schemas::member(payload, "payload")?;
                let tag = schemas::member(payload, "type")?;
                let widened = protocol::widened_constant(tag).is_some();
                Some(if widened {
                    protocol::without_null(inner).resolve()
                } else {
                    inner
                })
            }
            _ => Some(payload),
        }
    }
}

/// Every message of the document's operations that has a name.
pub(crate) fn named<'p>(context: &Context<'p>) -> Vec<Named<'p>> {
    let mut seen = std::collections::HashSet::new();
    let mut found = Vec::new();
    for message in operations::messages(context) {
        if let Some(name) = message.name()
            && seen.insert((message.node, message.client_sends))
        {
            found.push(Named {
                name,
                node: message.node,
                client_sends: message.client_sends,
            });
        }
    }
    found
}

/// How a document writes messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// The payload schema is the whole envelope.
    Literal,
    /// `x-envelope: true`: the payload schema is the model.
    Short,
    None,
}

/// The form of a document. It is literal where most messages have a `type` that is their own name.
pub(crate) fn envelope(context: &Context<'_>) -> Envelope {
    let named = context.named();
    if context.root().get("x-envelope").and_then(Node::as_bool) == Some(true) {
        return Envelope::Short;
    }
    let own = named
        .iter()
        .filter(|message| message.envelope_type().and_then(Node::as_str) == Some(message.name));
    match own.count() * 2 > named.len() && !named.is_empty() {
        true => Envelope::Literal,
        false => Envelope::None,
    }
}
