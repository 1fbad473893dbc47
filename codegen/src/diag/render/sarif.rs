//! SARIF 2.1.0: for code scanning.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::Findings;
use crate::diag::{Diagnostic, Fix, Level};
use crate::lint::{Meta, registry};
use crate::source::{FileId, Span};

pub(super) fn write(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let codes: Vec<&str> = findings
        .diagnostics
        .iter()
        .map(|finding| finding.code)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = findings
        .diagnostics
        .iter()
        .map(|finding| {
            result(
                findings,
                finding,
                codes.iter().position(|code| *code == finding.code),
            )
        })
        .collect();
    let files: Vec<Value> = findings
        .documents
        .iter()
        .map(|file| json!({ "location": artifact(findings, *file) }))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "specwire",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": files,
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(code: &str) -> Value {
    let Some(Meta {
        purpose,
        docs,
        level,
        group,
        ..
    }) = registry::meta(code)
    else {
        return json!({ "id": code });
    };
    json!({
        "id": code,
        "shortDescription": { "text": purpose },
        "fullDescription": { "text": docs },
        "help": { "text": format!("codegen explain {code}") },
        "defaultConfiguration": { "enabled": *level != Level::Off, "level": level_name(*level) },
        "properties": { "tags": [group.name()] },
    })
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn result(findings: &Findings<'_>, finding: &Diagnostic, rule: Option<usize>) -> Value {
    let text = match &finding.hint {
        Some(hint) => format!("{}\n{hint}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level_name(finding.level),
        "message": { "text": text },
        "locations": [location(findings, finding.span)],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .map(|(id, related)| {
            let mut place = location(findings, related.span);
            place["id"] = id.into();
            place["message"] = json!({ "text": related.message });
            place
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([changes(findings, fix)]);
    }
    result
}

fn changes(findings: &Findings<'_>, fix: &Fix) -> Value {
    let files: BTreeSet<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    let changes: Vec<Value> = files
        .into_iter()
        .map(|file| {
            let replacements: Vec<Value> = fix
                .edits
                .iter()
                .filter(|edit| edit.span.file == file)
                .map(|edit| json!({ "deletedRegion": region(findings, edit.span), "insertedContent": { "text": edit.text } }))
                .collect();
            json!({ "artifactLocation": artifact(findings, file), "replacements": replacements })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn location(findings: &Findings<'_>, span: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": artifact(findings, span.file),
        "region": region(findings, span),
    }})
}

fn region(findings: &Findings<'_>, span: Span) -> Value {
    let (start, end) = (findings.sources.start(span), findings.sources.end(span));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn artifact(findings: &Findings<'_>, file: FileId) -> Value {
    let name = &findings.sources.file(file).name;
    let uri = if name.starts_with('/') {
        format!("file://{}", uri_path(name))
    } else {
        uri_path(name)
    };
    json!({ "uri": uri })
}

/// Percent-encodes what a URI path may not hold.
pub(crate) fn uri_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'@'
            | b'+' => {
                out.push(byte as char);
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
