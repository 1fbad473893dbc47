//! What a client sends, as an envelope of either encoding: any bytes.
//! `cargo +nightly fuzz run envelope corpus/envelope seeds/envelope`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| specwire_runtime::fuzz::fuzz_envelope(bytes));
