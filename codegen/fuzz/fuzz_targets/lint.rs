//! Everything up to the findings: any bytes. `cargo +nightly fuzz run lint`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

fuzz_target!(|bytes: &[u8]| {
    let input = Input::Text { name: "a.yaml".to_owned(), bytes: bytes.to_vec() };
    if let Ok(project) = Project::load(&[input], &LoadOptions::new("/"), &Nothing) {
        let _ = lint::check(&project, &Levels::default());
    }
});
