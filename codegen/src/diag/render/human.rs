//! For people: the place, the line with the place marked, what to do about it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Findings, level_name, place};
use crate::diag::{Diagnostic, Level};
use crate::source::{SourceMap, Span};

/// Longer source lines are cut around the place.
const WIDTH: usize = 120;

#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn level(self, level: Level, text: &str) -> String {
        let color = match level {
            Level::Error => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
            Level::Info | Level::Off => AnsiColor::Cyan,
        };
        self.with(Style::new().fg_color(Some(color.into())).bold(), text)
    }

    fn frame(self, text: &str) -> String {
        self.with(Style::new().fg_color(Some(AnsiColor::Blue.into())), text)
    }

    fn bold(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }
}

pub(super) fn render(findings: Findings<'_>) -> String {
    let mut out = String::new();
    let paint = Paint {
        color: findings.color,
    };
    for finding in findings.diagnostics {
        write_finding(&mut out, finding, findings.sources, paint);
        out.push('\n');
    }
    if !findings.summary.is_empty() {
        out.push_str(findings.summary);
        out.push('\n');
    }
    out
}

fn write_finding(out: &mut String, finding: &Diagnostic, sources: &SourceMap, paint: Paint) {
    let head = format!("{}[{}]", level_name(finding.level), finding.code);
    let _ = writeln!(
        out,
        "{}: {}",
        paint.level(finding.level, &head),
        paint.bold(&finding.message)
    );
    let gutter = gutter_width(finding, sources);
    write_source(out, sources, finding.span, gutter, paint, |text| {
        paint.level(finding.level, text)
    });
    for related in &finding.related {
        let _ = writeln!(
            out,
            "{} {}",
            paint.frame(&format!("{:gutter$} =", "")),
            related.message
        );
        write_source(out, sources, related.span, gutter, paint, |text| {
            paint.frame(text)
        });
    }
    if let Some(hint) = &finding.hint {
        let _ = writeln!(
            out,
            "{} {hint}",
            paint.frame(&format!("{:gutter$} = help:", ""))
        );
    }
    if let Some(fix) = &finding.fix {
        let title = &fix.title;
        let _ = writeln!(
            out,
            "{} `--fix` can do it: {title}",
            paint.frame(&format!("{:gutter$} =", ""))
        );
    }
}

fn gutter_width(finding: &Diagnostic, sources: &SourceMap) -> usize {
    let spans = finding
        .related
        .iter()
        .map(|related| related.span)
        .chain([finding.span]);
    spans
        .map(|span| sources.start(span).line.to_string().len())
        .max()
        .unwrap_or(1)
}

fn write_source(
    out: &mut String,
    sources: &SourceMap,
    span: Span,
    gutter: usize,
    paint: Paint,
    mark: impl Fn(&str) -> String,
) {
    let at = place(sources, span);
    let (line, column) = (at.start.line, at.start.column as usize);
    let _ = writeln!(
        out,
        "{} {}:{line}:{column}",
        paint.frame(&format!("{:gutter$}-->", "")),
        at.file
    );
    let text = sources.file(span.file).line(line);
    let length = text.chars().count();
    let end = if at.end.line == line {
        at.end.column as usize
    } else {
        length + 1
    };
    let (shown, offset) = cut(text, column);
    let start = column - 1 - offset;
    let width = end
        .saturating_sub(column)
        .clamp(1, shown.chars().count().saturating_sub(start).max(1));
    // Tabs stay tabs under the text, so that the mark stands where the eye expects it.
    let indent: String = shown
        .chars()
        .take(start)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let bar = paint.frame(&format!("{:gutter$} |", ""));
    let _ = writeln!(out, "{bar}");
    let _ = writeln!(
        out,
        "{} {shown}",
        paint.frame(&format!("{line:>gutter$} |"))
    );
    let _ = writeln!(out, "{bar} {indent}{}", mark(&"^".repeat(width)));
}

/// The part of a long line that holds the column, and how many characters were cut before it.
fn cut(text: &str, column: usize) -> (String, usize) {
    if text.chars().count() <= WIDTH {
        return (text.to_owned(), 0);
    }
    let offset = column.saturating_sub(WIDTH / 3);
    (text.chars().skip(offset).take(WIDTH).collect(), offset)
}
