//! The envelope of an update: its names are written once for each topic.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::encoding::{EncodeError, Encoding};

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
