//! Where the runtime crate and the client package are when nobody says: in the checkout that this program was built
//! from. A program that came from a registry has no such folder beside it and names the published ones.

use std::path::{Path, PathBuf};

/// The runtime crate of the checkout.
pub(super) fn runtime() -> Option<PathBuf> {
    part("runtime", "Cargo.toml")
}

/// The client package of the checkout.
pub(super) fn client() -> Option<PathBuf> {
    part("ts-out", "package.json")
}

/// Does the client package hold what it exports? It is built by `make ts`.
pub(super) fn is_built(client: &Path) -> bool {
    client.join("dist/index.js").is_file()
}

fn part(folder: &str, manifest: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join(folder);
    folder.join(manifest).is_file().then_some(folder)
}
