//! Quick fixes: the changes that `codegen lint --fix` would make, one at a time.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Range, TextEdit, Uri,
    WorkspaceEdit,
};

use super::position;
use super::workspace::Workspace;
use crate::diag::Fix;

pub(super) fn actions(
    workspace: &Workspace,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let Some(file) = workspace.file(&params.text_document.uri) else {
        return Vec::new();
    };
    let sources = &workspace.project.sources;
    workspace
        .found
        .iter()
        .filter(|finding| finding.span.file == file)
        .filter(|finding| touches(position::range(sources, finding.span), params.range))
        .filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            let code = lsp_types::NumberOrString::String(finding.code.to_owned());
            let solved = params
                .context
                .diagnostics
                .iter()
                .filter(|known| known.code.as_ref() == Some(&code));
            let action = CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(solved.cloned().collect()),
                edit: Some(edit(workspace, fix)?),
                is_preferred: Some(true),
                ..CodeAction::default()
            };
            Some(CodeActionOrCommand::CodeAction(action))
        })
        .collect()
}

fn touches(left: Range, right: Range) -> bool {
    left.start <= right.end && right.start <= left.end
}

#[expect(
    clippy::mutable_key_type,
    reason = "the protocol's type; nobody changes a Uri that is a key"
)]
fn edit(workspace: &Workspace, fix: &Fix) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &fix.edits {
        let range = position::range(&workspace.project.sources, edit.span);
        changes
            .entry(workspace.uri(edit.span.file)?)
            .or_default()
            .push(TextEdit::new(range, edit.text.clone()));
    }
    Some(WorkspaceEdit::new(changes))
}
