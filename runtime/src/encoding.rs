//! The two encodings of one wire: JSON text and MessagePack.

use std::fmt;

use serde::Serialize;

/// How envelopes are written on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    Json,
    MsgPack,
}

impl Encoding {
    /// Appends `value`.
    pub(crate) fn write<T: Serialize + ?Sized>(
        self,
        out: &mut Vec<u8>,
        value: &T,
    ) -> Result<(), EncodeError> {
        match self {
            Self::Json => {
                serde_json::to_writer(out, value).map_err(|error| EncodeError(error.to_string()))
            }
            Self::MsgPack => {
                let mut serializer = rmp_serde::Serializer::new(out)
                    .with_struct_map()
                    .with_human_readable();
                value
                    .serialize(&mut serializer)
                    .map_err(|error| EncodeError(error.to_string()))
            }
        }
    }
}

/// A value that cannot be written, such as a map whose keys are no strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EncodeError(pub(crate) String);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
