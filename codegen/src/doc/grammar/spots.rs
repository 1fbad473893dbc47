//! Places: which bytes to mark for a node that has a key, or for an item of a list.

use crate::doc::node::Node;
use crate::source::Span;

/// The key, with its value where that is a scalar on the same line: `version: 1.0`.
pub fn entry(key: Node<'_>, value: Node<'_>) -> Span {
    let (start, end) = (key.span(), value.span());
    let text = &key.project.sources.file(start.file).text;
    let scalar = !value.is_map() && !value.is_seq();
    let between = (start.end as usize)..(end.end as usize);
    let one_line = end.file == start.file
        && end.start >= start.end
        && text.get(between).is_some_and(|text| !text.contains('\n'));
    if scalar && one_line {
        Span {
            end: end.end,
            ..start
        }
    } else {
        start
    }
}

/// An item of a list, from its dash on (its first line only); in a flow list the item alone.
pub fn item(node: Node<'_>) -> Span {
    let span = node.span();
    let text: &str = &node.project.sources.file(span.file).text;
    let start = span.start as usize;
    let Some(before) = text.get(..start) else {
        return span;
    };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = before[line_start..].trim_end_matches([' ', '\t']);
    let first = if indent.ends_with('-') && indent.trim_start_matches([' ', '-']).is_empty() {
        line_start + indent.len() - 1
    } else {
        start
    };
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = (span.end as usize).min(line_end).max(start);
    Span {
        start: first as u32,
        end: end as u32,
        ..span
    }
}
