//! A connection whose socket is the test: what is queued for it is read and judged.

use std::sync::Arc;

use serde_json::Value;

use super::feed::{Feed, TOPICS};
use super::judge::Judge;
use crate::auth::Caller;
use crate::encoding::Encoding;
use crate::gateway::Shared;
use crate::hub::{Seat, Variant};
use crate::module::ModuleCore;
use crate::session::{self, Allowance};
use crate::sync::lock;
use crate::ws::{Conn, ConnParts, Opcode, Sink, payload_of};

pub(super) struct Client {
    pub(super) conn: Arc<Conn>,
    allowance: Allowance,
    feed: Arc<Feed>,
    judges: Vec<Judge>,
    events: Seat,
    closed: bool,
}

impl Client {
    pub(super) fn open(gateway: &Arc<Shared>, module: &Arc<ModuleCore>, feed: &Arc<Feed>) -> Self {
        let (id, name) = gateway.next_id();
        let conn = Conn::new(ConnParts {
            id,
            caller: Caller::new(name, "model", None),
            module: Arc::clone(module),
            gateway: Arc::clone(gateway),
            variant: Variant {
                encoding: Encoding::Json,
                deflate: false,
            },
            deflate_window: None,
            sink: Sink::Task,
        });
        conn.shard().attach(Arc::clone(&conn));
        Self {
            allowance: Allowance::new(&gateway.config.limits),
            feed: Arc::clone(feed),
            judges: TOPICS
                .iter()
                .map(|topic| Judge::new(topic.replay_last, topic.conflate))
                .collect(),
            events: module.broadcast.join(&conn, |_| {}),
            closed: false,
            conn,
        }
    }

    fn send(&mut self, kind: &str) {
        let text = format!(r#"{{"type":"{kind}","payload":{{}}}}"#);
        session::on_message(
            &self.conn,
            &mut self.allowance,
            Opcode::Text,
            text.as_bytes(),
        );
    }

    pub(super) fn subscribe(&mut self, topic: usize) {
        self.send(&format!("{}.subscribe", TOPICS[topic].route));
    }

    pub(super) fn unsubscribe(&mut self, topic: usize) {
        self.send(&format!("{}.unsubscribe", TOPICS[topic].route));
    }

    pub(super) fn clear(&mut self) {
        self.send("session.clear");
    }

    /// Every wish was answered.
    pub(super) fn is_settled(&self) -> bool {
        let session = lock(&self.conn.session);
        session.len() == session.topics().len()
    }

    pub(super) fn read(&mut self) {
        while let Some(frame) = self.conn.with_out(|out| {
            let frame = out.front();
            out.consume(frame.as_ref().map_or(0, bytes::Bytes::len));
            frame
        }) {
            assert!(!self.closed, "something after the close frame");
            match frame[0] {
                0x81 => self.judge(&serde_json::from_slice(payload_of(&frame)).unwrap()),
                0x88 => self.closed = true,
                other => panic!("no such frame: {other}"),
            }
        }
    }

    fn judge(&mut self, message: &Value) {
        let payload = &message["payload"];
        let kind = message["type"].as_str().unwrap();
        if kind == "session.clear.response" {
            return self.judges.iter_mut().for_each(Judge::given_up);
        }
        let name = payload["topic"].as_str().unwrap();
        let topic = TOPICS
            .iter()
            .position(|topic| name.starts_with(topic.route))
            .unwrap();
        let judge = &mut self.judges[topic];
        let (_, what) = kind.split_once('.').unwrap_or(("", kind));
        match (what, payload["status"].as_str()) {
            ("subscribe.response", Some("ok")) => judge.confirmed(self.feed.last(topic)),
            ("subscribe.response" | "unsubscribe.response", Some("error")) => judge.refused(),
            ("unsubscribe.response", Some("ok")) => judge.given_up(),
            ("update", None) => {
                judge.update(serde_json::from_value(payload["payload"].clone()).unwrap())
            }
            ("error", None) => judge.lost(),
            _ => panic!("no such message: {message}"),
        }
    }

    /// Nothing is on its way: what is held arrived whole.
    pub(super) fn has_everything(&self) {
        if !self.conn.is_closing() {
            for (topic, judge) in self.judges.iter().enumerate() {
                judge.at_rest(self.feed.last(topic));
                assert!(
                    !(judge.holds() && self.feed.is_down(topic)),
                    "given up, and still held"
                );
            }
        }
    }

    /// The socket is gone, whatever the connection was at.
    pub(super) fn leave(mut self) {
        self.read();
        self.conn.with_out(|out| out.shut());
        self.conn.module.broadcast.leave(&self.events);
        session::release(&self.conn);
        self.conn.shard().detach(&self.conn);
    }
}
