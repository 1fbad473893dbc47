//! A server that nobody had to write: every route streams, every request is answered, with the document's own examples
//! or with data in the shape of its schemas. The same seed gives the same data.

mod connection;
mod evolve;
mod session;
mod time;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use tungstenite::WebSocket;

use crate::served::check::Check;
use crate::served::{Protocol, Served};

pub use session::{Effect, Session};

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

/// The document has no envelope: there is nothing to subscribe to and nothing to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoEnvelope;

impl fmt::Display for NoEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document has no envelope: its messages are not told apart by a `type`, so a mock cannot answer them")
    }
}

impl std::error::Error for NoEnvelope {}

/// One document, ready to be served to any number of connections.
#[derive(Debug)]
pub struct Mock {
    served: Served,
    options: Options,
    /// By the type of the message: what its payload has to fit. Received ones and those that are sent.
    checks: BTreeMap<String, Check>,
    connections: AtomicU64,
}

impl Mock {
    pub fn new(spec: &Value, options: Options) -> Result<Self, NoEnvelope> {
        let served = Served::new(spec);
        let checks = served
            .protocol()
            .map(|protocol| checks(&served, &protocol))
            .ok_or(NoEnvelope)?;
        Ok(Self {
            served,
            options,
            checks,
            connections: AtomicU64::new(0),
        })
    }

    /// A session by itself, without a socket: what it is told and what it says.
    pub fn session(&self) -> Option<Session<'_>> {
        let number = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
        Some(Session::new(self, self.served.protocol()?, number))
    }

    /// Serves one connection until it ends.
    pub fn run(&self, socket: WebSocket<TcpStream>) -> io::Result<()> {
        match self.session() {
            Some(session) => connection::run(socket, session, self.options.latency),
            None => Ok(()),
        }
    }

    fn fits(&self, tag: &str, payload: &Value) -> bool {
        self.checks.get(tag).is_none_or(|check| check.fits(payload))
    }

    fn version(&self) -> &str {
        self.served.text(&["info", "version"]).unwrap_or_default()
    }
}

fn checks(served: &Served, protocol: &Protocol<'_>) -> BTreeMap<String, Check> {
    let mut checks = BTreeMap::new();
    let mut add = |tag: &str, schema: Option<&Value>| {
        if let Some(check) = schema.and_then(|schema| served.check(schema)) {
            checks.insert(tag.to_owned(), check);
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
