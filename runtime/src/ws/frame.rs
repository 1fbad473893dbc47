//! Frame headers of RFC 6455: writing our own, reading the client's.

use bytes::Bytes;

use crate::codes::Close;

/// Room that a message buffer leaves in front for the longest header that a server writes.
pub(crate) const HEADROOM: usize = 10;
/// The longest payload of a control frame.
pub(crate) const MAX_CONTROL: usize = 125;

const FIN: u8 = 0x80;
const RSV1: u8 = 0x40;
const MASKED: u8 = 0x80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    const fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0,
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }

    const fn from_bits(bits: u8) -> Option<Self> {
        Some(match bits {
            0 => Self::Continuation,
            1 => Self::Text,
            2 => Self::Binary,
            8 => Self::Close,
            9 => Self::Ping,
            10 => Self::Pong,
            _ => return None,
        })
    }

    pub(crate) const fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// Turns a buffer of [`HEADROOM`] bytes followed by the payload into one unmasked, final frame.
pub(crate) fn seal(mut buffer: Vec<u8>, opcode: Opcode, compressed: bool) -> Bytes {
    debug_assert!(buffer.len() >= HEADROOM);
    let length = buffer.len() - HEADROOM;
    let mut header = [0_u8; HEADROOM];
    header[0] = FIN | if compressed { RSV1 } else { 0 } | opcode.bits();
    let size = if length < 126 {
        header[1] = length as u8;
        2
    } else if let Ok(short) = u16::try_from(length) {
        header[1] = 126;
        header[2..4].copy_from_slice(&short.to_be_bytes());
        4
    } else {
        header[1] = 127;
        header[2..10].copy_from_slice(&(length as u64).to_be_bytes());
        10
    };
    let start = HEADROOM - size;
    buffer[start..HEADROOM].copy_from_slice(&header[..size]);
    Bytes::from(buffer).slice(start..)
}

/// One frame around a copy of `payload`.
pub(crate) fn sealed(payload: &[u8], opcode: Opcode) -> Bytes {
    let mut buffer = Vec::with_capacity(HEADROOM + payload.len());
    buffer.resize(HEADROOM, 0);
    buffer.extend_from_slice(payload);
    seal(buffer, opcode, false)
}

/// A close frame.
pub(crate) fn close_frame(close: &Close) -> Bytes {
    let mut payload = Vec::with_capacity(2 + close.reason.len());
    payload.extend_from_slice(&close.code.to_be_bytes());
    let room = (MAX_CONTROL - 2).min(close.reason.len());
    let end = (0..=room)
        .rev()
        .find(|&at| close.reason.is_char_boundary(at))
        .unwrap_or(0);
    payload.extend_from_slice(&close.reason.as_bytes()[..end]);
    sealed(&payload, Opcode::Close)
}

/// The payload of a frame that [`seal`] made, without its header.
pub(crate) fn payload_of(frame: &[u8]) -> &[u8] {
    let size = match frame.get(1) {
        Some(127) => 10,
        Some(126) => 4,
        _ => 2,
    };
    frame.get(size..).unwrap_or_default()
}

/// The header of a client's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) fin: bool,
    pub(crate) compressed: bool,
    pub(crate) opcode: Opcode,
    pub(crate) length: u64,
    pub(crate) mask: [u8; 4],
    /// Bytes that the header took.
    pub(crate) size: usize,
}

impl Header {
    /// Reads a header; `None` where more bytes are needed. What RFC 6455 forbids is refused as early as it shows.
    pub(crate) fn parse(bytes: &[u8], deflate: bool) -> Result<Option<Self>, Close> {
        let Some(&first) = bytes.first() else {
            return Ok(None);
        };
        let opcode = Self::first_byte(first, deflate)?;
        let Some(&second) = bytes.get(1) else {
            return Ok(None);
        };
        if second & MASKED == 0 {
            return Err(Close::protocol("Client frames must be masked"));
        }
        let fin = first & FIN != 0;
        if opcode.is_control() && (!fin || second & 0x7f > MAX_CONTROL as u8) {
            return Err(Close::protocol("Control frames must be whole and short"));
        }
        let (length, after) = match (second & 0x7f, bytes.get(2..4), bytes.get(2..10)) {
            (127, _, Some(long)) => (u64::from_be_bytes(to_array(long)), 10),
            (126, Some(short), _) => (u64::from(u16::from_be_bytes(to_array(short))), 4),
            (126 | 127, _, _) => return Ok(None),
            (length, _, _) => (u64::from(length), 2),
        };
        let minimal = match after {
            10 => length > 0xffff && length >> 63 == 0,
            4 => length > 125,
            _ => true,
        };
        if !minimal {
            return Err(Close::protocol("Lengths must take the fewest bytes"));
        }
        let Some(mask) = bytes.get(after..after + 4) else {
            return Ok(None);
        };
        Ok(Some(Self {
            fin,
            compressed: first & RSV1 != 0,
            opcode,
            length,
            mask: to_array(mask),
            size: after + 4,
        }))
    }

    fn first_byte(first: u8, deflate: bool) -> Result<Opcode, Close> {
        let Some(opcode) = Opcode::from_bits(first & 0x0f) else {
            return Err(Close::protocol("Unknown opcode"));
        };
        let may_compress = deflate && matches!(opcode, Opcode::Text | Opcode::Binary);
        let allowed = if may_compress { RSV1 } else { 0 };
        if first & 0x70 & !allowed != 0 {
            return Err(Close::protocol("Reserved bits must be clear"));
        }
        Ok(opcode)
    }
}

fn to_array<const N: usize>(slice: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(slice);
    out
}

/// Masks or unmasks `data`, whose first byte stands at `offset` of the payload.
pub(crate) fn mask(data: &mut [u8], key: [u8; 4], offset: usize) {
    let mut key = key;
    key.rotate_left(offset & 3);
    let word = u64::from_ne_bytes([
        key[0], key[1], key[2], key[3], key[0], key[1], key[2], key[3],
    ]);
    let mut chunks = data.chunks_exact_mut(8);
    for chunk in &mut chunks {
        let masked = u64::from_ne_bytes(to_array(chunk)) ^ word;
        chunk.copy_from_slice(&masked.to_ne_bytes());
    }
    for (index, byte) in chunks.into_remainder().iter_mut().enumerate() {
        *byte ^= key[index & 3];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_round_trip_at_every_length_boundary() {
        for length in [0, 1, 125, 126, 127, 65_535, 65_536, 65_537] {
            let frame = sealed(&vec![7; length], Opcode::Binary);
            assert_eq!(payload_of(&frame).len(), length);
            let mut masked = frame.to_vec();
            masked[1] |= MASKED;
            let header_size = frame.len() - length;
            masked.splice(header_size..header_size, [1, 2, 3, 4]);
            let header = Header::parse(&masked, false).unwrap().unwrap();
            assert_eq!((header.length, header.mask), (length as u64, [1, 2, 3, 4]));
            for cut in 0..header.size {
                assert_eq!(Header::parse(&masked[..cut], false).unwrap(), None);
            }
        }
    }

    #[test]
    fn lengths_must_be_minimal() {
        for bytes in [
            &[0x81, 0xfe, 0, 125, 0, 0, 0, 0][..],
            &[0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0],
            &[0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ] {
            assert_eq!(Header::parse(bytes, false).unwrap_err().code, 1002);
        }
    }

    #[test]
    fn masking_in_pieces_equals_masking_at_once() {
        let key = [9, 8, 7, 6];
        let data: Vec<u8> = (0..100).collect();
        let mut whole = data.clone();
        mask(&mut whole, key, 0);
        for cut in 0..data.len() {
            let mut pieces = data.clone();
            let (left, right) = pieces.split_at_mut(cut);
            mask(left, key, 0);
            mask(right, key, cut);
            assert_eq!(pieces, whole);
        }
    }
}
