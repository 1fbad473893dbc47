//! The walk over a document: the grammar says what each node is, and each difference is one fault.

use std::collections::VecDeque;

use super::bindings;
use super::fault::{Expected, Fact, Fault};
use super::kind::Kind;
use super::message;
use super::objects;
use super::security;
use super::shape::{Field, Keys, List, Map, Object, Shape};
use super::spots;
use super::structure::{Structure, Use, Visit};
use super::suggest::nearest;
use super::{format, values};
use crate::doc::node::Node;
use crate::source::Span;

/// Where a value stands: for pointing at it and for naming it.
#[derive(Clone, Copy)]
pub(super) struct Spot<'p> {
    pub key: Option<Node<'p>>,
    /// The object whose field it is, and the field.
    pub owner: Kind,
    pub field: &'p str,
    pub binding: bool,
}

impl<'p> Spot<'p> {
    pub(super) fn place(self, node: Node<'p>) -> Span {
        match self.key {
            Some(key) => spots::entry(key, node),
            None => spots::item(node),
        }
    }

    /// `info.version`; `channels` at the root.
    pub(super) fn label(self) -> String {
        match (self.owner, self.field) {
            (Kind::Root, field) => field.to_owned(),
            (Kind::Plain, field) => format!("`{field}`"),
            (owner, field) if owner.noun().contains(' ') => {
                format!("`{field}` of {}", owner.phrase())
            }
            (owner, field) => format!("{}.{field}", owner.noun()),
        }
    }

    fn item(self) -> Self {
        Self { key: None, ..self }
    }
}

/// A reference whose target is still to be looked at.
struct Pending<'p> {
    reference: Use<'p>,
    shape: Shape,
    binding: bool,
    /// Whether the reference may stand where it does: else that alone is said of it.
    allowed: bool,
}

pub(super) struct Walker<'s, 'p> {
    pub out: &'s mut Structure<'p>,
    pending: VecDeque<Pending<'p>>,
}

pub(super) fn run(structure: &mut Structure<'_>) {
    let root = structure.root;
    let mut walker = Walker {
        out: structure,
        pending: VecDeque::new(),
    };
    let spot = Spot {
        key: None,
        owner: Kind::Root,
        field: "",
        binding: false,
    };
    walker.object(root, &objects::ROOT, spot);
    while let Some(pending) = walker.pending.pop_front() {
        walker.target(&pending);
    }
}

impl<'p> Walker<'_, 'p> {
    pub(super) fn fault(&mut self, place: Span, fact: Fact<'p>, spot: Spot<'p>) {
        self.out.faults.push(Fault {
            place,
            fact,
            binding: spot.binding,
        });
    }

    fn wrong_type(&mut self, node: Node<'p>, expected: Expected, spot: Spot<'p>) {
        let fact = Fact::WrongType {
            label: spot.label(),
            owner: spot.owner,
            expected,
            found: node,
        };
        self.fault(spot.place(node), fact, spot);
    }

    fn visit(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
        self.out.kinds.insert(node.at, kind);
        self.out.visits.push(Visit {
            node,
            kind,
            key: spot.key,
        });
    }

    pub(super) fn value(&mut self, node: Node<'p>, shape: Shape, spot: Spot<'p>) {
        match shape {
            Shape::Any => {}
            Shape::Object(kind) => self.no_reference(node, kind, None, spot, shape),
            Shape::Reusable(kind, since) if node.reference().is_some() => {
                if since > self.out.version {
                    self.no_reference(node, kind, Some(since), spot, shape);
                } else {
                    self.reference(node, kind, shape, spot, true);
                }
            }
            Shape::Reusable(kind, _) => self.kind(node, kind, spot),
            Shape::Inline(object) => self.no_reference(node, object.kind, None, spot, shape),
            Shape::List(list) => self.list(node, list, spot),
            Shape::Map(map) => self.map(node, map, spot),
            Shape::OneOrMany(_, many) if node.is_seq() => self.value(node, *many, spot),
            Shape::OneOrMany(one, _) => match one {
                Shape::String(_) if node.as_str().is_none() => {
                    self.wrong_type(node, Expected::OneOrMany, spot);
                }
                one => self.value(node, *one, spot),
            },
            Shape::String(_)
            | Shape::Bool
            | Shape::Number
            | Shape::Positive
            | Shape::Count
            | Shape::Choice(_) => values::check(self, node, shape, spot),
        }
    }

    /// An object in a place where a reference is refused: one that stands there is followed all the same.
    fn no_reference(
        &mut self,
        node: Node<'p>,
        kind: Kind,
        since: Option<super::version::Version>,
        spot: Spot<'p>,
        shape: Shape,
    ) {
        if node.reference().is_none() {
            return self.contents(node, kind, shape, spot);
        }
        self.fault(
            spot.place(node),
            Fact::RefNotAllowed {
                kind,
                since,
                reference: node,
            },
            spot,
        );
        self.reference(node, kind, shape, spot, false);
    }

    fn contents(&mut self, node: Node<'p>, kind: Kind, shape: Shape, spot: Spot<'p>) {
        match shape {
            Shape::Inline(object) => {
                self.visit(node, kind, spot);
                self.object(node, object, spot);
            }
            _ => self.kind(node, kind, spot),
        }
    }

    fn reference(
        &mut self,
        node: Node<'p>,
        kind: Kind,
        shape: Shape,
        spot: Spot<'p>,
        allowed: bool,
    ) {
        self.visit(node, kind, spot);
        let target = node.resolve();
        if target != node {
            let reference = Use {
                node,
                expected: kind,
                target,
            };
            self.pending.push_back(Pending {
                reference,
                shape,
                binding: spot.binding,
                allowed,
            });
        }
    }

    /// Looks at what a reference leads to, unless that has been done.
    fn target(&mut self, pending: &Pending<'p>) {
        let Pending {
            reference,
            shape,
            binding,
            allowed,
        } = *pending;
        let Use {
            node,
            expected,
            target,
        } = reference;
        self.out.uses.push(reference);
        let known = self.out.kinds.get(&target.at).copied();
        let found = known.or_else(|| kind_by_place(target));
        if let Some(found) = found
            && !expected.accepts(found)
        {
            if !allowed {
                return;
            }
            let place = reference_place(node);
            let spot = Spot {
                key: None,
                owner: expected,
                field: "",
                binding,
            };
            return self.fault(
                place,
                Fact::RefWrongKind {
                    expected,
                    found,
                    reference: node,
                },
                spot,
            );
        }
        if known.is_none() {
            let field = target.own_key().and_then(Node::as_str).unwrap_or_default();
            let spot = Spot {
                key: target.own_key(),
                owner: Kind::Plain,
                field,
                binding,
            };
            self.contents(target, expected, shape, spot);
        }
    }

    /// A node of a kind, which is no reference.
    pub(super) fn kind(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
        if let (Kind::Schema | Kind::OpenApiSchema, Some(_)) = (kind, node.as_bool()) {
            return self.visit(node, kind, spot);
        }
        match kind {
            Kind::Message => message::walk(self, node, spot),
            Kind::SecurityScheme => self.security_scheme(node, spot),
            Kind::SecurityRequirement => {
                self.visit(node, kind, spot);
                let map = &Map {
                    value: super::shape::UNIQUE_STRINGS,
                    kind: Kind::Plain,
                    keys: Keys::Any,
                };
                self.map(node, map, spot);
            }
            Kind::OAuthFlows => {
                self.visit(node, kind, spot);
                self.object(node, &security::FLOWS, spot);
            }
            Kind::Bindings(_) => self.bindings(node, kind, spot),
            Kind::Foreign | Kind::Data | Kind::Plain => self.visit(node, kind, spot),
            kind => {
                self.visit(node, kind, spot);
                if let Some(object) = objects::fixed(kind) {
                    self.object(node, object, spot);
                }
            }
        }
    }

    pub(super) fn visit_as(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
        self.visit(node, kind, spot);
    }

    fn security_scheme(&mut self, node: Node<'p>, spot: Spot<'p>) {
        self.visit(node, Kind::SecurityScheme, spot);
        if !node.is_map() {
            return self.wrong_type(node, Expected::Object, spot);
        }
        let Some(kind) = node.get("type") else {
            let fact = Fact::MissingField {
                object: Kind::SecurityScheme,
                field: "type",
            };
            return self.fault(spot.place(node), fact, spot);
        };
        let inner = Spot {
            key: node.key("type"),
            owner: Kind::SecurityScheme,
            field: "type",
            ..spot
        };
        let Some(text) = kind.as_str() else {
            return self.wrong_type(kind, Expected::Text, inner);
        };
        let version = self.out.version;
        let known = security::TYPES
            .iter()
            .any(|(name, since)| *name == text && *since <= version);
        let object = security::scheme_object(text, node.get("scheme").and_then(Node::as_str));
        match object {
            Some(object) if known => self.object(node, object, spot),
            _ => {
                let allowed = security::TYPES
                    .iter()
                    .filter(|(_, since)| *since <= version);
                let allowed = allowed.map(|(name, _)| *name).collect();
                let fact = Fact::NotAllowed {
                    label: inner.label(),
                    found: kind,
                    allowed,
                };
                self.fault(inner.place(kind), fact, inner);
            }
        }
    }

    fn bindings(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
        self.visit(node, kind, spot);
        let Kind::Bindings(at) = kind else { return };
        if !node.is_map() {
            return self.wrong_type(node, Expected::Object, spot);
        }
        for (key, protocol, value) in node.entries() {
            let spot = Spot {
                key: Some(key),
                owner: Kind::Bindings(at),
                field: protocol,
                binding: true,
            };
            match bindings::object(at, protocol) {
                Some(object) => self.value(value, Shape::Inline(object), spot),
                None if protocol.starts_with("x-") || bindings::PROTOCOLS.contains(&protocol) => {}
                None => {
                    let allowed = bindings::PROTOCOLS.to_vec();
                    let fact = Fact::NotAllowed {
                        label: "bindings".into(),
                        found: key,
                        allowed,
                    };
                    self.fault(spot.place(value), fact, spot);
                }
            }
        }
    }

    fn list(&mut self, node: Node<'p>, list: &'static List, spot: Spot<'p>) {
        if node.reference().is_some() {
            return self.reference_for_map(node, Shape::List(list), spot);
        }
        if !node.is_seq() {
            return self.wrong_type(node, Expected::List, spot);
        }
        if list.at_least_one && node.items().next().is_none() {
            self.fault(
                spot.place(node),
                Fact::Empty {
                    label: spot.label(),
                },
                spot,
            );
        }
        for item in node.items() {
            self.value(item, list.item, spot.item());
        }
        if list.unique {
            values::repeated(self, node, spot);
        }
    }

    fn map(&mut self, node: Node<'p>, map: &'static Map, spot: Spot<'p>) {
        if node.reference().is_some() {
            return self.reference_for_map(node, Shape::Map(map), spot);
        }
        if map.kind != Kind::Plain && map.kind != Kind::Data {
            self.visit(node, map.kind, spot);
        }
        if !node.is_map() {
            return self.wrong_type(node, Expected::Map, spot);
        }
        for (key, name, value) in node.entries() {
            self.map_key(key, name, map.keys, spot);
            let owner = if spot.field.is_empty() {
                spot.owner
            } else {
                Kind::Plain
            };
            let inner = Spot {
                key: Some(key),
                owner,
                field: name,
                ..spot
            };
            self.value(value, map.value, inner);
        }
    }

    fn map_key(&mut self, key: Node<'p>, name: &str, keys: Keys, spot: Spot<'p>) {
        let fine = match keys {
            Keys::Any => true,
            Keys::Component => {
                !name.is_empty()
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
            }
            Keys::Address => !name.is_empty() && format::is_uri_template(name),
            Keys::Regex => super::shape::Format::Regex.fits(name),
        };
        if !fine {
            self.fault(key.span(), Fact::BadKey { keys, key }, spot);
        }
    }

    fn reference_for_map(&mut self, node: Node<'p>, shape: Shape, spot: Spot<'p>) {
        self.fault(
            spot.place(node),
            Fact::RefForMap {
                label: spot.label(),
                reference: node,
            },
            spot,
        );
        let target = node.resolve();
        if target != node
            && target.reference().is_none()
            && !self.out.kinds.contains_key(&target.at)
        {
            self.out.kinds.insert(target.at, Kind::Plain);
            self.value(target, shape, spot);
        }
    }

    pub(super) fn object(&mut self, node: Node<'p>, object: &'static Object, spot: Spot<'p>) {
        if !node.is_map() {
            let schema = matches!(object.kind, Kind::Schema | Kind::OpenApiSchema);
            let expected = if schema {
                Expected::SchemaOrBool
            } else {
                Expected::Object
            };
            return self.wrong_type(node, expected, spot);
        }
        if object.kind == Kind::Root {
            self.visit(node, Kind::Root, spot);
        }
        let mut meant: Vec<&str> = Vec::new();
        for (key, name, value) in node.entries() {
            match object.field(name) {
                Some(field) => self.field(key, value, object, field, spot),
                None if object.extensions && is_extension(name) => {}
                None => meant.extend(self.unknown_key(key, name, object, spot)),
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            if !node.has(field.name) && !meant.contains(&field.name) {
                let fact = Fact::MissingField {
                    object: object.kind,
                    field: field.name,
                };
                self.fault(spot.place(node), fact, spot);
            }
        }
    }

    fn field(
        &mut self,
        key: Node<'p>,
        value: Node<'p>,
        object: &'static Object,
        field: &'static Field,
        spot: Spot<'p>,
    ) {
        let inner = Spot {
            key: Some(key),
            owner: object.kind,
            field: field.name,
            ..spot
        };
        if !field.known_in(self.out.version) {
            let fact = Fact::OtherVersion {
                key,
                object: object.kind,
                field,
            };
            self.fault(inner.place(value), fact, inner);
        }
        self.value(value, field.shape, inner);
    }

    /// The field that an unknown key was meant to be, if that is clear.
    fn unknown_key(
        &mut self,
        key: Node<'p>,
        name: &str,
        object: &'static Object,
        spot: Spot<'p>,
    ) -> Option<&'static str> {
        let version = self.out.version;
        let known = object
            .fields
            .iter()
            .filter(|field| field.known_in(version))
            .map(|field| field.name);
        let nearest = nearest(name, known);
        if !object.open || nearest.is_some() {
            self.fault(
                key.span(),
                Fact::UnknownKey {
                    key,
                    object,
                    nearest,
                },
                spot,
            );
        }
        nearest
    }
}

/// `x-` and then letters, digits, `.`, `-` and `_`.
fn is_extension(name: &str) -> bool {
    let rest = name.strip_prefix("x-").unwrap_or_default();
    !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// The place of a reference: the item that it is, or its `$ref`.
pub fn reference_place(node: Node<'_>) -> Span {
    if node.own_key().is_none() && node.parent().is_some() {
        return spots::item(node);
    }
    match (node.key("$ref"), node.get("$ref")) {
        (Some(key), Some(value)) => spots::entry(key, value),
        _ => node.span(),
    }
}

/// What `components/<section>/<name>` of a file that is no document of its own run holds.
fn kind_by_place(node: Node<'_>) -> Option<Kind> {
    let section = node.parent()?;
    let components = section.parent()?;
    let is_components = components.own_key().and_then(Node::as_str) == Some("components");
    let at_root = components
        .parent()
        .is_some_and(|root| root.parent().is_none());
    (is_components && at_root).then(|| Kind::of_section(section.own_key()?.as_str()?))?
}
