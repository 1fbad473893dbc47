//! Workflow commands of GitHub Actions: each finding becomes an annotation at its line.

use std::fmt::Write as _;

use super::{Findings, place};
use crate::diag::Level;

pub(super) fn render(findings: Findings<'_>) -> String {
    let mut out = String::new();
    for finding in findings.diagnostics {
        let at = place(findings.sources, finding.span);
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info | Level::Off => "notice",
        };
        let hint = finding
            .hint
            .as_ref()
            .map(|hint| format!("\n{hint}"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            property(at.file),
            at.start.line,
            at.start.column,
            at.end.line,
            at.end.column,
            property(finding.code),
            data(&format!("{}{hint}", finding.message)),
        );
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
