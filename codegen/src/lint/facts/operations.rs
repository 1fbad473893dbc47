//! Channels, operations and messages of a document, as its root lists them.

use std::collections::HashSet;

use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::doc::protocol::name_by_type;
use crate::lint::Context;
use crate::source::Span;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Channel<'p> {
    pub address: &'p str,
    pub key: Node<'p>,
    /// What the channel is, references followed.
    pub node: Node<'p>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'p> {
    pub address: &'p str,
    /// Whether the client sends (`publish`) and the server receives.
    pub client_sends: bool,
    pub key: Node<'p>,
    pub node: Node<'p>,
}

/// One use of a message by an operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'p> {
    /// The definition.
    pub node: Node<'p>,
    pub client_sends: bool,
}

impl Operation<'_> {
    pub(crate) fn name(&self) -> &'static str {
        if self.client_sends {
            "publish"
        } else {
            "subscribe"
        }
    }
}

impl<'p> Message<'p> {
    /// The name on the wire: `name`, else `messageId`, else the key in `components`.
    pub(crate) fn name(&self) -> Option<&'p str> {
        let text = |key| traited(self.node, key).and_then(|(_, value)| value.as_str());
        name_by_type(self.node)
            .or_else(|| text("name"))
            .or_else(|| text("messageId"))
            .or_else(|| self.component_key()?.as_str())
    }

    fn component_key(&self) -> Option<Node<'p>> {
        let section = self.node.parent()?.own_key()?.as_str()?;
        (section == "messages").then(|| self.node.own_key())?
    }

    /// Where the definition starts: its key, or its item in a list.
    pub(crate) fn place(&self) -> Span {
        match self.node.own_key() {
            Some(key) => spots::entry(key, self.node),
            None => spots::item(self.node),
        }
    }
}

pub(crate) fn channels<'p>(context: &Context<'p>) -> impl Iterator<Item = Channel<'p>> + use<'p> {
    let channels = context.root().follow("channels");
    channels
        .into_iter()
        .flat_map(|channels| channels.entries())
        .map(|(key, address, node)| Channel {
            address,
            key,
            node: node.resolve(),
        })
}

pub(crate) fn of<'p>(context: &Context<'p>) -> impl Iterator<Item = Operation<'p>> + use<'p> {
    channels(context).flat_map(|channel| {
        let Channel { address, node, .. } = channel;
        node.entries().filter_map(move |(key, name, value)| {
            let client_sends = match name {
                "publish" => true,
                "subscribe" => false,
                _ => return None,
            };
            Some(Operation {
                address,
                client_sends,
                key,
                node: value.resolve(),
            })
        })
    })
}

/// Every use of a message, `oneOf` taken apart, in the order of the document.
pub(crate) fn messages<'p>(context: &Context<'p>) -> Vec<Message<'p>> {
    let mut found = Vec::new();
    for operation in of(context) {
        if let Some(message) = operation.node.get("message") {
            collect(
                message,
                operation.client_sends,
                &mut HashSet::new(),
                &mut found,
            );
        }
    }
    found
}

/// Each message once, however often choices lead to it.
fn collect<'p>(
    used: Node<'p>,
    client_sends: bool,
    seen: &mut HashSet<Node<'p>>,
    found: &mut Vec<Message<'p>>,
) {
    let node = used.resolve();
    if node.reference().is_some() || !seen.insert(node) {
        return;
    }
    match node.get("oneOf") {
        Some(list) => {
            list.resolve()
                .items()
                .for_each(|item| collect(item, client_sends, seen, found));
        }
        None if node.is_map() => found.push(Message { node, client_sends }),
        None => {}
    }
}

/// A member as traits leave it: the last trait that has it counts, else the object's own.
pub(crate) fn traited<'p>(node: Node<'p>, key: &str) -> Option<(Node<'p>, Node<'p>)> {
    let member = |node: Node<'p>| node.key(key).zip(node.get(key));
    let traits = node.get("traits").map(Node::resolve);
    let from_traits = traits.into_iter().flat_map(|list| list.items().rev());
    from_traits
        .map(Node::resolve)
        .find_map(member)
        .or_else(|| member(node))
}
