//! A connection of either kind: with the envelope or without.

use std::time::Instant;

use serde_json::json;

use super::Mock;
use super::plain::Plain;
use super::session::{Effect, Session};

#[derive(Debug)]
pub enum Talk<'m> {
    /// Routes and requests.
    Envelope(Session<'m>),
    /// Channels, as far as they go without.
    Plain(Plain<'m>),
}

impl<'m> Talk<'m> {
    pub(super) fn new(mock: &'m Mock, path: &str, number: u64) -> Self {
        match mock.served.protocol() {
            Some(protocol) => Self::Envelope(Session::new(mock, protocol, number)),
            None => Self::Plain(Plain::new(mock, path)),
        }
    }

    /// When there is something to say without being asked.
    pub fn due(&self) -> Option<Instant> {
        match self {
            Self::Envelope(session) => session.due(),
            Self::Plain(plain) => plain.due(),
        }
    }

    /// What is due.
    pub fn tick(&mut self, now: Instant) -> Vec<Effect> {
        match self {
            Self::Envelope(session) => session.tick(now),
            Self::Plain(plain) => plain.tick(now),
        }
    }

    /// A frame of a kind that is not spoken here.
    pub fn binary(&self) -> Vec<Effect> {
        let error =
            json!({ "code": "decode_failed", "message": "binary frames are not spoken here" });
        let mock = match self {
            Self::Envelope(session) => session.mock,
            Self::Plain(plain) => plain.mock,
        };
        mock.refuse(error, None, "Could not decode message")
    }

    /// What a text frame brings about.
    pub fn receive(&mut self, text: &str, now: Instant) -> Vec<Effect> {
        match self {
            Self::Envelope(session) => session.receive(text, now),
            Self::Plain(plain) => plain.receive(text),
        }
    }
}
