//! Rust: models that keep what is on the wire, the traits of services, and a router without type parameters.
//!
//! The IR holds every decision; here it becomes views of final strings, and the templates lay them out.

mod checks;
mod conditions;
mod defaults;
mod dialect;
mod docs;
mod enums;
mod literal;
mod models;
mod newtypes;
mod package;
mod paths;
mod positions;
mod readme;
mod services;
mod structs;
mod text;
mod typify_bridge;
mod unions;

use std::collections::BTreeMap;

pub use readme::README;

use super::files::FileSet;
use super::template::{Embedded, Error, Templates};
use crate::ir::Module;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$((concat!("rust/", $name), include_str!(concat!("../../../templates/rust/", $name, ".hbs")))),*]
    };
}

/// Every template of this target: the names are the interface of `--templates`.
pub const TEMPLATES: &[Embedded] = embedded![
    "alias",
    "cargo",
    "conditions",
    "enum_integer",
    "enum_mixed",
    "enum_text",
    "lib",
    "mod",
    "models",
    "newtype",
    "positions",
    "readme",
    "recursive",
    "router",
    "services",
    "struct",
    "support",
    "support_alternatives",
    "support_checked",
    "support_formats",
    "support_positions",
    "support_reading",
    "support_words",
    "tuple",
    "union",
];

#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Module name -> hash of the served document.
    pub hashes: BTreeMap<String, String>,
    /// Present where the output is a crate of its own and its manifest is written too.
    pub manifest: Option<Manifest>,
}

/// What the emitted crate's `Cargo.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub name: String,
    pub version: String,
    /// Where routers find the runtime; not asked for where no document has the envelope.
    pub runtime: Runtime,
    /// The crate is no member of a workspace above it.
    pub standalone: bool,
    /// Whether there is room for a page about the crate: nobody wrote one.
    pub readme: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    Version(String),
    /// As the manifest has it: relative to the crate.
    Path(String),
}

/// The files of all modules: `src/`, and `Cargo.toml` where it is asked for.
pub fn emit(
    modules: &[Module],
    options: &Options,
    templates: &Templates,
) -> Result<FileSet, Error> {
    let mut files = FileSet::new();
    for module in modules {
        let path = |file: &str| paths::in_module(&module.name, file);
        files.insert(
            path("models.rs"),
            models::emit(module, &path("models.rs"), templates)?,
        );
        if let Some(protocol) = &module.protocol {
            let names = [path("services.rs"), path("router.rs")];
            let [services, router] =
                services::emit(module, protocol, [&names[0], &names[1]], templates)?;
            files.extend(names.into_iter().zip([services, router]));
        }
    }
    package::emit(modules, options, templates, &mut files)?;
    Ok(files)
}
