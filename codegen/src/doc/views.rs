//! What the nodes of a document mean: channels, operations and messages, traits merged.

use std::collections::HashSet;

use super::node::Node;
use super::project::Project;
use crate::source::FileId;

/// One AsyncAPI document.
#[derive(Debug, Clone, Copy)]
pub struct Document<'p> {
    pub project: &'p Project,
    pub file: FileId,
}

/// Who sends a message. AsyncAPI 2.x speaks from the client's side: a client publishes to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sender {
    /// `publish`.
    Client,
    /// `subscribe`.
    Server,
}

#[derive(Debug, Clone, Copy)]
pub struct Channel<'p> {
    pub name: &'p str,
    pub key: Node<'p>,
    /// References followed.
    pub node: Node<'p>,
}

#[derive(Debug, Clone, Copy)]
pub struct Operation<'p> {
    pub channel: Channel<'p>,
    pub sender: Sender,
    pub key: Node<'p>,
    pub node: Node<'p>,
}

#[derive(Debug, Clone)]
pub struct Message<'p> {
    /// What stands in `type` on the wire: `name`, else `messageId`, else the key among the components, else a name
    /// made from the operation or the channel.
    pub name: String,
    /// The definition, references followed.
    pub node: Node<'p>,
    /// The place that names it in the operation, before references were followed.
    pub written: Node<'p>,
    pub sender: Sender,
}

impl<'p> Document<'p> {
    pub fn new(project: &'p Project, file: FileId) -> Self {
        Self { project, file }
    }

    pub fn root(self) -> Node<'p> {
        self.project.root(self.file)
    }

    /// The file's stem: `datafeed` of `schema/datafeed.yaml`.
    pub fn module(self) -> &'p str {
        let name = &self.project.sources.file(self.file).name;
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        file.strip_suffix(".yaml")
            .or_else(|| file.strip_suffix(".yml"))
            .or_else(|| file.strip_suffix(".json"))
            .unwrap_or(file)
    }

    /// The text of `asyncapi`.
    pub fn version(self) -> Option<&'p str> {
        self.root().get("asyncapi")?.as_str()
    }

    pub fn channels(self) -> impl Iterator<Item = Channel<'p>> {
        let channels = self.root().follow("channels");
        channels
            .into_iter()
            .flat_map(Node::entries)
            .map(|(key, name, node)| Channel {
                name,
                key,
                node: node.resolve(),
            })
    }

    pub fn operations(self) -> impl Iterator<Item = Operation<'p>> {
        self.channels().flat_map(Channel::operations)
    }

    /// Every message of every operation, each definition once for each sender.
    pub fn messages(self) -> Vec<Message<'p>> {
        let mut seen = HashSet::new();
        self.operations()
            .flat_map(Operation::messages)
            .filter(|message| seen.insert((message.node.at, message.sender)))
            .collect()
    }
}

impl<'p> Channel<'p> {
    pub fn operations(self) -> impl Iterator<Item = Operation<'p>> {
        [("publish", Sender::Client), ("subscribe", Sender::Server)]
            .into_iter()
            .filter_map(move |(name, sender)| {
                Some(Operation {
                    channel: self,
                    sender,
                    key: self.node.key(name)?,
                    node: self.node.follow(name)?,
                })
            })
    }
}

impl<'p> Operation<'p> {
    pub fn id(self) -> Option<&'p str> {
        self.member("operationId")?.as_str()
    }

    /// A member of the operation, or of the last of its traits that has it.
    pub fn member(self, name: &str) -> Option<Node<'p>> {
        merged(self.node, name)
    }

    pub fn messages(self) -> Vec<Message<'p>> {
        let Some(written) = self.node.get("message") else {
            return Vec::new();
        };
        let several = written.resolve().get("oneOf");
        let written: Vec<Node<'p>> =
            several.map_or_else(|| vec![written], |choice| choice.items().collect());
        let count = written.len();
        written
            .into_iter()
            .filter(|written| written.resolve().is_map())
            .enumerate()
            .map(|(at, written)| {
                let node = written.resolve();
                let name = own_name(node)
                    .map(str::to_owned)
                    .unwrap_or_else(|| self.made_name(at, count));
                Message {
                    name,
                    node,
                    written,
                    sender: self.sender,
                }
            })
            .collect()
    }

    /// For a message that says nothing of its name.
    fn made_name(self, at: usize, count: usize) -> String {
        let base = self.id().map_or_else(
            || {
                format!(
                    "{}.{}",
                    self.channel.name.trim_matches('/'),
                    self.key.as_str().unwrap_or_default()
                )
            },
            str::to_owned,
        );
        if count == 1 {
            base
        } else {
            format!("{base}.{}", at + 1)
        }
    }
}

impl<'p> Message<'p> {
    /// A member of the message, or of the last of its traits that has it.
    pub fn member(&self, name: &str) -> Option<Node<'p>> {
        merged(self.node, name)
    }

    pub fn text(&self, name: &str) -> Option<&'p str> {
        self.member(name)?.as_str()
    }

    /// The payload's schema, as written: a `$ref` is kept for its name.
    pub fn payload(&self) -> Option<Node<'p>> {
        self.node.get("payload")
    }

    pub fn headers(&self) -> Option<Node<'p>> {
        self.member("headers")
    }

    /// The schemas that make up the headers: the message's own, then those of its traits, which are merged into it in
    /// their order.
    pub fn header_parts(&self) -> Vec<Node<'p>> {
        sources(self.node)
            .filter_map(|part| part.get("headers"))
            .collect()
    }

    /// The definition of what `x-response` names.
    pub fn response(&self) -> Option<Node<'p>> {
        self.member("x-response")
            .map(Node::resolve)
            .filter(|node| node.is_map() && node.reference().is_none())
    }

    pub fn flag(&self, name: &str) -> bool {
        self.member(name).and_then(Node::as_bool) == Some(true)
    }

    /// The key under `components/messages`, where the definition stands there.
    pub fn component_key(&self) -> Option<&'p str> {
        component_key(self.node)
    }
}

/// The name that a message's definition says by itself.
pub fn own_name(message: Node<'_>) -> Option<&str> {
    let text = |name| merged(message, name).and_then(Node::as_str);
    super::protocol::name_by_type(message)
        .or_else(|| text("name"))
        .or_else(|| text("messageId"))
        .or_else(|| component_key(message))
}

pub(super) fn component_key(message: Node<'_>) -> Option<&str> {
    let key = message.own_key()?.as_str()?;
    (message.parent()?.own_key()?.as_str()? == "messages").then_some(key)
}

/// Traits are laid over the object one after the other, as AsyncAPI 2.x has it.
fn merged<'p>(node: Node<'p>, name: &str) -> Option<Node<'p>> {
    let mut parts: Vec<Node<'p>> = sources(node).collect();
    parts.reverse();
    parts.into_iter().find_map(|part| part.get(name))
}

/// The object, then its traits in their order, each of which is merged over what stands before it.
pub(crate) fn sources<'p>(node: Node<'p>) -> impl Iterator<Item = Node<'p>> {
    let traits = node.follow("traits").into_iter().flat_map(Node::items);
    let traits = traits.filter_map(|part| match part.resolve() {
        // Long ago a trait could be written as a list of itself and its arguments.
        list if list.is_seq() => list.items().next().map(Node::resolve),
        part => Some(part),
    });
    std::iter::once(node).chain(traits)
}
