//! Where files come from: the disk, memory, or an editor's buffers above the disk.

use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

pub trait Files {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// What lies in a folder, sorted.
    fn names(&self, folder: &Path) -> Vec<String> {
        let _ = folder;
        Vec::new()
    }

    /// The path with symbolic links followed, where there are such.
    fn real(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

#[derive(Debug, Default, Clone, Copy)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    fn real(&self, path: &Path) -> PathBuf {
        std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }
}

/// Files by absolute path, in front of others.
#[derive(Debug, Default)]
pub struct Overlay<F> {
    pub texts: HashMap<PathBuf, String>,
    pub below: F,
}

impl<F: Files> Files for Overlay<F> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path),
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let own = self
            .texts
            .keys()
            .filter(|path| path.parent() == Some(folder));
        let own = own.filter_map(|path| path.file_name()?.to_str());
        let mut names = self.below.names(folder);
        names.extend(own.map(str::to_owned));
        names.sort();
        names.dedup();
        names
    }

    fn real(&self, path: &Path) -> PathBuf {
        self.below.real(path)
    }
}

/// Nothing but what is laid over it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Nothing;

impl Files for Nothing {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

/// `a/./b/../c` -> `a/c`, without asking the disk.
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            _ => out.push(part),
        }
    }
    out
}

/// As shown to people: relative to `base` where it lies below it, `/` between parts.
pub fn display(path: &Path, base: &Path) -> String {
    let shown = path.strip_prefix(base).unwrap_or(path);
    shown
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replacen("//", "/", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(normalize(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(normalize(Path::new("/../a")), Path::new("/a"));
        assert_eq!(normalize(Path::new("../a/../../b")), Path::new("../../b"));
        assert_eq!(
            display(Path::new("/w/a/b.yaml"), Path::new("/w")),
            "a/b.yaml"
        );
        assert_eq!(
            display(Path::new("/x/b.yaml"), Path::new("/w")),
            "/x/b.yaml"
        );
    }
}
