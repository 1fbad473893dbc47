//! TypeScript: pure types, the typed client over the runtime's door, and validators for those who want them.
//!
//! The IR holds every decision; here it becomes view structs of final strings, and the templates lay them out.

mod client;
mod comment;
mod conditions;
mod literal;
mod messages;
mod paths;
mod text;
mod types;
mod validators;

use std::collections::BTreeMap;

use super::files::FileSet;
use super::header;
use super::template::{Embedded, Error, Templates};
use crate::ir::Module;
use crate::naming::{Kind, Table};

/// Every template of this target: the names are the interface of `--templates`.
pub const TEMPLATES: &[Embedded] = &[
    ("ts/types", include_str!("../../../templates/ts/types.hbs")),
    (
        "ts/client",
        include_str!("../../../templates/ts/client.hbs"),
    ),
    ("ts/index", include_str!("../../../templates/ts/index.hbs")),
    (
        "ts/validators",
        include_str!("../../../templates/ts/validators.hbs"),
    ),
    (
        "ts/conditions",
        include_str!("../../../templates/ts/conditions.hbs"),
    ),
    (
        "ts/validation",
        include_str!("../../../templates/ts/validation.hbs"),
    ),
];

#[derive(Debug, Default)]
pub struct Options {
    /// Emit `validators.ts` beside the types.
    pub validators: bool,
    /// Module name -> hash of the served document, which a client compares with the server's.
    pub hashes: BTreeMap<String, String>,
}

/// The files of all modules, under `ts/`.
pub fn emit(
    modules: &[Module],
    options: &Options,
    templates: &Templates,
) -> Result<FileSet, Error> {
    let mut files = FileSet::new();
    for module in modules {
        let names = Names::of(module);
        let mut put =
            |name: &str, text: String| files.insert(paths::in_module(&module.name, name), text);
        put(
            "types.ts",
            templates.render("ts/types", &types::view(module, &names))?,
        );
        if let Some(protocol) = &module.protocol {
            let hash = options.hashes.get(&module.name).map_or("", String::as_str);
            let view = client::view(module, protocol, &names, hash);
            put("client.ts", templates.render("ts/client", &view)?);
        }
        if has_validators(module, options) {
            put(
                "validators.ts",
                templates.render("ts/validators", &validators::view(module))?,
            );
        }
        put(
            "index.ts",
            templates.render("ts/index", &index_view(module, options))?,
        );
    }
    let checked = || {
        modules
            .iter()
            .filter(|module| has_validators(module, options))
    };
    let mut shared = |path: &str, template: &str| {
        let path = format!("{}/{path}", paths::ROOT);
        let sources = header::sources(modules.iter().map(|module| module.source.as_str()));
        let view = serde_json::json!({ "header": header_of(&path, &sources) });
        files.insert(path, templates.render(template, &view)?);
        Ok(())
    };
    if checked().next().is_some() {
        shared(paths::VALIDATION, "ts/validation")?;
    }
    if checked().any(Module::has_conditions) {
        shared(paths::CONDITIONS, "ts/conditions")?;
    }
    Ok(files)
}

/// A module may have no type at all.
fn has_validators(module: &Module, options: &Options) -> bool {
    options.validators && module.types.iter().any(|def| !def.inline)
}

fn header_of(path: &str, source: &str) -> String {
    header::line(path, source).unwrap_or_default()
}

fn index_view(module: &Module, options: &Options) -> serde_json::Value {
    let mut exports = vec!["./types.js"];
    if module.protocol.is_some() {
        exports.push("./client.js");
    }
    if has_validators(module, options) {
        exports.push("./validators.js");
    }
    serde_json::json!({ "header": header_of("index.ts", &module.source), "exports": exports })
}

/// Names of what is emitted once for a module, kept apart from the names of its types.
#[derive(Debug)]
struct Names {
    client: String,
    events: String,
    messages: String,
    client_message: String,
    server_message: String,
    descriptor: String,
    connect: String,
}

impl Names {
    fn of(module: &Module) -> Self {
        let taken = module.types.iter().map(|def| def.names.ts.clone());
        let mut table = Table::new(Kind::TsType).reserve(taken);
        for suffix in [
            "Client",
            "Events",
            "Messages",
            "ClientMessage",
            "ServerMessage",
        ] {
            table.want(&format!("{}{suffix}", module.pascal), 0);
        }
        let mut names = table.finish().into_iter();
        let mut next = || names.next().unwrap_or_default();
        let member = crate::naming::one(Kind::TsMember, &module.name);
        Self {
            client: next(),
            events: next(),
            messages: next(),
            client_message: next(),
            server_message: next(),
            descriptor: format!("{member}Descriptor"),
            connect: format!("connect{}", module.pascal),
        }
    }
}
