//! Messages by name, and what travels each way.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use crate::ir::{Message, Module, Protocol, Type};

use super::comment::Comment;
use super::text::{Text, broken};
use super::types::{Declaration, Member};
use super::{Names, literal};

/// An interface from each message's name to the message and, where there is the envelope, a union for each way.
pub(super) fn declarations(module: &Module, names: &Names) -> Vec<Declaration> {
    if module.messages.is_empty() {
        return Vec::new();
    }
    let mut declarations = vec![by_name(module, names)];
    if module.protocol.is_some() {
        let client = module
            .channels
            .iter()
            .flat_map(|channel| &channel.client_messages);
        let server = module
            .channels
            .iter()
            .flat_map(|channel| &channel.server_messages);
        let wires = |ids: &mut dyn Iterator<Item = &crate::ir::MessageId>| -> IndexSet<String> {
            ids.map(|id| module.messages[id.0].wire.0.clone()).collect()
        };
        let each = [
            (
                &names.client_message,
                wires(&mut client.into_iter()),
                "What a client sends.",
            ),
            (
                &names.server_message,
                wires(&mut server.into_iter()),
                "What the server sends.",
            ),
        ];
        for (name, wires, docs) in each.into_iter().filter(|(_, wires, _)| !wires.is_empty()) {
            declarations.push(union(name, &names.messages, &wires, docs));
        }
    }
    declarations
}

fn union(name: &str, messages: &str, wires: &IndexSet<String>, docs: &str) -> Declaration {
    let parts: Vec<String> = wires
        .iter()
        .map(|wire| format!("{messages}[{}]", literal::string(wire)))
        .collect();
    Declaration {
        docs: Comment::text(docs).render(""),
        name: name.to_owned(),
        is_interface: false,
        members: Vec::new(),
        value: broken("=", &parts, ""),
    }
}

fn by_name(module: &Module, names: &Names) -> Declaration {
    let updates = module.protocol.as_ref().map(updates).unwrap_or_default();
    // Several messages may bear one name; a reader of that name may meet any of them.
    let mut members: IndexMap<&str, (String, Vec<String>)> = IndexMap::new();
    for message in &module.messages {
        let text = match &module.protocol {
            Some(_) => envelope(module, message, updates.get(&message.wire.0)),
            None => bare(module, message),
        };
        let (_, texts) = members.entry(&message.wire.0).or_insert_with(|| {
            (
                Comment::of_message(&message.docs, &message.wire.0).render("  "),
                Vec::new(),
            )
        });
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let member = |(wire, (docs, texts)): (&str, (String, Vec<String>))| Member {
        docs,
        text: broken(
            &format!("readonly {}:", literal::member(wire)),
            &texts,
            "  ",
        ),
    };
    let docs = if module.protocol.is_some() {
        "Every message, as it travels."
    } else {
        "Every message."
    };
    Declaration {
        docs: Comment::text(format!("{docs} Keys are the messages' names.")).render(""),
        name: names.messages.clone(),
        is_interface: true,
        members: members.into_iter().map(member).collect(),
        value: String::new(),
    }
}

/// Name of an update -> type of what it carries beside its topic.
fn updates(protocol: &Protocol) -> BTreeMap<String, &Type> {
    protocol
        .routes
        .iter()
        .map(|route| (format!("{}.update", route.wire.0), &route.update))
        .collect()
}

fn envelope(module: &Module, message: &Message, update: Option<&&Type>) -> String {
    let text = Text::of(module);
    let mut members = vec![format!("type: {}", literal::string(&message.wire.0))];
    match (update, &message.payload) {
        (Some(model), _) => {
            let model = text.expression(model);
            members.push(format!(
                "payload: {{ readonly topic: string; readonly payload: {model} }}"
            ));
        }
        (None, Some(payload)) => members.push(format!("payload: {}", text.expression(payload))),
        (None, None) => {}
    }
    if update.is_none() {
        members.push("id?: string | number".to_owned());
    }
    let lines: Vec<String> = members
        .iter()
        .map(|member| format!("    readonly {member};\n"))
        .collect();
    format!("{{\n{}  }}", lines.concat())
}

fn bare(module: &Module, message: &Message) -> String {
    let text = Text::of(module);
    let payload = message.payload.as_ref().map_or_else(
        || "undefined".to_owned(),
        |payload| text.expression(payload),
    );
    let headers = message.headers.as_ref();
    let headers = headers.map_or_else(String::new, |headers| {
        format!("; readonly headers: {}", text.expression(headers))
    });
    format!("{{ readonly payload: {payload}{headers} }}")
}
