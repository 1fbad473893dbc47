//! Style, script and templates of the page, embedded, with what only authors need taken out.

use base64::Engine;
use sha2::{Digest, Sha256};

macro_rules! asset {
    ($name:literal) => {
        include_str!(concat!("../../../templates/docs/", $name))
    };
}

pub(super) const TEMPLATES: [(&str, &str); 5] = [
    ("page", asset!("page.hbs")),
    ("section", asset!("section.hbs")),
    ("overview", asset!("overview.hbs")),
    ("operation", asset!("operation.hbs")),
    ("schema", asset!("schema.hbs")),
];

/// The modules of the page's script. Each may use those before it.
const SCRIPTS: [&str; 0] = [];

/// Runs before the page is painted: the theme that the reader chose last.
pub(super) fn early() -> String {
    compact(asset!("early.js"))
}

/// All modules as one: their imports of one another fall away.
pub(super) fn script(live_reload: bool) -> String {
    let mut text = String::new();
    for module in SCRIPTS {
        text.push_str(module);
    }
    if live_reload {
        text.push_str(asset!("reload.js"));
    }
    let lines = text.lines().filter(|line| !line.starts_with("import "));
    compact(&lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

pub(super) fn style() -> String {
    compact(asset!("page.css"))
}

/// Drops indentation, blank lines and comments that fill their lines. Sources keep to what this can read: no text
/// over several lines, no comment behind code.
fn compact(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("/*") {
            in_comment = true;
        }
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        if line.ends_with("*/") {
            in_comment = false;
        }
    }
    out
}

/// Scripts run only with a hash that is named here; nothing is loaded from anywhere.
pub(super) fn policy(scripts: &[&str]) -> String {
    let hash = |script: &&str| {
        let digest = Sha256::digest(script.as_bytes());
        format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(digest))
    };
    let hashes: Vec<String> = scripts.iter().map(hash).collect();
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; script-src {}",
        hashes.join(" ")
    )
}
