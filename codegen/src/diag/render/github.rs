//! Workflow commands that GitHub shows beside the changed lines.

use std::io::{self, Write};

use super::Findings;
use crate::diag::Level;

pub(super) fn write(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings.diagnostics {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info | Level::Off => "notice",
        };
        let (start, end) = (
            findings.sources.start(finding.span),
            findings.sources.end(finding.span),
        );
        let mut text = finding.message.clone();
        if let Some(hint) = &finding.hint {
            text = format!("{text}\n{hint}");
        }
        write!(
            out,
            "::{command} file={},line={}",
            property(findings.name(finding.span)),
            start.line
        )?;
        // Columns of a range over several lines would be misread.
        match end.line == start.line {
            true => write!(out, ",col={},endColumn={}", start.column, end.column)?,
            false => write!(out, ",endLine={}", end.line)?,
        }
        writeln!(out, ",title={}::{}", property(finding.code), data(&text))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
