//! The view of `client.ts`: the typed client of a module with the envelope, a thin call into the runtime.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Serialize;

use crate::ir::{Docs, Module, Protocol, Rest, Shape, Type};

use super::comment::Comment;
use super::text::Text;
use super::{Names, header_of, literal, paths};

/// Events that every client has. Messages of these names come as `unknown` ones.
const OWN_EVENTS: [&str; 5] = ["status", "subscription", "skew", "unknown", "error"];

#[derive(Debug, Serialize)]
pub(super) struct View {
    header: String,
    /// What is imported from the runtime, with its line end.
    door_import: String,
    /// `import type { ... } from "./types.js";` with its line end, or nothing.
    type_import: String,
    client: String,
    events: String,
    descriptor: String,
    connect: String,
    client_docs: String,
    connect_docs: String,
    event_members: Vec<Line>,
    members: Vec<Line>,
    module: String,
    version: String,
    hash: String,
    routes: Vec<String>,
    requests: Vec<String>,
    event_names: Vec<String>,
    /// Routes whose last update is repeated to whoever subscribes.
    replays: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Line {
    docs: String,
    text: String,
}

/// A member of the client, at any depth.
#[derive(Default)]
struct Member {
    /// `Route<...>` or `Request<...>`, with its comment.
    own: Vec<(String, Docs)>,
    children: IndexMap<String, Member>,
}

pub(super) fn view(module: &Module, protocol: &Protocol, names: &Names, hash: &str) -> View {
    let mut used = Used {
        module,
        names: BTreeSet::new(),
    };
    let mut root = Member::default();
    for route in &protocol.routes {
        let (params, update) = (used.text(&route.params), used.text(&route.update));
        root.at(&route.names.ts)
            .own
            .push((format!("Route<{params}, {update}>"), route.docs.clone()));
    }
    for request in &protocol.requests {
        let payload = request
            .payload
            .as_ref()
            .map_or_else(|| "void".to_owned(), |ty| used.text(ty));
        let reply = request
            .reply
            .as_ref()
            .and_then(|reply| reply.payload.as_ref());
        let reply = reply.map_or_else(|| "void".to_owned(), |ty| used.text(ty));
        root.at(&request.names.ts)
            .own
            .push((format!("Request<{payload}, {reply}>"), request.docs.clone()));
    }
    let events = || {
        let all = protocol.events.iter();
        all.filter(|event| !OWN_EVENTS.contains(&event.wire.0.as_str()))
    };
    let event_members: Vec<Line> = events()
        .map(|event| Line {
            docs: Comment::of_message(&event.docs, &event.wire.0).render("  "),
            text: format!(
                "readonly {}: {}",
                literal::member(&event.wire.0),
                event
                    .payload
                    .as_ref()
                    .map_or_else(|| "undefined".to_owned(), |ty| used.text(ty))
            ),
        })
        .collect();
    let mut door = vec![
        "connect",
        "type Client",
        "type ClientOptions",
        "type ModuleDescriptor",
    ];
    if !protocol.requests.is_empty() {
        door.push("type Request");
    }
    if !protocol.routes.is_empty() {
        door.push("type Route");
    }
    door.push("type UrlSource");
    View {
        header: header_of("client.ts", &module.source),
        door_import: import("import", &door, paths::DOOR),
        type_import: used.import(),
        client: names.client.clone(),
        events: names.events.clone(),
        descriptor: names.descriptor.clone(),
        connect: names.connect.clone(),
        client_docs: Comment::of(&client_docs(module), "").render(""),
        connect_docs: Comment::text(format!("Connects to module `{}`.", module.name)).render(""),
        event_members,
        members: root.lines(),
        module: literal::string(&module.name),
        version: literal::string(&module.version),
        hash: literal::string(hash),
        routes: entries(
            protocol
                .routes
                .iter()
                .map(|route| (&route.names.ts, literal::string(&route.wire.0))),
        ),
        requests: entries(protocol.requests.iter().map(|request| {
            let reply = request
                .reply
                .as_ref()
                .map_or_else(|| "null".to_owned(), |reply| literal::string(&reply.wire.0));
            (
                &request.names.ts,
                format!("[{}, {reply}]", literal::string(&request.wire.0)),
            )
        })),
        event_names: events()
            .map(|event| literal::string(&event.wire.0))
            .collect(),
        replays: protocol
            .routes
            .iter()
            .filter(|route| route.replay_last)
            .map(|route| literal::string(&route.wire.0))
            .collect(),
    }
}

fn client_docs(module: &Module) -> Docs {
    let description = module.docs.description.clone();
    Docs {
        description: description.or_else(|| Some(module.title.clone())),
        ..Docs::default()
    }
}

fn entries<'e>(pairs: impl Iterator<Item = (&'e String, String)>) -> Vec<String> {
    pairs
        .map(|(path, value)| format!("{}: {value}", literal::key(path)))
        .collect()
}

impl Member {
    fn at(&mut self, path: &str) -> &mut Self {
        path.split('.').fold(self, |member, name| {
            member.children.entry(name.to_owned()).or_default()
        })
    }

    fn lines(&self) -> Vec<Line> {
        self.children
            .iter()
            .map(|(name, member)| Line {
                docs: member.comment("  "),
                text: member.text(name, "  "),
            })
            .collect()
    }

    fn comment(&self, indent: &str) -> String {
        self.own.first().map_or_else(String::new, |(_, docs)| {
            Comment::of_message(docs, "").render(indent)
        })
    }

    /// `readonly name: type`, without the semicolon.
    fn text(&self, name: &str, indent: &str) -> String {
        let mut parts: Vec<String> = self.own.iter().map(|(text, _)| text.clone()).collect();
        if !self.children.is_empty() {
            let inner = format!("{indent}  ");
            let members: String = self
                .children
                .iter()
                .map(|(name, member)| {
                    format!(
                        "{}{inner}{};\n",
                        member.comment(&inner),
                        member.text(name, &inner)
                    )
                })
                .collect();
            parts.push(format!("{{\n{members}{indent}}}"));
        }
        format!("readonly {}: {}", literal::member(name), parts.join(" & "))
    }
}

/// Collects the names that `client.ts` has to import.
struct Used<'m> {
    module: &'m Module,
    names: BTreeSet<String>,
}

impl Used<'_> {
    fn text(&mut self, ty: &Type) -> String {
        self.collect(ty);
        Text::of(self.module).expression(ty)
    }

    fn collect(&mut self, ty: &Type) {
        match ty {
            Type::Named(id) => {
                let def = self.module.def(*id);
                if !def.inline {
                    self.names.insert(def.names.ts.clone());
                    return;
                }
                match &def.shape {
                    Shape::Alias(inner) => self.collect(inner),
                    Shape::Union(of) => of
                        .branches
                        .iter()
                        .for_each(|branch| self.collect(&branch.ty)),
                    Shape::Struct(of) => {
                        of.fields.iter().for_each(|field| self.collect(&field.ty));
                        if let Rest::Typed(rest) = &of.rest {
                            self.collect(rest);
                        }
                    }
                    Shape::Enum(_) => {}
                }
            }
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.collect(inner),
            Type::Tuple(items) => items.iter().for_each(|item| self.collect(item)),
            Type::Positions(of) => of.types().for_each(|item| self.collect(item)),
            _ => {}
        }
    }

    fn import(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        if names.is_empty() {
            String::new()
        } else {
            import("import type", &names, "./types.js")
        }
    }
}

/// An import with its line end, on as many lines as it needs.
fn import(what: &str, names: &[&str], from: &str) -> String {
    let line = format!("{what} {{ {} }} from \"{from}\";\n", names.join(", "));
    if line.len() <= 100 {
        return line;
    }
    format!(
        "{what} {{\n  {},\n}} from \"{from}\";\n",
        names.join(",\n  ")
    )
}
