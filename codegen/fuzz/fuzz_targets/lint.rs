//! Everything up to the findings and their fixes: any bytes, as JSON where they open like an object, else as YAML.
//!
//! How to run it: CONTRIBUTING.md.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/account.rs"]
mod account;

fuzz_target!(|bytes: &[u8]| {
    let name = if bytes.starts_with(b"{") { "a.json" } else { "a.yaml" };
    account::check(name, bytes);
});
