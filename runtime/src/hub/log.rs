//! The frames of a lane that not every member has yet, as one run of bytes.

use std::collections::VecDeque;

use bytes::Bytes;

/// Buffers above this size are given back when everything is delivered.
const KEEP: usize = 4096;

/// Frames in order, addressed by their place in the endless stream of the lane.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Place of the first byte held.
    base: u64,
    /// Where the next frame will begin.
    head: u64,
    /// All frames joined. Empty while there is at most one, whose own bytes serve as well.
    joined: Vec<u8>,
    /// Where each frame ends, and the frame itself for queues that outlive the log.
    frames: VecDeque<(u64, Bytes)>,
}

impl Log {
    /// Where the next frame will begin.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    pub(crate) fn append(&mut self, frame: Bytes) {
        if let (Some((_, first)), true) = (self.frames.front(), self.joined.is_empty()) {
            self.joined.extend_from_slice(first);
        }
        if !self.joined.is_empty() {
            self.joined.extend_from_slice(&frame);
        }
        self.head += frame.len() as u64;
        self.frames.push_back((self.head, frame));
    }

    fn bytes(&self) -> &[u8] {
        match self.frames.front() {
            Some((_, only)) if self.joined.is_empty() => only,
            _ => &self.joined,
        }
    }

    /// The bytes from `place` on. What was forgotten is left out.
    pub(crate) fn bytes_from(&self, place: u64) -> &[u8] {
        let start = usize::try_from(place.saturating_sub(self.base)).unwrap_or(usize::MAX);
        self.bytes().get(start..).unwrap_or_default()
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
        self.base = self.head;
        self.frames.clear();
        self.joined.clear();
        if self.joined.capacity() > KEEP {
            self.joined = Vec::new();
        }
        if self.frames.capacity() > 64 {
            self.frames = VecDeque::new();
        }
    }

    /// Everybody has what lies before `place`, where a frame ends.
    pub(crate) fn forget_before(&mut self, place: u64) {
        let gone = usize::try_from(place.saturating_sub(self.base)).unwrap_or(usize::MAX);
        // Moving bytes down pays only where much of the buffer is gone.
        if gone < self.joined.len() / 2 || gone > self.joined.len() {
            return;
        }
        self.joined.drain(..gone);
        self.base = place;
        while self.frames.front().is_some_and(|(end, _)| *end <= place) {
            self.frames.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of one to four bytes, all different.
    fn frame(n: u8) -> Bytes {
        Bytes::from(vec![n; usize::from(n % 4) + 1])
    }

    #[test]
    fn bytes_and_frames_say_the_same_however_much_is_held() {
        for (count, forgotten) in [(1, 0), (2, 0), (2, 1), (9, 5), (9, 8), (9, 9)] {
            let mut log = Log::default();
            log.append(frame(0));
            log.clear();
            let (mut all, mut ends) = (Vec::new(), vec![log.head()]);
            for n in 1..=count {
                log.append(frame(n));
                all.extend(frame(n));
                ends.push(log.head());
            }
            log.forget_before(ends[forgotten]);
            for (index, &place) in ends.iter().enumerate().skip(forgotten) {
                let rest = (place - ends[0]) as usize;
                assert_eq!(log.bytes_from(place), &all[rest..], "{count} {forgotten}");
                let frames: Vec<_> = log.frames_from(place).map(|(end, _)| *end).collect();
                assert_eq!(frames, &ends[index + 1..]);
            }
            log.append(frame(7));
            assert_eq!(log.bytes_from(ends[usize::from(count)]), frame(7));
        }
    }
}
