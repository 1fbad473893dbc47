//! A server that nobody had to write: every route streams, every request is answered, with the document's own examples
//! or with data in the shape of its schemas. The same seed gives the same data.

mod connection;
mod evolve;
mod plain;
mod session;
mod talk;
mod time;

use std::collections::BTreeMap;
use std::io;
use std::net::TcpStream;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::WebSocket;

use crate::served::check::{Check, Fault};
use crate::served::{Protocol, Served};

pub use session::Effect;
pub use talk::Talk;

#[derive(Debug, Clone)]
pub struct Options {
    /// The module's name.
    pub module: String,
    /// The hash of the served spec.
    pub hash: String,
    pub seed: u64,
    /// Between two updates of a topic.
    pub interval: Duration,
    /// Before everything that is sent.
    pub latency: Duration,
    /// Answer a bad message with its error and go on, where the default is to close as the real server does.
    pub keep_on_bad_message: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            module: "mock".to_owned(),
            hash: String::new(),
            seed: 1,
            interval: Duration::from_millis(1000),
            latency: Duration::ZERO,
            keep_on_bad_message: false,
        }
    }
}

/// One document, ready to be served to any number of connections.
#[derive(Debug)]
pub struct Mock {
    served: Served,
    options: Options,
    /// By the type of the message, or its channel: what its payload has to fit. Received ones and those that are sent.
    checks: BTreeMap<String, Asked>,
    connections: AtomicU64,
}

/// A schema that is made ready when it is first asked.
#[derive(Debug)]
struct Asked {
    schema: Value,
    check: OnceLock<Option<Check>>,
}

impl Mock {
    pub fn new(spec: &Value, options: Options) -> Self {
        let served = Served::new(spec);
        let checks = match served.protocol() {
            Some(protocol) => checks(&protocol),
            None => plain_checks(&served),
        };
        Self {
            served,
            options,
            checks,
            connections: AtomicU64::new(0),
        }
    }

    /// A connection without its socket: what it is told and what it says. The path is the one that was asked for.
    pub fn talk(&self, path: &str) -> Talk<'_> {
        let number = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
        Talk::new(self, path, number)
    }

    /// Serves one connection until it ends.
    pub fn run(&self, socket: WebSocket<TcpStream>, path: &str) -> io::Result<()> {
        connection::run(socket, self.talk(path), self.options.latency)
    }

    fn check(&self, key: &str) -> Option<&Check> {
        let asked = self.checks.get(key)?;
        let check = || self.served.check(&asked.schema);
        asked.check.get_or_init(check).as_ref()
    }

    fn fits(&self, key: &str, payload: &Value) -> bool {
        self.check(key).is_none_or(|check| check.fits(payload))
    }

    fn fault(&self, key: &str, payload: &Value) -> Option<Fault> {
        self.check(key)?.fault(payload)
    }

    /// An error, and the close that follows where bad messages are not forgiven.
    fn refuse(&self, error: Value, id: Option<Value>, reason: &'static str) -> Vec<Effect> {
        let mut frame = json!({ "type": "error", "payload": error });
        if let Some(id) = id {
            frame["id"] = id;
        }
        let close = (!self.options.keep_on_bad_message).then_some(Effect::Close(1003, reason));
        std::iter::once(Effect::Send(frame)).chain(close).collect()
    }

    fn version(&self) -> &str {
        self.served.text(&["info", "version"]).unwrap_or_default()
    }
}

impl Asked {
    fn new(schema: &Value) -> Self {
        Self {
            schema: schema.clone(),
            check: OnceLock::new(),
        }
    }
}

fn plain_checks(served: &Served) -> BTreeMap<String, Asked> {
    let mut checks = BTreeMap::new();
    for channel in served.channels() {
        for operation in served.operations(channel) {
            for message in served.messages(operation) {
                if let Some(schema) = message.payload().filter(|_| message.is_json_schema()) {
                    let key = plain::key(channel.address, operation.direction, message.name);
                    checks.insert(key, Asked::new(schema));
                }
            }
        }
    }
    checks
}

fn checks(protocol: &Protocol<'_>) -> BTreeMap<String, Asked> {
    let mut checks = BTreeMap::new();
    let mut add = |tag: &str, schema: Option<&Value>| {
        if let Some(schema) = schema {
            checks.insert(tag.to_owned(), Asked::new(schema));
        }
    };
    for route in &protocol.routes {
        add(&format!("{}.subscribe", route.name), route.params);
        add(&format!("{}.unsubscribe", route.name), route.params);
        add(&format!("{}.update", route.name), route.model);
    }
    for request in &protocol.requests {
        add(request.tag, request.payload);
        if let Some(reply) = request.reply {
            add(reply.tag, reply.payload);
        }
    }
    checks
}
