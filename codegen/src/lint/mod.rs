//! Linting: every rule over every document, and the gate that generation passes.

mod checked;
mod config;
mod facts;
mod memo;
mod memory;
mod page;
pub mod registry;
mod rule;
pub mod rules;
mod suppress;

pub use checked::Checked;
pub use config::{Levels, UnknownRule};
pub use memo::Memo;
pub use page::page;
pub use rule::{Context, Group, Meta, Rule, Sink};

use std::collections::HashSet;

use crate::diag::{Diagnostic, Level};
use crate::doc::project::Project;
use crate::source::FileId;

/// What a run found.
#[derive(Debug)]
pub struct Report<'p> {
    /// At the levels that the configuration gives, sorted by place, without what comments suppress.
    pub diagnostics: Vec<Diagnostic>,
    /// The way to generation: `None` where anything stands in it.
    pub checked: Option<Checked<'p>>,
    /// Findings that generation cannot live with although they were switched off, lowered or suppressed.
    pub hidden: Vec<Diagnostic>,
}

impl Report<'_> {
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }

    /// As generation sees it: what it cannot live with is an error, whatever the configuration calls it.
    pub fn for_generation(&self) -> Vec<Diagnostic> {
        let same = |a: &Diagnostic, b: &Diagnostic| {
            (a.code, a.span, &a.message) == (b.code, b.span, &b.message)
        };
        let shown = self.diagnostics.iter();
        let mut all: Vec<Diagnostic> = shown
            .filter(|finding| !self.hidden.iter().any(|hidden| same(hidden, finding)))
            .cloned()
            .collect();
        all.extend(self.hidden.iter().map(|finding| Diagnostic {
            level: Level::Error,
            hint: Some(match &finding.hint {
                Some(hint) => format!("{hint}: this rule stops generation whatever its level"),
                None => "this rule stops generation whatever its level".to_owned(),
            }),
            // `lint --fix` mends what it shows.
            fix: None,
            ..finding.clone()
        }));
        sort(&mut all);
        all
    }
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
}

/// Runs every rule over every document of the project.
pub fn check<'p>(project: &'p Project, levels: &Levels) -> Report<'p> {
    check_with(project, levels, &mut |document| {
        check_document(project, document, levels)
    })
}

/// As [`check`], with the findings of documents that have not changed since the last time. `levels` are the same as
/// then.
pub fn check_again<'p>(project: &'p Project, levels: &Levels, memo: &mut Memo) -> Report<'p> {
    check_with(project, levels, &mut |document| {
        memo.findings(project, document, || {
            check_document(project, document, levels)
        })
    })
}

fn check_with<'p>(
    project: &'p Project,
    levels: &Levels,
    check: &mut dyn FnMut(FileId) -> Vec<Diagnostic>,
) -> Report<'p> {
    let mut found: Vec<Diagnostic> = project.diagnostics.clone();
    for document in &project.documents {
        // What is wrong with a file that cannot be read to its end has been said.
        if project.is_complete(*document) {
            let findings = check(*document).into_iter();
            found.extend(findings.filter(|finding| project.is_complete(finding.span.file)));
        }
    }
    let broken = project
        .documents
        .iter()
        .any(|document| !project.is_complete(*document));
    finish(project, levels, found, broken)
}

fn check_document(project: &Project, document: FileId, levels: &Levels) -> Vec<Diagnostic> {
    let context = Context::new(project, document);
    let mut sink = Sink::default();
    let known = context.structure().is_some();
    for rule in registry::rules() {
        // Of a file that is no AsyncAPI 2 document there is nothing else to say.
        if !known && rule.meta().group != Group::Structure {
            continue;
        }
        // A rule that stands in the way of generation runs even where nobody wants to read it.
        if rule.meta().gate || levels.is_ever_on(rule.meta()) {
            rule.check(&context, &mut sink);
        }
    }
    sink.into_findings()
}

fn finish<'p>(
    project: &'p Project,
    levels: &Levels,
    found: Vec<Diagnostic>,
    broken: bool,
) -> Report<'p> {
    let mut suppressions = suppress::Suppressions::read(project);
    let mut diagnostics = Vec::with_capacity(found.len());
    let mut hidden = Vec::new();
    let mut seen = HashSet::new();
    for mut finding in found {
        // A file that two documents share is checked twice.
        if !seen.insert((finding.code, finding.span, finding.message.clone())) {
            continue;
        }
        let gate = registry::meta(finding.code).is_some_and(|meta| meta.gate);
        finding.level = levels.of(&finding, project);
        let suppressed = finding.level != Level::Off && suppressions.covers(&finding);
        let shown = finding.level != Level::Off && !suppressed;
        if gate && (suppressed || finding.level != Level::Error) {
            hidden.push(finding.clone());
        }
        if shown {
            diagnostics.push(finding);
        }
    }
    for mut finding in suppressions.unused() {
        finding.level = levels.of(&finding, project);
        if finding.level != Level::Off {
            diagnostics.push(finding);
        }
    }
    sort(&mut diagnostics);
    let stopped = broken
        || !hidden.is_empty()
        || diagnostics
            .iter()
            .any(|finding| finding.level == Level::Error);
    let checked = (!stopped).then(|| Checked::new(project));
    Report {
        diagnostics,
        checked,
        hidden,
    }
}
