//! Carries a plan out: stage, then rename; take it all back where a rename fails.

use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};
use super::plan::{Change, Kind, Plan};
use super::{OutputError, lock};

/// What the names of staging folders begin with.
const STAGING: &str = ".specwire-";

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub created: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Plan {
    /// Writes what differs. On an error the tree is as it was.
    pub fn apply(&self) -> Result<Summary, OutputError> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        let fresh = self.is_fresh();
        if fresh && abandoned(&self.root).is_empty() {
            return Ok(self.summary());
        }
        std::fs::create_dir_all(&self.root)
            .map_err(OutputError::io("make the folder", &self.root))?;
        let lock = lock::lock(&self.root);
        if lock.is_held() {
            for folder in abandoned(&self.root) {
                let _ = std::fs::remove_dir_all(folder);
            }
        }
        if !fresh {
            self.write()?;
        }
        Ok(self.summary())
    }

    fn summary(&self) -> Summary {
        let count = |kind| {
            self.changes
                .iter()
                .filter(|change| change.kind == kind)
                .count()
        };
        Summary {
            created: count(Kind::Created),
            changed: count(Kind::Changed),
            removed: count(Kind::Removed),
            unchanged: self.unchanged,
        }
    }

    fn write(&self) -> Result<(), OutputError> {
        let staging = tempfile::Builder::new()
            .prefix(STAGING)
            .tempdir_in(&self.root)
            .map_err(OutputError::io("write into", &self.root))?;
        let mut steps = Steps {
            root: &self.root,
            staging: staging.path(),
            done: Vec::new(),
            folders: Vec::new(),
        };
        for (at, change) in self.changes.iter().enumerate() {
            steps.stage(at, &change.new)?;
        }
        let journal = self.changes.len();
        steps.stage(journal, &self.journal())?;
        steps.stage(journal + 1, &self.after.to_text())?;
        let carried = self.carry_out(&mut steps, journal);
        if carried.is_err() {
            steps.take_back();
        }
        carried?;
        self.prune();
        Ok(())
    }

    fn carry_out(&self, steps: &mut Steps<'_>, journal: usize) -> Result<(), OutputError> {
        steps.place(journal, MANIFEST)?;
        for (at, change) in self.changes.iter().enumerate() {
            match change.kind {
                Kind::Removed => steps.set_aside(&change.path)?,
                Kind::Created | Kind::Changed => steps.place(at, &change.path)?,
            }
        }
        steps.place(journal + 1, MANIFEST)
    }

    /// Old and new entries together: whatever point a run is cut off at, the next one knows each file of ours.
    fn journal(&self) -> String {
        let mut both = Manifest {
            entries: self.before.entries.clone(),
        };
        both.entries.extend(self.after.entries.clone());
        both.to_journal()
    }

    /// Folders that held only what was removed go too.
    fn prune(&self) {
        let removed = self
            .changes
            .iter()
            .filter(|change| change.kind == Kind::Removed);
        for Change { path, .. } in removed {
            let mut folder = Path::new(path).parent();
            while let Some(inner) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
                if std::fs::remove_dir(self.root.join(inner)).is_err() {
                    break;
                }
                folder = inner.parent();
            }
        }
    }
}

/// Staging folders under the root. While nobody writes, they are of runs that were killed.
fn abandoned(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let ours = entry.file_name().to_string_lossy().starts_with(STAGING);
            ours && entry.file_type().is_ok_and(|kind| kind.is_dir())
        })
        .map(|entry| entry.path())
        .collect()
}

struct Steps<'a> {
    root: &'a Path,
    staging: &'a Path,
    /// Target, and where its former content lies.
    done: Vec<(PathBuf, Option<PathBuf>)>,
    folders: Vec<PathBuf>,
}

impl Steps<'_> {
    fn stage(&self, at: usize, text: &str) -> Result<(), OutputError> {
        let path = self.staging.join(format!("new-{at}"));
        std::fs::write(&path, text).map_err(OutputError::io("write", path))
    }

    fn place(&mut self, at: usize, path: &str) -> Result<(), OutputError> {
        let target = self.root.join(path);
        self.make_parent(&target)?;
        let former = self.keep(&target)?;
        self.done.push((target.clone(), former));
        std::fs::rename(self.staging.join(format!("new-{at}")), &target)
            .map_err(OutputError::io("write", target))
    }

    fn set_aside(&mut self, path: &str) -> Result<(), OutputError> {
        let target = self.root.join(path);
        let former = self.keep(&target)?;
        self.done.push((target.clone(), former));
        match std::fs::remove_file(&target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(OutputError::io("remove", target)(error))
            }
            _ => Ok(()),
        }
    }

    /// A second name for the former content, so that its rename-over is atomic and can still be taken back.
    fn keep(&self, target: &Path) -> Result<Option<PathBuf>, OutputError> {
        let kept = self.staging.join(format!("old-{}", self.done.len()));
        match std::fs::hard_link(target, &kept)
            .or_else(|_| std::fs::copy(target, &kept).map(|_| ()))
        {
            Ok(()) => Ok(Some(kept)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OutputError::io("read", target)(error)),
        }
    }

    fn make_parent(&mut self, target: &Path) -> Result<(), OutputError> {
        let Some(parent) = target.parent() else {
            return Ok(());
        };
        let mut missing: Vec<PathBuf> = parent
            .ancestors()
            .take_while(|folder| !folder.exists())
            .map(Path::to_owned)
            .collect();
        std::fs::create_dir_all(parent).map_err(OutputError::io("make the folder", parent))?;
        missing.reverse();
        self.folders.append(&mut missing);
        Ok(())
    }

    /// Best effort: the error that led here is the one to report.
    fn take_back(&mut self) {
        while let Some((target, former)) = self.done.pop() {
            let _ = match former {
                Some(former) => std::fs::rename(former, target),
                None => std::fs::remove_file(target),
            };
        }
        while let Some(folder) = self.folders.pop() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}
