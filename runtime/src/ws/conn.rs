//! A connection as everybody but its own task sees it.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::task::AtomicWaker;

use super::frame::{Opcode, sealed};
use super::outbox::{Outbox, Sent, Sink, Tag};
use crate::auth::Caller;
use crate::codes::Close;
use crate::gateway::Shared;
use crate::hub::{Shard, Variant, WriteEnvelope, frame_for};
use crate::module::ModuleCore;
use crate::session::Session;
use crate::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use crate::sync::{Mutex, lock};

pub(crate) struct Conn {
    id: u64,
    pub(crate) caller: Caller,
    pub(crate) module: Arc<ModuleCore>,
    pub(crate) gateway: Arc<Shared>,
    pub(crate) session: Mutex<Session>,
    shard: Arc<Shard>,
    variant: Variant,
    /// Window of replies' own compression, where the client asked for a smaller one than updates are made with.
    window_bits: u8,
    negotiated_deflate: bool,
    place: AtomicUsize,
    out: Mutex<Outbox>,
    waker: AtomicWaker,
    /// Topics held, kept for the writing task.
    pub(crate) topics: AtomicUsize,
    pub(crate) in_flight: AtomicUsize,
    /// Milliseconds on the gateway's clock.
    heard: AtomicU64,
    pinged: AtomicU64,
    opened: u64,
    expires: u64,
    closing_since: AtomicU64,
    cut: AtomicBool,
}

/// What a connection is made of.
pub(crate) struct ConnParts {
    pub(crate) id: u64,
    pub(crate) caller: Caller,
    pub(crate) module: Arc<ModuleCore>,
    pub(crate) gateway: Arc<Shared>,
    pub(crate) variant: Variant,
    pub(crate) deflate_window: Option<u8>,
    pub(crate) sink: Sink,
}

impl Conn {
    pub(crate) fn new(parts: ConnParts) -> Arc<Self> {
        let now = parts.gateway.now();
        let lifetime = parts
            .caller
            .principal()
            .and_then(|principal| principal.expires_in);
        let expires = lifetime.map_or(u64::MAX, |left| {
            now.saturating_add(u64::try_from(left.as_millis()).unwrap_or(u64::MAX))
        });
        let max_queue = parts.gateway.config.limits.max_queue_bytes;
        Arc::new(Self {
            id: parts.id,
            caller: parts.caller,
            session: Mutex::new(Session::default()),
            shard: parts.gateway.hub.assign(),
            variant: parts.variant,
            window_bits: parts.deflate_window.unwrap_or(15),
            negotiated_deflate: parts.deflate_window.is_some(),
            place: AtomicUsize::new(0),
            out: Mutex::new(Outbox::new(parts.sink, max_queue)),
            waker: AtomicWaker::new(),
            topics: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            heard: AtomicU64::new(now),
            pinged: AtomicU64::new(now),
            opened: now,
            expires,
            closing_since: AtomicU64::new(u64::MAX),
            cut: AtomicBool::new(false),
            module: parts.module,
            gateway: parts.gateway,
        })
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn shard(&self) -> &Arc<Shard> {
        &self.shard
    }

    pub(crate) fn variant(&self) -> Variant {
        self.variant
    }

    pub(crate) fn deflates(&self) -> bool {
        self.negotiated_deflate
    }

    pub(crate) fn place(&self) -> usize {
        self.place.load(Ordering::Relaxed)
    }

    pub(crate) fn set_place(&self, place: usize) {
        self.place.store(place, Ordering::Relaxed);
    }

    pub(crate) fn waker(&self) -> &AtomicWaker {
        &self.waker
    }

    pub(crate) fn queue_size(&self) -> usize {
        lock(&self.out).size()
    }

    /// Whether updates of several topics may meet in one write.
    pub(crate) fn holds_several(&self) -> bool {
        self.topics.load(Ordering::Relaxed) > 1
    }

    pub(crate) fn with_out<T>(&self, act: impl FnOnce(&mut Outbox) -> T) -> T {
        act(&mut lock(&self.out))
    }

    fn follow_up(&self, sent: Sent) {
        match sent {
            Sent::Done => {}
            Sent::Waiting => self.waker.wake(),
            Sent::Overflow => {
                tracing::debug!(
                    connection = self.caller.connection_id(),
                    "a slow consumer is closed"
                );
                self.note_closing();
                self.waker.wake();
            }
        }
    }

    /// Writes updates that many connections get.
    pub(crate) fn write_shared<'a>(
        &self,
        bytes: &[u8],
        frames: impl Iterator<Item = (u64, &'a Bytes)>,
        tag: Tag,
    ) {
        let mut out = lock(&self.out);
        let sent = out.send_shared(bytes, frames, tag);
        let replaced = out.take_replaced();
        drop(out);
        self.note_replaced(replaced);
        self.follow_up(sent);
    }

    fn note_replaced(&self, updates: u64) {
        if updates > 0 {
            self.module.counters.replaced.add(updates);
        }
    }

    /// Queues updates until [`Self::uncork`]. True for the first since the last.
    pub(crate) fn enqueue_shared<'a>(
        &self,
        frames: impl Iterator<Item = &'a Bytes>,
        tag: Tag,
    ) -> bool {
        let mut out = lock(&self.out);
        let first = out.is_empty();
        let sent = out.queue_frames(frames, tag);
        let replaced = out.take_replaced();
        drop(out);
        self.note_replaced(replaced);
        if sent == Sent::Overflow {
            self.follow_up(sent);
        }
        first
    }

    pub(crate) fn cork(&self) {
        lock(&self.out).cork();
    }

    /// Writes what has gathered.
    pub(crate) fn uncork(&self) {
        let sent = lock(&self.out).uncork();
        self.follow_up(sent);
    }

    /// Sends one frame of this connection's own.
    pub(crate) fn send(&self, frame: Bytes) {
        self.module.counters.sent(1, frame.len() as u64);
        let sent = lock(&self.out).send(frame);
        self.follow_up(sent);
    }

    /// Sends an envelope of this connection's own.
    pub(crate) fn send_envelope(&self, write: &WriteEnvelope<'_>) {
        let variant = Variant {
            encoding: self.variant.encoding,
            deflate: self.negotiated_deflate,
        };
        match frame_for(variant, &self.shard.compression, self.window_bits, write) {
            Ok(frame) => self.send(frame),
            Err(error) => {
                let connection = self.caller.connection_id();
                tracing::error!(connection, %error, "a reply cannot be written and is dropped");
            }
        }
    }

    /// Sends a message back as it came, for conformance tests.
    pub(crate) fn echo(&self, opcode: Opcode, data: &[u8]) {
        let packed = self
            .negotiated_deflate
            .then(|| super::deflate::deflate(data, self.shard.compression.level, self.window_bits))
            .flatten();
        match packed {
            Some(packed) => self.send(super::frame::seal(packed, opcode, true)),
            None => self.send(sealed(data, opcode)),
        }
    }

    pub(crate) fn pong(&self, payload: &[u8]) {
        let sent = lock(&self.out).send(sealed(payload, Opcode::Pong));
        self.follow_up(sent);
    }

    /// Begins the closing handshake; what was queued goes out first.
    pub(crate) fn close(&self, close: &Close) {
        lock(&self.out).close(close);
        self.note_closing();
        self.waker.wake();
    }

    pub(crate) fn note_closing(&self) {
        let now = self.gateway.now();
        let _ =
            self.closing_since
                .compare_exchange(u64::MAX, now, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Ends the connection without further words.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::Release);
        self.waker.wake();
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing_since.load(Ordering::Acquire) != u64::MAX
    }

    /// Whether fewer requests are at work than may be. Where not, what the client sends is left in its socket.
    pub(crate) fn takes_requests(&self) -> bool {
        let limit = self.gateway.config.limits.max_requests_in_flight.max(1);
        self.in_flight.load(Ordering::Acquire) < limit
    }

    /// A whole frame came in.
    pub(crate) fn hear(&self) {
        self.heard.store(self.gateway.now(), Ordering::Relaxed);
    }

    /// Time passed while the process did not run: that is nobody's silence.
    pub(crate) fn forgive(&self, stalled: u64) {
        self.heard.fetch_add(stalled, Ordering::Relaxed);
    }

    /// Looks whether the connection's time is up, or a ping is due.
    pub(crate) fn tick(&self, now: u64, times: &Times) {
        let closing = self.closing_since.load(Ordering::Acquire);
        if closing != u64::MAX {
            if now.saturating_sub(closing) >= times.close_timeout {
                self.cut();
            }
            return;
        }
        let held_back = !self.takes_requests();
        if held_back {
            // Whatever it says lies unread in its socket: that is not its silence.
            self.heard.store(now, Ordering::Relaxed);
            // Its task does not read, so only a write shows it that the other side is gone.
            self.waker.wake();
        }
        let silent = now.saturating_sub(self.heard.load(Ordering::Relaxed));
        let old = times.lifespan > 0 && now.saturating_sub(self.opened) >= times.lifespan;
        if now >= self.expires {
            crate::session::refuse(self, crate::codes::ErrorCode::TokenExpired);
        } else if old || (times.heartbeat > 0 && silent >= times.heartbeat) {
            self.close(&times.timed_out);
        } else if times.heartbeat > 0 && (held_back || silent >= times.heartbeat / 2) {
            let pinged = self.pinged.load(Ordering::Relaxed);
            if now.saturating_sub(pinged) >= times.heartbeat / 2 {
                self.pinged.store(now, Ordering::Relaxed);
                let sent = lock(&self.out).send(sealed(&[], Opcode::Ping));
                self.follow_up(sent);
            }
        }
    }
}

/// The configured times, in milliseconds; 0 for never.
pub(crate) struct Times {
    pub(crate) heartbeat: u64,
    pub(crate) lifespan: u64,
    pub(crate) close_timeout: u64,
    pub(crate) timed_out: Close,
}
