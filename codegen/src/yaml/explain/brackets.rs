//! Brackets that are not closed, closed twice, or text.

use super::{Broken, quote};
use crate::diag::{Diagnostic, Edit};

/// `{$ref: #/components/schemas/Quote}`: the rest of the line, with the bracket that closes, is a comment.
pub(super) fn comment(broken: &Broken<'_>) -> Option<Diagnostic> {
    let open = broken.bracket?;
    let line = broken.text[open..].lines().next()?;
    let start = line.find(" #/")? + 1;
    let rest = line[start..].trim_end();
    let end = rest.find([' ', ',', '}', ']']).unwrap_or(rest.len());
    let pointer = &rest[..end];
    let message = "`#` starts a comment, and the rest of this line is part of it".to_owned();
    Some(quote(broken, open + start, pointer, message))
}

pub(super) fn unclosed_bracket(broken: &Broken<'_>) -> Option<Diagnostic> {
    let open = broken.bracket?;
    let (bracket, closing) = if broken.text[open..].starts_with('{') {
        ('{', '}')
    } else {
        ('[', ']')
    };
    let line = broken.line_number(open);
    let here = broken.line_number(broken.at);
    let opened = broken.span(open, open + 1);
    if broken.at >= broken.text.trim_end().len() {
        let finding = Diagnostic::error(
            "yaml-syntax",
            opened,
            format!("`{bracket}` is never closed"),
        );
        return Some(finding.hint(format!("add the missing `{closing}`")));
    }
    // Where the next line starts a member of a block, the bracket was forgotten on its own line.
    if here > line && broken.line.key().is_some() && ends_open(broken, open) {
        let message = format!("`{bracket}` is not closed where line {line} ends");
        let finding = Diagnostic::error("yaml-syntax", opened, message)
            .related(broken.content(), "read as part of it");
        return Some(finding.hint(format!("add the missing `{closing}`")));
    }
    let message =
        format!("expected `,` or `{closing}` here, inside the `{bracket}` of line {line}");
    let finding = Diagnostic::error("yaml-syntax", broken.at(), message);
    Some(
        finding
            .related(opened, format!("the `{bracket}`"))
            .hint(format!("close it with `{closing}`, separate members by commas, and quote text that holds brackets")),
    )
}

/// Whether the line of the bracket holds something after it and no comma at its end: no list over several lines.
fn ends_open(broken: &Broken<'_>, open: usize) -> bool {
    let rest = broken.text[open + 1..].lines().next().unwrap_or_default();
    let rest = rest.split(" #").next().unwrap_or_default().trim();
    !rest.is_empty() && !rest.ends_with(',')
}

/// `summary: {client} sends` and `summary: [client] sends`: text that starts with a bracket.
pub(super) fn text_in_brackets(broken: &Broken<'_>) -> Option<Diagnostic> {
    if broken.bracket.is_some() || !broken.info.contains("did not find expected key") {
        return None;
    }
    let line = broken.line;
    let (key, value) = line.text.split_once(": ")?;
    let closing = match value.trim_start().chars().next()? {
        '{' => '}',
        '[' => ']',
        _ => return None,
    };
    let start = line.content() + key.len() + 2;
    let skipped = value.len() - value.trim_start().len();
    let message = format!("text goes on after the closing `{closing}`");
    Some(quote(broken, start + skipped, value.trim(), message))
}

/// `required: [a, b]]`.
pub(super) fn extra_bracket(broken: &Broken<'_>) -> Option<Diagnostic> {
    let closing = broken.text[broken.at..].chars().next()?;
    if !matches!(closing, ']' | '}') || !broken.info.contains("misplaced bracket") {
        return None;
    }
    let span = broken.at();
    let message = format!("`{closing}` closes nothing");
    let edits = vec![Edit {
        span,
        text: String::new(),
    }];
    Some(
        Diagnostic::error("yaml-syntax", span, message)
            .hint("remove it, or quote the text")
            .fix(format!("Remove the `{closing}`"), edits),
    )
}

/// `enum: '1', '5'`: a list that lacks its brackets.
pub(super) fn bare_list(broken: &Broken<'_>) -> Option<Diagnostic> {
    if broken.bracket.is_some() || !broken.info.contains("quoted") {
        return None;
    }
    let line = broken.line;
    let (key, rest) = line.text.split_once(": ")?;
    let value = rest.trim();
    let first = value.split(',').next()?.trim();
    let quote = first.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if first.len() < 2 || !first.ends_with(quote) || !value.contains(',') {
        return None;
    }
    let start = line.content() + key.len() + 2 + (rest.len() - rest.trim_start().len());
    let span = broken.span(start, start + value.len());
    let text = format!("[{value}]");
    Some(
        Diagnostic::error("yaml-syntax", span, "a list lacks its brackets")
            .hint(format!("write `{text}`"))
            .fix("Put it into brackets", vec![Edit { span, text }]),
    )
}
