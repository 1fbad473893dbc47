//! What a client sends, as frames: any bytes, cut anywhere. `cargo +nightly fuzz run frames corpus/frames seeds/frames`.
//!
//! The first byte says whether compression was agreed on, the second where the bytes are cut.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let [deflate, cut, rest @ ..] = bytes {
        specwire_runtime::fuzz::fuzz_frames(rest, usize::from(*cut), deflate & 1 == 1);
    }
});
