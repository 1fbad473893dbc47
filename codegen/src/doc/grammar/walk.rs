//! The walk over a document: the grammar says what each node is, and each difference is one fault.

use std::collections::VecDeque;

use super::fault::{Expected, Fact, Fault};
use super::kind::Kind;
use super::message;
use super::objects;
use super::security;
use super::shape::{Keys, Map, Shape};
use super::spot::Spot;
use super::spots;
use super::structure::{Structure, Use, Visit};
use super::values;
use crate::doc::node::Node;
use crate::source::Span;

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

    pub(super) fn wrong_type(&mut self, node: Node<'p>, expected: Expected, spot: Spot<'p>) {
        let fact = Fact::WrongType {
            label: spot.label(),
            owner: spot.owner,
            expected,
            found: node,
        };
        self.fault(spot.place(node), fact, spot);
    }

    pub(super) fn visit(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
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
            Shape::Reusable(kind, _) => match unread_reference(node, kind) {
                Some((key, value)) => {
                    self.visit(node, Kind::Plain, spot);
                    let spot = Spot {
                        key: Some(key),
                        owner: kind,
                        field: "$ref",
                        ..spot
                    };
                    self.wrong_type(value, Expected::Text, spot);
                }
                None => self.kind(node, kind, spot),
            },
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
}

/// A `$ref` without a text, such as one whose pointer is a comment for lack of quotes: the key and what it holds.
fn unread_reference<'p>(node: Node<'p>, kind: Kind) -> Option<(Node<'p>, Node<'p>)> {
    let known = objects::fixed(kind).is_some_and(|object| object.field("$ref").is_some());
    let (key, value) = node.key("$ref").zip(node.get("$ref"))?;
    (!known && value.as_str().is_none()).then_some((key, value))
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
