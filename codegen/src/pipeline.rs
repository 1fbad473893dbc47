//! Checked documents -> every file of every target. The one line per target that adding a target needs is here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diag::suggest;
use crate::doc::grammar::{Structure, Version};
use crate::doc::project::Project;
use crate::doc::views::Document;
use crate::emit::files::FileSet;
use crate::emit::spec::{self, Spec};
use crate::emit::template::{Embedded, Error as TemplateError, Rendered, Templates};
use crate::emit::{docs, rust, ts};
use crate::ir::Module;
use crate::lint::Checked;
use crate::lower::lower;
use crate::source::FileId;

/// What is emitted: the names of `--only`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Target {
    Rust,
    Ts,
    Spec,
    Docs,
}

impl Target {
    pub const ALL: [Self; 4] = [Self::Rust, Self::Ts, Self::Spec, Self::Docs];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Ts => "ts",
            Self::Spec => "spec",
            Self::Docs => "docs",
        }
    }

    /// The target that writes a path.
    pub fn of_path(path: &str) -> Self {
        match path.split_once('/').map(|(folder, _)| folder) {
            Some("ts") => Self::Ts,
            Some("spec") => Self::Spec,
            Some("docs") => Self::Docs,
            _ => Self::Rust,
        }
    }
}

/// How to generate.
#[derive(Debug, Clone)]
pub struct Settings {
    pub targets: Vec<Target>,
    /// Emit runtime validators beside the TypeScript types.
    pub validators: bool,
    /// The user's templates.
    pub templates: Option<PathBuf>,
    /// Headers name documents relative to this folder.
    pub base: PathBuf,
    /// Where the output is a crate of its own: what its manifest says.
    pub manifest: Option<rust::Manifest>,
}

impl Settings {
    /// Every target, for documents under `base`.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self {
            targets: Target::ALL.to_vec(),
            validators: false,
            templates: None,
            base: base.into(),
            manifest: None,
        }
    }
}

/// The files of a generation, relative to the output folder. Nothing is written.
pub fn generate(checked: &Checked<'_>, settings: &Settings) -> Result<FileSet, TemplateError> {
    let templates = templates(settings.templates.as_deref())?;
    render(checked, settings, &templates)
}

/// What each template of a generation is given: the views between the IR and the text.
pub fn views(checked: &Checked<'_>, settings: &Settings) -> Result<Vec<Rendered>, TemplateError> {
    let mut templates = templates(settings.templates.as_deref())?;
    templates.record();
    render(checked, settings, &templates)?;
    Ok(templates.recorded())
}

fn render(
    checked: &Checked<'_>,
    settings: &Settings,
    templates: &Templates,
) -> Result<FileSet, TemplateError> {
    let project = checked.project();
    let mut modules = lower(checked);
    let mut bundles = Vec::with_capacity(modules.len());
    for (module, file) in modules.iter_mut().zip(&project.documents) {
        module.source = source_name(project, *file, &settings.base);
        let document = spec::bundle(&structure(project, *file));
        bundles.push((Spec::new(&module.name, &module.source, &document), document));
    }
    let run = |target: &Target| emit(*target, &modules, &bundles, settings, templates);
    let emitted = if templates.is_recording() {
        settings.targets.iter().map(run).collect()
    } else {
        at_once(&settings.targets, run)
    };
    let mut files = FileSet::new();
    for emitted in emitted {
        files.extend(emitted?);
    }
    Ok(files)
}

/// As much as the main thread has.
const STACK: usize = 8 << 20;

/// Targets know nothing of one another: each has a thread of its own, where there is one to have.
fn at_once<T: Send>(targets: &[Target], run: impl Fn(&Target) -> T + Sync) -> Vec<T> {
    let run = &run;
    std::thread::scope(|scope| {
        let start = |target| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, move || run(target))
        };
        let started: Vec<_> = targets
            .iter()
            .map(|target| (target, start(target)))
            .collect();
        let ended = started.into_iter().map(|(target, thread)| match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => run(target),
        });
        ended.collect()
    })
}

fn emit(
    target: Target,
    modules: &[Module],
    bundles: &[(Spec, serde_json::Value)],
    settings: &Settings,
    templates: &Templates,
) -> Result<FileSet, TemplateError> {
    let hashes = || {
        bundles
            .iter()
            .map(|(spec, _)| (spec.module.clone(), spec.hash.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    match target {
        Target::Rust => {
            let options = rust::Options {
                hashes: hashes(),
                manifest: settings.manifest.clone(),
            };
            rust::emit(modules, &options, templates)
        }
        Target::Ts => ts::emit(
            modules,
            &ts::Options {
                validators: settings.validators,
                hashes: hashes(),
            },
            templates,
        ),
        Target::Spec => Ok(spec::emit(bundles.iter().map(|(spec, _)| spec))),
        Target::Docs => {
            let page = |(module, (spec, document)): (&Module, &(Spec, serde_json::Value))| {
                let meta = docs::Meta {
                    module: module.name.clone(),
                    source: module.source.clone(),
                    hash: spec.hash.clone(),
                    live_reload: false,
                };
                Ok((
                    format!("docs/{}.html", module.name),
                    docs::render(document, &meta, templates)?,
                ))
            };
            modules.iter().zip(bundles).map(page).collect()
        }
    }
}

/// A document as the grammar of its version reads it.
pub fn structure(project: &Project, file: FileId) -> Structure<'_> {
    let document = Document::new(project, file);
    let version = document
        .version()
        .and_then(Version::parse)
        .unwrap_or(Version::LATEST);
    Structure::of(document.root(), version)
}

/// The embedded templates of every target, with those replaced that the user's folder holds.
fn templates(folder: Option<&Path>) -> Result<Templates, TemplateError> {
    let embedded: Vec<Embedded> = [rust::TEMPLATES, ts::TEMPLATES, docs::TEMPLATES].concat();
    if let Some(folder) = folder {
        known_only(folder, &embedded)?;
    }
    Templates::load(&embedded, folder)
}

/// A template under a name that nothing uses would silently do nothing.
fn known_only(folder: &Path, embedded: &[Embedded]) -> Result<(), TemplateError> {
    let fault = |path: &Path, message: String| TemplateError {
        template: path.display().to_string(),
        line: None,
        column: None,
        message,
    };
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| fault(folder, format!("cannot be read: {error}")))?;
        let path = entry.path();
        if !entry.file_type().is_file()
            || path.extension().is_none_or(|extension| extension != "hbs")
        {
            continue;
        }
        let relative = path.strip_prefix(folder).unwrap_or(path).with_extension("");
        let name = relative.to_string_lossy().replace('\\', "/");
        if !embedded.iter().any(|(known, _)| *known == name) {
            let names: Vec<&str> = embedded.iter().map(|(known, _)| *known).collect();
            let meant = names
                .iter()
                .find(|known| known.ends_with(&format!("/{name}")))
                .copied()
                .or_else(|| suggest(&name, names.iter().copied()));
            let hint = meant.map_or_else(
                || format!("there are {}", names.join(", ")),
                |meant| format!("did you mean `{meant}`?"),
            );
            return Err(fault(
                path,
                format!("there is no template `{name}` to replace; {hint}"),
            ));
        }
    }
    Ok(())
}

/// The document as headers name it: relative to the project and the same on every machine.
pub fn source_name(project: &Project, file: FileId, base: &Path) -> String {
    let shown = &project.sources.file(file).name;
    let Some(path) = project.path(file) else {
        return shown.clone();
    };
    let name = path
        .strip_prefix(base)
        .ok()
        .or_else(|| path.file_name().map(Path::new))
        .unwrap_or(path);
    name.to_string_lossy().replace('\\', "/")
}
