//! Findings as people and machines read them.

use std::fmt;
use std::io::{self, Write};

use super::{Diagnostic, Level};
use crate::source::{FileId, SourceMap, Span};

mod github;
mod human;
mod json;
mod junit;
mod sarif;

pub use human::{Paint, finding as human_finding};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people: source lines with the place marked
    #[default]
    Human,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub workflow commands
    Github,
    /// `JUnit` XML
    Junit,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
        })
    }
}

/// What a run has to say.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub sources: &'a SourceMap,
    pub diagnostics: &'a [Diagnostic],
    /// The documents that were looked at.
    pub documents: &'a [FileId],
    /// Findings that `--fix` has mended.
    pub fixed: usize,
}

impl Findings<'_> {
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }

    fn fixable(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|finding| finding.fix.is_some())
            .count()
    }

    fn name(&self, span: Span) -> &str {
        &self.sources.file(span.file).name
    }
}

/// Writes everything; colours as escape sequences, which the caller's stream strips where they are not wanted.
pub fn write(format: Format, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(findings, out),
        Format::Json => json::write(findings, out),
        Format::Sarif => sarif::write(findings, out),
        Format::Github => github::write(findings, out),
        Format::Junit => junit::write(findings, out),
    }
}
