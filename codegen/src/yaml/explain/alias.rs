//! Aliases of anchors that are not there.

use super::Broken;
use crate::diag::{Diagnostic, Edit, suggest};

pub(super) fn unknown(broken: &Broken<'_>) -> Option<Diagnostic> {
    let rest = &broken.text[broken.at..];
    let is_name = broken.info.contains("anchor or alias") && rest.starts_with(['*', '&']);
    if !is_name && !broken.info.contains("unknown anchor") {
        return None;
    }
    let alias = word(rest);
    let span = broken.span(broken.at, broken.at + alias.len());
    let Some(name) = alias.strip_prefix('*').filter(|name| !name.is_empty()) else {
        let message = format!("`{alias}` is no anchor or alias");
        let finding = Diagnostic::error("yaml-alias", span, message);
        return Some(finding.hint(format!("if text is meant, quote it: '{alias}'")));
    };
    // What goes on after a space is text, and its first `*` was meant as it stands.
    let value = rest.lines().next().unwrap_or(rest).trim_end();
    if broken.bracket.is_none() && (value.contains(' ') || name.contains('*')) {
        let message = "unquoted text cannot start with `*`".to_owned();
        let quoted = super::quote(broken, broken.at, value, message);
        return Some(Diagnostic {
            code: "yaml-alias",
            ..quoted
        });
    }
    let message = format!("no anchor `&{name}` stands above this alias");
    let finding = Diagnostic::error("yaml-alias", span, message);
    let (above, below) = broken.text.split_at(broken.at);
    if let Some((at, _)) = anchors(below).find(|(_, anchor)| *anchor == name) {
        let at = broken.at + at;
        let place = broken.span(at, at + name.len() + 1);
        let hint = "an anchor stands before its aliases: swap the two";
        return Some(finding.related(place, "the anchor").hint(hint));
    }
    let near = suggest(name, anchors(above).map(|(_, anchor)| anchor));
    Some(match near {
        Some(near) => finding.hint(format!("did you mean `*{near}`?")).fix(
            format!("Write `*{near}`"),
            vec![Edit {
                span,
                text: format!("*{near}"),
            }],
        ),
        None => finding.hint(format!("if text is meant, quote it: '{alias}'")),
    })
}

/// What looks like an anchor: where it stands, and its name.
fn anchors(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('&').filter_map(|(at, _)| {
        let free = match text[..at].chars().next_back() {
            Some(before) => before.is_whitespace() || matches!(before, '[' | '{' | ','),
            None => true,
        };
        let name = word(&text[at + 1..]);
        (free && !name.is_empty()).then_some((at, name))
    })
}

/// The text up to white space, or to what goes on or ends inside brackets.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'));
    &text[..end.unwrap_or(text.len())]
}
