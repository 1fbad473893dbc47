//! SARIF 2.1.0: what code scanning services read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Findings, place};
use crate::diag::{Diagnostic, Fix, Level};
use crate::source::{SourceMap, Span};

pub(super) fn render(findings: Findings<'_>) -> String {
    let codes: BTreeSet<&str> = findings
        .diagnostics
        .iter()
        .map(|finding| finding.code)
        .collect();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| rule_json(code, &findings))
        .collect();
    let index = |code: &str| codes.iter().position(|known| *known == code);
    let results: Vec<Value> = findings
        .diagnostics
        .iter()
        .map(|finding| result_json(finding, index(finding.code), findings.sources))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "specwire",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule_json(code: &str, findings: &Findings<'_>) -> Value {
    match (findings.rule)(code) {
        Some(info) => json!({
            "id": code,
            "shortDescription": {"text": info.purpose},
            "help": {"text": if info.docs.is_empty() { info.purpose } else { info.docs }},
        }),
        None => json!({"id": code}),
    }
}

fn result_json(finding: &Diagnostic, rule: Option<usize>, sources: &SourceMap) -> Value {
    let text = match &finding.hint {
        Some(hint) => format!("{} ({hint})", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "message": {"text": text},
        "locations": [{"physicalLocation": physical(sources, finding.span)}],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        result["relatedLocations"] = related
            .map(|(id, related)| {
                json!({
                    "id": id,
                    "message": {"text": related.message},
                    "physicalLocation": physical(sources, related.span),
                })
            })
            .collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([fix_json(fix, sources)]);
    }
    result
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn physical(sources: &SourceMap, span: Span) -> Value {
    json!({"artifactLocation": {"uri": uri(&sources.file(span.file).name)}, "region": region(sources, span)})
}

fn region(sources: &SourceMap, span: Span) -> Value {
    let at = place(sources, span);
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
    })
}

fn fix_json(fix: &Fix, sources: &SourceMap) -> Value {
    let changes: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "artifactLocation": {"uri": uri(&sources.file(edit.span.file).name)},
                "replacements": [{
                    "deletedRegion": region(sources, edit.span),
                    "insertedContent": {"text": edit.text},
                }],
            })
        })
        .collect();
    json!({"description": {"text": fix.title}, "artifactChanges": changes})
}

/// A relative reference: what RFC 3986 does not allow in a path is percent-encoded.
fn uri(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
