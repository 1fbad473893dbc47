//! Completion of references and keys. It reads the line under the cursor as text: what is being typed is broken.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit, Documentation,
    Position, Range, TextEdit, Uri,
};

use super::navigate::structures;
use super::position;
use super::workspace::Workspace;
use crate::doc::grammar::{self, Kind};
use crate::doc::node::{At, Node};
use crate::doc::project::Project;
use crate::source::FileId;
use crate::yaml::{NodeId, Value};

/// Stands for the key that is being typed; extensions may stand nearly everywhere.
const CURSOR: &str = "x-specwire-cursor";

pub(super) fn complete(workspace: &Workspace, params: &CompletionParams) -> Vec<CompletionItem> {
    let place = &params.text_document_position;
    let Some(text) = workspace.text(&place.text_document.uri) else {
        return Vec::new();
    };
    let Some(file) = workspace.file(&place.text_document.uri) else {
        return Vec::new();
    };
    let offset = position::offset(&text, place.position);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..offset];
    let uri = &place.text_document.uri;
    if let Some(typed) = typed_reference(before) {
        let from = Position::new(
            place.position.line,
            units(&before[..before.len() - typed.len()]),
        );
        let range = Range::new(from, place.position);
        // With the line as it is being typed, the files behind the document's references may be out of sight.
        return match workspace.with_text(uri, probe(&text, start..offset)) {
            Some((project, file)) => references(&project, file, range),
            None => references(&workspace.project, file, range),
        };
    }
    match before.trim_start_matches([' ', '-']) {
        word if word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '$' | '-' | '_')) =>
        {
            keys(workspace, uri, &text, start..offset).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// What has been typed of a reference's text: the rest of the line behind `$ref: '`.
fn typed_reference(before: &str) -> Option<&str> {
    let rest = &before[before.rfind("$ref")? + "$ref".len()..];
    let rest = rest
        .trim_start_matches(['"', '\''])
        .trim_start()
        .strip_prefix(':')?
        .trim_start();
    let typed = rest.trim_start_matches(['"', '\'']);
    (!typed.contains(['"', '\''])).then_some(typed)
}

/// Every component of the file and, with their paths, of the files that the workspace knows.
fn references(project: &Project, file: FileId, range: Range) -> Vec<CompletionItem> {
    let own = project
        .path(file)
        .and_then(|path| path.parent())
        .map(std::path::Path::to_owned);
    let mut items = Vec::new();
    for (id, _) in project.sources.iter() {
        let prefix = if id == file {
            String::new()
        } else {
            match own
                .as_deref()
                .zip(project.path(id))
                .and_then(|(from, to)| relative(from, to))
            {
                Some(path) => path,
                None => continue,
            }
        };
        let components = project.root(id).get("components");
        for (_, section, map) in components.into_iter().flat_map(Node::entries) {
            for (_, name, node) in map.entries() {
                let text = format!(
                    "{prefix}#/components/{section}/{}",
                    crate::doc::pointer::escape(name)
                );
                items.push(reference_item(&text, section, node, range));
            }
        }
    }
    items
}

fn reference_item(text: &str, section: &str, node: Node<'_>, range: Range) -> CompletionItem {
    let described = node
        .get("description")
        .or_else(|| node.get("summary"))
        .or_else(|| node.get("title"));
    CompletionItem {
        label: text.to_owned(),
        kind: Some(CompletionItemKind::REFERENCE),
        detail: Some(section.to_owned()),
        documentation: described
            .and_then(Node::as_str)
            .map(|text| Documentation::String(text.trim().to_owned())),
        filter_text: Some(text.to_owned()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            range,
            text.to_owned(),
        ))),
        ..CompletionItem::default()
    }
}

/// `../common/types.yaml` from `/w/schema/a` to `/w/schema/common/types.yaml`.
fn relative(from: &std::path::Path, to: &std::path::Path) -> Option<String> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(left, right)| left == right)
        .count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let down = to[shared..]
        .iter()
        .map(|part| part.as_os_str().to_str())
        .collect::<Option<Vec<_>>>()?;
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// The text with a whole key in place of the line: a word alone is no YAML yet.
fn probe(text: &str, line: std::ops::Range<usize>) -> String {
    let before = &text[line.clone()];
    let indent = before.len() - before.trim_start_matches([' ', '-']).len();
    let end = text[line.start..]
        .find('\n')
        .map_or(text.len(), |at| line.start + at);
    let mut probe = text.to_owned();
    probe.replace_range(line.start + indent..end, &format!("{CURSOR}: 0"));
    probe
}

/// The keys that the object around the cursor may have and has not.
fn keys(
    workspace: &Workspace,
    uri: &Uri,
    text: &str,
    line: std::ops::Range<usize>,
) -> Option<Vec<CompletionItem>> {
    let (project, file) = workspace.with_text(uri, probe(text, line))?;
    let cursor = project.trees[file.0 as usize]
        .nodes
        .iter()
        .position(|node| matches!(&node.value, Value::String(text) if **text == *CURSOR))?;
    let holder = project
        .node(At {
            file,
            node: NodeId(cursor as u32),
        })
        .parent()?;
    let (kind, version) = structures(&project)
        .find_map(|structure| Some((structure.kind(holder)?, structure.version)))?;
    let kind = if kind == Kind::MessageChoice {
        Kind::Message
    } else {
        kind
    };
    let object = grammar::object_of(kind, Some(holder))?;
    let fields = object
        .fields
        .iter()
        .filter(|field| field.known_in(version) && !holder.has(field.name));
    Some(fields.map(|field| key_item(field, kind)).collect())
}

fn key_item(field: &grammar::Field, kind: Kind) -> CompletionItem {
    CompletionItem {
        label: field.name.to_owned(),
        kind: Some(CompletionItemKind::FIELD),
        detail: Some(format!(
            "{}{}",
            kind.noun(),
            if field.required { ", required" } else { "" }
        )),
        documentation: Some(Documentation::String(field.doc.to_owned())),
        insert_text: Some(format!("{}: ", field.name)),
        // What is required comes first.
        sort_text: Some(format!("{}{}", u8::from(!field.required), field.name)),
        ..CompletionItem::default()
    }
}
