//! What a client sent, out of either encoding.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use serde_json::value::RawValue;

use super::strict::Strict;
use super::{ErrorBody, Id};
use crate::codes::ErrorCode;
use crate::encoding::Encoding;

/// How deep an inbound MessagePack value may be nested, as deep as JSON may.
const MAX_DEPTH: usize = 128;
/// What a client sent.
#[derive(Debug)]
pub(crate) struct Inbound<'a> {
    pub(crate) kind: Cow<'a, str>,
    pub(crate) payload: Option<Value>,
    pub(crate) id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct JsonEnvelope<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default, deserialize_with = "present")]
    payload: Option<Value>,
    #[serde(default, borrow)]
    id: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(expecting = "a map")]
struct MsgPackEnvelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, deserialize_with = "present")]
    payload: Option<Strict>,
    #[serde(default)]
    id: Option<Strict>,
}

/// A member that is there, `null` included.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What could not be read as an envelope.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) body: ErrorBody,
    /// The mark, where it alone can be read.
    pub(crate) id: Option<Id>,
}

#[derive(Deserialize)]
struct JsonId<'a> {
    #[serde(default, borrow)]
    id: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct MsgPackId {
    #[serde(default)]
    id: Option<Strict>,
}

/// Reads an envelope.
pub(crate) fn decode(encoding: Encoding, data: &[u8]) -> Result<Inbound<'_>, Box<Unreadable>> {
    let inbound = match encoding {
        Encoding::Json => decode_json(data),
        Encoding::MsgPack => decode_msgpack(data),
    };
    inbound.map_err(|body| {
        let id = match encoding {
            Encoding::Json => serde_json::from_slice(data)
                .ok()
                .and_then(|JsonId { id }| json_id(id?).ok()),
            Encoding::MsgPack => read_msgpack(data)
                .ok()
                .and_then(|MsgPackId { id }| msgpack_id(id?).ok()),
        };
        Box::new(Unreadable { body, id })
    })
}

fn decode_json(data: &[u8]) -> Result<Inbound<'_>, ErrorBody> {
    let envelope: JsonEnvelope<'_> =
        serde_json::from_slice(data).map_err(|error| undecodable(&error))?;
    // An array would be taken for the members in their order.
    if data.trim_ascii_start().first() != Some(&b'{') {
        return Err(undecodable(&"not an object"));
    }
    Ok(Inbound {
        kind: envelope.kind,
        payload: envelope.payload,
        id: envelope.id.map(json_id).transpose()?,
    })
}

fn json_id(raw: &RawValue) -> Result<Id, ErrorBody> {
    match raw.get().as_bytes().first() {
        Some(b'"' | b'-' | b'0'..=b'9') => Ok(Id::Json(raw.to_owned())),
        _ => Err(bad_id()),
    }
}

fn decode_msgpack(data: &[u8]) -> Result<Inbound<'static>, ErrorBody> {
    if !matches!(data.first(), Some(0x80..=0x8f | 0xde | 0xdf)) {
        return Err(undecodable(&"not a map"));
    }
    let envelope: MsgPackEnvelope = read_msgpack(data)?;
    Ok(Inbound {
        kind: Cow::Owned(envelope.kind),
        payload: envelope.payload.map(|Strict(value)| value),
        id: envelope.id.map(msgpack_id).transpose()?,
    })
}

fn read_msgpack<T: de::DeserializeOwned>(data: &[u8]) -> Result<T, ErrorBody> {
    let mut rest = data;
    let mut deserializer = rmp_serde::Deserializer::new(&mut rest);
    deserializer.set_max_depth(MAX_DEPTH);
    let value = T::deserialize(&mut deserializer).map_err(|error| undecodable(&error))?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(undecodable(&"bytes after the end of the envelope"))
    }
}

fn msgpack_id(Strict(id): Strict) -> Result<Id, ErrorBody> {
    match id {
        Value::String(_) | Value::Number(_) => Ok(Id::Value(id)),
        _ => Err(bad_id()),
    }
}

fn undecodable(why: &dyn fmt::Display) -> ErrorBody {
    ErrorBody::new(ErrorCode::DecodeFailed, why.to_string())
        .expecting("an object with a string `type`")
}

fn bad_id() -> ErrorBody {
    ErrorBody::new(
        ErrorCode::DecodeFailed,
        "`id` is neither a string nor a number",
    )
    .expecting("a string or a number")
}
