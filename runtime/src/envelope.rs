//! The envelope `{type, payload?, id?}`: reading what clients send, writing what they get.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use crate::codes::ErrorCode;
use crate::encoding::{EncodeError, Encoding};

/// How deep an inbound MessagePack value may be nested, as deep as JSON may.
const MAX_DEPTH: usize = 128;

/// The client's own mark on a message, given back unchanged.
#[derive(Debug, Clone)]
pub(crate) enum Id {
    /// As it was written in JSON, to the last digit.
    Json(Box<RawValue>),
    Value(Value),
}

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

/// A value that JSON can hold as well: string keys, finite numbers, no raw bytes.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number is not finite"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((key, Strict(value))) = map.next_entry::<String, Strict>()? {
            if members.insert(key, value).is_some() {
                return Err(de::Error::custom("a member stands twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

/// The payload of an `error` envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ErrorBody {
    #[serde(skip)]
    pub(crate) kind: ErrorCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected: Option<Box<str>>,
    /// The topic that was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
}

impl ErrorBody {
    pub(crate) fn new(kind: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: Cow::Borrowed(kind.as_str()),
            message: message.into(),
            path: None,
            expected: None,
            topic: None,
        }
    }

    /// With the place of the fault: a JSON pointer into the payload.
    pub(crate) fn at(mut self, path: &str) -> Self {
        self.path = Some(path.into());
        self
    }

    pub(crate) fn expecting(mut self, expected: &str) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub(crate) fn on(mut self, topic: &str) -> Self {
        self.topic = Some(topic.to_owned());
        self
    }

    pub(crate) fn with_code(mut self, code: Cow<'static, str>) -> Self {
        self.code = code;
        self
    }
}

/// The payload of a subscribe or unsubscribe reply.
#[derive(Debug, Serialize)]
pub(crate) struct SubscriptionReply<'a> {
    pub(crate) status: &'static str,
    pub(crate) message: &'a str,
    pub(crate) topic: &'a str,
}

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

/// What every update of a topic begins with, in both encodings.
#[derive(Debug)]
pub(crate) struct UpdateNames {
    pub(crate) topic: Arc<str>,
    json: Box<[u8]>,
    msgpack: Box<[u8]>,
}

impl UpdateNames {
    pub(crate) fn new(route: &str, topic: &Arc<str>) -> Self {
        let kind = Value::from(format!("{route}.update"));
        let name = Value::from(&**topic);
        let json = format!(r#"{{"type":{kind},"payload":{{"topic":{name},"payload":"#);
        let mut msgpack = vec![0x82];
        for text in ["type", kind.as_str().unwrap_or_default(), "payload"] {
            write_text(&mut msgpack, text);
        }
        msgpack.push(0x82);
        for text in ["topic", topic, "payload"] {
            write_text(&mut msgpack, text);
        }
        Self {
            topic: Arc::clone(topic),
            json: json.into_bytes().into(),
            msgpack: msgpack.into(),
        }
    }

    /// Writes the whole envelope of an update.
    pub(crate) fn write<T: Serialize + ?Sized>(
        &self,
        encoding: Encoding,
        out: &mut Vec<u8>,
        value: &T,
    ) -> Result<(), EncodeError> {
        match encoding {
            Encoding::Json => {
                out.extend_from_slice(&self.json);
                encoding.write(out, value)?;
                out.extend_from_slice(b"}}");
                Ok(())
            }
            Encoding::MsgPack => {
                out.extend_from_slice(&self.msgpack);
                encoding.write(out, value)
            }
        }
    }
}

/// A MessagePack string.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let length = text.len();
    match length {
        0..=31 => out.push(0xa0 | length as u8),
        32..=0xff => out.extend_from_slice(&[0xd9, length as u8]),
        0x100..=0xffff => {
            out.push(0xda);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            out.push(0xdb);
            out.extend_from_slice(&(length as u32).to_be_bytes());
        }
    }
    out.extend_from_slice(text.as_bytes());
}

/// Reads arbitrary bytes as an envelope of either encoding; for fuzzing. What was read must be written and read
/// again the same.
#[doc(hidden)]
pub fn fuzz_envelope(data: &[u8]) {
    for encoding in [Encoding::Json, Encoding::MsgPack] {
        let Ok(inbound) = decode(encoding, data) else {
            continue;
        };
        let mut out = Vec::new();
        let payload = inbound.payload.clone().unwrap_or_default();
        let write = |out: &mut Vec<u8>| encoding.write(out, &payload);
        assert!(
            write_envelope(
                encoding,
                &mut out,
                &inbound.kind,
                write,
                inbound.id.as_ref()
            )
            .is_ok()
        );
        let Ok(again) = decode(encoding, &out) else {
            panic!("written and not read again: {out:?}");
        };
        assert_eq!(again.kind, inbound.kind);
        assert_eq!(again.payload.unwrap_or_default(), payload);
        assert_eq!(format!("{:?}", again.id), format!("{:?}", inbound.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(encoding: Encoding, payload: &Value, id: Option<&Id>) -> Vec<u8> {
        let mut out = Vec::new();
        write_envelope(
            encoding,
            &mut out,
            "a.b",
            |out| encoding.write(out, payload),
            id,
        )
        .unwrap();
        out
    }

    #[test]
    fn ids_come_back_to_the_last_digit() {
        for id in [
            "1",
            "-1.50",
            "1e400",
            "123456789012345678901234567890",
            r#""a\u0062""#,
        ] {
            let text = format!(r#"{{"type":"a.b","id":{id}}}"#);
            let inbound = decode(Encoding::Json, text.as_bytes()).unwrap();
            let out = envelope(Encoding::Json, &Value::Null, inbound.id.as_ref());
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_envelope_is_refused() {
        for text in [
            "",
            "1",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"a","id":{}}"#,
            r#"{"type":"a","id":true}"#,
            r#"{"type":"a","type":"b"}"#,
            r#"{"type":"a"} x"#,
            r#"{"type":"a","payload":1e999}"#,
            r#"["a",null,1]"#,
        ] {
            assert_eq!(
                decode(Encoding::Json, text.as_bytes())
                    .unwrap_err()
                    .body
                    .code,
                "decode_failed",
                "{text}"
            );
        }
    }

    #[test]
    fn an_error_has_the_id_of_what_it_is_about() {
        for (text, id) in [
            (r#"{"id":7}"#, Some("7")),
            (r#"{"id":"x","type":null}"#, Some("\"x\"")),
            (r#"{"type":"a","id":7,"payload":1e999}"#, Some("7")),
            (r#"{"type":"a","id":[7]}"#, None),
            (r#"{"type":"a","id":7"#, None),
            (r#"{"id":7,"id":7}"#, None),
        ] {
            let found = decode(Encoding::Json, text.as_bytes()).unwrap_err().id;
            let found = found.map(|id| match id {
                Id::Json(raw) => raw.get().to_owned(),
                Id::Value(value) => value.to_string(),
            });
            assert_eq!(found.as_deref(), id, "{text}");
        }
        // {"id": 7}, and ["a", nil, 7].
        let packed = decode(Encoding::MsgPack, b"\x81\xa2id\x07").unwrap_err();
        assert!(matches!(packed.id, Some(Id::Value(id)) if id == 7));
        assert_eq!(
            decode(Encoding::MsgPack, b"\x93\xa1a\xc0\x07")
                .unwrap_err()
                .body
                .message,
            "not a map"
        );
    }

    #[test]
    fn both_encodings_say_the_same() {
        let payload =
            serde_json::json!({"a": [1, -2, 1.5, "x", null, true], "long": "y".repeat(300)});
        let id = Id::Value(7.into());
        for encoding in [Encoding::Json, Encoding::MsgPack] {
            let out = envelope(encoding, &payload, Some(&id));
            let inbound = decode(encoding, &out).unwrap();
            assert_eq!(
                (&*inbound.kind, inbound.payload),
                ("a.b", Some(payload.clone()))
            );
            assert!(inbound.id.is_some());
        }
    }

    #[test]
    fn updates_say_the_same_in_both_encodings() {
        let topic: Arc<str> = format!("bars:{}", "é".repeat(200)).into();
        let names = UpdateNames::new("bars", &topic);
        let mut json = Vec::new();
        let mut packed = Vec::new();
        names.write(Encoding::Json, &mut json, &[1, 2]).unwrap();
        names
            .write(Encoding::MsgPack, &mut packed, &[1, 2])
            .unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["payload"]["topic"], *topic);
        assert_eq!(rmp_serde::from_slice::<Value>(&packed).unwrap(), json);
    }
}
