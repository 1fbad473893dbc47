//! Files as they were in a revision: `git:HEAD~1:schema/datafeed.yaml`, references from there included.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use super::files::Files;

const SCHEME: &str = "git:";

/// The path that stands for `git:REV:PATH`; `None` where the text is not of that form. `PATH` is relative to the
/// working directory.
pub fn path_of(text: &str) -> Option<PathBuf> {
    let (revision, path) = text.strip_prefix(SCHEME)?.split_once(':')?;
    if revision.is_empty() || path.is_empty() {
        return None;
    }
    // One component of the path, whatever the revision is called: references are joined to it like to a folder.
    let folder = format!(
        "{SCHEME}{}",
        revision.replace('%', "%25").replace('/', "%2F")
    );
    Some(Path::new(&folder).join(path))
}

/// Looks into the repository for paths of [`path_of`], and into `below` for all others.
#[derive(Debug, Default)]
pub struct Git<F> {
    pub below: F,
}

impl<F: Files> Files for Git<F> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match split(path) {
            Some((folder, revision, file)) => show(&folder, &revision, &file),
            None => self.below.read(path),
        }
    }

    fn real(&self, path: &Path) -> PathBuf {
        if split(path).is_some() {
            path.to_owned()
        } else {
            self.below.real(path)
        }
    }
}

/// `/repo/git:HEAD/schema/a.yaml` -> `/repo`, `HEAD`, `schema/a.yaml`.
fn split(path: &Path) -> Option<(PathBuf, String, String)> {
    let mut folder = PathBuf::new();
    let mut parts = path.components();
    let revision = loop {
        match parts.next()? {
            Component::Normal(name) => {
                match name.to_str().and_then(|name| name.strip_prefix(SCHEME)) {
                    Some(revision) => break revision.replace("%2F", "/").replace("%25", "%"),
                    None => folder.push(name),
                }
            }
            other => folder.push(other),
        }
    };
    let file: Vec<String> = parts
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Some((folder, revision, file.join("/")))
}

fn show(folder: &Path, revision: &str, file: &str) -> io::Result<Vec<u8>> {
    // `./` makes git read the path from the working directory instead of the top of the repository.
    let object = format!("{revision}:./{file}");
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["show", "--end-of-options", &object])
        .output();
    let output = output.map_err(|error| io::Error::other(format!("cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let why = String::from_utf8_lossy(&output.stderr);
    let why = why
        .lines()
        .next()
        .unwrap_or("git show failed")
        .trim_start_matches("fatal: ")
        .to_owned();
    Err(io::Error::new(io::ErrorKind::NotFound, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_one_component() {
        let path = path_of("git:origin/main:schema/a.yaml").unwrap_or_default();
        assert_eq!(path, Path::new("git:origin%2Fmain/schema/a.yaml"));
        let found = split(&Path::new("/w").join(path));
        assert_eq!(
            found,
            Some((
                PathBuf::from("/w"),
                "origin/main".to_owned(),
                "schema/a.yaml".to_owned()
            ))
        );
    }

    #[test]
    fn other_paths_are_left_alone() {
        assert_eq!(path_of("schema/a.yaml"), None);
        assert_eq!(path_of("git:HEAD"), None);
        assert_eq!(split(Path::new("/w/schema/a.yaml")), None);
    }
}
