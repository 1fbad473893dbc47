//! `Cargo.toml` of a generated crate that stands on its own.

use std::path::PathBuf;

use super::header;
use crate::ir::Module;

/// What the manifest says beside the dependencies of generated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name.
    pub name: String,
    /// The folder of the runtime crate; the published one where there is none.
    pub runtime: Option<PathBuf>,
}

/// What generated code uses, whatever the document.
const DEPENDENCIES: &str = r#"jiff = "0.2.43"
regress = "0.12.0"
schemars = "1.2.3"
serde = { version = "1.0.229", features = ["derive"] }
serde_json = "1.0.154"
"#;

const UUID: &str = "uuid = \"1.29.1\"\n";

/// Path and text.
pub fn emit(manifest: &Manifest, modules: &[Module]) -> (String, String) {
    let sources = header::sources(modules.iter().map(|module| module.source.as_str()));
    let header = header::line("Cargo.toml", &sources).unwrap_or_default();
    let name = string(&manifest.name);
    // Models alone need no runtime.
    let routed = modules.iter().any(|module| module.protocol.is_some());
    let runtime = if routed {
        runtime(manifest)
    } else {
        String::new()
    };
    let text = format!(
        "{header}\n[package]\nname = {name}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.90\"\n\
         publish = false\n\n[dependencies]\n{DEPENDENCIES}{runtime}{UUID}"
    );
    ("Cargo.toml".to_owned(), text)
}

fn runtime(manifest: &Manifest) -> String {
    match &manifest.runtime {
        Some(path) => format!(
            "specwire-runtime = {{ path = {} }}\n",
            string(&path.to_string_lossy().replace('\\', "/"))
        ),
        None => format!("specwire-runtime = \"{}\"\n", env!("CARGO_PKG_VERSION")),
    }
}

/// A basic string of TOML is escaped as one of JSON.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
