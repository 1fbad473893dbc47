//! Changes to the text that mend a finding.

use crate::diag::Edit;
use crate::doc::node::Node;
use crate::source::Span;

/// The bytes of a node as written.
pub(crate) fn source(node: Node<'_>) -> &str {
    let span = node.span();
    let text: &str = &node.project.sources.file(span.file).text;
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

pub(crate) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

/// All of the file that a node stands in.
pub(crate) fn text(node: Node<'_>) -> &str {
    &node.project.sources.file(node.span().file).text
}

/// Another text in place of a scalar, in the quotes that it has.
pub(crate) fn replace(node: Node<'_>, text: &str) -> Vec<Edit> {
    let text = match source(node).chars().next() {
        Some('"') => double_quoted(text),
        Some('\'') => quoted(text),
        _ => scalar(node, text),
    };
    vec![Edit {
        span: node.span(),
        text,
    }]
}

/// Another text for an item of a list of words, unless the list has it already.
pub(crate) fn replace_item(item: Node<'_>, text: &str) -> Option<Vec<Edit>> {
    let there = item
        .parent()
        .is_some_and(|list| list.items().any(|other| other.as_str() == Some(text)));
    (!there).then(|| replace(item, text))
}

/// A word as it is written where `near` stands: in quotes where it needs them.
pub(crate) fn scalar(near: Node<'_>, text: &str) -> String {
    match is_json(near) {
        true => double_quoted(text),
        false if is_plain(text) => text.to_owned(),
        false => quoted(text),
    }
}

fn double_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Another literal in place of a node: no quotes are added.
pub(crate) fn literal(node: Node<'_>, text: &str) -> Vec<Edit> {
    vec![Edit {
        span: node.span(),
        text: text.to_owned(),
    }]
}

/// Another text for a member of a map.
pub(crate) fn replace_member(node: Node<'_>, key: &str, text: &str) -> Vec<Edit> {
    node.get(key)
        .map(|value| replace(value, text))
        .unwrap_or_default()
}

/// Quotes around a scalar that has none: double ones in JSON, which knows no others.
pub(crate) fn quote(node: Node<'_>) -> Vec<Edit> {
    let text = source(node);
    let new = if is_json(node) {
        format!("\"{text}\"")
    } else {
        quoted(text)
    };
    vec![Edit {
        span: node.span(),
        text: new,
    }]
}

pub(crate) fn is_json(node: Node<'_>) -> bool {
    node.project
        .sources
        .file(node.span().file)
        .text
        .trim_start()
        .starts_with('{')
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether YAML reads the text as this very string without quotes.
pub(crate) fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "_-.$/".contains(c);
    let reserved = [
        "null", "true", "false", "Null", "True", "False", "NULL", "TRUE", "FALSE", "~",
    ];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.chars().all(word)
        && !reserved.contains(&text)
}

/// The whole lines of an entry, for removing it. None where it shares a line with something else.
pub(crate) fn entry_lines(key: Node<'_>, value: Node<'_>) -> Option<Span> {
    let (start, end) = (key.span(), value.span());
    let text: &str = &key.project.sources.file(start.file).text;
    let line_start = text
        .get(..start.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let before = text.get(line_start..start.start as usize)?;
    let rest = text.get(end.end as usize..)?;
    let line_end = rest
        .find('\n')
        .map_or(text.len(), |at| end.end as usize + at + 1);
    let after = rest.split('\n').next()?.trim();
    let alone = before.trim().is_empty() && (after.is_empty() || after.starts_with('#'));
    (alone && end.start >= start.end).then_some(Span {
        file: start.file,
        start: line_start as u32,
        end: line_end as u32,
    })
}
