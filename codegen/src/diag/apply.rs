//! Applying fixes to texts.

use std::collections::BTreeMap;

use super::{Diagnostic, Edit};
use crate::source::{FileId, SourceMap};

/// Texts after the fixes that could be applied together.
#[derive(Debug, Default)]
pub struct Fixed {
    pub texts: BTreeMap<FileId, String>,
    /// Findings whose fix was applied.
    pub count: usize,
}

/// Applies every fix that does not touch what an earlier one touches. A fix is applied as a whole or not at all.
pub fn apply<'d>(
    sources: &SourceMap,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
) -> Fixed {
    let mut accepted: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in diagnostics
        .into_iter()
        .filter_map(|finding| finding.fix.as_ref())
    {
        let free = |edit: &Edit| accepted.iter().all(|other| !touches(edit, other));
        if !fix.edits.is_empty() && fix.edits.iter().all(free) {
            accepted.extend(&fix.edits);
            count += 1;
        }
    }
    // From the end, so that earlier places stay where they are.
    accepted.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
    for edit in accepted {
        let text = texts
            .entry(edit.span.file)
            .or_insert_with(|| sources.file(edit.span.file).text.to_string());
        let range = edit.span.start as usize..edit.span.end as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &edit.text);
        }
    }
    Fixed { texts, count }
}

fn touches(a: &Edit, b: &Edit) -> bool {
    a.span.file == b.span.file && a.span.start <= b.span.end && b.span.start <= a.span.end
}
