//! The walk over a document that copies it and brings in what lies in other files.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::doc::grammar::{Kind, Structure};
use crate::doc::node::{At, Node};
use crate::doc::pointer;
use crate::doc::views::{Document, own_name};
use crate::source::FileId;

use super::envelope::{self, Envelope};
use super::names::Names;

/// The document as one value: its own order, references of its own as written, all others brought into `components`,
/// messages in the literal envelope, no `x-envelope`.
pub fn bundle(structure: &Structure<'_>) -> Value {
    let root = structure.root;
    let mut bundler = Bundler::new(structure);
    let mut document = bundler.map(root);
    document.shift_remove("x-envelope");
    bundler.bring_in(&mut document);
    Value::Object(document)
}

struct Bundler<'s, 'p> {
    structure: &'s Structure<'p>,
    file: FileId,
    /// `None` where the document is literal already, or has no envelope.
    envelope: Option<Envelope>,
    names: Names,
    /// Where each part of another file stands in `components`.
    places: HashMap<At, (&'static str, String)>,
    /// Parts that are named and not yet copied.
    pending: VecDeque<(&'static str, String, Node<'p>)>,
    /// Parts being copied in place, against endless recursion.
    open: Vec<At>,
}

impl<'s, 'p> Bundler<'s, 'p> {
    fn new(structure: &'s Structure<'p>) -> Self {
        let root = structure.root;
        let short = root.get("x-envelope").and_then(Node::as_bool) == Some(true);
        let envelope = short.then(|| Envelope::new(message_names(structure)));
        let mut bundler = Self {
            structure,
            file: root.at.file,
            envelope,
            names: Names::default(),
            places: HashMap::new(),
            pending: VecDeque::new(),
            open: Vec::new(),
        };
        bundler.read_components(root);
        bundler
    }

    /// The document's own names are kept; one that only stands for a part of another file becomes that part.
    fn read_components(&mut self, root: Node<'p>) {
        let sections = root.get("components").into_iter().flat_map(Node::entries);
        for (_, section, content) in sections {
            let Some(section) = Kind::of_section(section).and_then(Kind::section) else {
                continue;
            };
            for (_, name, node) in content.entries() {
                self.names.reserve(section, name);
                let target = node.resolve();
                if target != node && target.at.file != self.file {
                    self.places
                        .entry(target.at)
                        .or_insert_with(|| (section, name.to_owned()));
                }
            }
        }
    }

    fn value(&mut self, node: Node<'p>) -> Value {
        if let Some(kind) = self.reference_kind(node) {
            return self.reference(node, kind);
        }
        if node.is_map() {
            Value::Object(self.map(node))
        } else if node.is_seq() {
            node.items().map(|item| self.value(item)).collect()
        } else {
            node.to_json()
        }
    }

    fn map(&mut self, node: Node<'p>) -> Map<String, Value> {
        let kind = self.structure.kind(node);
        let walked: Map<String, Value> = node
            .entries()
            .map(|(_, key, value)| (key.to_owned(), self.member(kind, key, value)))
            .collect();
        match &self.envelope {
            Some(envelope) if kind == Some(Kind::Message) => envelope.wrap(node, walked),
            None if kind == Some(Kind::Message) => envelope::named_by_type(node, walked),
            _ => walked,
        }
    }

    fn member(&mut self, owner: Option<Kind>, key: &str, value: Node<'p>) -> Value {
        // The grammar knows nothing of extensions; this one of ours holds a reference.
        if owner == Some(Kind::Message) && key == "x-response" && value.reference().is_some() {
            return self.reference(value, Kind::Message);
        }
        self.value(value)
    }

    /// What a reference is expected to name; `None` where `$ref` is only a member of that name.
    fn reference_kind(&self, node: Node<'p>) -> Option<Kind> {
        node.reference()?;
        self.structure.kind(node)
    }

    fn reference(&mut self, node: Node<'p>, kind: Kind) -> Value {
        let target = node.resolve();
        let own = node.at.file == self.file && target.at.file == self.file;
        if own || target == node {
            return node.to_json();
        }
        if target.at.file == self.file {
            return link(node, &target.pointer());
        }
        match section(kind) {
            Some(section) if !self.stands_for(node, target) => {
                let (section, name) = self.place(section, target);
                link(node, &format!("/components/{section}/{name}"))
            }
            _ => self.in_place(target),
        }
    }

    /// Whether this is the component under whose name the part was taken in.
    fn stands_for(&self, node: Node<'p>, target: Node<'p>) -> bool {
        let Some((section, name)) = self.places.get(&target.at) else {
            return false;
        };
        node.at.file == self.file
            && node.pointer() == format!("/components/{section}/{}", pointer::escape(name))
    }

    fn place(&mut self, section: &'static str, target: Node<'p>) -> (&'static str, String) {
        if let Some(place) = self.places.get(&target.at) {
            return place.clone();
        }
        let place = (section, self.names.choose(section, target));
        self.places.insert(target.at, place.clone());
        self.pending.push_back((place.0, place.1.clone(), target));
        place
    }

    fn in_place(&mut self, target: Node<'p>) -> Value {
        if self.open.contains(&target.at) {
            return Value::Object(Map::new());
        }
        self.open.push(target.at);
        let value = self.value(target);
        self.open.pop();
        value
    }

    /// Copies what is pending into `components`, which may make more pending.
    fn bring_in(&mut self, document: &mut Map<String, Value>) {
        while let Some((section, name, node)) = self.pending.pop_front() {
            let value = self.value(node);
            let components = object(document, "components");
            object(components, section).insert(name, value);
        }
    }
}

/// Channels are written in place: a list of them with references would hide what travels where.
fn section(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Channel => None,
        Kind::OpenApiSchema => Some("schemas"),
        kind => kind.section(),
    }
}

/// The reference with its target replaced; what stands beside it stays.
fn link(node: Node<'_>, pointer: &str) -> Value {
    let mut json = node.to_json();
    if let Value::Object(map) = &mut json {
        map.insert(
            "$ref".to_owned(),
            Value::from(format!("#{}", fragment(pointer))),
        );
    }
    json
}

/// A pointer as the fragment of a URL: what a fragment may not hold is percent-encoded.
fn fragment(pointer: &str) -> String {
    let mut text = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@?".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn object<'m>(map: &'m mut Map<String, Value>, key: &str) -> &'m mut Map<String, Value> {
    let value = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("made an object above"),
    }
}

/// What stands in `type` of each message: as operations name them, and those that no operation uses.
fn message_names<'p>(structure: &Structure<'p>) -> Vec<(Node<'p>, String)> {
    let root = structure.root;
    let used = Document::new(root.project, root.at.file).messages();
    let used = used.into_iter().map(|message| (message.node, message.name));
    let unused = structure
        .definitions(Kind::Message)
        .filter_map(|visit| Some((visit.node, own_name(visit.node)?.to_owned())));
    used.chain(unused).collect()
}
