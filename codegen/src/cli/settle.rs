//! From arguments and `codegen.toml` to everything that one generation needs.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::generate::Args;
use super::watch::Watched;
use super::{Failure, Session, checkout};
use crate::config::{Found, TargetName};
use crate::doc::files::normalize;
use crate::doc::project::{Input, LoadOptions, Project};
use crate::emit::rust::{Manifest, README, Runtime};
use crate::lint::Levels;
use crate::naming::reserved::is_rust_keyword;
use crate::output::is_marked;
use crate::pipeline::{Settings, Target};

/// Settled for one run; a watcher settles again before each.
pub(super) struct Job {
    pub(super) inputs: Vec<Input>,
    pub(super) load: LoadOptions,
    pub(super) levels: Levels,
    pub(super) out: PathBuf,
    pub(super) settings: Settings,
    /// What a watcher follows beside the documents.
    watched: Watched,
}

impl Job {
    pub(super) fn settle(args: &Args, session: &Session) -> Result<Self, Failure> {
        let Found {
            config,
            folder,
            file,
        } = &session.found;
        let own = args.documents.is_empty();
        if !own && args.out.is_none() {
            let failure = Failure::new("documents were given without a folder to write into");
            return Err(failure.hint(
                "add --out DIR, or list them under `documents` in codegen.toml and give none",
            ));
        }
        let inputs = session.inputs(&args.documents)?;
        let absolute = |path: &Path| normalize(&session.working_dir.join(path));
        let out = args
            .out
            .as_deref()
            .map_or_else(|| folder.join(&config.out), absolute);
        let templates = match &args.templates {
            Some(templates) => Some(absolute(templates)),
            None => config
                .generate
                .templates
                .as_ref()
                .map(|templates| folder.join(templates)),
        };
        let mut watched = Watched::default();
        watched.files.extend(file.clone());
        watched.folders.extend(
            templates
                .iter()
                .flat_map(|templates| template_folders(templates)),
        );
        watched.files.extend(paths(&inputs, &session.working_dir));
        if own {
            watched.folders.extend(
                watched
                    .files
                    .clone()
                    .iter()
                    .filter_map(|path| path.parent())
                    .map(Path::to_owned),
            );
        }
        let base = if own { folder } else { &session.working_dir };
        let settings = Settings {
            targets: targets(args, &config.generate.only),
            validators: args.validators || config.generate.validators,
            templates,
            manifest: manifest(args, session, &out),
            ..Settings::new(base)
        };
        Ok(Self {
            inputs,
            load: session.load_options(),
            levels: session.levels()?,
            out,
            settings,
            watched,
        })
    }

    /// The files that a run read, or would have.
    pub(super) fn watched(&self, project: Option<&Project>) -> Watched {
        let mut watched = self.watched.clone();
        if let Some(project) = project {
            let read = project
                .sources
                .iter()
                .filter_map(|(id, _)| project.path(id));
            watched.files.extend(read.map(Path::to_owned));
        }
        watched
    }
}

fn paths(inputs: &[Input], working_dir: &Path) -> Vec<PathBuf> {
    let path = |input: &Input| match input {
        Input::Path(path) => Some(normalize(&working_dir.join(path))),
        Input::Text { .. } => None,
    };
    inputs.iter().filter_map(path).collect()
}

fn targets(args: &Args, configured: &[TargetName]) -> Vec<Target> {
    let configured: BTreeSet<Target> = configured
        .iter()
        .map(|target| Target::from(*target))
        .collect();
    let asked: BTreeSet<Target> = args.only.iter().copied().collect();
    let chosen = if asked.is_empty() { configured } else { asked };
    if chosen.is_empty() {
        Target::ALL.to_vec()
    } else {
        chosen.into_iter().collect()
    }
}

/// Given documents become a crate of their own; a project's crate has a manifest that people wrote, unless the
/// configuration names the crate.
fn manifest(args: &Args, session: &Session, out: &Path) -> Option<Manifest> {
    let configured = &session.found.config.generate;
    let named = args.package.clone().or_else(|| configured.package.clone());
    let folder = out
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    // Only a crate that nobody has a place for stands apart from the workspaces above it.
    let standalone = named.is_none();
    let name = match named {
        Some(name) => name,
        None if args.documents.is_empty() => return None,
        None => package_name(folder),
    };
    let given = args
        .runtime_path
        .as_ref()
        .map(|path| session.working_dir.join(path));
    let from_config = || {
        configured
            .runtime_path
            .as_ref()
            .map(|path| session.found.folder.join(path))
    };
    let runtime = match given.or_else(from_config).or_else(checkout::runtime) {
        Some(path) => Runtime::Path(relative(out, &normalize(&path))),
        None => Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
    };
    Some(Manifest {
        name,
        version: "0.1.0".to_owned(),
        runtime,
        standalone,
        readme: is_free(&out.join(README)),
    })
}

/// Whether nobody else has written the file.
fn is_free(path: &Path) -> bool {
    !path.exists() || std::fs::read(path).is_ok_and(|bytes| is_marked(&bytes))
}

/// A folder as seen from another, `/` between parts, so that the crate says the same on every machine. Folders that
/// share nothing but the root will not be moved together: there the whole path is the better one.
pub(super) fn relative(from: &Path, to: &Path) -> String {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if from
        .components()
        .take(shared)
        .all(|part| !matches!(part, Component::Normal(_)))
    {
        return to.to_string_lossy().into_owned();
    }
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A folder's name as a name that cargo takes.
pub(super) fn package_name(folder: &str) -> String {
    let name: String = folder
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '_' {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let name = name.trim_matches('-');
    // Crates of these names could not be named in code.
    let taken = is_rust_keyword(name) || ["core", "std", "alloc", "test"].contains(&name);
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !taken {
        name.to_owned()
    } else {
        format!("generated-{name}").trim_matches('-').to_owned()
    }
}

/// The folder and those in it: templates lie one level down.
fn template_folders(folder: &Path) -> Vec<PathBuf> {
    let inner = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir());
    inner.chain([folder.to_owned()]).collect()
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Self {
        match name {
            TargetName::Rust => Self::Rust,
            TargetName::Ts => Self::Ts,
            TargetName::Spec => Self::Spec,
            TargetName::Docs => Self::Docs,
        }
    }
}
