//! Loading: the documents, the files that they reach, and where each reference leads.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Cache;
use super::files::{Files, display, normalize};
use super::nearby;
use super::node::At;
use super::pointer;
use super::project::{FileFacts, Input, LoadError, LoadOptions, Project};
use super::reference::{Problem, Resolution, Target};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};
use crate::yaml::{self, NodeId, Tree, Value};

/// Longer chains of references are taken for cycles.
const MAX_CHAIN: usize = 64;

struct Loader<'a> {
    options: &'a LoadOptions,
    files: &'a dyn Files,
    cache: Option<&'a mut Cache>,
    project: Project,
    /// By normalized absolute path; what could not be read stays unread.
    known: HashMap<PathBuf, Result<FileId, Problem>>,
    /// The folder that the references of each file may not leave.
    roots: Vec<PathBuf>,
}

pub(super) fn load(
    inputs: &[Input],
    options: &LoadOptions,
    files: &dyn Files,
    cache: Option<&mut Cache>,
) -> Result<Project, LoadError> {
    let mut loader = Loader {
        options,
        files,
        cache,
        project: Project::default(),
        known: HashMap::new(),
        roots: Vec::new(),
    };
    for input in inputs {
        let file = loader.document(input)?;
        loader.project.documents.push(file);
    }
    // Grows while it is walked: each file may bring others.
    let mut targets = Vec::new();
    let mut at = 0;
    while at < loader.project.trees.len() {
        targets.push(loader.targets(FileId(at as u32)));
        at += 1;
    }
    resolve(&mut loader.project, &targets);
    Ok(loader.project)
}

/// A reference whose file is known and whose fragment is not yet looked up.
type Pending = Result<(FileId, String), Problem>;

impl Loader<'_> {
    fn document(&mut self, input: &Input) -> Result<FileId, LoadError> {
        match input {
            Input::Text { name, bytes } => {
                let root = self
                    .options
                    .root
                    .clone()
                    .unwrap_or_else(|| self.options.working_dir.clone());
                Ok(self.add(name.clone(), bytes, None, root))
            }
            Input::Path(path) => {
                let path = normalize(&self.options.working_dir.join(path));
                if let Some(Ok(file)) = self.known.get(&path) {
                    return Ok(*file);
                }
                let name = display(&path, &self.options.working_dir);
                let bytes = self.files.read(&path).map_err(|error| LoadError {
                    path: name.clone(),
                    reason: error.to_string(),
                })?;
                let root = self.root_of(&path);
                let file = self.add(name, &bytes, Some(path.clone()), root);
                self.known.insert(path, Ok(file));
                Ok(file)
            }
        }
    }

    fn root_of(&self, path: &Path) -> PathBuf {
        if let Some(root) = &self.options.root {
            return root.clone();
        }
        let folder = path.parent().unwrap_or(path);
        let marked = folder
            .ancestors()
            .find(|folder| folder.join("codegen.toml").is_file() || folder.join(".git").exists());
        match marked {
            Some(marked) => marked.to_owned(),
            None if folder.starts_with(&self.options.working_dir) => {
                self.options.working_dir.clone()
            }
            None => folder.to_owned(),
        }
    }

    fn add(&mut self, name: String, bytes: &[u8], path: Option<PathBuf>, root: PathBuf) -> FileId {
        let file = FileId(self.project.trees.len() as u32);
        let limits = &self.options.limits;
        if bytes.len() > limits.bytes {
            self.project.sources.add(name, "");
            let message = format!(
                "the file has {} bytes; at most {} are read",
                bytes.len(),
                limits.bytes
            );
            let finding = Diagnostic::error("too-large", Span { file, start: 0, end: 0 }, message)
                .hint("split it into files that refer to each other, or raise `limits.file-bytes` in codegen.toml");
            self.project.diagnostics.push(finding);
            self.store(Arc::new(Tree::empty(file)), path, root, false);
            return file;
        }
        let (text, unreadable) = yaml::decode(file, bytes);
        self.project.sources.add(name.clone(), text);
        if let Some(finding) = unreadable {
            self.project.diagnostics.push(finding);
            self.store(Arc::new(Tree::empty(file)), path, root, false);
            return file;
        }
        let text = self.project.sources.file(file).text.clone();
        let read = || yaml::parse(file, &name, &text, limits);
        let parsed = match &mut self.cache {
            Some(cache) => cache.parsed(file, &name, &text, limits, read),
            None => read(),
        };
        self.project.diagnostics.extend(parsed.diagnostics);
        self.store(parsed.tree, path, root, parsed.complete);
        file
    }

    fn store(&mut self, tree: Arc<Tree>, path: Option<PathBuf>, root: PathBuf, complete: bool) {
        self.project.trees.push(tree);
        self.project.files.push(FileFacts {
            path,
            complete,
            references: Vec::new(),
        });
        self.roots.push(root);
    }

    /// The references of one file, with their files loaded.
    fn targets(&mut self, file: FileId) -> Vec<(NodeId, Pending)> {
        let mut found: Vec<(NodeId, String)> = Vec::new();
        let tree = &self.project.trees[file.0 as usize];
        for (at, node) in tree.nodes.iter().enumerate() {
            if !matches!(node.value, Value::Map(_)) {
                continue;
            }
            let id = NodeId(at as u32);
            if let Some(entry) = tree.get(id, "$ref")
                && let Value::String(text) = &tree.node(entry.value).value
            {
                found.push((id, text.to_string()));
            }
        }
        found
            .into_iter()
            .map(|(id, text)| (id, self.pending(file, &text)))
            .collect()
    }

    fn pending(&mut self, from: FileId, text: &str) -> Pending {
        match Target::of(text) {
            // To the letter this is the file itself; nobody writes it to say so.
            Target::Local { fragment } if text.is_empty() => Err(Problem::NoPointer {
                fragment: fragment.to_owned(),
            }),
            Target::Remote => Err(Problem::Remote),
            Target::Local { fragment } => Ok((from, fragment.to_owned())),
            Target::File { path, fragment } => {
                Ok((self.neighbour(from, &path)?, fragment.to_owned()))
            }
        }
    }

    /// The file that `path` names, seen from another.
    fn neighbour(&mut self, from: FileId, path: &str) -> Result<FileId, Problem> {
        let own = self.project.path(from).and_then(Path::parent);
        let base = own.unwrap_or(&self.options.working_dir).to_owned();
        let files = self.files;
        let referring = self.project.path(from).map(Path::to_owned);
        let written = path;
        let path = normalize(&base.join(path));
        if let Some(known) = self.known.get(&path) {
            return known.clone();
        }
        let loaded = self
            .read_neighbour(from, &path)
            .map_err(|problem| match problem {
                Problem::Unreadable { path, reason, .. } => Problem::Unreadable {
                    near: nearby::of(files, &base, written).filter(|near| {
                        let file = near.split('#').next().unwrap_or_default();
                        let file = normalize(&base.join(file));
                        Some(file.as_path()) != referring.as_deref()
                            && files.names(&file).is_empty()
                    }),
                    path,
                    reason,
                },
                other => other,
            });
        self.known.insert(path, loaded.clone());
        loaded
    }

    fn read_neighbour(&mut self, from: FileId, path: &Path) -> Result<FileId, Problem> {
        let name = display(path, &self.options.working_dir);
        let root = self.roots[from.0 as usize].clone();
        let inside =
            path.starts_with(&root) && self.files.real(path).starts_with(self.files.real(&root));
        if !inside && !self.options.allow_outside {
            return Err(Problem::Outside { path: name });
        }
        let bytes = self.files.read(path).map_err(|error| Problem::Unreadable {
            path: name.clone(),
            reason: plain_reason(&error),
            near: None,
        })?;
        Ok(self.add(name, &bytes, Some(path.to_owned()), root))
    }
}

fn plain_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Looks every fragment up, now that all files are there.
fn resolve(project: &mut Project, targets: &[Vec<(NodeId, Pending)>]) {
    let lookup = Lookup { project, targets };
    let resolved: Vec<Vec<(NodeId, Resolution)>> = targets
        .iter()
        .map(|file| {
            file.iter()
                .map(|(node, pending)| (*node, lookup.pending(pending, 0)))
                .collect()
        })
        .collect();
    for (facts, references) in project.files.iter_mut().zip(resolved) {
        facts.references = references;
    }
    mark_cycles(project);
}

struct Lookup<'a> {
    project: &'a Project,
    targets: &'a [Vec<(NodeId, Pending)>],
}

impl Lookup<'_> {
    fn pending(&self, pending: &Pending, depth: usize) -> Resolution {
        let (file, fragment) = pending
            .as_ref()
            .map_err(|problem| Box::new(problem.clone()))?;
        let Some(steps) = pointer::steps(fragment) else {
            return Err(Box::new(Problem::NoPointer {
                fragment: fragment.clone(),
            }));
        };
        let tree = &self.project.trees[file.0 as usize];
        let mut at = At {
            file: *file,
            node: Tree::ROOT,
        };
        for step in steps {
            at = match self.step(at, &step, depth) {
                Some(next) => next?,
                None if !self.project.is_complete(at.file) => {
                    return Err(Box::new(Problem::Broken));
                }
                None => {
                    return Err(Box::new(Problem::Dangling {
                        container: at,
                        step,
                    }));
                }
            };
        }
        match tree.nodes.len() {
            // Nothing could be read at all.
            1 if !self.project.is_complete(*file) => Err(Box::new(Problem::Broken)),
            _ => Ok(at),
        }
    }

    /// One step of a pointer. A reference on the way is followed, as every AsyncAPI tool does.
    fn step(&self, at: At, step: &str, depth: usize) -> Option<Resolution> {
        let tree = &self.project.trees[at.file.0 as usize];
        if let Some(entry) = tree.get(at.node, step) {
            return Some(Ok(At {
                node: entry.value,
                ..at
            }));
        }
        if let Value::Seq(items) = &tree.node(at.node).value {
            let position = step
                .parse::<usize>()
                .ok()
                .filter(|position| position.to_string() == step)?;
            return items.get(position).map(|node| Ok(At { node: *node, ..at }));
        }
        let references = &self.targets[at.file.0 as usize];
        let found = references
            .binary_search_by_key(&at.node, |(node, _)| *node)
            .ok()?;
        if depth >= MAX_CHAIN {
            return Some(Err(Box::new(Problem::Cycle)));
        }
        match self.pending(&references[found].1, depth + 1) {
            Ok(target) => self.step(target, step, depth + 1),
            // Reported where it stands; here it would be said twice.
            Err(problem) if *problem == Problem::Cycle => Some(Err(problem)),
            Err(_) => Some(Err(Box::new(Problem::Broken))),
        }
    }
}

/// References that only ever lead to references.
fn mark_cycles(project: &mut Project) {
    let mut cyclic = Vec::new();
    for file in 0..project.files.len() {
        for (position, (_, resolution)) in project.files[file].references.iter().enumerate() {
            if let Ok(target) = resolution
                && is_endless(project, *target)
            {
                cyclic.push((file, position));
            }
        }
    }
    for (file, position) in cyclic {
        project.files[file].references[position].1 = Err(Box::new(Problem::Cycle));
    }
}

fn is_endless(project: &Project, mut at: At) -> bool {
    for _ in 0..MAX_CHAIN {
        match project.resolution(at) {
            Some(Ok(next)) => at = *next,
            _ => return false,
        }
    }
    true
}
