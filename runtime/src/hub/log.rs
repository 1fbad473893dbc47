//! The frames of a lane that not every member has yet, as one run of bytes.

use std::collections::VecDeque;

use bytes::Bytes;

/// Buffers above this size are given back when everything is delivered.
const KEEP: usize = 4096;

/// Frames in order, addressed by their place in the endless stream of the lane.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Place of the first byte of `bytes`.
    base: u64,
    bytes: Vec<u8>,
    /// Where each frame ends, and the frame itself for queues that outlive the log.
    frames: VecDeque<(u64, Bytes)>,
}

impl Log {
    /// Where the next frame will begin.
    pub(crate) fn head(&self) -> u64 {
        self.base + self.bytes.len() as u64
    }

    pub(crate) fn append(&mut self, frame: Bytes) {
        self.bytes.extend_from_slice(&frame);
        self.frames.push_back((self.head(), frame));
    }

    /// The bytes from `place` on. What was forgotten is left out.
    pub(crate) fn bytes_from(&self, place: u64) -> &[u8] {
        let start = usize::try_from(place.saturating_sub(self.base)).unwrap_or(usize::MAX);
        self.bytes.get(start..).unwrap_or_default()
    }

    /// The frames that end after `place`, with their ends.
    pub(crate) fn frames_from(&self, place: u64) -> impl ExactSizeIterator<Item = &(u64, Bytes)> {
        let first = if place <= self.base {
            0
        } else {
            self.frames.partition_point(|(end, _)| *end <= place)
        };
        self.frames.range(first..)
    }

    /// Everybody has everything.
    pub(crate) fn clear(&mut self) {
        self.base = self.head();
        self.frames.clear();
        self.bytes.clear();
        if self.bytes.capacity() > KEEP {
            self.bytes = Vec::new();
        }
        if self.frames.capacity() > 64 {
            self.frames = VecDeque::new();
        }
    }

    /// Everybody has what lies before `place`.
    pub(crate) fn forget_before(&mut self, place: u64) {
        let gone = usize::try_from(place.saturating_sub(self.base)).unwrap_or(usize::MAX);
        // Moving bytes down pays only where much of the buffer is gone.
        if gone < self.bytes.len() / 2 || gone > self.bytes.len() {
            return;
        }
        self.bytes.drain(..gone);
        self.base = place;
        while self.frames.front().is_some_and(|(end, _)| *end <= place) {
            self.frames.pop_front();
        }
    }
}
