//! For people: what, where with the source lines, what else belongs to it, and what to do.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Findings;
use crate::diag::{Diagnostic, Level};
use crate::source::{FileId, LineCol, SourceFile, SourceMap, Span};

/// Longer lines are cut around the place.
const WIDTH: usize = 140;

/// The styles of one rendering.
#[derive(Debug, Clone, Copy)]
pub struct Paint;

impl Paint {
    pub const BOLD: Style = Style::new().bold();
    pub const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
    pub const HINT: Style = AnsiColor::Green.on_default().bold();

    pub fn level(level: Level) -> Style {
        match level {
            Level::Error => AnsiColor::BrightRed.on_default().bold(),
            Level::Warning => AnsiColor::Yellow.on_default().bold(),
            Level::Info | Level::Off => AnsiColor::Cyan.on_default().bold(),
        }
    }
}

pub(super) fn write(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in findings.diagnostics {
        finding(findings.sources, diagnostic, out)?;
        writeln!(out)?;
    }
    summary(findings, out)
}

/// A place to mark in a source line.
struct Mark<'a> {
    span: Span,
    label: &'a str,
    style: Style,
    sign: char,
}

/// One finding.
pub fn finding(
    sources: &SourceMap,
    diagnostic: &Diagnostic,
    out: &mut dyn Write,
) -> io::Result<()> {
    let level = Paint::level(diagnostic.level);
    let (bold, frame) = (Paint::BOLD, Paint::FRAME);
    let Diagnostic { code, message, .. } = diagnostic;
    writeln!(
        out,
        "{level}{}[{code}]{level:#}{bold}: {message}{bold:#}",
        diagnostic.level.name()
    )?;

    let mut by_file: BTreeMap<FileId, Vec<Mark<'_>>> = BTreeMap::new();
    by_file.entry(diagnostic.span.file).or_default().push(Mark {
        span: diagnostic.span,
        label: "",
        style: level,
        sign: '^',
    });
    for related in &diagnostic.related {
        by_file.entry(related.span.file).or_default().push(Mark {
            span: related.span,
            label: &related.message,
            style: frame,
            sign: '-',
        });
    }
    let last_line = by_file
        .values()
        .flatten()
        .map(|mark| sources.start(mark.span).line)
        .max()
        .unwrap_or(1);
    let gutter = last_line.to_string().len();

    // The finding's own file comes first.
    let own = by_file.remove(&diagnostic.span.file).unwrap_or_default();
    let LineCol { line, column } = sources.start(diagnostic.span);
    let name = &sources.file(diagnostic.span.file).name;
    writeln!(
        out,
        "{:gutter$}{frame}-->{frame:#} {name}:{line}:{column}",
        ""
    )?;
    snippet(sources.file(diagnostic.span.file), &own, gutter, out)?;
    for (file, marks) in &by_file {
        let LineCol { line, column } = sources.start(marks[0].span);
        writeln!(
            out,
            "{:gutter$}{frame}:::{frame:#} {}:{line}:{column}",
            "",
            sources.file(*file).name
        )?;
        snippet(sources.file(*file), marks, gutter, out)?;
    }
    if let Some(hint) = &diagnostic.hint {
        let style = Paint::HINT;
        writeln!(
            out,
            "{:gutter$} {frame}={frame:#} {style}hint{style:#}: {hint}",
            ""
        )?;
    }
    Ok(())
}

fn snippet(
    file: &SourceFile,
    marks: &[Mark<'_>],
    gutter: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let frame = Paint::FRAME;
    let mut marks: Vec<(u32, &Mark<'_>)> = marks
        .iter()
        .map(|mark| (file.line_col(mark.span.start).line, mark))
        .collect();
    marks.sort_by_key(|(line, mark)| (*line, mark.span.start));
    writeln!(out, "{:gutter$} {frame}|{frame:#}", "")?;
    let mut shown: Option<u32> = None;
    for (line, mark) in marks {
        let text = file.line(line);
        let window = Window::of(
            text,
            mark.span.start.saturating_sub(file.line_start(line)) as usize,
        );
        if shown != Some(line) {
            if shown.is_some_and(|shown| line > shown + 1) {
                writeln!(out, "{frame}...{frame:#}")?;
            }
            writeln!(out, "{frame}{line:>gutter$} |{frame:#} {}", window.text)?;
            shown = Some(line);
        }
        let end = file.line_col(mark.span.end.max(mark.span.start));
        let start_column = file.line_col(mark.span.start).column as usize;
        let end_column = if end.line == line {
            end.column as usize
        } else {
            text.trim_end().chars().count() + 1
        };
        let (pad, width) = window.place(
            start_column - 1,
            end_column.saturating_sub(start_column).max(1),
        );
        let signs: String = std::iter::repeat_n(mark.sign, width).collect();
        let style = mark.style;
        let label = if mark.label.is_empty() {
            String::new()
        } else {
            format!(" {}", mark.label)
        };
        writeln!(
            out,
            "{:gutter$} {frame}|{frame:#} {:pad$}{style}{signs}{label}{style:#}",
            "", ""
        )?;
    }
    writeln!(out, "{:gutter$} {frame}|{frame:#}", "")
}

/// The part of a line that is shown, tabs and control characters as spaces.
struct Window {
    text: String,
    /// Characters of the line before the part.
    skipped: usize,
    length: usize,
}

impl Window {
    fn of(line: &str, byte: usize) -> Self {
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        let length = line.chars().count();
        if length <= WIDTH {
            return Self {
                text: line.chars().map(clean).collect(),
                skipped: 0,
                length,
            };
        }
        let at = line.get(..byte).map_or(0, |before| before.chars().count());
        let skipped = at.saturating_sub(WIDTH / 3).min(length - WIDTH);
        let part: String = line.chars().skip(skipped).take(WIDTH).map(clean).collect();
        let dots = |cut| if cut { "…" } else { "" };
        let text = format!(
            "{}{part}{}",
            dots(skipped > 0),
            dots(skipped + WIDTH < length)
        );
        Self {
            text,
            skipped,
            length: WIDTH,
        }
    }

    /// How far to the right and how wide the marks stand below the part.
    fn place(&self, column: usize, width: usize) -> (usize, usize) {
        let pad = column.saturating_sub(self.skipped) + usize::from(self.skipped > 0);
        let room = (self.length + 1 + usize::from(self.skipped > 0))
            .saturating_sub(pad)
            .max(1);
        (pad, width.min(room))
    }
}

fn summary(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let bold = Paint::BOLD;
    let documents = plural(findings.documents.len(), "document");
    if findings.fixed > 0 {
        writeln!(
            out,
            "{bold}{} mended{bold:#}",
            plural(findings.fixed, "finding")
        )?;
    }
    if findings.diagnostics.is_empty() {
        return writeln!(out, "{bold}no findings{bold:#} in {documents}");
    }
    let counts: Vec<String> = [Level::Error, Level::Warning, Level::Info]
        .into_iter()
        .map(|level| (findings.count(level), level))
        .filter(|(count, _)| *count > 0)
        .map(|(count, level)| {
            let style = Paint::level(level);
            let word = if level == Level::Info {
                "remark"
            } else {
                level.name()
            };
            format!("{style}{}{style:#}", plural(count, word))
        })
        .collect();
    write!(out, "{} in {documents}", counts.join(", "))?;
    match findings.fixable() {
        0 => writeln!(out),
        count => writeln!(out, "; `--fix` mends {count}"),
    }
}

fn plural(count: usize, word: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {word}{ending}")
}
