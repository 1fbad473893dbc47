//! JUnit XML: a suite a file, a failed case a finding; a file without findings is one case that passed.

use std::fmt::Write as _;

use super::{Findings, level_name, place};
use crate::diag::Level;
use crate::source::FileId;

pub(super) fn render(findings: Findings<'_>) -> String {
    let failures = |file: FileId| {
        let of_file = findings
            .diagnostics
            .iter()
            .filter(move |finding| finding.span.file == file);
        of_file.collect::<Vec<_>>()
    };
    let failed = |level: Level| level >= Level::Warning;
    let total: usize = findings
        .sources
        .iter()
        .map(|(file, _)| failures(file).len().max(1))
        .sum();
    let all = findings
        .diagnostics
        .iter()
        .filter(|finding| failed(finding.level))
        .count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"specwire\" tests=\"{total}\" failures=\"{all}\">"
    );
    for (file, source) in findings.sources.iter() {
        let list = failures(file);
        let count = list.iter().filter(|finding| failed(finding.level)).count();
        let name = escape(&source.name);
        let tests = list.len().max(1);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{count}\">"
        );
        if list.is_empty() {
            let _ = writeln!(out, "    <testcase name=\"lint\" classname=\"{name}\"/>");
        }
        for finding in list {
            let at = place(findings.sources, finding.span);
            let where_ = format!("{}:{}:{}", at.file, at.start.line, at.start.column);
            let title = escape(&format!(
                "{} at {}:{}",
                finding.code, at.start.line, at.start.column
            ));
            let _ = write!(out, "    <testcase name=\"{title}\" classname=\"{name}\"");
            let hint = finding
                .hint
                .as_ref()
                .map(|hint| format!("\n{hint}"))
                .unwrap_or_default();
            let body = escape(&format!("{where_}: {}{hint}", finding.message));
            if failed(finding.level) {
                let message = escape(&finding.message);
                let level = level_name(finding.level);
                let _ = writeln!(
                    out,
                    "><failure type=\"{level}\" message=\"{message}\">{body}</failure></testcase>"
                );
            } else {
                let _ = writeln!(out, "><system-out>{body}</system-out></testcase>");
            }
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// XML 1.0 has no place for most control characters, not even escaped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            control if control < ' ' || ('\u{7f}'..='\u{9f}').contains(&control) => {
                out.push('\u{fffd}')
            }
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
