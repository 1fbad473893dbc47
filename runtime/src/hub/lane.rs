//! A lane: those subscribers of a topic that share a shard and an encoding, and so share every byte.
//!
//! Publishers append frames to the inbox. The shard's task takes them over and goes round the members; each visit
//! writes everything that a member has not yet got, so frames that come faster than a round takes are coalesced.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use bytes::Bytes;

use super::log::Log;
use super::shard::Shard;
use super::variant::Variant;
use crate::stats::Counters;
use crate::sync::lock;
use crate::ws::{Conn, Tag};

/// A publisher that runs this many bytes ahead writes to the sockets itself.
const AHEAD: usize = 256 * 1024;

pub(crate) struct Lane {
    shard: Arc<Shard>,
    variant: Variant,
    tag: Tag,
    counters: Arc<Counters>,
    inbox: Mutex<Inbox>,
    work: Mutex<Work>,
}

/// What publishers have added.
struct Inbox {
    frames: Vec<Bytes>,
    bytes: usize,
    since: Option<Instant>,
    /// The shard's task knows of this lane.
    listed: bool,
    /// Updates are kept back until the topic's start is answered.
    held: bool,
}

/// What the shard's task works on.
struct Work {
    members: Vec<Option<Member>>,
    free: Vec<u32>,
    log: Log,
    /// The member to visit next.
    cursor: usize,
    /// Visits until everybody has everything.
    left: usize,
    /// Head of the log when the cursor last passed the first member.
    lap_head: u64,
    since: Option<Instant>,
}

struct Member {
    conn: Arc<Conn>,
    /// Everything before this place was written or queued.
    place: u64,
}

/// A member's place in a lane.
#[derive(Clone)]
pub(crate) struct Seat {
    lane: Arc<Lane>,
    index: u32,
}

impl Seat {
    pub(crate) fn give_up(&self) {
        self.lane.leave(self.index);
    }
}

impl Lane {
    pub(crate) fn new(shard: Arc<Shard>, variant: Variant, tag: Tag, counters: Arc<Counters>, held: bool) -> Self {
        Self {
            shard,
            variant,
            tag,
            counters,
            inbox: Mutex::new(Inbox {
                frames: Vec::new(),
                bytes: 0,
                since: None,
                listed: false,
                held,
            }),
            work: Mutex::new(Work {
                members: Vec::new(),
                free: Vec::new(),
                log: Log::default(),
                cursor: 0,
                left: 0,
                lap_head: 0,
                since: None,
            }),
        }
    }

    pub(crate) fn serves(&self, shard: &Arc<Shard>, variant: Variant) -> bool {
        self.variant == variant && Arc::ptr_eq(&self.shard, shard)
    }

    pub(crate) fn variant(&self) -> Variant {
        self.variant
    }

    pub(crate) fn shard(&self) -> &Shard {
        &self.shard
    }

    /// Seats a member behind everything published so far. `greet` runs before any update can reach it.
    pub(crate) fn join(self: &Arc<Self>, conn: &Arc<Conn>, greet: impl FnOnce()) -> Seat {
        let mut work = lock(&self.work);
        self.absorb(&mut work, &mut lock(&self.inbox));
        let member = Some(Member {
            conn: Arc::clone(conn),
            place: work.log.head(),
        });
        let index = if let Some(index) = work.free.pop() {
            work.members[index as usize] = member;
            index
        } else {
            work.members.push(member);
            (work.members.len() - 1) as u32
        };
        greet();
        Seat {
            lane: Arc::clone(self),
            index,
        }
    }

    fn leave(&self, index: u32) {
        let mut work = lock(&self.work);
        let Some(member) = work.members.get_mut(index as usize).and_then(Option::take) else {
            return;
        };
        work.free.push(index);
        if work.free.len() == work.members.len() {
            work.members = Vec::new();
            work.free = Vec::new();
            work.cursor = 0;
        }
        drop(work);
        drop(member);
    }

    /// Adds a frame for every member.
    pub(crate) fn push(self: &Arc<Self>, frame: Bytes) {
        let mut inbox = lock(&self.inbox);
        inbox.bytes += frame.len();
        inbox.frames.push(frame);
        if inbox.since.is_none() {
            inbox.since = Some(Instant::now());
        }
        if inbox.held {
            return;
        }
        let ahead = inbox.bytes > AHEAD;
        if !std::mem::replace(&mut inbox.listed, true) {
            self.shard.list(Arc::clone(self));
        }
        drop(inbox);
        if ahead {
            self.flush(&mut usize::MAX.clone(), None);
        }
    }

    /// Lets updates go that were kept back.
    pub(crate) fn release(self: &Arc<Self>) {
        let mut inbox = lock(&self.inbox);
        inbox.held = false;
        let waiting = !inbox.frames.is_empty() || lock_is_behind(&self.work);
        if waiting && !std::mem::replace(&mut inbox.listed, true) {
            self.shard.list(Arc::clone(self));
        }
    }
}
