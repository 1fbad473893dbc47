//! The page that a reader of the crate's folder meets first.

use serde::Serialize;

use super::services::router_name;
use crate::ir::Module;

pub const README: &str = "README.md";

#[derive(Debug, Serialize)]
pub(super) struct View {
    header: String,
    name: String,
    /// As Rust code names the crate.
    crate_name: String,
    modules: Vec<Row>,
    /// A module that has a router, or nothing.
    served: String,
    router: String,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    title: String,
    content: String,
}

pub(super) fn view(name: &str, modules: &[Module], header: String) -> View {
    let served = modules.iter().find(|module| module.protocol.is_some());
    let row = |module: &Module| Row {
        name: module.name.clone(),
        title: cell(&format!("{} {}", module.title, module.version)),
        content: content(module),
    };
    View {
        header,
        name: name.to_owned(),
        crate_name: name.replace('-', "_"),
        modules: modules.iter().map(row).collect(),
        served: served.map(|module| module.name.clone()).unwrap_or_default(),
        router: served.map(router_name).unwrap_or_default(),
    }
}

fn content(module: &Module) -> String {
    let mut counts = vec![(
        module.types.iter().filter(|def| !def.inline).count(),
        "type",
    )];
    if let Some(protocol) = &module.protocol {
        counts.extend([
            (protocol.routes.len(), "route"),
            (protocol.requests.len(), "request"),
            (protocol.events.len(), "event"),
        ]);
    }
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = some
        .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if said.is_empty() {
        "no types".to_owned()
    } else {
        said.join(", ")
    }
}

/// On one line, and ending no column.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|").replace('<', "&lt;")
}
