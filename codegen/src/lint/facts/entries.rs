//! Members of a map, and items of a list, put into the text or taken out of it, whatever style it is written in.

use super::edits;
use crate::diag::Edit;
use crate::doc::node::Node;
use crate::source::Span;

/// Takes a member out. None where that would leave nothing but its holder's key, or where it shares its place with
/// something that cannot be told apart.
pub(crate) fn remove(key: Node<'_>, value: Node<'_>) -> Option<Vec<Edit>> {
    let holder = key.parent()?;
    let text = edits::text(key);
    let within = text.get(key.span().end as usize..value.span().end as usize)?;
    // An anchor may be wanted elsewhere.
    if !edits::is_json(key) && within.contains('&') {
        return None;
    }
    if is_flow(holder) {
        let entries = holder.entries();
        let all: Vec<Span> = entries
            .map(|(key, _, value)| cover(key.span(), value.span()))
            .collect();
        let at = holder.entries().position(|(other, ..)| other == key)?;
        return cut(text, &all, at);
    }
    if holder.entries().len() < 2 {
        return None;
    }
    let span = edits::entry_lines(key, value)?;
    Some(vec![Edit {
        span,
        text: String::new(),
    }])
}

/// Takes an item out of a list.
pub(crate) fn remove_item(item: Node<'_>) -> Option<Vec<Edit>> {
    let list = item.parent()?;
    let all: Vec<Span> = list.items().map(Node::span).collect();
    let at = list.items().position(|other| other == item)?;
    let text = edits::text(item);
    if is_flow(list) {
        return cut(text, &all, at);
    }
    let dash = crate::doc::grammar::spots::item(item);
    let start = text.get(..dash.start as usize)?.rfind('\n')? + 1;
    let blank = text.get(start..dash.start as usize)?.trim().is_empty();
    let end = line_end(text, item.span().end as usize);
    let whole = blank && all.len() > 1 && tail_is_empty(text, item.span().end as usize);
    whole.then(|| {
        vec![Edit {
            span: Span {
                start: start as u32,
                end: (end + 1).min(text.len()) as u32,
                ..dash
            },
            text: String::new(),
        }]
    })
}

/// From the end of what stands before to the end of this, or to the start of what comes after.
fn cut(text: &str, all: &[Span], at: usize) -> Option<Vec<Edit>> {
    let own = *all.get(at)?;
    let span = match (
        at.checked_sub(1).and_then(|before| all.get(before)),
        all.get(at + 1),
    ) {
        (Some(before), _) => Span {
            start: before.end,
            ..own
        },
        (None, Some(after)) => Span {
            end: after.start,
            ..own
        },
        (None, None) => Span {
            end: own.end + comma_after(text, own.end as usize) as u32,
            ..own
        },
    };
    (span.start <= span.end).then(|| {
        vec![Edit {
            span,
            text: String::new(),
        }]
    })
}

/// How far a comma goes that follows the last member.
fn comma_after(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    if rest[blank..].starts_with(',') {
        blank + 1
    } else {
        0
    }
}

/// Puts `name: literal` after a member whose value is a scalar, in the style of its map.
pub(crate) fn insert_after(
    key: Node<'_>,
    value: Node<'_>,
    name: &str,
    literal: &str,
) -> Option<Edit> {
    let holder = key.parent()?;
    let text = edits::text(key);
    let end = value.span().end as usize;
    let written = member(key, name, literal);
    if is_flow(holder) {
        let between = match indent(key) {
            Some(indent) => format!(",{}{indent}", line_break(text)),
            None => ", ".to_owned(),
        };
        return Some(insertion(key, end, format!("{between}{written}")));
    }
    if !tail_is_empty(text, end) {
        return None;
    }
    let at = line_end(text, end);
    let at = at - usize::from(text.get(..at)?.ends_with('\r'));
    let text = format!("{}{}{written}", line_break(text), indent(key)?);
    Some(insertion(key, at, text))
}

/// Puts `name: literal` before a member.
pub(crate) fn insert_before(key: Node<'_>, name: &str, literal: &str) -> Option<Edit> {
    let text = edits::text(key);
    let written = member(key, name, literal);
    let start = key.span().start as usize;
    let comma = if is_flow(key.parent()?) { "," } else { "" };
    let between = match indent(key) {
        Some(indent) => format!("{comma}{}{indent}", line_break(text)),
        None if comma.is_empty() => return None,
        None => ", ".to_owned(),
    };
    Some(insertion(key, start, format!("{written}{between}")))
}

/// Puts a word at the end of a list of words.
pub(crate) fn append(list: Node<'_>, word: &str) -> Option<Edit> {
    let text = edits::text(list);
    let word = edits::scalar(list, word);
    let last = list.items().last();
    if is_flow(list) {
        let (at, written) = match last {
            Some(last) => {
                let between = match indent(last) {
                    Some(indent) => format!(",{}{indent}", line_break(text)),
                    None => ", ".to_owned(),
                };
                (last.span().end, format!("{between}{word}"))
            }
            None => (list.span().end.checked_sub(1)?, word),
        };
        return Some(insertion(list, at as usize, written));
    }
    let last = last?;
    let dash = crate::doc::grammar::spots::item(last).start as usize;
    let start = text.get(..dash)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(start..dash)?;
    // `- - a`: the column is what counts.
    let indent: String = indent.chars().map(|_| ' ').collect();
    let end = last.span().end as usize;
    if !tail_is_empty(text, end) {
        return None;
    }
    let at = line_end(text, end);
    let at = at - usize::from(text.get(..at)?.ends_with('\r'));
    Some(insertion(
        list,
        at,
        format!("{}{indent}- {word}", line_break(text)),
    ))
}

fn member(near: Node<'_>, name: &str, literal: &str) -> String {
    match edits::is_json(near) {
        true => format!("\"{name}\": {literal}"),
        false => format!("{name}: {literal}"),
    }
}

fn insertion(near: Node<'_>, at: usize, text: String) -> Edit {
    Edit {
        span: Span {
            start: at as u32,
            end: at as u32,
            ..near.span()
        },
        text,
    }
}

/// Whether a map or list stands in brackets.
pub(crate) fn is_flow(holder: Node<'_>) -> bool {
    edits::source(holder).starts_with(['{', '['])
}

fn cover(start: Span, end: Span) -> Span {
    Span {
        end: end.end.max(start.end),
        ..start
    }
}

/// What a new line needs before a member that shall stand below this one: none where this one shares its line.
fn indent(node: Node<'_>) -> Option<String> {
    let text = edits::text(node);
    let start = node.span().start as usize;
    let before = text.get(..start)?;
    let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let flow = node.parent().is_some_and(is_flow);
    // Dashes open lists whose first item starts on this line.
    let fits = |c: char| c == ' ' || (c == '\t' && flow) || (c == '-' && !flow);
    before.chars().all(fits).then(|| before.replace('-', " "))
}

fn line_end(text: &str, from: usize) -> usize {
    text.get(from..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |at| from + at)
}

/// Whether nothing but a comment follows on the line.
fn tail_is_empty(text: &str, from: usize) -> bool {
    let tail = text.get(from..line_end(text, from)).unwrap_or_default();
    tail.trim().is_empty() || (tail.starts_with([' ', '\t']) && tail.trim_start().starts_with('#'))
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
