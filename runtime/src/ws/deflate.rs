//! permessage-deflate without context takeover: any frame can be shared, and idle connections hold no window.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::frame::HEADROOM;

/// What both sides leave out at the end of a message (RFC 7692, 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];
/// Inflating stops to look at the limit after this many bytes.
const STEP: usize = 16 * 1024;

thread_local! {
    static DEFLATE: RefCell<Option<(Key, Compress)>> = const { RefCell::new(None) };
    static INFLATE: RefCell<Option<Decompress>> = const { RefCell::new(None) };
}

/// What a compressor was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    level: u32,
    window_bits: u8,
}

/// The compressed payload behind [`HEADROOM`] bytes, or `None` where the compressor fails.
pub(crate) fn deflate(payload: &[u8], level: u32, window_bits: u8) -> Option<Vec<u8>> {
    let key = Key {
        level: level.clamp(1, 9),
        window_bits: window_bits.clamp(9, 15),
    };
    DEFLATE.with_borrow_mut(|slot| {
        let compressor = match slot {
            Some((held, compressor)) if *held == key => {
                compressor.reset();
                compressor
            }
            _ => {
                let new = Compress::new_with_window_bits(
                    Compression::new(key.level),
                    false,
                    key.window_bits,
                );
                &mut slot.insert((key, new)).1
            }
        };
        run_deflate(compressor, payload)
    })
}

fn run_deflate(compressor: &mut Compress, payload: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(HEADROOM + payload.len() / 2 + 64);
    out.resize(HEADROOM, 0);
    loop {
        let taken = usize::try_from(compressor.total_in()).ok()?;
        compressor
            .compress_vec(payload.get(taken..)?, &mut out, FlushCompress::Sync)
            .ok()?;
        let done = usize::try_from(compressor.total_in()).ok()? == payload.len();
        if done && out.len() < out.capacity() {
            break;
        }
        out.reserve(out.len().max(256));
    }
    if out.len() >= HEADROOM + TAIL.len() && out.ends_with(&TAIL) {
        out.truncate(out.len() - TAIL.len());
    }
    if out.len() == HEADROOM {
        // An empty message is one empty stored block, its tail left out.
        out.push(0);
    }
    Some(out)
}

/// Why a message does not inflate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InflateError {
    Damaged,
    TooLarge,
}

/// Inflates one message, never beyond `limit` bytes.
pub(crate) fn inflate(data: &[u8], limit: usize) -> Result<Vec<u8>, InflateError> {
    INFLATE.with_borrow_mut(|slot| {
        let inflater = slot.get_or_insert_with(|| Decompress::new(false));
        inflater.reset(false);
        let mut out = Vec::new();
        let ended = feed(inflater, data, &mut out, limit)?;
        if !ended {
            feed(inflater, &TAIL, &mut out, limit)?;
        }
        Ok(out)
    })
}

/// True where the stream ended by itself with nothing left to read.
fn feed(
    inflater: &mut Decompress,
    mut data: &[u8],
    out: &mut Vec<u8>,
    limit: usize,
) -> Result<bool, InflateError> {
    loop {
        if out.len() > limit {
            return Err(InflateError::TooLarge);
        }
        if out.len() == out.capacity() {
            let room = out.len().clamp(256, STEP).min(limit + 1 - out.len()).max(1);
            out.reserve_exact(room);
        }
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress_vec(data, out, FlushDecompress::Sync)
            .map_err(|_| InflateError::Damaged)?;
        let read = usize::try_from(inflater.total_in() - read).unwrap_or(usize::MAX);
        let progress = read > 0 || inflater.total_out() > written;
        data = data.get(read..).unwrap_or_default();
        match status {
            Status::StreamEnd if data.is_empty() => {
                inflater.reset(false);
                return within(out, limit).map(|()| true);
            }
            // A final block in the middle: what follows is a stream of its own.
            Status::StreamEnd => inflater.reset(false),
            Status::Ok | Status::BufError if data.is_empty() && out.len() < out.capacity() => {
                return within(out, limit).map(|()| false);
            }
            Status::Ok | Status::BufError if !progress && out.len() < out.capacity() => {
                return Err(InflateError::Damaged);
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

fn within(out: &[u8], limit: usize) -> Result<(), InflateError> {
    if out.len() > limit {
        Err(InflateError::TooLarge)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(payload: &[u8], level: u32, bits: u8) {
        let packed = deflate(payload, level, bits).unwrap();
        assert_eq!(
            inflate(&packed[HEADROOM..], payload.len()).unwrap(),
            payload
        );
    }

    #[test]
    fn what_is_deflated_inflates() {
        let noise: Vec<u8> = (0_u32..70_000)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        for level in [1, 3, 9] {
            for bits in [9, 12, 15] {
                for payload in [
                    &b""[..],
                    b"a",
                    b"hello hello hello",
                    &noise,
                    &vec![b'x'; 200_000],
                ] {
                    round_trip(payload, level, bits);
                }
            }
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let packed = deflate(&vec![0; 10_000_000], 9, 15).unwrap();
        assert!(packed.len() < 20_000);
        assert_eq!(
            inflate(&packed[HEADROOM..], 65_536),
            Err(InflateError::TooLarge)
        );
    }

    #[test]
    fn damage_is_reported() {
        assert_eq!(
            inflate(&[0xff, 0xff, 0xff, 0xff], 1000),
            Err(InflateError::Damaged)
        );
    }

    #[test]
    fn a_final_block_is_taken() {
        let mut encoder = Compress::new(Compression::new(6), false);
        let mut packed = Vec::with_capacity(100);
        encoder
            .compress_vec(b"final", &mut packed, FlushCompress::Finish)
            .unwrap();
        assert_eq!(inflate(&packed, 100).unwrap(), b"final");
    }
}
