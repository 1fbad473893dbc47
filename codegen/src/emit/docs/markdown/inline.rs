//! Inside a paragraph: code, emphasis, links, hard breaks. Everything else is text.

use crate::emit::docs::html::{escape, escape_into};

/// Emphasis and links may stand this deep in each other.
const MAX_DEPTH: usize = 8;

/// A longer paragraph is shown as it is: spans are found by looking ahead, which must stay cheap.
const MAX_LEN: usize = 10_000;

pub(super) fn html(text: &str) -> String {
    if text.len() > MAX_LEN {
        let mut out = String::new();
        escape_into(text, &mut out);
        return out;
    }
    let mut out = String::with_capacity(text.len() + 16);
    spans(text, 0, &mut out);
    out
}

fn spans(text: &str, depth: usize, out: &mut String) {
    let mut rest = text;
    let mut before = ' ';
    while let Some(char) = rest.chars().next() {
        let taken = if depth < MAX_DEPTH {
            span(rest, before, depth, out)
        } else {
            None
        };
        let length = taken.unwrap_or_else(|| {
            escape_into(&rest[..char.len_utf8()], out);
            char.len_utf8()
        });
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
}

/// Writes the span at the start of `rest` and gives its length; nothing where there is none.
fn span(rest: &str, before: char, depth: usize, out: &mut String) -> Option<usize> {
    match rest.as_bytes()[0] {
        b'\\' => escaped(rest, out),
        b'`' => code(rest, out),
        b'*' | b'_' => emphasis(rest, before, depth, out),
        b'!' if rest.starts_with("![") => link(&rest[1..], depth, out).map(|length| length + 1),
        b'[' => link(rest, depth, out),
        b'<' => autolink(rest, out),
        b'h' if !before.is_alphanumeric() => bare_link(rest, out),
        b' ' => hard_break(rest, out),
        _ => None,
    }
}

fn escaped(rest: &str, out: &mut String) -> Option<usize> {
    let char = rest[1..].chars().next()?;
    if char == '\n' {
        out.push_str("<br>");
    } else if char.is_ascii_punctuation() {
        out.push_str(&escape(&rest[1..2]));
    } else {
        return None;
    }
    Some(2)
}

fn hard_break(rest: &str, out: &mut String) -> Option<usize> {
    let blanks = rest.bytes().take_while(|byte| *byte == b' ').count();
    (blanks >= 2 && rest[blanks..].starts_with('\n')).then(|| {
        out.push_str("<br>");
        blanks + 1
    })
}

fn code(rest: &str, out: &mut String) -> Option<usize> {
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    let fence = &rest[..ticks];
    let mut from = ticks;
    loop {
        let start = from + rest[from..].find(fence)?;
        let run = rest[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        if run == ticks {
            let inner = rest[ticks..start].replace('\n', " ");
            let spaced = inner.starts_with(' ') && inner.ends_with(' ') && !inner.trim().is_empty();
            let inner = if spaced {
                &inner[1..inner.len() - 1]
            } else {
                &inner
            };
            out.push_str(&format!("<code>{}</code>", escape(inner)));
            return Some(start + ticks);
        }
        from = start + run;
    }
}

fn emphasis(rest: &str, before: char, depth: usize, out: &mut String) -> Option<usize> {
    let mark = rest.chars().next()?;
    let double = rest[1..].starts_with(mark);
    let width = if double { 2 } else { 1 };
    let inner = &rest[width..];
    let opens = inner
        .chars()
        .next()
        .is_some_and(|char| !char.is_whitespace());
    if !opens || mark == '_' && before.is_alphanumeric() {
        return None;
    }
    let fence = &rest[..width];
    let mut from = 0;
    loop {
        let end = from + inner[from..].find(fence)?;
        let after = inner[end + width..].chars().next();
        let last = inner[..end].chars().next_back().unwrap_or(' ');
        let single = double || after != Some(mark) && last != mark;
        let word = mark == '_' && after.is_some_and(char::is_alphanumeric);
        if end > 0 && !last.is_whitespace() && single && !word {
            let tag = if double { "strong" } else { "em" };
            out.push_str(&format!("<{tag}>"));
            spans(&inner[..end], depth + 1, out);
            out.push_str(&format!("</{tag}>"));
            return Some(end + 2 * width);
        }
        from = end + width;
    }
}

fn link(rest: &str, depth: usize, out: &mut String) -> Option<usize> {
    let end = closing(rest, '[', ']')?;
    let target = rest[end + 1..].strip_prefix('(')?;
    let close = closing(&rest[end + 1..], '(', ')')?;
    let target = target[..close - 1].trim();
    let url = target
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_matches(['<', '>']);
    open(url, out)?;
    spans(&rest[1..end], depth + 1, out);
    out.push_str("</a>");
    Some(end + 1 + close + 1)
}

/// Where the bracket that opens a text is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut skip = false;
    for (at, char) in text.char_indices() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match char {
            '\\' => skip = true,
            char if char == open => depth += 1,
            char if char == close => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn autolink(rest: &str, out: &mut String) -> Option<usize> {
    let end = rest.find('>')?;
    let url = &rest[1..end];
    let url_like = url.contains(':') && !url.contains(char::is_whitespace);
    url_like.then_some(())?;
    open(url, out)?;
    out.push_str(&format!("{}</a>", escape(url)));
    Some(end + 1)
}

fn bare_link(rest: &str, out: &mut String) -> Option<usize> {
    (rest.starts_with("https://") || rest.starts_with("http://")).then_some(())?;
    let end = rest
        .find(|char: char| char.is_whitespace() || "<>\"`".contains(char))
        .unwrap_or(rest.len());
    let url =
        rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_', ']']);
    open(url, out)?;
    out.push_str(&format!("{}</a>", escape(url)));
    Some(url.len())
}

/// Opens a link to a target that does no harm.
fn open(url: &str, out: &mut String) -> Option<()> {
    safe(url).then(|| {
        let outside = if url.starts_with('#') {
            ""
        } else {
            " rel=\"noopener noreferrer\""
        };
        out.push_str(&format!("<a href=\"{}\"{outside}>", escape(url)));
    })
}

/// Whether a link may lead there: the web, mail and this page. No script, no data.
pub(in crate::emit::docs) fn safe(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:", "#"]
        .iter()
        .any(|prefix| lower.starts_with(prefix));
    known && url.len() > 1 && !url.contains(char::is_control)
}
