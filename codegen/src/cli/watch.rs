//! Runs something again whenever a file that it read changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps: this long after the last of them it is taken for whole.
const QUIET: Duration = Duration::from_millis(10);
/// After a file was closed or put in its place, only other files of the same save can follow.
const SETTLED: Duration = Duration::from_millis(2);

/// Calls `run` now and after each change. `run` says which files it read and in which folders a new file would count;
/// `ready` is called once, when the first of them are watched. Comes back only where watching itself fails.
pub(super) fn watch(
    mut run: impl FnMut() -> Watched,
    ready: impl FnOnce(&Watched),
) -> Result<(), notify::Error> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        let _ = sender.send(event);
    })?;
    let mut folders = BTreeSet::new();
    let mut ready = Some(ready);
    loop {
        let watched = run();
        follow(&mut watcher, &mut folders, &watched);
        if let Some(ready) = ready.take() {
            ready(&watched);
        }
        if !wait(&events, &watched)? {
            return Ok(());
        }
    }
}

/// What a run depends on. Paths are absolute.
#[derive(Debug, Default, Clone)]
pub(super) struct Watched {
    pub(super) files: BTreeSet<PathBuf>,
    pub(super) folders: BTreeSet<PathBuf>,
}

impl Watched {
    fn concerns(&self, path: &Path) -> bool {
        self.files.contains(path)
            || path
                .parent()
                .is_some_and(|folder| self.folders.contains(folder))
    }
}

/// Folders are watched, not files: an editor that saves by renaming puts another file in the place of the first.
fn follow(watcher: &mut RecommendedWatcher, folders: &mut BTreeSet<PathBuf>, watched: &Watched) {
    let parents = watched.files.iter().filter_map(|file| file.parent());
    let wanted: BTreeSet<PathBuf> = parents
        .chain(watched.folders.iter().map(PathBuf::as_path))
        .map(Path::to_owned)
        .collect();
    for gone in folders.difference(&wanted) {
        let _ = watcher.unwatch(gone);
    }
    // One that is not there cannot be watched; it is tried again after the next run.
    let new = wanted
        .difference(folders)
        .filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok());
    let new: BTreeSet<PathBuf> = new.cloned().collect();
    folders.retain(|folder| wanted.contains(folder));
    folders.extend(new);
}

/// Until something that counts has changed and all is quiet. False where no event can come any more.
fn wait(
    events: &Receiver<notify::Result<Event>>,
    watched: &Watched,
) -> Result<bool, notify::Error> {
    let mut quiet = loop {
        let Ok(event) = events.recv() else {
            return Ok(false);
        };
        let event = event?;
        if counts(&event, watched) {
            break rest(&event);
        }
    };
    loop {
        match events.recv_timeout(quiet) {
            Ok(Ok(event)) if counts(&event, watched) => quiet = rest(&event),
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(true),
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
    }
}

/// How long to wait for what belongs to the same save.
fn rest(event: &Event) -> Duration {
    match event.kind {
        EventKind::Access(AccessKind::Close(_))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => SETTLED,
        _ => QUIET,
    }
}

/// Reading is no change: our own reads must not start the next run.
fn counts(event: &Event, watched: &Watched) -> bool {
    let changes = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    changes && (event.need_rescan() || event.paths.iter().any(|path| watched.concerns(path)))
}
