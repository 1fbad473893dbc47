//! What the fuzz targets begin with and what they once found, through the same entrances.

use std::path::Path;

use specwire_runtime::fuzz::{fuzz_envelope, fuzz_frames};

/// Hands every kept input of a target on: how many there were.
fn replay(target: &str, entrance: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let inputs = std::fs::read_dir(folder.join(target)).unwrap();
    let run = inputs.map(|input| entrance(&std::fs::read(input.unwrap().path()).unwrap()));
    run.count()
}

#[test]
fn every_kept_input_of_the_frames() {
    assert!(replay("frames", fuzz_frames) >= 85);
}

#[test]
fn every_kept_input_of_the_envelopes() {
    assert!(replay("envelope", fuzz_envelope) >= 120);
}
