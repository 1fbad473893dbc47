//! `JUnit` XML: a suite per file, a case per finding; a document without findings is a case that passed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Findings;
use crate::diag::{Diagnostic, Level};
use crate::source::FileId;

pub(super) fn write(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = findings
        .documents
        .iter()
        .map(|file| (*file, Vec::new()))
        .collect();
    for finding in findings.diagnostics {
        by_file.entry(finding.span.file).or_default().push(finding);
    }
    let failures = findings
        .diagnostics
        .iter()
        .filter(|finding| fails(finding))
        .count();
    let tests: usize = by_file.values().map(|found| found.len().max(1)).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"codegen\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    for (file, found) in &by_file {
        suite(findings, *file, found, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// Remarks are told, and pass.
fn fails(finding: &Diagnostic) -> bool {
    finding.level >= Level::Warning
}

fn suite(
    findings: &Findings<'_>,
    file: FileId,
    found: &[&Diagnostic],
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = escape(&findings.sources.file(file).name);
    let failures = found.iter().filter(|finding| fails(finding)).count();
    let tests = found.len().max(1);
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    if found.is_empty() {
        writeln!(
            out,
            "    <testcase name=\"no findings\" classname=\"{name}\"/>"
        )?;
    }
    for finding in found {
        let place = findings.sources.start(finding.span);
        let (line, column) = (place.line, place.column);
        let case = escape(&format!("{} at {line}:{column}", finding.code));
        let message = escape(&finding.message);
        let mut text = format!(
            "{}:{line}:{column}: {}",
            findings.name(finding.span),
            finding.message
        );
        if let Some(hint) = &finding.hint {
            text = format!("{text}\n{hint}");
        }
        let text = escape(&text);
        writeln!(out, "    <testcase name=\"{case}\" classname=\"{name}\">")?;
        match fails(finding) {
            true => {
                let level = finding.level.name();
                writeln!(
                    out,
                    "      <failure type=\"{level}\" message=\"{message}\">{text}</failure>"
                )?;
            }
            false => writeln!(out, "      <system-out>{text}</system-out>")?,
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// XML text; characters that XML 1.0 has not become replacement characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
