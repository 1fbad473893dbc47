//! The entrance for fuzzing: any bytes as an envelope.

use super::{decode, write_envelope};
use crate::encoding::Encoding;

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
