//! Findings, written for people and for machines.

mod github;
mod human;
mod json;
mod junit;
mod sarif;

use super::{Diagnostic, Level};
use crate::source::{LineCol, SourceMap, Span};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the source line and the place marked.
    Human,
    /// One object with every finding.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML, for CI systems that show test reports.
    Junit,
}

/// What machines are told of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo {
    pub code: &'static str,
    pub purpose: &'static str,
    pub docs: &'static str,
}

/// Everything that a renderer may want to say.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'r> {
    pub sources: &'r SourceMap,
    pub diagnostics: &'r [Diagnostic],
    /// Where to look up what a code is for.
    pub rule: fn(&str) -> Option<RuleInfo>,
    /// The last line for people: `3 errors in 2 documents`.
    pub summary: &'r str,
    pub color: bool,
}

pub fn render(format: Format, findings: Findings<'_>) -> String {
    match format {
        Format::Human => human::render(findings),
        Format::Json => json::render(findings),
        Format::Sarif => sarif::render(findings),
        Format::Github => github::render(findings),
        Format::Junit => junit::render(findings),
    }
}

/// A place, ready to print.
struct Place<'s> {
    file: &'s str,
    start: LineCol,
    end: LineCol,
}

fn place(sources: &SourceMap, span: Span) -> Place<'_> {
    Place {
        file: &sources.file(span.file).name,
        start: sources.line_col(span.file, span.start),
        end: sources.line_col(span.file, span.end.max(span.start)),
    }
}

const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
