//! Findings of the linter, as an editor wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    PublishDiagnosticsParams,
};

use super::position;
use super::workspace::Workspace;
use crate::diag::{self, Level};
use crate::lint;

/// A list for every file that has findings or had some.
pub(super) fn findings(workspace: &mut Workspace) -> Vec<PublishDiagnosticsParams> {
    let mut by_file: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for finding in found(workspace) {
        if let Some(path) = workspace.project.path(finding.span.file) {
            by_file
                .entry(path.to_owned())
                .or_default()
                .push(diagnostic(workspace, &finding));
        }
    }
    let now: BTreeSet<PathBuf> = by_file
        .keys()
        .cloned()
        .chain(workspace.uris.keys().cloned())
        .collect();
    let gone: Vec<PathBuf> = workspace.published.difference(&now).cloned().collect();
    workspace.published = by_file.keys().cloned().collect();
    now.into_iter()
        .chain(gone)
        .filter_map(|path| {
            let uri = workspace
                .uris
                .get(&path)
                .cloned()
                .or_else(|| position::uri_of(&path))?;
            let diagnostics = by_file.remove(&path).unwrap_or_default();
            Some(PublishDiagnosticsParams {
                uri,
                diagnostics,
                version: None,
            })
        })
        .collect()
}

/// The same findings as on the command line.
fn found(workspace: &mut Workspace) -> Vec<diag::Diagnostic> {
    let Workspace {
        project,
        levels,
        memo,
        ..
    } = workspace;
    let found = lint::check_again(project, levels, memo).diagnostics;
    workspace.found.clone_from(&found);
    found
}

fn diagnostic(workspace: &Workspace, finding: &diag::Diagnostic) -> Diagnostic {
    let sources = &workspace.project.sources;
    let message = match &finding.hint {
        Some(hint) => format!("{}\n{hint}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().filter_map(|related| {
        let location = Location::new(
            workspace.uri(related.span.file)?,
            position::range(sources, related.span),
        );
        Some(DiagnosticRelatedInformation {
            location,
            message: related.message.clone(),
        })
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: position::range(sources, finding.span),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Info | Level::Off => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        source: Some("specwire".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}
