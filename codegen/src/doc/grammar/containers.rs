//! Lists, maps and objects with named fields.

use super::fault::{Expected, Fact};
use super::format;
use super::kind::Kind;
use super::misnomer;
use super::shape::{Field, Keys, List, Map, Object, Shape};
use super::spot::Spot;
use super::values;
use super::walk::Walker;
use crate::diag::suggest;
use crate::doc::node::Node;

impl<'p> Walker<'_, 'p> {
    pub(super) fn list(&mut self, node: Node<'p>, list: &'static List, spot: Spot<'p>) {
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

    pub(super) fn map(&mut self, node: Node<'p>, map: &'static Map, spot: Spot<'p>) {
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

    pub(super) fn map_key(&mut self, key: Node<'p>, name: &str, keys: Keys, spot: Spot<'p>) {
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

    pub(super) fn reference_for_map(&mut self, node: Node<'p>, shape: Shape, spot: Spot<'p>) {
        self.fault(
            spot.place(node),
            Fact::RefForMap {
                label: spot.label(),
                reference: node,
            },
            spot,
        );
        let target = node.resolve();
        if target == node || target.reference().is_some() {
            return;
        }
        let expected = match shape {
            Shape::Map(map) => map.kind,
            _ => Kind::Plain,
        };
        match self.out.kinds.get(&target.at).copied() {
            None => {
                self.out.kinds.insert(target.at, Kind::Plain);
                self.value(target, shape, spot);
            }
            Some(found) if !expected.accepts(found) => {
                let fact = Fact::RefWrongKind {
                    expected,
                    found,
                    reference: node,
                };
                self.fault(super::walk::reference_place(node), fact, spot);
            }
            Some(_) => {}
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

    pub(super) fn field(
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
    pub(super) fn unknown_key(
        &mut self,
        key: Node<'p>,
        name: &str,
        object: &'static Object,
        spot: Spot<'p>,
    ) -> Option<&'static str> {
        let version = self.out.version;
        let holder = key.parent();
        let known = |field: &&Field| field.known_in(version);
        let fields = || object.fields.iter().filter(known).map(|field| field.name);
        // A key that is there already is not what this one was meant to be; nor is then the next best.
        let given = |field: &&str| holder.is_some_and(|holder| holder.has(field));
        let value = holder.and_then(|holder| holder.get(name));
        let meant = misnomer::of(object.kind, name)
            .filter(|meant| misnomer::may_hold(object.kind, meant, value))
            .and_then(|meant| fields().find(|field| *field == meant))
            .or_else(|| suggest(name, fields()));
        let nearest = meant.filter(|field| !given(field));
        if !object.open || meant.is_some() || looks_like_a_member(object.kind, key, name) {
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
        nearest.or_else(|| misnomer::replaced(object.kind, name))
    }
}

/// A schema under a key that is no keyword: a member that was meant to stand in `properties`.
fn looks_like_a_member(kind: Kind, key: Node<'_>, name: &str) -> bool {
    const TELLING: [&str; 7] = [
        "type",
        "$ref",
        "properties",
        "items",
        "enum",
        "oneOf",
        "format",
    ];
    let value = key.parent().and_then(|schema| schema.get(name));
    kind == Kind::Schema
        && !name.starts_with(['x', '$'])
        && !misnomer::is_foreign_keyword(name)
        && value
            .is_some_and(|value| value.is_map() && TELLING.iter().any(|keyword| value.has(keyword)))
}

/// `x-` and then letters, digits, `.`, `-` and `_`.
fn is_extension(name: &str) -> bool {
    let rest = name.strip_prefix("x-").unwrap_or_default();
    !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
