//! Along references: where they lead, and what stands there.

use lsp_types::{
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams, Location,
    MarkupContent, MarkupKind, TextDocumentPositionParams,
};

use super::position;
use super::workspace::Workspace;
use crate::doc::grammar::{self, Structure, Version};
use crate::doc::node::Node;
use crate::doc::project::Project;

/// A longer definition is cut.
const LINES: usize = 30;

pub(super) fn definition(
    workspace: &Workspace,
    params: &GotoDefinitionParams,
) -> Option<GotoDefinitionResponse> {
    let (_, target) = reference(workspace, &params.text_document_position_params)?;
    let place = target.own_key().unwrap_or(target);
    let range = position::range(&workspace.project.sources, place.span());
    Some(GotoDefinitionResponse::Scalar(Location::new(
        workspace.uri(target.at.file)?,
        range,
    )))
}

pub(super) fn hover(workspace: &Workspace, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    let (node, text) = match reference(workspace, place) {
        Some((node, target)) => (node, describe(workspace, target)),
        None => keyword(workspace, place)?,
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(position::range(&workspace.project.sources, node.span())),
    })
}

/// The reference under the cursor, on its key or its text, and what it leads to.
fn reference<'w>(
    workspace: &'w Workspace,
    place: &TextDocumentPositionParams,
) -> Option<(Node<'w>, Node<'w>)> {
    let node = under(workspace, place)?;
    let holder = node.parent()?;
    holder.reference()?;
    let on_reference =
        node.as_str() == Some("$ref") || node.own_key().and_then(Node::as_str) == Some("$ref");
    let target = holder.target()?.ok().filter(|_| on_reference)?;
    Some((node, target))
}

fn under<'w>(workspace: &'w Workspace, place: &TextDocumentPositionParams) -> Option<Node<'w>> {
    let uri = &place.text_document.uri;
    let offset = position::offset(&workspace.text(uri)?, place.position);
    workspace.node_at(workspace.file(uri)?, offset as u32)
}

/// What the specification says of the key under the cursor.
fn keyword<'w>(
    workspace: &'w Workspace,
    place: &TextDocumentPositionParams,
) -> Option<(Node<'w>, String)> {
    let key = under(workspace, place)?;
    let name = key.as_str()?;
    let holder = key.parent()?;
    if holder.key(name)? != key {
        return None;
    }
    let (kind, holder) = structures(&workspace.project)
        .find_map(|structure| Some((structure.kind(holder)?, holder)))?;
    let field = grammar::object_of(kind, Some(holder))?.field(name)?;
    let required = if field.required { " Required." } else { "" };
    Some((
        key,
        format!("**{name}** of {}\n\n{}{required}", kind.phrase(), field.doc),
    ))
}

/// The structures of a project's documents, read when asked for.
pub(super) fn structures(project: &Project) -> impl Iterator<Item = Structure<'_>> {
    project.documents.iter().map(move |document| {
        let root = project.root(*document);
        let version = root
            .get("asyncapi")
            .and_then(Node::as_str)
            .and_then(Version::parse);
        Structure::of(root, version.unwrap_or(Version::LATEST))
    })
}

fn describe(workspace: &Workspace, target: Node<'_>) -> String {
    let file = workspace.project.sources.file(target.at.file);
    let name = target
        .own_key()
        .and_then(Node::as_str)
        .unwrap_or(&file.name);
    let mut text = format!("**{name}** in `{}`", file.name);
    for member in ["title", "summary", "description"] {
        if let Some(words) = target.get(member).and_then(Node::as_str) {
            text.push_str("\n\n");
            text.push_str(words.trim());
        }
    }
    let span = target.span();
    let first = file.line_col(span.start).line;
    let indent = file.line(first).chars().take_while(|c| *c == ' ').count();
    let source = file
        .text
        .get(span.start as usize..span.end as usize)
        .unwrap_or_default();
    let dedented = source.lines().enumerate().map(|(at, line)| {
        let cut = if at == 0 {
            0
        } else {
            line.chars().take_while(|c| *c == ' ').count().min(indent)
        };
        &line[cut..]
    });
    let lines: Vec<&str> = dedented.take(LINES).collect();
    text.push_str(&format!(
        "\n\n```yaml\n{}\n```",
        lines.join("\n").trim_end()
    ));
    text
}
