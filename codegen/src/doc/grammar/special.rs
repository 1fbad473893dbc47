//! Objects whose fields depend on what they say: security schemes by `type`, bindings by protocol.

use super::bindings;
use super::fault::{Expected, Fact};
use super::kind::Kind;
use super::security;
use super::shape::Shape;
use super::spot::Spot;
use super::walk::Walker;
use crate::doc::node::Node;

impl<'p> Walker<'_, 'p> {
    pub(super) fn security_scheme(&mut self, node: Node<'p>, spot: Spot<'p>) {
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

    pub(super) fn bindings(&mut self, node: Node<'p>, kind: Kind, spot: Spot<'p>) {
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
}
