//! The files of one run and the references between them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Cache;
use super::files::Files;
use super::load;
use super::node::{At, Node};
use super::reference::{Problem, Resolution};
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceMap};
use crate::yaml::{Limits, NodeId, Tree};

/// A document to load.
#[derive(Debug, Clone)]
pub enum Input {
    Path(PathBuf),
    /// Standard input, or a text that no file holds: its references start at the working directory.
    Text {
        name: String,
        bytes: Vec<u8>,
    },
}

#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// Absolute. Names of files are shown relative to it.
    pub working_dir: PathBuf,
    /// Absolute. References may not leave it. `None`: the nearest folder above a document that looks like a
    /// project's (it holds `codegen.toml` or `.git`), else the working directory, else the document's folder.
    pub root: Option<PathBuf>,
    pub allow_outside: bool,
    pub limits: Limits,
}

impl LoadOptions {
    pub fn new(working_dir: impl Into<PathBuf>) -> Self {
        Self {
            working_dir: working_dir.into(),
            root: None,
            allow_outside: false,
            limits: Limits::default(),
        }
    }
}

/// A document that was asked for and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    pub path: String,
    pub reason: String,
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}: {}", self.path, self.reason)
    }
}

impl std::error::Error for LoadError {}

/// Every file that the documents of one run reach. `trees[i]` belongs to file `i` of `sources`.
#[derive(Debug, Default)]
pub struct Project {
    pub sources: SourceMap,
    pub trees: Vec<Arc<Tree>>,
    /// The documents that were asked for, in that order.
    pub documents: Vec<FileId>,
    /// What the readers found.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) files: Vec<FileFacts>,
}

/// What is known of a file beside its tree.
#[derive(Debug)]
pub(super) struct FileFacts {
    /// Absolute; `None` for standard input.
    pub(super) path: Option<PathBuf>,
    pub(super) complete: bool,
    /// In the order of their nodes.
    pub(super) references: Vec<(NodeId, Resolution)>,
}

impl Project {
    /// Reads the documents and every file that their references reach.
    pub fn load(
        inputs: &[Input],
        options: &LoadOptions,
        files: &dyn Files,
    ) -> Result<Self, LoadError> {
        load::load(inputs, options, files, None)
    }

    /// As [`Self::load`], with what has not changed since the last time taken from the cache.
    pub fn load_again(
        inputs: &[Input],
        options: &LoadOptions,
        files: &dyn Files,
        cache: &mut Cache,
    ) -> Result<Self, LoadError> {
        load::load(inputs, options, files, Some(cache))
    }

    /// One document without files around it.
    pub fn from_text(name: &str, text: &str) -> Self {
        let input = Input::Text {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        load::load(
            &[input],
            &LoadOptions::new("/"),
            &super::files::Nothing,
            None,
        )
        .unwrap_or_default()
    }

    pub fn node(&self, at: At) -> Node<'_> {
        Node { project: self, at }
    }

    pub fn root(&self, file: FileId) -> Node<'_> {
        self.node(At {
            file,
            node: Tree::ROOT,
        })
    }

    /// Whether the whole file could be read.
    pub fn is_complete(&self, file: FileId) -> bool {
        self.files
            .get(file.0 as usize)
            .is_some_and(|facts| facts.complete)
    }

    /// Absolute path of a file, where it has one.
    pub fn path(&self, file: FileId) -> Option<&Path> {
        self.files.get(file.0 as usize)?.path.as_deref()
    }

    /// Every reference of a file, wherever it stands, in document order.
    pub fn references(
        &self,
        file: FileId,
    ) -> impl Iterator<Item = (Node<'_>, Result<Node<'_>, &Problem>)> {
        let references = self
            .files
            .get(file.0 as usize)
            .map_or(&[][..], |facts| &facts.references);
        references.iter().map(move |(node, resolution)| {
            let target = resolution
                .as_ref()
                .map(|at| self.node(*at))
                .map_err(|problem| &**problem);
            (self.node(At { file, node: *node }), target)
        })
    }

    /// The files that a document reaches, itself first.
    pub fn reach(&self, document: FileId) -> Vec<FileId> {
        let mut reached = vec![document];
        let mut at = 0;
        while let Some(file) = reached.get(at).copied() {
            at += 1;
            for (_, target) in self.references(file) {
                if let Ok(target) = target
                    && !reached.contains(&target.at.file)
                {
                    reached.push(target.at.file);
                }
            }
        }
        reached
    }

    pub(super) fn resolution(&self, at: At) -> Option<&Resolution> {
        let references = &self.files.get(at.file.0 as usize)?.references;
        let found = references
            .binary_search_by_key(&at.node, |(node, _)| *node)
            .ok()?;
        Some(&references[found].1)
    }
}
