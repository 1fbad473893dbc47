//! What the editor has open, laid over what is on the disk, and the documents to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, Uri,
};

use super::position;
use crate::config::{Config, Found};
use crate::diag::Diagnostic;
use crate::doc::cache::Cache;
use crate::doc::files::{Disk, Overlay};
use crate::doc::node::{At, Node};
use crate::doc::project::{Input, LoadOptions, Project};
use crate::lint::{Levels, Memo};
use crate::source::FileId;
use crate::yaml::NodeId;

/// Folders deeper than this hold no documents of the workspace.
const DEPTH: usize = 8;

pub(super) struct Workspace {
    folder: PathBuf,
    overlay: Overlay<Disk>,
    /// As the editor wrote them: it wants its own spelling back.
    pub(super) uris: BTreeMap<PathBuf, Uri>,
    /// The state of the last change. References of broken files are those of before.
    pub(super) project: Project,
    /// What `codegen.toml` says of reading.
    options: LoadOptions,
    /// What `codegen.toml` says of rules.
    pub(super) levels: Levels,
    /// What was read for the last change, and what was found then.
    cache: Cache,
    pub(super) memo: Memo,
    pub(super) found: Vec<Diagnostic>,
    /// Documents of the folder that are not open, until something may have changed on the disk.
    on_disk: Option<BTreeSet<PathBuf>>,
    /// Files whose findings the editor shows.
    pub(super) published: BTreeSet<PathBuf>,
}

impl Workspace {
    #[expect(
        deprecated,
        reason = "editors without workspace folders still send `rootUri`"
    )]
    pub(super) fn new(params: &InitializeParams) -> Self {
        let folders = params
            .workspace_folders
            .iter()
            .flatten()
            .map(|folder| &folder.uri);
        let folder = folders.chain(&params.root_uri).find_map(position::path_of);
        let folder = folder
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_else(|| PathBuf::from("/"));
        Self {
            options: LoadOptions::new(&folder),
            folder,
            overlay: Overlay::default(),
            uris: BTreeMap::new(),
            project: Project::default(),
            levels: Levels::default(),
            cache: Cache::default(),
            memo: Memo::default(),
            found: Vec::new(),
            on_disk: None,
            published: BTreeSet::new(),
        }
    }

    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams) {
        let Some(path) = position::path_of(&params.text_document.uri) else {
            return;
        };
        self.uris.insert(path.clone(), params.text_document.uri);
        self.overlay.texts.insert(path, params.text_document.text);
    }

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = position::path_of(&params.text_document.uri) else {
            return;
        };
        let Some(text) = self.overlay.texts.get_mut(&path) else {
            return;
        };
        for change in params.content_changes {
            match change.range {
                None => *text = change.text,
                Some(range) => {
                    let start = position::offset(text, range.start);
                    let end = position::offset(text, range.end).max(start);
                    text.replace_range(start..end, &change.text);
                }
            }
        }
    }

    pub(super) fn close(&mut self, params: &DidCloseTextDocumentParams) {
        if let Some(path) = position::path_of(&params.text_document.uri) {
            self.overlay.texts.remove(&path);
        }
    }

    /// The workspace as it would be with another text in one file.
    pub(super) fn with_text(&self, uri: &Uri, text: String) -> Option<(Project, FileId)> {
        let path = position::path_of(uri)?;
        let mut overlay = Overlay {
            texts: self.overlay.texts.clone(),
            below: Disk,
        };
        overlay.texts.insert(path.clone(), text);
        let documents = self
            .project
            .documents
            .iter()
            .filter_map(|document| self.project.path(*document));
        let mut inputs: Vec<Input> = documents.map(|path| Input::Path(path.to_owned())).collect();
        // What no document knows of may become one.
        if self.file(uri).is_none() {
            inputs.push(Input::Path(path.clone()));
        }
        let mut cache = self.cache.clone();
        let read = Project::load_again(&inputs, &self.options, &overlay, &mut cache);
        let project = read.ok()?;
        let is_it = |id: &FileId| {
            project
                .path(*id)
                .is_some_and(|known| same_file(known, &path))
        };
        let file = project.sources.iter().map(|(id, _)| id).find(is_it)?;
        Some((project, file))
    }

    /// The disk may have changed, or the configuration: nothing of the last time counts.
    pub(super) fn forget(&mut self) {
        self.memo = Memo::default();
        self.on_disk = None;
    }

    /// Looks at everything: documents that are open, and those of the workspace that may refer to what is open.
    /// What has not changed is not read again.
    pub(super) fn reload(&mut self) {
        self.options = self.configure();
        // A file that went without a word from the editor makes the list of files an old one.
        if !self.read() {
            self.forget();
            self.read();
        }
    }

    /// Whether every document could be read.
    fn read(&mut self) -> bool {
        let on_disk = self.on_disk.take();
        let on_disk = on_disk.unwrap_or_else(|| self.documents_on_disk());
        let mut documents = on_disk.clone();
        self.on_disk = Some(on_disk);
        documents.extend(
            self.overlay
                .texts
                .iter()
                .filter(|(_, text)| is_document(text))
                .map(|(path, _)| path.clone()),
        );
        let inputs: Vec<Input> = documents.into_iter().map(Input::Path).collect();
        let read = Project::load_again(&inputs, &self.options, &self.overlay, &mut self.cache);
        read.map(|project| self.project = project).is_ok()
    }

    /// A configuration that cannot be read is told of by the command line; an editor goes on with the defaults.
    fn configure(&mut self) -> LoadOptions {
        let found = Found::load(&self.folder, None).ok();
        let levels = found
            .as_ref()
            .and_then(|found| found.config.levels(&found.folder).ok());
        self.levels = levels.unwrap_or_default();
        let config = found.map_or_else(Config::default, |found| found.config);
        let mut options = LoadOptions::new(&self.folder);
        options.allow_outside = config.allow_outside;
        options.limits = config.limits();
        options
    }

    /// Documents in the folders of open files matter; a whole disk does not.
    fn documents_on_disk(&self) -> BTreeSet<PathBuf> {
        if self.overlay.texts.is_empty() {
            return BTreeSet::new();
        }
        let walk = walkdir::WalkDir::new(&self.folder)
            .max_depth(DEPTH)
            .into_iter();
        walk.filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0
                || !(name.starts_with('.')
                    || matches!(&*name, "target" | "node_modules" | "dist" | "generated"))
        })
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| is_yaml(path) && !self.overlay.texts.contains_key(path))
        .filter(|path| std::fs::read_to_string(path).is_ok_and(|text| is_document(&text)))
        .collect()
    }

    /// The text as the editor has it, else as the disk has it.
    pub(super) fn text(&self, uri: &Uri) -> Option<String> {
        let path = position::path_of(uri)?;
        self.overlay
            .texts
            .get(&path)
            .cloned()
            .or_else(|| std::fs::read_to_string(path).ok())
    }

    pub(super) fn file(&self, uri: &Uri) -> Option<FileId> {
        let path = position::path_of(uri)?;
        let mut files = self.project.sources.iter().map(|(id, _)| id);
        files.find(|id| {
            self.project
                .path(*id)
                .is_some_and(|known| same_file(known, &path))
        })
    }

    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let path = self.project.path(file)?;
        self.uris
            .get(path)
            .cloned()
            .or_else(|| position::uri_of(path))
    }

    /// The innermost node that holds the byte.
    pub(super) fn node_at(&self, file: FileId, offset: u32) -> Option<Node<'_>> {
        let tree = self.project.trees.get(file.0 as usize)?;
        let holds = |node: &crate::yaml::NodeData| node.start <= offset && offset <= node.end;
        let nodes = tree
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| holds(node));
        let (at, _) = nodes.min_by_key(|(_, node)| node.end - node.start)?;
        Some(self.project.node(At {
            file,
            node: NodeId(at as u32),
        }))
    }
}

fn same_file(left: &Path, right: &Path) -> bool {
    left == right
        || left.file_name() == right.file_name()
            && matches!((left.canonicalize(), right.canonicalize()), (Ok(left), Ok(right)) if left == right)
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .and_then(|name| name.to_str())
        .is_some_and(|name| matches!(name, "yaml" | "yml" | "json"))
}

/// Whether a text says that it is an AsyncAPI document, be the rest of it broken.
fn is_document(text: &str) -> bool {
    text.lines().take(200).any(|line| {
        let line = line.trim_start_matches(['\u{feff}', '{', ' ', '"', '\'']);
        line.strip_prefix("asyncapi")
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    })
}
