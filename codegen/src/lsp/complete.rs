//! Completion of references and keys.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit, Documentation,
    Position, Range, TextEdit, Uri,
};

use super::cursor::{CURSOR, Key, Reference};
use super::navigate::structures;
use super::position;
use super::workspace::Workspace;
use crate::doc::grammar::{self, Kind};
use crate::doc::node::{At, Node};
use crate::doc::project::Project;
use crate::source::FileId;
use crate::yaml::{NodeId, Value};

pub(super) fn complete(workspace: &Workspace, params: &CompletionParams) -> Vec<CompletionItem> {
    let place = &params.text_document_position;
    let uri = &place.text_document.uri;
    let Some(text) = workspace.text(uri) else {
        return Vec::new();
    };
    let offset = position::offset(&text, place.position);
    let range = |start: usize| {
        let back = text[start..offset].encode_utf16().count() as u32;
        let from = place.position.character.saturating_sub(back);
        Range::new(Position::new(place.position.line, from), place.position)
    };
    if let Some(typed) = Reference::at(&text, offset) {
        let range = range(typed.start);
        // As it is being typed, the document may be none: then the files behind its references are out of sight.
        let probed = workspace
            .with_text(uri, typed.probe())
            .filter(|(project, file)| project.is_complete(*file));
        return match probed {
            Some((project, file)) => references(&project, file, range),
            None => workspace
                .file(uri)
                .map_or_else(Vec::new, |file| references(&workspace.project, file, range)),
        };
    }
    let Some(key) = Key::at(&text, offset) else {
        return Vec::new();
    };
    let range = range(key.start);
    let is_json = text.trim_start().starts_with('{');
    let mut found = key.probes().into_iter();
    found
        .find_map(|probe| keys(workspace, uri, probe))
        .unwrap_or_default()
        .into_iter()
        .map(|(field, kind)| key_item(field, kind, &key, is_json, range))
        .collect()
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

/// The keys that the object around the cursor may have and has not.
fn keys(
    workspace: &Workspace,
    uri: &Uri,
    probe: String,
) -> Option<Vec<(&'static grammar::Field, Kind)>> {
    let (project, file) = workspace.with_text(uri, probe)?;
    let cursor = project.trees[file.0 as usize]
        .nodes
        .iter()
        .position(|node| matches!(&node.value, Value::String(text) if **text == *CURSOR))?;
    let cursor = project.node(At {
        file,
        node: NodeId(cursor as u32),
    });
    let holder = cursor.parent()?;
    // As an item or a value it is no key.
    (holder.key(CURSOR)? == cursor).then_some(())?;
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
    Some(fields.map(|field| (field, kind)).collect())
}

fn key_item(
    field: &'static grammar::Field,
    kind: Kind,
    key: &Key<'_>,
    is_json: bool,
    range: Range,
) -> CompletionItem {
    let name = field.name;
    let colon = if key.has_value() { "" } else { ": " };
    let text = match key.quote {
        Some(_) if key.is_closed() => name.to_owned(),
        Some(quote) => format!("{name}{quote}{colon}"),
        None if is_json => format!("\"{name}\"{colon}"),
        None => format!("{name}{colon}"),
    };
    CompletionItem {
        label: name.to_owned(),
        kind: Some(CompletionItemKind::FIELD),
        detail: Some(format!(
            "{}{}",
            kind.noun(),
            if field.required { ", required" } else { "" }
        )),
        documentation: Some(Documentation::String(field.doc.to_owned())),
        insert_text: Some(text.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, text))),
        // What is required comes first.
        sort_text: Some(format!("{}{name}", u8::from(!field.required))),
        ..CompletionItem::default()
    }
}
