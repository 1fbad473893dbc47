//! What a parser error means to the person who wrote the text: the place they would mend, in their words.

mod alias;
mod brackets;
mod reasons;

use self::brackets::{bare_list, extra_bracket, text_in_brackets, unclosed_bracket};
use super::indent::{self, Block, Line};
use crate::diag::{Diagnostic, Edit};
use crate::source::{FileId, Span};

/// A text that is no YAML, and what the parser says of it.
struct Broken<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    info: &'t str,
    blocks: Vec<Block<'t>>,
    line: Line<'t>,
    /// The innermost `{` or `[` that is open.
    bracket: Option<usize>,
}

/// `at` is the byte where the parser gave up, `info` its reason, `bracket` the innermost open `{` or `[`.
pub(super) fn explain(
    file: FileId,
    text: &str,
    at: usize,
    info: &str,
    bracket: Option<usize>,
) -> Diagnostic {
    let at = at.min(text.len());
    let (blocks, line) = indent::open_blocks(text, at);
    let line = line.unwrap_or(Line {
        start: text.len(),
        indent: 0,
        text: "",
    });
    let broken = Broken {
        file,
        text,
        at,
        info,
        blocks,
        line,
        bracket,
    };
    let readings = [
        too_deep,
        tab,
        tab_below,
        alias::unknown,
        brackets::comment,
        extra_bracket,
        text_in_brackets,
        bare_list,
        unclosed_bracket,
        misindented,
        below_a_value,
        second_colon,
        bad_start,
        missing_colon,
    ];
    readings
        .iter()
        .find_map(|reading| reading(&broken))
        .unwrap_or_else(|| reasons::other(&broken))
}

impl Broken<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            file: self.file,
            start: start as u32,
            end: end.max(start) as u32,
        }
    }

    /// The line from its first character on.
    fn content(&self) -> Span {
        self.span(
            self.line.content(),
            self.line.content() + self.line.text.len(),
        )
    }

    fn at(&self) -> Span {
        let end = self.text[self.at..]
            .chars()
            .next()
            .filter(|c| *c != '\n')
            .map_or(0, char::len_utf8);
        self.span(self.at, self.at + end)
    }

    /// What the line is called in a message: its key, or its beginning.
    fn name(&self) -> String {
        match self.line.key() {
            Some(key) => key.to_owned(),
            None => self.line.text.chars().take(30).collect(),
        }
    }

    fn line_number(&self, at: usize) -> usize {
        self.text[..at]
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }
}

/// The parser has a bound of its own, which may be met first.
fn too_deep(broken: &Broken<'_>) -> Option<Diagnostic> {
    let deep = broken.info.contains("recursion limit");
    deep.then(|| {
        Diagnostic::error(
            "too-large",
            broken.at(),
            "too many maps and lists inside one another",
        )
    })
}

fn tab(broken: &Broken<'_>) -> Option<Diagnostic> {
    let line = broken.line;
    let white = &broken.text[line.start..line.content()];
    let tab = line.start + white.find('\t')?;
    let message = format!(
        "tab in the indentation of `{}`: YAML is indented by spaces alone",
        broken.name()
    );
    let expected = broken.blocks.last().map_or(0, |block| block.column);
    Some(
        Diagnostic::error("yaml-tab", broken.content(), message)
            .related(broken.span(tab, tab + 1), "the tab")
            .hint(format!(
                "replace it by spaces; the block above is indented by {expected}"
            )),
    )
}

fn misindented(broken: &Broken<'_>) -> Option<Diagnostic> {
    let indent = broken.line.indent;
    let deepest = broken.blocks.last()?;
    if broken.bracket.is_some() || broken.line.text.is_empty() || indent >= deepest.column {
        return None;
    }
    if broken.blocks.iter().any(|block| block.column == indent) {
        return None;
    }
    let mut near: Vec<&Block<'_>> = broken.blocks.iter().collect();
    near.sort_by_key(|block| {
        (
            block.column.abs_diff(indent),
            std::cmp::Reverse(block.column),
        )
    });
    let name = broken.name();
    let message = format!(
        "indentation of `{name}` ({indent}) matches no open block; expected {}",
        near[0].column
    );
    let continues = |block: &Block<'_>| {
        let line = broken.line_number(block.line.start);
        let key = block.line.key().unwrap_or(block.line.text);
        format!("{} to stand beside `{key}` (line {line})", block.column)
    };
    let hint = match near.get(1) {
        Some(second) => format!(
            "indent it by {}, or by {}",
            continues(near[0]),
            continues(second)
        ),
        None => format!("indent it by {}", continues(near[0])),
    };
    Some(
        Diagnostic::error("yaml-indentation", broken.content(), message)
            .related(
                broken.span(
                    near[0].line.content(),
                    near[0].line.content() + near[0].line.text.len(),
                ),
                "the nearest block",
            )
            .hint(hint),
    )
}

/// `key: value` with a deeper `other: value` below it.
fn below_a_value(broken: &Broken<'_>) -> Option<Diagnostic> {
    let above = broken.blocks.last()?.line;
    let value = above.value()?;
    let ours = broken.line.key()?;
    if broken.bracket.is_some()
        || broken.line.indent <= broken.blocks.last()?.column
        || value.starts_with(['|', '>', '&'])
    {
        return None;
    }
    let key = above.key()?;
    let message = format!("`{ours}` is indented below `{key}`, which has a value already");
    Some(
        Diagnostic::error("yaml-indentation", broken.content(), message)
            .related(
                broken.span(above.content(), above.content() + above.text.len()),
                "the line above",
            )
            .hint(format!(
                "indent it by {} to stand beside `{key}`",
                broken.blocks.last()?.column
            )),
    )
}

/// `description: Note: this` needs quotes.
fn second_colon(broken: &Broken<'_>) -> Option<Diagnostic> {
    if !broken.info.contains("mapping values are not allowed") {
        return None;
    }
    let line = broken.line;
    let colon = line.text.find(": ")?;
    let value = line.text[colon + 2..].trim();
    if !value.contains(": ") && !value.ends_with(':')
        || value.starts_with(['"', '\'', '{', '[', '|', '>'])
    {
        return None;
    }
    let start = line.content()
        + colon
        + 2
        + (line.text[colon + 2..].len() - line.text[colon + 2..].trim_start().len());
    Some(quote(
        broken,
        start,
        value,
        "`: ` inside unquoted text starts a second value".to_owned(),
    ))
}

/// A finding whose mending is to put `value`, at byte `start`, into quotes.
fn quote(broken: &Broken<'_>, start: usize, value: &str, message: String) -> Diagnostic {
    let value = value.split(" #").next().unwrap_or(value).trim_end();
    let span = broken.span(start, start + value.len());
    let quoted = format!("'{}'", value.replace('\'', "''"));
    Diagnostic::error("yaml-syntax", span, message)
        .hint(format!("quote the text: {quoted}"))
        .fix(
            "Put the text into quotes",
            vec![Edit { span, text: quoted }],
        )
}

/// Text may not start with these.
fn bad_start(broken: &Broken<'_>) -> Option<Diagnostic> {
    let rest = &broken.text[broken.at..];
    let first = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '@' | '`' | '%'))?;
    if !broken.info.contains("unexpected character") {
        return None;
    }
    let value = rest.lines().next().unwrap_or("").trim_end();
    Some(quote(
        broken,
        broken.at,
        value,
        format!("unquoted text cannot start with `{first}`"),
    ))
}

/// `key:value` and a bare word where a key is due.
fn missing_colon(broken: &Broken<'_>) -> Option<Diagnostic> {
    let swallowed = broken.info.contains("mapping values are not allowed");
    if !swallowed && !broken.info.starts_with("simple key") {
        return None;
    }
    // The crate reports the key that never got its colon, or the line after it.
    let line = match broken.line.key() {
        None if !broken.line.text.is_empty() => broken.line,
        _ => broken.blocks.last()?.line,
    };
    if swallowed && line.key().is_some() {
        return None;
    }
    let start = line.content();
    let span = broken.span(start, start + line.text.len());
    let finding = match line.text.split_once(':') {
        Some((key, value)) if !value.is_empty() && !value.starts_with(' ') => {
            let colon = start + key.len() + 1;
            Diagnostic::error(
                "yaml-syntax",
                span,
                format!("a space is missing after `{key}:`"),
            )
            .fix(
                "Insert a space",
                vec![Edit {
                    span: broken.span(colon, colon),
                    text: " ".into(),
                }],
            )
        }
        _ if is_conflict(line.text) => {
            let text = "a merge conflict was left here";
            let finding = Diagnostic::error("yaml-syntax", span, text);
            return Some(
                finding.hint("keep one of the two sides, and remove the lines that mark them"),
            );
        }
        _ => Diagnostic::error(
            "yaml-syntax",
            span,
            format!("`{}` is neither `key: value` nor a list item", line.text),
        ),
    };
    Some(finding.hint("a member of a map is written `key: value`, with a space after the colon"))
}

/// The lines that version control puts around two versions of a text.
fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// A line that starts with a tab, which the parser meets at the end of the one above.
fn tab_below(broken: &Broken<'_>) -> Option<Diagnostic> {
    if !broken.info.contains("tab") {
        return None;
    }
    let start = broken.at + broken.text[broken.at..].find('\n')? + 1;
    let line = broken.text[start..].lines().next()?;
    let content = line.trim_start_matches([' ', '\t']);
    let white = &line[..line.len() - content.len()];
    let tab = start + white.find('\t')?;
    let at = start + white.len();
    let name = content.split(':').next().unwrap_or(content);
    let message = format!("tab in the indentation of `{name}`: YAML is indented by spaces alone");
    let expected = broken.line.indent;
    Some(
        Diagnostic::error(
            "yaml-tab",
            broken.span(at, start + line.trim_end().len()),
            message,
        )
        .related(broken.span(tab, tab + 1), "the tab")
        .hint(format!(
            "replace it by spaces; the line above is indented by {expected}"
        )),
    )
}
