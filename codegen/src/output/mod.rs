//! Files in memory against files on disk: what is fresh, stale, left over or not ours; and the writing of it.
//!
//! Nothing under the root changes until every new text lies in a staging folder beside its target. Then
//! renames only, a manifest that lists old and new before the first of them, and the final manifest last.

mod apply;
mod diff;
mod lock;
mod manifest;
mod mark;
mod plan;

use std::fmt;
use std::path::PathBuf;

pub use apply::Summary;
pub(crate) use manifest::sha256;
pub use manifest::{MANIFEST, Manifest};
pub use mark::{MARK, is_marked, source_of};
pub use plan::{Change, Kind, Plan, plan};

/// What stops a write. Nothing has been changed when one of these comes back.
#[derive(Debug)]
pub enum OutputError {
    /// Files in the way that do not say that we wrote them.
    Foreign { root: PathBuf, paths: Vec<String> },
    /// A template of the user's left the first line out: the next run would not know the file.
    Unmarked { path: String },
    /// The folder to write into is something else.
    NotAFolder { root: PathBuf },
    Io {
        doing: &'static str,
        path: PathBuf,
        error: std::io::Error,
    },
}

impl OutputError {
    pub(crate) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { doing, path, error }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { root, paths } => {
                writeln!(
                    f,
                    "refusing to write over files that specwire did not write:"
                )?;
                for path in paths {
                    writeln!(f, "  {}", root.join(path).display())?;
                }
                write!(
                    f,
                    "nothing was changed; move them away, or generate into another folder with --out"
                )
            }
            Self::Unmarked { path } => write!(
                f,
                "the template of {path} does not begin with the line that says who wrote the file: put {{{{header}}}} first"
            ),
            Self::NotAFolder { root } => write!(
                f,
                "cannot write into {}: it is a file; name a folder with --out",
                root.display()
            ),
            Self::Io { doing, path, error } => {
                write!(f, "cannot {doing} {}: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {}

/// Writes one file that the user named, whole or not at all.
pub fn replace(path: &std::path::Path, text: &str) -> Result<(), OutputError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(std::path::Path::new("."));
    let staging = tempfile::Builder::new()
        .prefix(".specwire-")
        .tempdir_in(folder)
        .map_err(OutputError::io("write into", folder))?;
    let new = staging.path().join("new");
    std::fs::write(&new, text).map_err(OutputError::io("write", path))?;
    std::fs::rename(&new, path).map_err(OutputError::io("write", path))
}
