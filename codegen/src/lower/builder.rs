//! The types of one module while they are found: who they are, what they want to be called, where they belong.

use std::collections::{HashMap, HashSet, VecDeque};

use super::parts::{Key, Parts};
use super::place::{self, Place};
use crate::doc::node::{At, Node};
use crate::doc::views::Document;
use crate::ir::{Constraints, Docs, Shape, Type, TypeId};
use crate::source::Span;

/// A type that is not yet named for good.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) place: Place,
    pub(crate) order: Order,
    pub(crate) origin: Span,
    /// Something that references lead to.
    pub(crate) root: bool,
    /// `None` until it is defined.
    pub(crate) body: Option<Body>,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) docs: Docs,
    pub(crate) shape: Shape,
    pub(crate) constraints: Constraints,
    pub(crate) inline: bool,
    pub(crate) default: Option<String>,
    pub(crate) nullable: bool,
}

/// The place in the output: the top-level thing that it belongs to, and its number within.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// By position among the components.
    Component(usize, usize),
    /// By position among messages and channels.
    Message(usize, usize),
    /// By file and position: a new reference moves no other.
    Elsewhere(String, u32, usize),
}

impl Order {
    /// Within the same top-level thing.
    pub(crate) fn after(&self, number: usize) -> Self {
        self.nested(number + 1)
    }

    fn nested(&self, number: usize) -> Self {
        match self {
            Self::Component(at, _) => Self::Component(*at, number),
            Self::Message(at, _) => Self::Message(*at, number),
            Self::Elsewhere(file, at, _) => Self::Elsewhere(file.clone(), *at, number),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Builder<'p> {
    pub(crate) document: Document<'p>,
    pub(crate) drafts: Vec<Draft>,
    by_node: HashMap<At, TypeId>,
    by_key: HashMap<Key, Type>,
    queue: VecDeque<(TypeId, Node<'p>)>,
    current: Order,
    /// How many schemas stand around the one being read.
    pub(crate) depth: usize,
    /// Components, by position, that are nothing but a message's envelope: of no use to anybody but the runtime.
    envelopes: HashSet<usize>,
    /// Branches that a discriminator tells apart by the schema's name: type, member, value.
    pub(crate) narrowed: Vec<(TypeId, String, String)>,
}

impl<'p> Builder<'p> {
    pub(crate) fn new(document: Document<'p>) -> Self {
        Self {
            document,
            drafts: Vec::new(),
            by_node: HashMap::new(),
            by_key: HashMap::new(),
            queue: VecDeque::new(),
            current: Order::Component(0, 0),
            depth: 0,
            envelopes: HashSet::new(),
            narrowed: Vec::new(),
        }
    }

    /// The schema is the envelope of a message.
    pub(crate) fn is_envelope(&mut self, schema: Node<'p>) {
        let id = self.by_node.get(&schema.resolve().at);
        if let Some(Order::Component(at, 0)) = id.map(|id| &self.drafts[id.0].order) {
            self.envelopes.insert(*at);
        }
    }

    /// Whether a type is there for its own sake; all others are there if something mentions them.
    pub(crate) fn is_wanted(&self, id: TypeId) -> bool {
        let draft = &self.drafts[id.0];
        let defined = draft.body.as_ref().is_some_and(|body| !body.inline);
        let of_envelope = match &draft.order {
            Order::Component(at, _) => self.envelopes.contains(at),
            _ => false,
        };
        (draft.place.rank == 0 || defined) && !of_envelope
    }

    /// Everything under `components/schemas`, used or not.
    pub(crate) fn components(&mut self) {
        let schemas = self
            .document
            .root()
            .follow("components")
            .and_then(|components| components.follow("schemas"));
        let found: Vec<_> = schemas.into_iter().flat_map(Node::entries).collect();
        let ids: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(at, (_, key, node))| {
                let id = self.reserve(Place::named(*key), Order::Component(at, 0), node.span());
                self.drafts[id.0].root = true;
                self.by_node.insert(node.at, id);
                (id, *node)
            })
            .collect();
        for (id, node) in ids {
            self.define_root(id, node);
        }
    }

    /// Whatever references have led to outside the components.
    pub(crate) fn referenced(&mut self) {
        while let Some((id, node)) = self.queue.pop_front() {
            self.define_root(id, node);
        }
    }

    fn define_root(&mut self, id: TypeId, node: Node<'p>) {
        self.current = self.drafts[id.0].order.clone();
        let place = Place {
            own: Some(id),
            ..self.drafts[id.0].place.clone()
        };
        self.define(id, node, &place);
    }

    /// What follows belongs to the message or channel at this position.
    pub(crate) fn at_message(&mut self, position: usize) {
        self.current = Order::Message(position, 0);
    }

    fn reserve(&mut self, place: Place, order: Order, origin: Span) -> TypeId {
        self.drafts.push(Draft {
            place,
            order,
            origin,
            root: false,
            body: None,
        });
        TypeId(self.drafts.len() - 1)
    }

    /// A type without a body, so that what it holds can refer to it.
    pub(crate) fn begin(&mut self, parts: &Parts<'p>, place: &Place) -> TypeId {
        let id = place.own.unwrap_or_else(|| {
            let order = self.current.nested(self.drafts.len() + 1);
            let origin = parts
                .0
                .last()
                .map_or_else(|| self.document.root().span(), |part| part.node.span());
            self.reserve(place.clone(), order, origin)
        });
        self.by_key.insert(parts.key(), Type::Named(id));
        id
    }

    pub(crate) fn end(&mut self, id: TypeId, body: Body) {
        self.drafts[id.0].body = Some(body);
    }

    pub(crate) fn remember(&mut self, key: Key, id: TypeId) {
        self.by_key.insert(key, Type::Named(id));
    }

    /// What is null as well is so wherever the same schemas are met again.
    pub(crate) fn remember_null(&mut self, key: Key, ty: &Type) {
        if matches!(ty, Type::Nullable(_)) {
            self.by_key.insert(key, ty.clone());
        }
    }

    /// Whether the document names the type.
    pub(crate) fn is_root(&self, id: TypeId) -> bool {
        self.drafts[id.0].root
    }

    pub(crate) fn known(&self, key: &Key) -> Option<Type> {
        self.by_key.get(key).cloned()
    }

    /// The type that a reference names; `reference` is the node with `$ref`.
    pub(crate) fn named(&mut self, reference: Node<'p>) -> Option<TypeId> {
        // Chains of references end at a component's own node where there is one: aliases stay aliases.
        let target = reference.target()?.ok()?;
        if reference.resolve() == reference {
            return None;
        }
        if let Some(id) = self.by_node.get(&target.at) {
            return Some(*id);
        }
        let file = &self.document.project.sources.file(target.at.file).name;
        let order = Order::Elsewhere(file.clone(), target.span().start, 0);
        let id = self.reserve(self.place_of(reference, target), order, target.span());
        self.drafts[id.0].root = true;
        self.by_node.insert(target.at, id);
        self.queue.push_back((id, target));
        Some(id)
    }

    fn place_of(&self, reference: Node<'p>, target: Node<'p>) -> Place {
        let name = &self.document.project.sources.file(target.at.file).name;
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.split('.').next().unwrap_or(file);
        let written = reference.reference().unwrap_or_default();
        let fragment = written.split_once('#').map_or("", |(_, fragment)| fragment);
        place::of_pointer(fragment, stem)
    }
}
