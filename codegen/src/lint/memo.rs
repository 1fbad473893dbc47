//! The findings of documents that are as they were: a language server asks again after every keystroke.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::doc::project::Project;
use crate::source::FileId;
use crate::yaml::Tree;

/// Findings by document, with the trees that they were made from.
#[derive(Debug, Default)]
pub struct Memo {
    known: HashMap<FileId, (Vec<Arc<Tree>>, Vec<Diagnostic>)>,
}

impl Memo {
    pub(super) fn findings(
        &mut self,
        project: &Project,
        document: FileId,
        check: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let reached = project.reach(document);
        let trees: Vec<Arc<Tree>> = reached
            .iter()
            .filter_map(|file| project.trees.get(file.0 as usize).cloned())
            .collect();
        if let Some((known, findings)) = self.known.get(&document)
            && known.len() == trees.len()
            && known
                .iter()
                .zip(&trees)
                .all(|(old, new)| Arc::ptr_eq(old, new))
        {
            return findings.clone();
        }
        let findings = check();
        self.known.insert(document, (trees, findings.clone()));
        findings
    }
}
