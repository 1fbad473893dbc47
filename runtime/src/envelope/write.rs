//! An envelope around any payload.

use super::Id;
use crate::encoding::{EncodeError, Encoding};

/// Writes an envelope around a payload that writes itself. A payload of `null` is left out.
pub(crate) fn write_envelope(
    encoding: Encoding,
    out: &mut Vec<u8>,
    kind: &str,
    payload: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
    id: Option<&Id>,
) -> Result<(), EncodeError> {
    let start = out.len();
    let mut members = 1;
    match encoding {
        Encoding::Json => out.extend_from_slice(br#"{"type":"#),
        Encoding::MsgPack => {
            out.push(0x80);
            encoding.write(out, "type")?;
        }
    }
    encoding.write(out, kind)?;
    let before = out.len();
    write_name(encoding, out, "payload")?;
    let value = out.len();
    payload(out)?;
    let null: &[u8] = if encoding == Encoding::Json {
        b"null"
    } else {
        &[0xc0]
    };
    if &out[value..] == null {
        out.truncate(before);
    } else {
        members += 1;
    }
    if let Some(id) = id {
        write_name(encoding, out, "id")?;
        match id {
            Id::Json(raw) if encoding == Encoding::Json => {
                out.extend_from_slice(raw.get().as_bytes())
            }
            Id::Json(raw) => encoding.write(out, raw)?,
            Id::Value(value) => encoding.write(out, value)?,
        }
        members += 1;
    }
    match encoding {
        Encoding::Json => out.push(b'}'),
        Encoding::MsgPack => out[start] |= members,
    }
    Ok(())
}

fn write_name(encoding: Encoding, out: &mut Vec<u8>, name: &str) -> Result<(), EncodeError> {
    if encoding == Encoding::Json {
        out.push(b',');
    }
    encoding.write(out, name)?;
    if encoding == Encoding::Json {
        out.push(b':');
    }
    Ok(())
}
