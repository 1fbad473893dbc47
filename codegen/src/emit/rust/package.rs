//! The crate around the modules: `lib.rs`, each `mod.rs`, and the manifest where it is asked for.

use serde_json::json;

use super::{Manifest, Options, Runtime, docs, literal, paths, readme};
use crate::emit::files::FileSet;
use crate::emit::header;
use crate::emit::template::{Error, Templates};
use crate::ir::Module;

/// What the types of all modules share.
const SUPPORT: &[(&str, &str)] = &[
    ("src/support/mod.rs", "rust/support"),
    ("src/support/alternatives.rs", "rust/support_alternatives"),
    ("src/support/checked.rs", "rust/support_checked"),
    ("src/support/formats.rs", "rust/support_formats"),
    ("src/support/positions.rs", "rust/support_positions"),
    ("src/support/reading.rs", "rust/support_reading"),
    ("src/support/words.rs", "rust/support_words"),
];

pub(super) fn emit(
    modules: &[Module],
    options: &Options,
    templates: &Templates,
    files: &mut FileSet,
) -> Result<(), Error> {
    for module in modules {
        let path = paths::in_module(&module.name, "mod.rs");
        files.insert(
            path.clone(),
            templates.render("rust/mod", &module_view(module, &path, options))?,
        );
    }
    let sources = header::sources(modules.iter().map(|module| module.source.as_str()));
    let head = |path: &str| header::line(path, &sources).unwrap_or_default();
    let protocol = modules.iter().any(|module| module.protocol.is_some());
    let names: Vec<_> = modules
        .iter()
        .map(|module| json!({ "name": module.name }))
        .collect();
    let conditions = modules.iter().any(Module::has_conditions);
    let lib = json!({
        "header": head("src/lib.rs"),
        "modules": names,
        "protocol": protocol,
        "conditions": conditions,
    });
    files.insert("src/lib.rs".to_owned(), templates.render("rust/lib", &lib)?);
    for (path, template) in SUPPORT {
        let view = json!({ "header": head(path) });
        files.insert((*path).to_owned(), templates.render(template, &view)?);
    }
    if conditions {
        let path = "src/conditions.rs";
        let view = json!({ "header": head(path) });
        files.insert(path.to_owned(), templates.render("rust/conditions", &view)?);
    }
    if let Some(manifest) = &options.manifest {
        let patterns = files.values().any(|text| text.contains("regress::Regex"));
        let view = json!({
            "header": head("Cargo.toml"),
            "name": literal::string(&manifest.name),
            "version": literal::string(&manifest.version),
            "dependencies": dependencies(manifest, protocol, patterns),
            "standalone": manifest.standalone,
        });
        files.insert(
            "Cargo.toml".to_owned(),
            templates.render("rust/cargo", &view)?,
        );
        if manifest.readme {
            let view = readme::view(&manifest.name, modules, head(readme::README));
            files.insert(
                readme::README.to_owned(),
                templates.render("rust/readme", &view)?,
            );
        }
    }
    Ok(())
}

fn dependencies(manifest: &Manifest, protocol: bool, patterns: bool) -> Vec<String> {
    let mut out = Vec::new();
    if patterns {
        out.push("regress = \"0.12\"".to_owned());
    }
    out.extend([
        "schemars = \"1\"".to_owned(),
        "serde = { version = \"1.0.181\", features = [\"derive\"] }".to_owned(),
        "serde_json = { version = \"1\", features = [\"float_roundtrip\"] }".to_owned(),
    ]);
    if protocol {
        let runtime = paths::RUNTIME;
        out.push(match &manifest.runtime {
            Runtime::Version(version) => format!("{runtime} = {}", literal::string(version)),
            Runtime::Path(path) => format!("{runtime} = {{ path = {} }}", literal::string(path)),
        });
    }
    out
}

fn module_view(module: &Module, path: &str, options: &Options) -> serde_json::Value {
    let hash = options.hashes.get(&module.name).map_or("", String::as_str);
    let mut paragraphs = vec![if module.title.is_empty() {
        format!("The module `{}`.", module.name)
    } else {
        module.title.clone()
    }];
    paragraphs.extend(module.docs.description.clone());
    json!({
        "header": header::line(path, &module.source).unwrap_or_default(),
        "docs": docs::lines("", &paragraphs).replace("/// ", "//! ").replace("///\n", "//!\n"),
        "protocol": module.protocol.is_some(),
        "module": literal::string(&module.name),
        "folder": module.name,
        "title": literal::string(&module.title),
        "version": literal::string(&module.version),
        "hash": literal::string(hash),
    })
}
