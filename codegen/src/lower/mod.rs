//! Checked documents -> IR. Infallible for whatever people write: what no type can express becomes a JSON value or a
//! condition beside the type.

mod arrays;
mod builder;
mod candidates;
mod checks;
mod constraints;
mod cycles;
mod docs;
mod enums;
mod finish;
mod kinds;
mod listed;
mod loops;
mod messages;
mod modules;
mod nulls;
mod objects;
mod parts;
mod place;
mod protocol;
mod rules;
mod scalar;
mod scalars;
mod tags;
mod types;
mod unions;
mod words;

use crate::doc::node::Node;
use crate::doc::protocol::{Envelope, Protocol};
use crate::doc::views::Document;
use crate::ir::{Docs, Module};
use crate::lint::Checked;
use crate::naming::{Kind, one};

/// One module for each document, in their order.
pub fn lower(checked: &Checked<'_>) -> Vec<Module> {
    let documents: Vec<Document<'_>> = checked.documents().collect();
    let names = modules::names(&documents);
    let named = documents.into_iter().zip(names);
    named
        .map(|(document, name)| module(document, name))
        .collect()
}

fn module(document: Document<'_>, name: String) -> Module {
    let mut builder = builder::Builder::new(document);
    let protocol = Protocol::of(document);
    builder.components();
    let mut messages = messages::Messages::new(&mut builder, protocol.envelope);
    let channels = messages.channels(document);
    let protocol =
        (protocol.envelope != Envelope::None).then(|| protocol::lower(&mut messages, &protocol));
    let messages = messages.finish();
    builder.referenced();
    let info = document.root().follow("info");
    let text = |name: &str| {
        info.and_then(|info| info.get(name))
            .and_then(Node::as_str)
            .unwrap_or_default()
    };
    let mut module = Module {
        pascal: one(Kind::RustType, name.trim_end_matches('_')),
        name,
        source: document.project.sources.file(document.file).name.clone(),
        title: text("title").to_owned(),
        version: text("version").to_owned(),
        docs: info.map_or_else(Docs::default, docs::of),
        types: Vec::new(),
        messages,
        channels,
        protocol,
    };
    finish::finish(builder, &mut module);
    module
}
