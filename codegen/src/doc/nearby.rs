//! The file that a path which leads nowhere may have meant.

use std::path::Path;

use super::files::{Files, normalize};
use crate::diag::suggest;

/// Kinds of files that are easily taken for each other.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The path as it should be written, seen from `base`: one step of it spelt as something that is there, or other
/// slashes, or a `#` where the pointer begins.
pub(super) fn of(files: &dyn Files, base: &Path, written: &str) -> Option<String> {
    let exists = |path: &str| {
        let path = normalize(&base.join(path));
        let name = path.file_name().and_then(|name| name.to_str());
        let folder = path.parent();
        name.zip(folder)
            .is_some_and(|(name, folder)| files.names(folder).iter().any(|other| other == name))
    };
    let slashes = written.replace('\\', "/");
    if slashes != written && exists(&slashes) {
        return Some(slashes);
    }
    if let Some(path) = with_pointer(&slashes, exists) {
        return Some(path);
    }
    let steps: Vec<&str> = slashes.split('/').collect();
    let at = (0..steps.len()).find(|at| !exists(&steps[..=*at].join("/")))?;
    let folder = normalize(&base.join(steps[..at].join("/")));
    let names = files.names(&folder);
    let near = suggest(steps[at], names.iter().map(String::as_str))
        .or_else(|| other_extension(steps[at], &names));
    let spelt = near.map(|near| [&steps[..at], &[near], &steps[at + 1..]].concat().join("/"));
    // Written as seen from another folder.
    let alone = || steps.last().map(|name| (*name).to_owned());
    spelt
        .filter(|path| exists(path))
        .or_else(|| alone().filter(|name| exists(name)))
}

/// `types.yaml/components/...`, of which the first half is a file.
fn with_pointer(path: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
    EXTENSIONS.iter().find_map(|extension| {
        let end = path.find(&format!(".{extension}/"))? + extension.len() + 1;
        let (file, pointer) = path.split_at(end);
        exists(file).then(|| format!("{file}#{pointer}"))
    })
}

fn other_extension<'n>(name: &str, names: &'n [String]) -> Option<&'n str> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut others = EXTENSIONS
        .iter()
        .map(|extension| format!("{stem}.{extension}"));
    others.find_map(|other| {
        names
            .iter()
            .find(|name| **name == other)
            .map(String::as_str)
    })
}
