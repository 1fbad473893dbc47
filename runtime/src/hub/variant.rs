//! The forms that one update takes on the wire, each made at most once.

use bytes::Bytes;

use crate::config::Compression;
use crate::encoding::{EncodeError, Encoding};
use crate::ws::{HEADROOM, Opcode, deflate, payload_of, seal};

/// An encoding, compressed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) encoding: Encoding,
    pub(crate) deflate: bool,
}

impl Variant {
    const fn index(self) -> usize {
        matches!(self.encoding, Encoding::MsgPack) as usize * 2 + self.deflate as usize
    }
}

pub(crate) const fn opcode_of(encoding: Encoding) -> Opcode {
    match encoding {
        Encoding::Json => Opcode::Text,
        Encoding::MsgPack => Opcode::Binary,
    }
}

/// Writes the envelope of a message in an encoding.
pub(crate) type WriteEnvelope<'a> = dyn Fn(Encoding, &mut Vec<u8>) -> Result<(), EncodeError> + 'a;

/// The frames of one update.
pub(crate) struct Frames<'a> {
    write: &'a WriteEnvelope<'a>,
    made: [Option<Bytes>; 4],
}

impl<'a> Frames<'a> {
    pub(crate) fn new(write: &'a WriteEnvelope<'a>) -> Self {
        Self {
            write,
            made: [const { None }; 4],
        }
    }

    pub(crate) fn get(
        &mut self,
        variant: Variant,
        compression: &Compression,
    ) -> Result<Bytes, EncodeError> {
        if let Some(frame) = &self.made[variant.index()] {
            return Ok(frame.clone());
        }
        let frame = if variant.deflate {
            let plain = self.plain(variant.encoding)?;
            compressed(&plain, variant.encoding, compression, 15).unwrap_or(plain)
        } else {
            self.plain(variant.encoding)?
        };
        self.made[variant.index()] = Some(frame.clone());
        Ok(frame)
    }

    pub(crate) fn plain(&mut self, encoding: Encoding) -> Result<Bytes, EncodeError> {
        let index = Variant {
            encoding,
            deflate: false,
        }
        .index();
        if let Some(frame) = &self.made[index] {
            return Ok(frame.clone());
        }
        let mut buffer = Vec::with_capacity(256);
        buffer.resize(HEADROOM, 0);
        (self.write)(encoding, &mut buffer)?;
        let frame = seal(buffer, opcode_of(encoding), false);
        self.made[index] = Some(frame.clone());
        Ok(frame)
    }
}

/// The compressed form of a plain frame, where it pays.
pub(super) fn compressed(
    plain: &[u8],
    encoding: Encoding,
    compression: &Compression,
    window_bits: u8,
) -> Option<Bytes> {
    let payload = payload_of(plain);
    if payload.len() < compression.min_bytes {
        return None;
    }
    let packed = deflate(payload, compression.level, window_bits)?;
    (packed.len() < payload.len() + HEADROOM).then(|| seal(packed, opcode_of(encoding), true))
}
