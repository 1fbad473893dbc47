//! Where things stand in the text: the YAML crate's marks take in white space, comments, tags and anchors; ours do not.

/// From the end of what was read before: past `:`, `-`, `?`, white space and comments.
pub(super) fn after_indicators(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'?' | b',' => at += 1,
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            _ => break,
        }
    }
    at
}

/// Past tags, anchors and what separates them from the value.
pub(super) fn skip_properties(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(b'!' | b'&') = bytes.get(at) {
        let rest = &text[at..];
        at += rest
            .find([' ', '\t', '\r', '\n', ',', '}', ']'])
            .unwrap_or(rest.len());
        let after = after_blank(text, at);
        if after == at {
            break;
        }
        at = after;
    }
    at
}

fn after_blank(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            _ => break,
        }
    }
    at
}

pub(super) fn quoted_end(text: &str, start: usize, single: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    loop {
        match (bytes.get(at)?, single) {
            (b'\'', true) if bytes.get(at + 1) == Some(&b'\'') => at += 2,
            (b'\'', true) | (b'"', false) => return Some(at + 1),
            (b'\\', false) => at += 2,
            _ => at += 1,
        }
    }
}

pub(super) fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let end = end.max(start);
    start + text.get(start..end).map_or(0, |text| text.trim_end().len())
}

/// A block sequence starts at its first dash.
pub(super) fn dash_before(text: &str, start: usize) -> usize {
    let before = text[..start].trim_end_matches([' ', '\t']);
    match before.strip_suffix('-') {
        Some(before) => before.len(),
        None => start,
    }
}
