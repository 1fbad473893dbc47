//! One JSON object: for scripts.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Findings;
use crate::diag::{Diagnostic, Level};
use crate::source::Span;

pub(super) fn write(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Value> = findings
        .diagnostics
        .iter()
        .map(|finding| one(findings, finding))
        .collect();
    let document = json!({
        "version": 1,
        "findings": all,
        "summary": {
            "documents": findings.documents.len(),
            "errors": findings.count(Level::Error),
            "warnings": findings.count(Level::Warning),
            "infos": findings.count(Level::Info),
            "fixed": findings.fixed,
        },
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn one(findings: &Findings<'_>, finding: &Diagnostic) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            with_place(
                findings,
                related.span,
                json!({ "message": related.message }),
            )
        })
        .collect();
    let fix = finding.fix.as_ref().map(|fix| {
        let edits: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| with_place(findings, edit.span, json!({ "text": edit.text })))
            .collect();
        json!({ "title": fix.title, "edits": edits })
    });
    let about = json!({
        "code": finding.code,
        "level": finding.level.name(),
        "message": finding.message,
        "hint": finding.hint,
        "related": related,
        "fix": fix,
    });
    with_place(findings, finding.span, about)
}

/// Adds `file`, `line`, `column`, `endLine`, `endColumn` and the bytes `start` and `end`.
fn with_place(findings: &Findings<'_>, span: Span, mut value: Value) -> Value {
    let (start, end) = (findings.sources.start(span), findings.sources.end(span));
    value["file"] = findings.name(span).into();
    value["line"] = start.line.into();
    value["column"] = start.column.into();
    value["endLine"] = end.line.into();
    value["endColumn"] = end.column.into();
    value["start"] = span.start.into();
    value["end"] = span.end.into();
    value
}
