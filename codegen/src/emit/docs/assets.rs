//! Style, script and templates of the page, embedded.

use base64::Engine;
use sha2::{Digest, Sha256};

use crate::emit::template::Embedded;

macro_rules! asset {
    ($name:literal) => {
        include_str!(concat!("../../../templates/docs/", $name))
    };
}

/// The templates of a page, for [`crate::emit::template::Templates::load`].
pub const TEMPLATES: &[Embedded] = &[
    ("docs/page", asset!("page.hbs")),
    ("docs/section", asset!("section.hbs")),
    ("docs/overview", asset!("overview.hbs")),
    ("docs/operation", asset!("operation.hbs")),
    ("docs/schema", asset!("schema.hbs")),
];

/// Runs before the page is painted: the theme that the reader chose last.
pub(super) const EARLY: &str = asset!("early.min.js");

/// Everything that the page can do. Built from `src/`, like the style, by `npm run build` in `e2e/`.
const SCRIPT: &str = asset!("page.min.js");

/// The same, deflated, as base64: more than half of it is saved.
pub(super) const PACKED: &str = asset!("page.packed.txt");

/// Unpacks and runs it.
pub(super) const LOAD: &str = asset!("load.min.js");

pub(super) const STYLE: &str = asset!("page.min.css");

/// Only in the page that an author is served: loads it again when its document has changed.
pub(super) const RELOAD: &str = r#"new EventSource("/changes").onmessage=()=>location.reload()"#;

/// Scripts run only with a hash that is named here, the unpacked one too; nothing is loaded from anywhere.
pub(super) fn policy(reload: &str) -> String {
    let hash = |script: &&str| {
        let digest = Sha256::digest(script.as_bytes());
        format!(
            "'sha256-{}'",
            base64::engine::general_purpose::STANDARD.encode(digest)
        )
    };
    let hashes: Vec<String> = [EARLY, LOAD, SCRIPT, reload]
        .iter()
        .filter(|script| !script.is_empty())
        .map(hash)
        .collect();
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; script-src {}",
        hashes.join(" ")
    )
}
