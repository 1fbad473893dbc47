//! What a connection still has to send, and the socket it is sent to.

use std::collections::{HashMap, VecDeque};
use std::io::{ErrorKind, IoSlice};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Buf, Bytes};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;

use super::frame::close_frame;
use crate::codes::Close;

/// Most chunks that one vectored write takes.
const BATCH: usize = 32;

/// Marks updates of which a slow consumer needs only the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Tag(u64);

impl Tag {
    /// Every update counts.
    pub(crate) const NONE: Self = Self(0);

    /// A tag of its own for a topic.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Where bytes go.
#[derive(Debug)]
pub(crate) enum Sink {
    /// A socket that anybody may try to write to.
    Tcp(OwnedWriteHalf),
    /// Some other stream, which only the connection's task writes to.
    Task,
    /// Nothing goes out any more.
    Closed,
}

impl Sink {
    fn socket(&self) -> Option<&TcpStream> {
        match self {
            Self::Tcp(half) => Some(half.as_ref()),
            _ => None,
        }
    }
}

/// What became of bytes that were handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// On their way, or dropped because the connection is closing.
    Done,
    /// Some wait: the connection's task has to see to them.
    Waiting,
    /// The queue is full; the connection is being closed.
    Overflow,
}

#[derive(Debug)]
pub(crate) struct Outbox {
    sink: Sink,
    queue: VecDeque<Bytes>,
    /// Bytes in the queue.
    size: usize,
    max_size: usize,
    /// The head of the queue is the rest of a frame that was begun.
    begun: bool,
    /// Writes wait until the cork is drawn.
    corked: bool,
    close: Option<u16>,
    /// The place in the queue of each tag's newest update, counted from the first chunk ever queued.
    #[expect(
        clippy::box_collection,
        reason = "most connections have none, and then it is one word"
    )]
    tagged: Option<Box<HashMap<Tag, u64>>>,
    popped: u64,
    /// Updates replaced since anybody asked.
    replaced: u64,
}

impl Outbox {
    pub(crate) fn new(sink: Sink, max_size: usize) -> Self {
        Self {
            sink,
            queue: VecDeque::new(),
            size: 0,
            max_size,
            begun: false,
            corked: false,
            close: None,
            tagged: None,
            popped: 0,
            replaced: 0,
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The code that the connection was closed with, once it was.
    pub(crate) fn close_code(&self) -> Option<u16> {
        self.close
    }

    pub(crate) fn is_dead(&self) -> bool {
        matches!(self.sink, Sink::Closed)
    }

    /// Ends the sending side. What waits is dropped.
    pub(crate) fn shut(&mut self) {
        self.sink = Sink::Closed;
        self.drop_queue(0);
    }

    pub(crate) fn cork(&mut self) {
        self.corked = true;
    }

    /// Writes what was held back.
    pub(crate) fn uncork(&mut self) -> Sent {
        self.corked = false;
        self.drain()
    }

    /// Sends one frame.
    pub(crate) fn send(&mut self, mut frame: Bytes) -> Sent {
        if self.close.is_some() || self.is_dead() {
            return Sent::Done;
        }
        if self.queue.is_empty() && !self.corked {
            match self.try_write(&frame) {
                Some(written) if written == frame.len() => return Sent::Done,
                Some(written) => {
                    self.begun = written > 0;
                    frame.advance(written);
                }
                None => return Sent::Done,
            }
        }
        self.push(frame, Tag::NONE)
    }

    /// Sends frames that others get as well: `bytes` is all of them, `frames` each with how many bytes follow it.
    pub(crate) fn send_shared<'a>(
        &mut self,
        bytes: &[u8],
        frames: impl Iterator<Item = (u64, &'a Bytes)>,
        tag: Tag,
    ) -> Sent {
        if self.close.is_some() || self.is_dead() {
            return Sent::Done;
        }
        let mut left = bytes.len();
        if self.queue.is_empty() && !self.corked {
            match self.try_write(bytes) {
                Some(written) => left -= written,
                None => return Sent::Done,
            }
            if left == 0 {
                return Sent::Done;
            }
        }
        self.queue_shared(frames, left as u64, tag)
    }

    /// Queues those frames of which bytes are left, the first of them from where it was cut.
    fn queue_shared<'a>(
        &mut self,
        frames: impl Iterator<Item = (u64, &'a Bytes)>,
        left: u64,
        tag: Tag,
    ) -> Sent {
        let mut sent = Sent::Done;
        for (after, frame) in frames {
            if after >= left {
                continue;
            }
            let missing = usize::try_from(left - after).unwrap_or(usize::MAX);
            sent = if missing < frame.len() {
                self.begun = true;
                self.push(frame.slice(frame.len() - missing..), Tag::NONE)
            } else {
                self.push(frame.clone(), tag)
            };
            if sent == Sent::Overflow {
                break;
            }
        }
        sent
    }

    /// Queues frames without trying to write.
    pub(crate) fn queue_frames<'a>(
        &mut self,
        frames: impl Iterator<Item = &'a Bytes>,
        tag: Tag,
    ) -> Sent {
        if self.close.is_some() || self.is_dead() {
            return Sent::Done;
        }
        for frame in frames {
            if self.push(frame.clone(), tag) == Sent::Overflow {
                return Sent::Overflow;
            }
        }
        Sent::Waiting
    }

    fn push(&mut self, chunk: Bytes, tag: Tag) -> Sent {
        if tag != Tag::NONE && self.replace(&chunk, tag) {
            return Sent::Waiting;
        }
        if !self.has_room(chunk.len()) {
            // What was only held back, to be written together, is no sign of a slow consumer.
            self.drain();
            if self.is_dead() {
                return Sent::Done;
            }
            if !self.has_room(chunk.len()) {
                self.close(&Close::SLOW);
                return Sent::Overflow;
            }
        }
        if tag != Tag::NONE {
            let place = self.popped + self.queue.len() as u64;
            self.tagged.get_or_insert_default().insert(tag, place);
        }
        self.size += chunk.len();
        self.queue.push_back(chunk);
        Sent::Waiting
    }

    /// One chunk is taken whatever its size.
    fn has_room(&self, more: usize) -> bool {
        self.queue.is_empty() || self.size + more <= self.max_size
    }

    /// Puts a newer update in the place of one that waits.
    fn replace(&mut self, chunk: &Bytes, tag: Tag) -> bool {
        let place = self
            .tagged
            .as_ref()
            .and_then(|tagged| tagged.get(&tag))
            .copied();
        let Some(index) = place.and_then(|place| place.checked_sub(self.popped)) else {
            return false;
        };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        if index == 0 && self.begun {
            return false;
        }
        let Some(old) = self.queue.get_mut(index) else {
            return false;
        };
        self.size = self.size - old.len() + chunk.len();
        *old = chunk.clone();
        self.replaced += 1;
        true
    }

    /// The update of this tag that waits is not replaced any more.
    pub(crate) fn keep(&mut self, tag: Tag) {
        if let Some(tagged) = &mut self.tagged {
            tagged.remove(&tag);
        }
    }

    /// How many updates gave way to newer ones since this was last asked.
    pub(crate) fn take_replaced(&mut self) -> u64 {
        std::mem::take(&mut self.replaced)
    }

    /// Queues a close frame as the last thing to be sent. Of a full queue only a frame already begun stays.
    pub(crate) fn close(&mut self, close: &Close) {
        if self.close.is_some() || self.is_dead() {
            return;
        }
        if close.code == Close::SLOW.code {
            self.drop_queue(usize::from(self.begun));
        }
        self.close = Some(close.code);
        self.answer(close_frame(close));
    }

    /// Answers the other side's close with the same code.
    pub(crate) fn close_back(&mut self, code: Option<u16>) {
        if self.close.is_some() || self.is_dead() {
            return;
        }
        self.close = Some(code.unwrap_or(1005));
        let payload = code.map(u16::to_be_bytes);
        let payload = payload.as_ref().map_or(&[][..], |bytes| &bytes[..]);
        self.answer(super::frame::sealed(payload, super::frame::Opcode::Close));
    }

    fn answer(&mut self, frame: Bytes) {
        self.size += frame.len();
        self.queue.push_back(frame);
    }

    fn drop_queue(&mut self, keep: usize) {
        self.queue.truncate(keep);
        self.size = self.queue.iter().map(Bytes::len).sum();
        self.tagged = None;
        if keep == 0 {
            self.queue = VecDeque::new();
        }
    }

    /// Writes as much of the queue as the socket takes.
    pub(crate) fn drain(&mut self) -> Sent {
        while !self.queue.is_empty() {
            let mut slices = [IoSlice::new(&[]); BATCH];
            let mut count = 0;
            for (slice, chunk) in slices.iter_mut().zip(&self.queue) {
                *slice = IoSlice::new(chunk);
                count += 1;
            }
            let written = match &self.sink {
                Sink::Tcp(half) if count == 1 => half.try_write(&slices[0]),
                Sink::Tcp(half) => half.try_write_vectored(&slices[..count]),
                Sink::Task => return Sent::Waiting,
                Sink::Closed => return Sent::Done,
            };
            match written {
                Ok(written) => self.consume(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Sent::Waiting,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    self.shut();
                    return Sent::Done;
                }
            }
        }
        Sent::Done
    }

    /// The first chunk that waits.
    pub(crate) fn front(&self) -> Option<Bytes> {
        self.queue.front().cloned()
    }

    /// Takes bytes that were written off the queue.
    pub(crate) fn consume(&mut self, mut written: usize) {
        self.size -= written.min(self.size);
        while let Some(chunk) = self.queue.front_mut() {
            if written < chunk.len() {
                chunk.advance(written);
                self.begun |= written > 0;
                return;
            }
            written -= chunk.len();
            self.queue.pop_front();
            self.popped += 1;
            self.begun = false;
        }
        self.queue = VecDeque::new();
        self.tagged = None;
    }

    /// Tries the socket: how much it took. Any failure ends the sending side.
    fn try_write(&mut self, bytes: &[u8]) -> Option<usize> {
        let Some(socket) = self.sink.socket() else {
            return if self.is_dead() { None } else { Some(0) };
        };
        match socket.try_write(bytes) {
            Ok(written) => Some(written),
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) =>
            {
                Some(0)
            }
            Err(_) => {
                self.shut();
                None
            }
        }
    }
}
#[cfg(test)]
mod tests;
