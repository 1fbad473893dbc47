//! Compares: which files would be made, changed and removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};
use super::{OutputError, diff, mark};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Created,
    Changed,
    Removed,
}

/// One file that is not as it should be.
#[derive(Debug, Clone)]
pub struct Change {
    /// Relative to the root, `/` between parts.
    pub path: String,
    pub kind: Kind,
    /// On disk now; empty where there is nothing.
    pub old: String,
    /// As it should be; empty where it should not be.
    pub new: String,
}

/// What a run would do, settled before it does any of it.
#[derive(Debug)]
pub struct Plan {
    pub root: PathBuf,
    /// In the order of the paths, the manifest apart.
    pub changes: Vec<Change>,
    pub unchanged: usize,
    /// Files in the way that are not ours.
    pub foreign: Vec<String>,
    pub(crate) before: Manifest,
    pub(crate) after: Manifest,
    pub(crate) manifest: Option<Change>,
}

impl Plan {
    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty() && self.manifest.is_none() && self.foreign.is_empty()
    }

    /// Every difference as a unified diff, old on disk, new as generated.
    pub fn diff(&self) -> String {
        let shown = self.root.display().to_string().replace('\\', "/");
        self.changes
            .iter()
            .chain(&self.manifest)
            .map(|change| diff::unified(&shown, change))
            .collect()
    }

    /// The error for files in the way, where there are any.
    pub fn refusal(&self) -> Option<OutputError> {
        (!self.foreign.is_empty()).then(|| OutputError::Foreign {
            root: self.root.clone(),
            paths: self.foreign.clone(),
        })
    }
}

/// Compares `files` with what lies under `root`. Only paths in `scope` are looked at: what a narrowed run leaves
/// alone stays in the manifest and on disk.
pub fn plan(
    root: &Path,
    files: &BTreeMap<String, String>,
    scope: &dyn Fn(&str) -> bool,
) -> Result<Plan, OutputError> {
    if root.exists() && !root.is_dir() {
        return Err(OutputError::NotAFolder {
            root: root.to_owned(),
        });
    }
    if let Some((path, _)) = files
        .iter()
        .find(|(_, text)| !mark::is_marked(text.as_bytes()))
    {
        return Err(OutputError::Unmarked { path: path.clone() });
    }
    let before = Manifest::read(root)?;
    let mut after = Manifest::of(files);
    for (path, entry) in before.entries.iter().filter(|(path, _)| !scope(path)) {
        after
            .entries
            .entry(path.clone())
            .or_insert_with(|| entry.clone());
    }
    let mut plan = Plan {
        root: root.to_owned(),
        changes: Vec::new(),
        unchanged: 0,
        foreign: Vec::new(),
        before,
        after,
        manifest: None,
    };
    for (path, text) in files {
        plan.compare(path, text)?;
    }
    for path in leftovers(root, files, &plan.before, scope)? {
        plan.remove(path)?;
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    let text = plan.after.to_text();
    plan.compare(MANIFEST, &text)?;
    plan.manifest = plan.changes.pop_if(|change| change.path == MANIFEST);
    if plan.manifest.is_none() {
        plan.unchanged = plan.unchanged.saturating_sub(1);
    }
    Ok(plan)
}

impl Plan {
    fn compare(&mut self, path: &str, text: &str) -> Result<(), OutputError> {
        let old = match read(&self.root.join(path))? {
            Found::Nothing => None,
            Found::File(bytes) if bytes == text.as_bytes() => {
                self.unchanged += 1;
                return Ok(());
            }
            Found::File(bytes) if mark::is_marked(&bytes) => {
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            Found::File(_) | Found::Other => {
                self.foreign.push(path.to_owned());
                return Ok(());
            }
        };
        let kind = if old.is_some() {
            Kind::Changed
        } else {
            Kind::Created
        };
        self.changes.push(Change {
            path: path.to_owned(),
            kind,
            old: old.unwrap_or_default(),
            new: text.to_owned(),
        });
        Ok(())
    }

    /// A file that we once wrote and that has lost its mark belongs to someone else now: it stays.
    fn remove(&mut self, path: String) -> Result<(), OutputError> {
        if let Found::File(bytes) = read(&self.root.join(&path))?
            && mark::is_marked(&bytes)
        {
            let old = String::from_utf8_lossy(&bytes).into_owned();
            self.changes.push(Change {
                path,
                kind: Kind::Removed,
                old,
                new: String::new(),
            });
        }
        Ok(())
    }
}

/// What the manifest lists and this run does not write, and marked files that lie in the folders we write into
/// without being listed (a merge brings them).
fn leftovers(
    root: &Path,
    files: &BTreeMap<String, String>,
    before: &Manifest,
    scope: &dyn Fn(&str) -> bool,
) -> Result<BTreeSet<String>, OutputError> {
    let gone = |path: &str| scope(path) && !files.contains_key(path) && path != MANIFEST;
    let mut found: BTreeSet<String> = before
        .entries
        .keys()
        .filter(|path| gone(path))
        .cloned()
        .collect();
    let folders: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    for folder in folders {
        let path = root.join(folder);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => continue,
            Err(error) => return Err(OutputError::io("read the folder", path)(error)),
        };
        for entry in entries.flatten() {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if let (true, Some(name)) = (is_file, entry.file_name().to_str()) {
                let path = format!("{folder}/{name}");
                if gone(&path) {
                    found.insert(path);
                }
            }
        }
    }
    Ok(found)
}

enum Found {
    Nothing,
    File(Vec<u8>),
    /// A folder, or a path through a file.
    Other,
}

fn read(path: &Path) -> Result<Found, OutputError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Found::File(bytes)),
        Err(error) => match error.kind() {
            std::io::ErrorKind::NotFound => Ok(Found::Nothing),
            std::io::ErrorKind::IsADirectory | std::io::ErrorKind::NotADirectory => {
                Ok(Found::Other)
            }
            _ => Err(OutputError::io("read", path)(error)),
        },
    }
}
