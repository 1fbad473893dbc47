//! Constants and lists of values.

use super::builder::{Body, Builder};
use super::docs;
use super::kinds::Kinds;
use super::parts::Parts;
use super::place::Place;
use super::scalar;
use super::types::or_null;
use crate::doc::node::Node;
use crate::ir::{Docs, Enum, Names, Scalar, Shape, Type, Variant};
use crate::naming::{Kind, assign};

/// The scalars that are let through, where the schemas list them. Lists and objects among them cannot be said.
pub(crate) fn values(parts: &Parts<'_>) -> Option<Vec<Scalar>> {
    let mut out: Option<Vec<Scalar>> = None;
    let constants = parts.all("const").map(|node| vec![node]);
    let lists = parts
        .all("enum")
        .filter(|list| list.is_seq())
        .map(|list| list.items().collect::<Vec<Node<'_>>>());
    for list in constants.chain(lists) {
        let list: Vec<Scalar> = list.into_iter().map(scalar::of).collect::<Option<_>>()?;
        out = Some(match out {
            None => list,
            Some(known) => known
                .into_iter()
                .filter(|value| list.contains(value))
                .collect(),
        });
    }
    let kinds = Kinds::of(parts);
    let mut seen = Vec::new();
    for value in out? {
        if !seen.contains(&value) && kinds.contains(kind(&value)) {
            seen.push(value);
        }
    }
    Some(seen).filter(|values| !values.is_empty())
}

fn kind(value: &Scalar) -> Kinds {
    match value {
        Scalar::Null => Kinds::NULL,
        Scalar::Bool(_) => Kinds::BOOLEAN,
        Scalar::Integer(_) => Kinds::INTEGER,
        Scalar::Number(_) => Kinds::NUMBER,
        Scalar::String(_) => Kinds::STRING,
    }
}

impl<'p> Builder<'p> {
    pub(crate) fn values(
        &mut self,
        parts: &Parts<'p>,
        mut values: Vec<Scalar>,
        place: &Place,
    ) -> Type {
        let nullable = values.len() > 1 && values.contains(&Scalar::Null);
        if nullable {
            values.retain(|value| *value != Scalar::Null);
        }
        let ty = match values.as_slice() {
            [only] if !matches!(only, Scalar::String(_) | Scalar::Number(_)) => {
                Type::Const(only.clone())
            }
            [Scalar::Bool(_), Scalar::Bool(_)] => Type::Bool,
            _ => self.enumeration(parts, &values, place),
        };
        // `nullable: true` beside a list without null means what it says.
        let marked = parts.flag("nullable");
        if nullable || marked { or_null(ty) } else { ty }
    }

    fn enumeration(&mut self, parts: &Parts<'p>, values: &[Scalar], place: &Place) -> Type {
        let id = self.begin(parts, place);
        let constant = values.len() == 1;
        let open = parts.flag("x-open");
        let docs = parts
            .0
            .last()
            .map_or_else(Docs::default, |part| docs::of(part.node));
        self.end(
            id,
            Body {
                docs,
                shape: Shape::Enum(Enum {
                    variants: variants(values, open),
                    open,
                }),
                constraints: crate::ir::Constraints::default(),
                inline: constant && place.own.is_none(),
                default: docs::default(parts),
                nullable: false,
            },
        );
        Type::Named(id)
    }
}

fn variants(values: &[Scalar], open: bool) -> Vec<Variant> {
    let mut raws: Vec<String> = values.iter().map(spelled).collect();
    // An open enum has a variant of its own for what it does not know.
    if open {
        raws.insert(0, "Unknown".to_owned());
    }
    let names = |kind| {
        assign(kind, &raws)
            .into_iter()
            .skip(usize::from(open))
            .collect::<Vec<_>>()
    };
    let (rust, ts) = (names(Kind::RustVariant), names(Kind::TsType));
    let named = rust
        .into_iter()
        .zip(ts)
        .map(|(rust, ts)| Names { rust, ts });
    values
        .iter()
        .cloned()
        .zip(named)
        .map(|(value, names)| Variant { value, names })
        .collect()
}

/// How a value is said in a name.
pub(crate) fn spelled(value: &Scalar) -> String {
    match value {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string().replace('-', "minus "),
        Scalar::Number(text) => text.replace('-', "minus ").replace('.', " point "),
        Scalar::String(text) => text.clone(),
    }
}
