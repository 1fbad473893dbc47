//! A lane: those subscribers of a topic that share a shard and an encoding, and so share every byte.
//!
//! Publishers append frames to the inbox. The shard's task takes them over and goes round the members; each visit
//! writes everything that a member has not yet got, so frames that come faster than a round takes are coalesced.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use super::log::Log;
use super::shard::{SLICE, Shard};
use super::variant::Variant;
use crate::stats::Counters;
use crate::sync::{Mutex, lock};
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
pub(crate) struct Seat {
    lane: Arc<Lane>,
    index: u32,
}

impl Seat {
    pub(crate) fn give_up(&self) {
        self.lane.leave(self.index);
    }

    /// Whether updates wait for this member.
    pub(crate) fn is_behind(&self) -> bool {
        let mut work = lock(&self.lane.work);
        self.lane.absorb(&mut work, &mut lock(&self.lane.inbox));
        let member = work
            .members
            .get(self.index as usize)
            .and_then(Option::as_ref);
        member.is_some_and(|member| member.place < work.log.head())
    }
}

impl Lane {
    pub(crate) fn new(
        shard: Arc<Shard>,
        variant: Variant,
        tag: Tag,
        counters: Arc<Counters>,
        held: bool,
    ) -> Self {
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
        // An update of an earlier subscription may still wait there, ahead of what this one is told first.
        conn.with_out(|out| out.keep(self.tag));
        let member = Some(Member {
            conn: Arc::clone(conn),
            place: work.log.head(),
        });
        let index = if let Some(index) = work.free.pop() {
            work.members[index as usize] = member;
            index
        } else {
            work.members.push(member);
            // The round that is under way has one more to pass before it is back where it began.
            work.left += usize::from(work.left > 0);
            (work.members.len() - 1) as u32
        };
        greet();
        Seat {
            lane: Arc::clone(self),
            index,
        }
    }

    /// Takes a member out. What was published before is still its own, unless its start was never answered.
    fn leave(&self, index: u32) {
        let mut work = lock(&self.work);
        if self.take_over(&mut work)
            && let Some((messages, bytes)) = work.give(index as usize, self.tag, None)
        {
            self.counters.sent(messages, bytes);
        }
        let Some(member) = work.members.get_mut(index as usize).and_then(Option::take) else {
            return;
        };
        work.free.push(index);
        if work.free.len() == work.members.len() {
            work.members = Vec::new();
            work.free = Vec::new();
            work.cursor = 0;
            work.left = 0;
            work.log.clear();
            work.lap_head = work.log.head();
            work.since = None;
        }
        drop(work);
        drop(member);
    }

    /// Whether nobody sits here any more.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.work).members.is_empty()
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
            self.flush_all();
        }
    }

    /// Writes everything to everybody. Others get at the lane now and then, as when the shard's task writes.
    pub(crate) fn flush_all(&self) {
        while self.flush(&mut SLICE.clone(), None) {}
    }

    /// Takes over what publishers have added. False where it is kept back.
    fn take_over(&self, work: &mut Work) -> bool {
        let mut inbox = lock(&self.inbox);
        if !inbox.held {
            self.absorb(work, &mut inbox);
        }
        !inbox.held
    }

    /// Lets updates go that were kept back.
    pub(crate) fn release(self: &Arc<Self>) {
        let behind = lock(&self.work).left > 0;
        let mut inbox = lock(&self.inbox);
        inbox.held = false;
        let due = behind || !inbox.frames.is_empty();
        if due && !std::mem::replace(&mut inbox.listed, true) {
            self.shard.list(Arc::clone(self));
        }
    }

    /// Takes over what publishers have added.
    fn absorb(&self, work: &mut Work, inbox: &mut Inbox) {
        if inbox.frames.is_empty() {
            return;
        }
        inbox.bytes = 0;
        if work.members.is_empty() {
            // Nobody would ever fetch them.
            inbox.frames = Vec::new();
            inbox.since = None;
            return;
        }
        for frame in inbox.frames.drain(..) {
            work.log.append(frame);
        }
        work.left = work.members.len();
        work.since = work.since.or(inbox.since.take());
        inbox.since = None;
        if inbox.frames.capacity() > 64 {
            inbox.frames = Vec::new();
        }
    }

    /// Visits members until everybody has everything or the budget is used up. True where there is more to do.
    /// Connections that hold several topics are collected in `corked` instead of being written to.
    pub(crate) fn flush(
        &self,
        budget: &mut usize,
        mut corked: Option<&mut Vec<Arc<Conn>>>,
    ) -> bool {
        let mut work = lock(&self.work);
        let work = &mut *work;
        let (mut messages, mut bytes) = (0, 0);
        loop {
            {
                let mut inbox = lock(&self.inbox);
                if inbox.held {
                    inbox.listed = false;
                    return false;
                }
                self.absorb(work, &mut inbox);
                if work.left == 0 {
                    inbox.listed = false;
                    break;
                }
            }
            while work.left > 0 && *budget > 0 {
                if let Some((count, size)) = work.visit(self.tag, corked.as_deref_mut()) {
                    messages += count;
                    bytes += size;
                    *budget -= 1;
                }
            }
            if work.left > 0 {
                self.counters.sent(messages, bytes);
                return true;
            }
            work.log.clear();
            work.lap_head = work.log.head();
            if let Some(since) = work.since.take() {
                self.counters.fanout.record(since.elapsed());
            }
        }
        self.counters.sent(messages, bytes);
        false
    }
}

impl Work {
    /// Visits the member at the cursor: how many messages it was given, or `None` where nobody is due there.
    fn visit(&mut self, tag: Tag, corked: Option<&mut Vec<Arc<Conn>>>) -> Option<(u64, u64)> {
        if self.cursor >= self.members.len() {
            self.cursor = 0;
            self.log.forget_before(self.lap_head);
            self.lap_head = self.log.head();
        }
        self.left -= 1;
        self.cursor += 1;
        self.give(self.cursor - 1, tag, corked)
    }

    /// Gives a member what it has not yet got.
    fn give(
        &mut self,
        index: usize,
        tag: Tag,
        corked: Option<&mut Vec<Arc<Conn>>>,
    ) -> Option<(u64, u64)> {
        let head = self.log.head();
        let member = self.members.get_mut(index)?.as_mut()?;
        if member.place == head {
            return None;
        }
        let bytes = self.log.bytes_from(member.place);
        let frames = self.log.frames_from(member.place);
        let (count, size) = (frames.len() as u64, bytes.len() as u64);
        member.place = head;
        let rest = frames.map(|(end, frame)| (head - end, frame));
        match corked {
            Some(corked) if member.conn.holds_several() => {
                if member
                    .conn
                    .enqueue_shared(rest.map(|(_, frame)| frame), tag)
                {
                    corked.push(Arc::clone(&member.conn));
                }
            }
            _ => member.conn.write_shared(bytes, rest, tag),
        }
        Some((count, size))
    }
}
