//! A run: what is published between one start of a topic and its stop.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use tokio::sync::Notify;

use super::lane::{Lane, Seat};
use super::topic::Topic;
use super::variant::{Frames, Variant, WriteEnvelope, compressed, opcode_of};
use crate::config::Compression;
use crate::encoding::{EncodeError, Encoding};
use crate::envelope::UpdateNames;
use crate::error::ServiceError;
use crate::stats::Counters;
use crate::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{Mutex, lock};
use crate::ws::{Conn, HEADROOM, Tag, payload_of, seal};

pub(crate) struct Run {
    names: Option<UpdateNames>,
    topic: Weak<Topic>,
    tag: Tag,
    replay_last: bool,
    counters: Arc<Counters>,
    subscribers: AtomicUsize,
    closed: AtomicBool,
    closing: Notify,
    inner: Mutex<Inner>,
}

struct Inner {
    lanes: Vec<Arc<Lane>>,
    /// The last update as a plain JSON frame, where new subscribers get it.
    last: Option<Bytes>,
    held: bool,
}

impl Run {
    pub(crate) fn of_topic(
        topic: &Arc<Topic>,
        names: UpdateNames,
        tag: Tag,
        replay_last: bool,
    ) -> Self {
        Self {
            names: Some(names),
            topic: Arc::downgrade(topic),
            tag,
            replay_last,
            counters: Arc::clone(topic.counters()),
            subscribers: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            closing: Notify::new(),
            inner: Mutex::new(Inner {
                lanes: Vec::new(),
                last: None,
                held: true,
            }),
        }
    }

    /// A run without a topic: server events for every connection of a module.
    pub(crate) fn broadcast(counters: Arc<Counters>) -> Self {
        Self {
            names: None,
            topic: Weak::new(),
            tag: Tag::NONE,
            replay_last: false,
            counters,
            subscribers: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            closing: Notify::new(),
            inner: Mutex::new(Inner {
                lanes: Vec::new(),
                last: None,
                held: false,
            }),
        }
    }

    pub(crate) fn topic_name(&self) -> &str {
        self.names.as_ref().map_or("", |names| &names.topic)
    }

    pub(crate) fn names(&self) -> Option<&UpdateNames> {
        self.names.as_ref()
    }

    pub(crate) fn has_subscribers(&self) -> bool {
        self.subscribers.load(Ordering::Acquire) > 0
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Resolves once the topic is being stopped.
    pub(crate) async fn closed(&self) {
        let waiting = self.closing.notified();
        tokio::pin!(waiting);
        waiting.as_mut().enable();
        if !self.is_closed() {
            waiting.await;
        }
    }

    /// Nothing more is delivered.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.closing.notify_waiters();
        let mut inner = lock(&self.inner);
        inner.lanes = Vec::new();
        inner.last = None;
    }

    /// The service gives the topic up.
    pub(crate) fn fail(self: &Arc<Self>, error: &ServiceError) {
        if let Some(topic) = self.topic.upgrade() {
            topic.fail(self, error);
        }
    }

    /// Sends a message to every subscriber.
    pub(crate) fn push(&self, write: &WriteEnvelope<'_>) {
        if self.is_closed() || (!self.replay_last && !self.has_subscribers()) {
            return;
        }
        let mut frames = Frames::new(write);
        let mut inner = lock(&self.inner);
        if let Err(error) = self.push_frames(&mut inner, &mut frames) {
            tracing::error!(topic = self.topic_name(), %error, "an update cannot be written and is dropped");
        }
    }

    fn push_frames(&self, inner: &mut Inner, frames: &mut Frames<'_>) -> Result<(), EncodeError> {
        if self.replay_last {
            inner.last = Some(frames.plain(Encoding::Json)?);
        }
        for lane in &inner.lanes {
            lane.push(frames.get(lane.variant(), &lane.shard().compression)?);
        }
        Ok(())
    }

    /// Adds a subscriber behind everything published so far. `greet` runs before any update reaches it; it is
    /// given the topic's last update where the route replays it.
    pub(crate) fn join(&self, conn: &Arc<Conn>, greet: impl FnOnce(Option<Bytes>)) -> Seat {
        let mut inner = lock(&self.inner);
        let variant = conn.variant();
        let replay = if inner.held {
            None
        } else {
            self.replay(&inner, variant.encoding)
        };
        let found = inner
            .lanes
            .iter()
            .position(|lane| lane.serves(conn.shard(), variant));
        let lane = match found {
            Some(index) => Arc::clone(&inner.lanes[index]),
            None => {
                let lane = self.open_lane(conn, variant, inner.held);
                inner.lanes.push(Arc::clone(&lane));
                lane
            }
        };
        self.subscribers.fetch_add(1, Ordering::AcqRel);
        lane.join(conn, || greet(replay))
    }

    fn open_lane(&self, conn: &Arc<Conn>, variant: Variant, held: bool) -> Arc<Lane> {
        let shard = Arc::clone(conn.shard());
        Arc::new(Lane::new(
            shard,
            variant,
            self.tag,
            Arc::clone(&self.counters),
            held,
        ))
    }

    pub(crate) fn leave(&self, seat: &Seat) {
        seat.give_up();
        self.subscribers.fetch_sub(1, Ordering::AcqRel);
        // Members are seated under this lock, so a lane that is empty now stays so.
        lock(&self.inner).lanes.retain(|lane| !lane.is_empty());
    }

    /// Whether updates are made ready for nobody.
    #[cfg(all(test, feature = "model"))]
    pub(crate) fn has_idle_lane(&self) -> bool {
        lock(&self.inner).lanes.iter().any(|lane| lane.is_empty())
    }

    /// Writes what was published and has not yet been written.
    pub(crate) fn flush(&self) {
        let lanes = lock(&self.inner).lanes.clone();
        lanes.iter().for_each(|lane| lane.flush_all());
    }

    /// The start was answered: updates kept back until now may go.
    pub(crate) fn release(&self) {
        let mut inner = lock(&self.inner);
        inner.held = false;
        for lane in &inner.lanes {
            lane.release();
        }
    }

    /// The last update for a subscriber that waited for the start, where it came too late to be sent it anyhow.
    pub(crate) fn missed(&self, conn: &Conn, seat: &Seat) -> Option<Bytes> {
        let inner = lock(&self.inner);
        if seat.is_behind() {
            return None;
        }
        self.replay(&inner, conn.variant().encoding)
    }

    /// The last update for a subscriber of this encoding, where the route replays it.
    fn replay(&self, inner: &Inner, encoding: Encoding) -> Option<Bytes> {
        let last = inner.last.as_ref()?;
        if encoding == Encoding::Json {
            return Some(last.clone());
        }
        let mut buffer = vec![0; HEADROOM];
        let written = serde_json::from_slice::<serde_json::Value>(payload_of(last))
            .map_err(|error| EncodeError(error.to_string()))
            .and_then(|value| encoding.write(&mut buffer, &value));
        match written {
            Ok(()) => Some(seal(buffer, opcode_of(encoding), false)),
            Err(error) => {
                tracing::error!(topic = self.topic_name(), %error, "the last update cannot be written again");
                None
            }
        }
    }
}

/// A frame for one connection alone, whose window may be smaller than the one that shared frames take.
pub(crate) fn frame_for(
    variant: Variant,
    compression: &Compression,
    window_bits: u8,
    write: &WriteEnvelope<'_>,
) -> Result<Bytes, EncodeError> {
    let mut frames = Frames::new(write);
    let plain = frames.plain(variant.encoding)?;
    let packed = variant
        .deflate
        .then(|| compressed(&plain, variant.encoding, compression, window_bits))
        .flatten();
    Ok(packed.unwrap_or(plain))
}
