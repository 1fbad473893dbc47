//! A bundled document as its readers meet it: what the docs page and the mock server have to know of it.

pub mod check;
pub mod pattern;
pub mod protocol;
pub mod sample;
mod traits;

use serde_json::Value;

pub use protocol::{Envelope, Event, Protocol, Request, Route};

/// References followed in a row before a document counts as cyclic.
const MAX_HOPS: usize = 64;

static EMPTY: Value = Value::Null;

/// Who sends the messages of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `publish` in AsyncAPI 2.x.
    ClientToServer,
    /// `subscribe` in AsyncAPI 2.x.
    ServerToClient,
}

#[derive(Debug, Clone, Copy)]
pub struct Channel<'s> {
    pub address: &'s str,
    pub node: &'s Value,
}

#[derive(Debug, Clone, Copy)]
pub struct Operation<'s> {
    pub direction: Direction,
    pub node: &'s Value,
}

#[derive(Debug, Clone, Copy)]
pub struct Message<'s> {
    /// What identifies it: two uses of one definition have the same name.
    pub name: &'s str,
    pub node: &'s Value,
}

impl<'s> Message<'s> {
    pub fn text(&self, member: &str) -> Option<&'s str> {
        self.node.get(member).and_then(Value::as_str)
    }

    pub fn payload(&self) -> Option<&'s Value> {
        self.node.get("payload")
    }

    /// Whether its payload is written in a language of schemas that is read here.
    pub fn is_json_schema(&self) -> bool {
        let known = [
            "vnd.aai.asyncapi",
            "schema+json",
            "schema+yaml",
            "vnd.oai.openapi",
        ];
        self.text("schemaFormat")
            .is_none_or(|format| known.iter().any(|known| format.contains(known)))
    }

    /// The payloads of its examples.
    pub fn examples(&self) -> impl Iterator<Item = &'s Value> {
        items(self.node.get("examples")).filter_map(|example| example.get("payload"))
    }
}

/// A bundled spec with its traits merged.
#[derive(Debug, Clone)]
pub struct Served {
    root: Value,
}

impl Served {
    pub fn new(spec: &Value) -> Self {
        let mut root = spec.clone();
        traits::merge(&mut root);
        Self { root }
    }

    pub fn root(&self) -> &Value {
        &self.root
    }

    /// The member at a path of plain keys; null where it is missing.
    pub fn at(&self, path: &[&str]) -> &Value {
        path.iter()
            .fold(&self.root, |node, key| node.get(key).unwrap_or(&EMPTY))
    }

    pub fn text(&self, path: &[&str]) -> Option<&str> {
        self.at(path).as_str()
    }

    /// The target of a chain of references; the node itself where it is none or leads nowhere.
    pub fn resolve<'s>(&'s self, node: &'s Value) -> &'s Value {
        let mut at = node;
        for _ in 0..MAX_HOPS {
            let Some(reference) = reference(at) else {
                return at;
            };
            let Some(target) = self.follow(reference) else {
                return at;
            };
            at = target;
        }
        at
    }

    fn follow(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix('#')?;
        self.root
            .pointer(pointer)
            .or_else(|| self.root.pointer(&percent_decode(pointer)))
    }

    pub fn channels(&self) -> impl Iterator<Item = Channel<'_>> {
        entries(self.at(&["channels"])).map(|(address, node)| Channel {
            address,
            node: self.resolve(node),
        })
    }

    pub fn operations<'s>(&'s self, channel: Channel<'s>) -> impl Iterator<Item = Operation<'s>> {
        [
            ("publish", Direction::ClientToServer),
            ("subscribe", Direction::ServerToClient),
        ]
        .into_iter()
        .filter_map(move |(key, direction)| {
            Some(Operation {
                direction,
                node: channel.node.get(key)?,
            })
        })
    }

    /// The messages of an operation, `oneOf` spread out.
    pub fn messages<'s>(&'s self, operation: Operation<'s>) -> Vec<Message<'s>> {
        let Some(message) = operation.node.get("message") else {
            return Vec::new();
        };
        let resolved = self.resolve(message);
        let fallback = operation
            .node
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or("message");
        match resolved.get("oneOf").and_then(Value::as_array) {
            Some(choices) => choices
                .iter()
                .map(|choice| self.message(choice, fallback))
                .collect(),
            None => vec![self.message(message, fallback)],
        }
    }

    /// The message behind a node that may be a reference to it.
    pub fn message<'s>(&'s self, node: &'s Value, fallback: &'s str) -> Message<'s> {
        let resolved = self.resolve(node);
        let own = ["name", "messageId"]
            .into_iter()
            .find_map(|key| resolved.get(key).and_then(Value::as_str));
        let name = own.or_else(|| last_segment(node)).unwrap_or(fallback);
        Message {
            name,
            node: resolved,
        }
    }
}

/// Members of a map in their order; nothing for any other node.
pub fn entries(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    node.as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

/// Items of an array; nothing for any other node.
pub fn items(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}

/// The text of `$ref`, where a node is a reference.
pub fn reference(node: &Value) -> Option<&str> {
    node.get("$ref").and_then(Value::as_str)
}

/// The name of the component schema that a node refers to.
pub fn schema_name(node: &Value) -> Option<String> {
    let name = reference(node)?.strip_prefix("#/components/schemas/")?;
    (!name.contains('/')).then(|| unescape(&percent_decode(name)))
}

fn last_segment(node: &Value) -> Option<&str> {
    reference(node)?
        .rsplit('/')
        .next()
        .filter(|segment| !segment.contains(['~', '%']))
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
