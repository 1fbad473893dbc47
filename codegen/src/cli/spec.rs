//! One document, linted and bundled: what the commands that show or serve a document begin with.

use std::path::PathBuf;

use serde_json::Value;

use super::{Failure, Session};
use crate::diag::render::{self, Findings, Format};
use crate::emit::spec::{Spec, bundle};
use crate::lint;
use crate::lower::lower;
use crate::pipeline::{source_name, structure};

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Every file that it reaches.
    pub(crate) files: Vec<PathBuf>,
    pub(crate) outcome: Result<Bundled, String>,
}

/// A document without errors.
#[derive(Debug)]
pub(crate) struct Bundled {
    pub(crate) module: String,
    /// The document's path, as headers name it.
    pub(crate) source: String,
    pub(crate) document: Value,
    pub(crate) spec: Spec,
}

/// Lints one document and bundles it. Findings at error level are an outcome, not a failure: as text with colours.
pub(crate) fn load(session: &Session, document: &str) -> Result<Loaded, Failure> {
    let project = session.load(&[document.to_owned()])?;
    if project.documents.len() > 1 {
        let failure = Failure::new(format!(
            "{document} names {} documents",
            project.documents.len()
        ));
        return Err(failure.hint("name one document: a page and a mock are each of one"));
    }
    let files = project
        .sources
        .iter()
        .filter_map(|(file, _)| project.path(file))
        .map(PathBuf::from)
        .collect();
    let report = lint::check(&project, &session.levels()?);
    let Some(checked) = report.checked else {
        let findings = Findings {
            sources: &project.sources,
            diagnostics: &report.diagnostics,
            documents: &project.documents,
            fixed: 0,
        };
        let mut text = Vec::new();
        render::write(Format::Human, &findings, &mut text)?;
        return Ok(Loaded {
            files,
            outcome: Err(String::from_utf8_lossy(&text).into_owned()),
        });
    };
    let (Some(module), Some(file)) = (
        lower(&checked).into_iter().next(),
        project.documents.first().copied(),
    ) else {
        return Err(Failure::new(format!("{document} names no document")));
    };
    let document = bundle(&structure(&project, file));
    let source = source_name(&project, file, &session.found.folder);
    let spec = Spec::new(&module.name, &source, &document);
    let bundled = Bundled {
        module: module.name,
        source,
        document,
        spec,
    };
    Ok(Loaded {
        files,
        outcome: Ok(bundled),
    })
}
