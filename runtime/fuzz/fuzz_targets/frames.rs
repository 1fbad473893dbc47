//! What a client sends, as frames: any bytes, cut anywhere.
//! `cargo +nightly fuzz run frames corpus/frames seeds/frames`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| specwire_runtime::fuzz::fuzz_frames(bytes));
