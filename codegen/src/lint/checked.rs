//! The gate: a value that only exists when the rules found nothing that generation could stumble over.

use crate::doc::project::Project;
use crate::doc::views::Document;

/// Documents without a finding at error level.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'p> {
    project: &'p Project,
}

impl<'p> Checked<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        Self { project }
    }

    pub fn project(&self) -> &'p Project {
        self.project
    }

    pub fn documents(&self) -> impl Iterator<Item = Document<'p>> + use<'p> {
        let project = self.project;
        project
            .documents
            .iter()
            .map(move |file| Document::new(project, *file))
    }
}
