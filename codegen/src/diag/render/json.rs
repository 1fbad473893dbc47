//! One JSON object: `{"findings": [...], "summary": {...}}`. Lines, columns and bytes of every place.

use serde_json::{Value, json};

use super::{Findings, level_name, place};
use crate::diag::{Diagnostic, Fix, Level};
use crate::source::{SourceMap, Span};

pub(super) fn render(findings: Findings<'_>) -> String {
    let count = |level| {
        findings
            .diagnostics
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    };
    let list: Vec<Value> = findings
        .diagnostics
        .iter()
        .map(|finding| finding_json(finding, findings.sources))
        .collect();
    let report = json!({
        "findings": list,
        "summary": {
            "errors": count(Level::Error),
            "warnings": count(Level::Warning),
            "infos": count(Level::Info),
        },
    });
    format!("{report:#}\n")
}

fn finding_json(finding: &Diagnostic, sources: &SourceMap) -> Value {
    let mut value = json!({
        "code": finding.code,
        "level": level_name(finding.level),
        "message": finding.message,
        "place": place_json(sources, finding.span),
    });
    if let Some(hint) = &finding.hint {
        value["hint"] = json!(hint);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter();
        value["related"] = related
            .map(|related| json!({"message": related.message, "place": place_json(sources, related.span)}))
            .collect();
    }
    if let Some(fix) = &finding.fix {
        value["fix"] = fix_json(fix, sources);
    }
    value
}

fn fix_json(fix: &Fix, sources: &SourceMap) -> Value {
    let edits: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({"place": place_json(sources, edit.span), "text": edit.text}))
        .collect();
    json!({"title": fix.title, "edits": edits})
}

fn place_json(sources: &SourceMap, span: Span) -> Value {
    let at = place(sources, span);
    json!({
        "file": at.file,
        "line": at.start.line,
        "column": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
        "start": span.start,
        "end": span.end,
    })
}
