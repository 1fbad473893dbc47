//! The CommonMark that descriptions use, to HTML: paragraphs, lists, code, quotes, tables. Raw HTML is shown, not obeyed.

mod inline;

pub(super) use inline::safe;

use super::html::{Html, escape};

/// Quotes and lists may stand this deep in each other.
const MAX_DEPTH: usize = 8;

/// A whole description.
pub(super) fn html(text: &str) -> Html {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    blocks(&lines, 0, &mut out);
    Html::markup(out)
}

/// A text that is one paragraph, without the paragraph.
pub(super) fn inline(text: &str) -> Html {
    Html::markup(inline::html(text))
}

/// The first paragraph on one line, without any markup: for places that hold plain text.
pub(super) fn plain(text: &str) -> String {
    let first: Vec<&str> = text
        .trim_start()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    first.join(" ").replace(['`', '*'], "")
}

fn blocks(lines: &[&str], depth: usize, out: &mut String) {
    let mut at = 0;
    while at < lines.len() {
        at = block(lines, at, depth, out);
    }
}

/// Writes the block that starts at a line and gives the line behind it.
fn block(lines: &[&str], at: usize, depth: usize, out: &mut String) -> usize {
    let line = lines[at].trim_start();
    if line.is_empty() {
        return at + 1;
    }
    if let Some(fence) = fence(line) {
        return fenced(lines, at, fence, out);
    }
    if lines[at].starts_with("    ") {
        return indented(lines, at, out);
    }
    if let Some(title) = heading(line) {
        out.push_str(&format!("<p class=mh>{}", inline::html(title)));
        return at + 1;
    }
    if is_rule(line) {
        out.push_str("<hr>");
        return at + 1;
    }
    if line.starts_with('>') && depth < MAX_DEPTH {
        return quote(lines, at, depth, out);
    }
    if marker(lines[at]).is_some() && depth < MAX_DEPTH {
        return list(lines, at, depth, out);
    }
    if let Some(next) = table(lines, at, out) {
        return next;
    }
    paragraph(lines, at, out)
}

fn paragraph(lines: &[&str], start: usize, out: &mut String) -> usize {
    let interrupts = |line: &str| {
        let text = line.trim_start();
        text.is_empty()
            || fence(text).is_some()
            || heading(text).is_some()
            || text.starts_with('>')
            || is_rule(text)
            || marker(line).is_some_and(|marker| marker.interrupts)
    };
    let more = lines[start + 1..]
        .iter()
        .take_while(|line| !interrupts(line))
        .count();
    let end = start + 1 + more;
    let text: Vec<&str> = lines[start..end]
        .iter()
        .map(|line| line.trim_start())
        .collect();
    out.push_str(&format!("<p>{}", inline::html(text.join("\n").trim_end())));
    end
}

fn heading(line: &str) -> Option<&str> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &line[level..];
    ((1..=6).contains(&level) && (rest.is_empty() || rest.starts_with(' ')))
        .then(|| rest.trim().trim_end_matches('#').trim_end())
}

fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|char| !char.is_whitespace()).collect();
    marks.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| marks.iter().all(|char| char == mark))
}

fn fence(line: &str) -> Option<&str> {
    let mark = line
        .chars()
        .next()
        .filter(|mark| ['`', '~'].contains(mark))?;
    let length = line.chars().take_while(|char| *char == mark).count();
    (length >= 3 && !(mark == '`' && line[length..].contains('`'))).then(|| &line[..length])
}

fn fenced(lines: &[&str], start: usize, fence: &str, out: &mut String) -> usize {
    let indent = lines[start].len() - lines[start].trim_start().len();
    let body = &lines[start + 1..];
    let closes = |line: &str| {
        line.trim().starts_with(fence) && line.trim().chars().all(|char| fence.starts_with(char))
    };
    let length = body
        .iter()
        .position(|line| closes(line))
        .unwrap_or(body.len());
    let code: Vec<&str> = body[..length]
        .iter()
        .map(|line| strip(line, indent))
        .collect();
    code_block(&code, out);
    (start + length + 2).min(lines.len())
}

fn indented(lines: &[&str], start: usize, out: &mut String) -> usize {
    let within = lines[start..]
        .iter()
        .take_while(|line| line.starts_with("    ") || line.trim().is_empty())
        .count();
    let mut code: Vec<&str> = lines[start..start + within]
        .iter()
        .map(|line| strip(line, 4))
        .collect();
    while code.last().is_some_and(|line| line.trim().is_empty()) {
        code.pop();
    }
    code_block(&code, out);
    start + within
}

fn code_block(lines: &[&str], out: &mut String) {
    out.push_str(&format!("<pre>{}</pre>", escape(&lines.join("\n"))));
}

fn strip(line: &str, indent: usize) -> &str {
    let blanks = line.bytes().take_while(|byte| *byte == b' ').count();
    &line[blanks.min(indent)..]
}

fn quote(lines: &[&str], start: usize, depth: usize, out: &mut String) -> usize {
    let within = lines[start..]
        .iter()
        .take_while(|line| line.trim_start().starts_with('>'))
        .count();
    let inner: Vec<&str> = lines[start..start + within]
        .iter()
        .map(|line| line.trim_start().trim_start_matches('>'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    out.push_str("<blockquote>");
    blocks(&inner, depth + 1, out);
    out.push_str("</blockquote>");
    start + within
}

struct Marker {
    indent: usize,
    /// Where the item's text starts.
    content: usize,
    ordered: bool,
    /// Whether it may follow a paragraph without a blank line.
    interrupts: bool,
}

fn marker(line: &str) -> Option<Marker> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (width, ordered) = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => (1, false),
        b'.' | b')' if (1..=9).contains(&digits) => (digits + 1, true),
        _ => return None,
    };
    let rest = &text[width..];
    if !(rest.is_empty() || rest.starts_with(' ')) {
        return None;
    }
    let interrupts = !rest.trim().is_empty() && (!ordered || text.starts_with("1"));
    Some(Marker {
        indent,
        content: indent + width + 1,
        ordered,
        interrupts,
    })
}

fn list(lines: &[&str], start: usize, depth: usize, out: &mut String) -> usize {
    let Some(first) = marker(lines[start]) else {
        return start + 1;
    };
    out.push_str(if first.ordered { "<ol>" } else { "<ul>" });
    let mut at = start;
    while let Some(item) = lines.get(at).and_then(|line| marker(line)) {
        if item.ordered != first.ordered
            || item.indent != first.indent
            || is_rule(lines[at].trim_start())
        {
            break;
        }
        let (inner, next) = item_lines(lines, at, &item);
        out.push_str("<li>");
        let tight = !inner.iter().any(|line| line.trim().is_empty());
        let mut body = String::new();
        blocks(&inner, depth + 1, &mut body);
        out.push_str(&if tight {
            body.replacen("<p>", "", 1)
        } else {
            body
        });
        at = next;
    }
    out.push_str(if first.ordered { "</ol>" } else { "</ul>" });
    at
}

/// The lines of one item without its indentation, and the line behind it.
fn item_lines<'t>(lines: &[&'t str], start: usize, item: &Marker) -> (Vec<&'t str>, usize) {
    let mut inner = vec![lines[start].get(item.content..).unwrap_or_default()];
    let mut at = start + 1;
    while let Some(line) = lines.get(at) {
        let indent = line.len() - line.trim_start().len();
        let blank = line.trim().is_empty();
        let goes_on = lines
            .get(at + 1)
            .is_some_and(|next| next.starts_with(&" ".repeat(item.content)));
        let lazy =
            !inner.last().is_some_and(|line| line.trim().is_empty()) && marker(line).is_none();
        if blank && !goes_on || !blank && indent < item.content && !lazy {
            break;
        }
        inner.push(if blank { "" } else { strip(line, item.content) });
        at += 1;
    }
    let blank_before_next = lines.get(at).is_some_and(|line| line.trim().is_empty())
        && lines
            .get(at + 1)
            .and_then(|line| marker(line))
            .is_some_and(|next| next.ordered == item.ordered);
    (inner, at + usize::from(blank_before_next))
}

/// A table of the GitHub kind: a row of titles, a row of dashes, rows.
fn table(lines: &[&str], start: usize, out: &mut String) -> Option<usize> {
    let dashes = lines.get(start + 1)?.trim();
    let is_dashes = dashes.contains('-')
        && dashes.contains('|')
        && dashes.chars().all(|char| "|-: ".contains(char));
    if !lines[start].contains('|') || !is_dashes || cells(lines[start]).len() != cells(dashes).len()
    {
        return None;
    }
    let row = |line: &str, tag: &str| -> String {
        let cells = cells(line)
            .into_iter()
            .map(|cell| format!("<{tag}>{}</{tag}>", inline::html(&cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body = lines[start + 2..]
        .iter()
        .take_while(|line| line.contains('|'))
        .count();
    out.push_str(&format!(
        "<table><thead>{}</thead><tbody>",
        row(lines[start], "th")
    ));
    lines[start + 2..start + 2 + body]
        .iter()
        .for_each(|line| out.push_str(&row(line, "td")));
    out.push_str("</tbody></table>");
    Some(start + 2 + body)
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line
        .strip_suffix('|')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(line);
    let hidden = line.replace("\\|", "\u{1}");
    hidden
        .split('|')
        .map(|cell| cell.trim().replace('\u{1}', "|"))
        .collect()
}
