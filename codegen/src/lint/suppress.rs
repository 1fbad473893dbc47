//! `# codegen-ignore CODE: reason` on the line of a finding, or on a line of its own above it.

use super::registry;
use crate::diag::{Diagnostic, Edit, Level};
use crate::doc::project::Project;
use crate::source::{FileId, SourceFile, Span};
use crate::yaml::{Tree, Value};

const MARK: &str = "codegen-ignore";

/// The comments of one run, and which of them served.
pub(super) struct Suppressions<'p> {
    project: &'p Project,
    found: Vec<Suppression>,
}

struct Suppression {
    code: String,
    /// The line that it speaks of, from 1.
    line: u32,
    span: Span,
    used: bool,
}

impl<'p> Suppressions<'p> {
    pub(super) fn read(project: &'p Project) -> Self {
        let mut found = Vec::new();
        for (id, file) in project.sources.iter() {
            for (at, _) in file.text.match_indices(MARK) {
                read_one(project, id, file, at, &mut found);
            }
        }
        Self { project, found }
    }

    pub(super) fn covers(&mut self, finding: &Diagnostic) -> bool {
        if self.found.is_empty() {
            return false;
        }
        let line = self.project.sources.start(finding.span).line;
        let mut covered = false;
        for suppression in &mut self.found {
            if suppression.code == finding.code
                && suppression.line == line
                && suppression.span.file == finding.span.file
            {
                suppression.used = true;
                covered = true;
            }
        }
        covered
    }

    pub(super) fn unused(self) -> Vec<Diagnostic> {
        self.found
            .into_iter()
            .filter(|suppression| !suppression.used)
            .map(|suppression| {
                let code = &suppression.code;
                let known = registry::meta(code).is_some();
                let message = match known {
                    true => format!("nothing to suppress: no `{code}` is found here"),
                    false => format!("there is no rule `{code}`"),
                };
                let hint = match registry::suggest(code).filter(|_| !known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "remove the comment".to_owned(),
                };
                let finding = Diagnostic::new(
                    "unused-suppression",
                    Level::Warning,
                    suppression.span,
                    message,
                )
                .hint(hint);
                match known {
                    true => finding.fix(
                        "Remove the comment",
                        vec![Edit {
                            span: suppression.span,
                            text: String::new(),
                        }],
                    ),
                    false => finding,
                }
            })
            .collect()
    }
}

fn read_one(
    project: &Project,
    id: FileId,
    file: &SourceFile,
    at: usize,
    found: &mut Vec<Suppression>,
) {
    let line = file.line_col(at as u32).line;
    let text = file.line(line);
    let line_start = file.line_start(line) as usize;
    let before = &text[..at - line_start];
    let Some(hash) = before.trim_end().strip_suffix('#').map(str::len) else {
        return;
    };
    let own_line = before[..hash].trim().is_empty();
    if !own_line && !before[..hash].ends_with([' ', '\t'])
        || in_text(&project.trees[id.0 as usize], at as u32)
    {
        return;
    }
    let rest = &text[at - line_start + MARK.len()..];
    let codes = rest.split(':').next().unwrap_or("");
    let span = Span {
        file: id,
        start: (line_start + hash) as u32,
        end: (line_start + text.len()) as u32,
    };
    let line = if own_line {
        next_content(file, line)
    } else {
        line
    };
    for code in codes
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|code| !code.is_empty())
    {
        found.push(Suppression {
            code: code.to_owned(),
            line,
            span,
            used: false,
        });
    }
}

/// The first line below that is more than a comment.
fn next_content(file: &SourceFile, line: u32) -> u32 {
    let is_content = |line: &u32| {
        let text = file.line(*line).trim_start();
        !text.is_empty() && !text.starts_with('#')
    };
    (line + 1..=file.line_count())
        .find(is_content)
        .unwrap_or(line)
}

/// Whether the place is inside a text, where `#` starts no comment.
fn in_text(tree: &Tree, at: u32) -> bool {
    tree.nodes
        .iter()
        .any(|node| matches!(node.value, Value::String(_)) && node.start <= at && at < node.end)
}
