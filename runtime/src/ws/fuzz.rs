//! The entrance for fuzzing: any bytes as frames.

use super::decoder::{Decoder, Event};
use super::frame::Opcode;
use crate::codes::Close;

/// Of a message, in bytes.
const LIMIT: usize = 4096;

/// What the decoder told, to keep.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Message(Opcode, Vec<u8>),
    Ping(Vec<u8>),
    Pong,
    Close(Option<u16>),
    Fault(Close),
}

impl From<Event<'_>> for Seen {
    fn from(event: Event<'_>) -> Self {
        match event {
            Event::Message(opcode, data) => Self::Message(opcode, data.to_vec()),
            Event::Ping(payload) => Self::Ping(payload.to_vec()),
            Event::Pong => Self::Pong,
            Event::Close(code) => Self::Close(code),
        }
    }
}

/// Feeds the bytes piece by piece. Where `hesitant`, the sink wants to stop after every event, and what was left
/// alone is fed again.
fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>, deflate: bool, hesitant: bool) -> Vec<Seen> {
    let mut decoder = Decoder::new(LIMIT, deflate);
    let mut seen = Vec::new();
    for piece in pieces {
        let mut rest = piece.to_vec();
        while !rest.is_empty() {
            let before = seen.len();
            let result = decoder.feed(&mut rest, &mut |event| {
                seen.push(Seen::from(event));
                !hesitant
            });
            let left = match result {
                Ok(left) => left,
                Err(close) => {
                    seen.push(Seen::Fault(close));
                    return seen;
                }
            };
            assert!(left == 0 || (hesitant && seen.len() == before + 1));
            rest.drain(..rest.len() - left);
        }
    }
    seen
}

/// Feeds arbitrary bytes, cut at arbitrary places, through the decoder; for fuzzing. The events must not depend
/// on where the bytes are cut, nor on how often the reader is stopped, and no message may be over the limit.
///
/// The first byte says whether compression was agreed on, the second where the bytes are cut.
#[doc(hidden)]
pub fn fuzz_frames(input: &[u8]) {
    let [deflate, cut, data @ ..] = input else {
        return;
    };
    let (deflate, cut) = (deflate & 1 == 1, usize::from(*cut).max(1));
    let whole = read(std::iter::once(data), deflate, false);
    assert_eq!(whole, read(data.chunks(cut), deflate, false));
    assert_eq!(whole, read(std::iter::once(data), deflate, true));
    for event in &whole {
        if let Seen::Message(opcode, data) = event {
            assert!(data.len() <= LIMIT);
            assert!(*opcode != Opcode::Text || std::str::from_utf8(data).is_ok());
        }
    }
}
