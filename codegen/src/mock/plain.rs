//! One connection of a document without the envelope: its channels speak in turn, and take what fits their messages.

use std::time::Instant;

use serde_json::{Value, json};

use super::session::Effect;
use super::{Mock, evolve};
use crate::served::sample::{Random, Sampler};
use crate::served::{Channel, Direction, Message};

/// A message that the server may send here.
#[derive(Debug)]
struct Source<'m> {
    key: String,
    message: Message<'m>,
    /// The newest value; the next grows out of it where the document gives no further example.
    value: Value,
    random: Random,
    turn: usize,
}

#[derive(Debug)]
pub struct Plain<'m> {
    pub(super) mock: &'m Mock,
    sources: Vec<Source<'m>>,
    /// The keys of what a client may send here.
    takes: Vec<String>,
    next: usize,
    due: Instant,
}

/// What the checks of a mock call a message of a channel.
pub(super) fn key(channel: &str, direction: Direction, message: &str) -> String {
    format!("{direction:?} {message} {channel}")
}

impl<'m> Plain<'m> {
    /// The channel whose address is the path that was asked for; every channel under any other path.
    pub(super) fn new(mock: &'m Mock, path: &str) -> Self {
        let served = &mock.served;
        let all: Vec<Channel<'m>> = served.channels().collect();
        let asked: Vec<Channel<'m>> = all
            .iter()
            .copied()
            .filter(|channel| leads_to(path, channel.address))
            .collect();
        let mut plain = Self {
            mock,
            sources: Vec::new(),
            takes: Vec::new(),
            next: 0,
            due: Instant::now(),
        };
        for channel in if asked.is_empty() { all } else { asked } {
            for operation in served.operations(channel) {
                for message in served.messages(operation) {
                    let key = key(channel.address, operation.direction, message.name);
                    match operation.direction {
                        Direction::ClientToServer => plain.takes.push(key),
                        Direction::ServerToClient => {
                            plain.sources.extend(source(mock, message, key))
                        }
                    }
                }
            }
        }
        plain
    }

    pub(super) fn due(&self) -> Option<Instant> {
        (!self.sources.is_empty()).then_some(self.due)
    }

    /// The next message in turn, where it is time for one.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<Effect> {
        let count = self.sources.len();
        let Some(source) = self.sources.get_mut(self.next).filter(|_| self.due <= now) else {
            return Vec::new();
        };
        self.due = now + self.mock.options.interval;
        self.next = (self.next + 1) % count;
        let effect = Effect::Send(source.value.clone());
        source.grow(self.mock);
        vec![effect]
    }

    /// Silence where a message fits, since the document says nothing of answers.
    pub(super) fn receive(&self, text: &str) -> Vec<Effect> {
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            let error = json!({ "code": "decode_failed", "message": "the message is not JSON" });
            return self.mock.refuse(error, None, "Could not decode message");
        };
        if self.takes.is_empty() {
            let error =
                json!({ "code": "no_matching_type", "message": "clients send nothing here" });
            return self.mock.refuse(error, None, "No matching type");
        }
        let mut faults = self.takes.iter().map(|key| self.mock.fault(key, &value));
        let Some(first) = faults.next() else {
            return Vec::new();
        };
        match first {
            Some(fault) if faults.all(|fault| fault.is_some()) => {
                let error = json!({
                    "code": "validation_failed", "message": fault.message,
                    "path": fault.path, "expected": fault.keyword,
                });
                self.mock.refuse(error, None, "Could not validate payload")
            }
            _ => Vec::new(),
        }
    }
}

/// A message with something to say: an example, or a schema to make a value from.
fn source<'m>(mock: &'m Mock, message: Message<'m>, key: String) -> Option<Source<'m>> {
    let mut random = Random::named(mock.options.seed, &key);
    let seed = random.bits();
    let made = || {
        let schema = message.payload().filter(|_| message.is_json_schema())?;
        Some(Sampler::lively(&mock.served, seed).value(schema))
    };
    let value = message.examples().next().cloned().or_else(made)?;
    Some(Source {
        key,
        message,
        value,
        random,
        turn: 0,
    })
}

impl Source<'_> {
    /// The next example, else a step that stays within the schema.
    fn grow(&mut self, mock: &Mock) {
        let examples: Vec<&Value> = self.message.examples().collect();
        self.turn += 1;
        if examples.len() > 1 {
            self.value = examples[self.turn % examples.len()].clone();
            return;
        }
        let schema = self.message.payload();
        let Some(schema) = schema.filter(|_| self.message.is_json_schema()) else {
            return;
        };
        let interval = mock.options.interval;
        let random = &mut self.random;
        let next = evolve::next(&mock.served, schema, &self.value, interval, &[], random);
        if mock.fits(&self.key, &next) {
            self.value = next;
        }
    }
}

/// Whether a path is the address of a channel, its parameters filled in.
fn leads_to(path: &str, address: &str) -> bool {
    let mut asked = path.trim_matches('/').split('/');
    let mut known = address.trim_matches('/').split('/');
    loop {
        match (asked.next(), known.next()) {
            (None, None) => return true,
            (Some(asked), Some(known)) => {
                let is_open = known.starts_with('{') && known.ends_with('}') && !asked.is_empty();
                if asked != known && !is_open {
                    return false;
                }
            }
            _ => return false,
        }
    }
}
