//! Readers and resolver: any bytes, as YAML and as JSON.
//!
//! How to run it: CONTRIBUTING.md.
#![no_main]

use libfuzzer_sys::fuzz_target;
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.yaml", "a.json"] {
        let input = Input::Text { name: name.to_owned(), bytes: bytes.to_vec() };
        let Ok(project) = Project::load(&[input], &LoadOptions::new("/"), &Nothing) else { return };
        for file in &project.documents {
            for (node, _) in project.references(*file) {
                let _ = (node.resolve().pointer(), node.to_json());
            }
        }
    }
});
