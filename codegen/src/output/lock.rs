//! One writer at a time for one root, so that a watcher and a hand-started run do not mix their files.

use std::fs::File;
use std::path::Path;

use super::manifest::sha256;

/// Held until dropped. The file lies in the system's temporary folder: nothing is left in the tree.
#[derive(Debug)]
pub(crate) struct Lock(Option<File>);

impl Lock {
    /// Whether nobody else writes now.
    pub(crate) fn is_held(&self) -> bool {
        self.0.is_some()
    }
}

/// Waits for the other writer. Where locks cannot be had the write goes ahead without.
pub(crate) fn lock(root: &Path) -> Lock {
    let canonical = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let name = format!(
        "specwire-{}.lock",
        &sha256(canonical.as_os_str().as_encoded_bytes())[..16]
    );
    let file = File::create(std::env::temp_dir().join(name)).ok();
    Lock(file.filter(|file| file.lock().is_ok()))
}
