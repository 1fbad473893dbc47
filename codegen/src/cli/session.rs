//! What every command on documents starts with: the configuration and the documents that are meant.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use walkdir::WalkDir;

use super::{Failure, Global};
use crate::config::Found;
use crate::doc::files::{Disk, display, normalize};
use crate::doc::project::{Input, LoadOptions, Project};
use crate::lint::Levels;

/// Configuration and working directory of one run.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) working_dir: PathBuf,
    pub(crate) found: Found,
}

impl Session {
    pub(crate) fn start(global: &Global) -> Result<Self, Failure> {
        let working_dir = std::env::current_dir()
            .map_err(|error| Failure::new(format!("there is no working directory: {error}")))?;
        let found = Found::load(&working_dir, global.config.as_deref())?;
        Ok(Self { working_dir, found })
    }

    pub(crate) fn levels(&self) -> Result<Levels, Failure> {
        self.found
            .config
            .levels(&self.found.folder)
            .map_err(Failure::new)
    }

    pub(crate) fn load_options(&self) -> LoadOptions {
        let config = &self.found.config;
        let mut options = LoadOptions::new(&self.working_dir);
        options.allow_outside = config.allow_outside;
        options.limits = config.limits();
        options
    }

    /// Loads what the arguments name; what the configuration names where there are none.
    pub(crate) fn load(&self, arguments: &[String]) -> Result<Project, Failure> {
        let inputs = self.inputs(arguments)?;
        Ok(Project::load(&inputs, &self.load_options(), &Disk)?)
    }

    /// The documents that the arguments name: files, folders, globs and `-`.
    pub(crate) fn inputs(&self, arguments: &[String]) -> Result<Vec<Input>, Failure> {
        let mut inputs = Vec::new();
        let mut seen = BTreeSet::new();
        let mut add = |paths: Vec<PathBuf>, inputs: &mut Vec<Input>| {
            for path in paths {
                if seen.insert(path.clone()) {
                    inputs.push(Input::Path(path));
                }
            }
        };
        if arguments.is_empty() {
            add(self.configured()?, &mut inputs);
        }
        for argument in arguments {
            match argument.as_str() {
                "-" => inputs.push(standard_input()?),
                path => add(self.named(path)?, &mut inputs),
            }
        }
        Ok(inputs)
    }

    fn configured(&self) -> Result<Vec<PathBuf>, Failure> {
        let globs = &self.found.config.documents;
        let mut paths = BTreeSet::new();
        for glob in globs {
            paths.extend(matches(&self.found.folder, glob)?);
        }
        if paths.is_empty() {
            let folder = display(&self.found.folder, &self.working_dir);
            let folder = if folder.is_empty() {
                ".".to_owned()
            } else {
                folder
            };
            let failure = Failure::new(format!(
                "no document matches {} in {folder}",
                globs.join(", ")
            ));
            return Err(
                failure.hint("name documents as arguments, or set `documents` in codegen.toml")
            );
        }
        Ok(paths.into_iter().collect())
    }

    fn named(&self, argument: &str) -> Result<Vec<PathBuf>, Failure> {
        let path = normalize(&self.working_dir.join(argument));
        if path.is_dir() {
            let found = documents_below(&path);
            if found.is_empty() {
                let failure = Failure::new(format!("{argument} holds no AsyncAPI document"));
                return Err(failure.hint(
                    "documents are .yaml, .yml and .json files with `asyncapi:` at their root",
                ));
            }
            return Ok(found);
        }
        if path.exists() || !argument.contains(['*', '?', '[', '{']) {
            return Ok(vec![path]);
        }
        let found = matches(&self.working_dir, argument)?;
        match found.is_empty() {
            true => Err(Failure::new(format!("no file matches {argument}"))),
            false => Ok(found),
        }
    }
}

fn standard_input() -> Result<Input, Failure> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("reading standard input");
    }
    let mut bytes = Vec::new();
    stdin
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    Ok(Input::Text {
        name: "<stdin>".to_owned(),
        bytes,
    })
}

/// Files that match a glob, sorted.
fn matches(base: &Path, glob: &str) -> Result<Vec<PathBuf>, Failure> {
    let absolute = normalize(&base.join(glob));
    let text = absolute.to_string_lossy();
    let matcher = Glob::new(&text)
        .map_err(|error| Failure::new(format!("{glob} is no glob: {}", error.kind())))?
        .compile_matcher();
    // Only the folders behind the fixed part are walked.
    let fixed: PathBuf = absolute
        .components()
        .take_while(|part| {
            !part
                .as_os_str()
                .to_string_lossy()
                .contains(['*', '?', '[', '{'])
        })
        .collect();
    if fixed == absolute {
        return Ok(if fixed.is_file() {
            vec![fixed]
        } else {
            Vec::new()
        });
    }
    let depth = if text.contains("**") {
        usize::MAX
    } else {
        absolute.components().count() - fixed.components().count()
    };
    Ok(files_below(&fixed, depth)
        .filter(|path| is_match(&matcher, &fixed, path))
        .collect())
}

/// `*` stops at a slash, as in a shell.
fn is_match(matcher: &GlobMatcher, fixed: &Path, path: &Path) -> bool {
    path.starts_with(fixed) && matcher.is_match(path)
}

fn documents_below(folder: &Path) -> Vec<PathBuf> {
    let is_text = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
    };
    files_below(folder, usize::MAX)
        .filter(is_text)
        .filter(|path| is_document(path))
        .collect()
}

fn files_below(folder: &Path, depth: usize) -> impl Iterator<Item = PathBuf> + use<> {
    let skipped = |name: &str| {
        name.starts_with('.') && name.len() > 1 || name == "node_modules" || name == "target"
    };
    WalkDir::new(folder)
        .max_depth(depth)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| {
            entry.depth() == 0 || !skipped(&entry.file_name().to_string_lossy())
        })
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
}

/// Whether a file says that it is an AsyncAPI document; parts of documents do not.
fn is_document(path: &Path) -> bool {
    let Ok(bytes) = std::fs::read(path) else {
        return false;
    };
    let text = String::from_utf8_lossy(&bytes);
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        return text.contains("\"asyncapi\"");
    }
    text.lines().any(|line| {
        let line = line
            .trim_start_matches('\u{feff}')
            .trim_start_matches(['"', '\'']);
        line.strip_prefix("asyncapi")
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    })
}
