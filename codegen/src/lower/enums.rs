//! Constants and lists of values.

use std::collections::HashSet;

use super::builder::{Body, Builder};
use super::docs;
use super::kinds::{self, Kinds};
use super::listed;
use super::parts::{Parts, is_annotation};
use super::place::Place;
use super::scalar;
use super::types::or_null;
use crate::doc::node::Node;
use crate::ir::{Docs, Enum, Names, Scalar, Shape, Type, Variant};
use crate::naming::{Kind, assign};

/// The scalars that are let through, where the schemas list them.
pub(crate) fn values(parts: &Parts<'_>) -> Option<Vec<Scalar>> {
    let mut values = listed(parts)?;
    values.retain(|value| parts.0.iter().all(|part| listed::fits(value, part.node)));
    Some(values).filter(|values| !values.is_empty())
}

/// The scalars that all lists have in common. Lists and objects among them cannot be said.
fn listed(parts: &Parts<'_>) -> Option<Vec<Scalar>> {
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
        if kinds.contains(kind(&value)) && !seen.contains(&value) {
            seen.push(value);
        }
    }
    Some(seen).filter(|values| !values.is_empty())
}

/// Whether lists of values have none in common, or none that fits what stands beside them.
pub(crate) fn exclude_each_other(parts: &Parts<'_>) -> bool {
    if listed(parts).is_some() {
        return values(parts).is_none();
    }
    let lists = parts.all("enum").filter(|list| list.is_seq());
    let lists = lists.map(|list| list.items().collect::<Vec<_>>());
    let constants = parts.all("const").map(|node| vec![node]);
    let lists: Option<Vec<Vec<Scalar>>> = constants
        .chain(lists)
        .map(|list| list.into_iter().map(scalar::of).collect())
        .collect();
    match lists.as_deref() {
        Some([first, others @ ..]) if !others.is_empty() => {
            let shared = |value: &&Scalar| others.iter().all(|list| list.contains(value));
            !first.iter().any(|value| shared(&value))
        }
        _ => false,
    }
}

/// Constants as alternatives, each with words of its own: a list of values that says what they mean.
pub(crate) fn told<'p>(parts: &Parts<'p>, list: Node<'p>) -> Option<Vec<(Scalar, Docs)>> {
    let around = |key: &str| ["type", "format", "oneOf", "anyOf"].contains(&key);
    let only = |node: Node<'p>, known: &dyn Fn(&str) -> bool| {
        let mut keys = node.entries().map(|(_, key, _)| key);
        keys.all(|key| known(key) || is_annotation(key))
    };
    let unions = parts.all("oneOf").chain(parts.all("anyOf"));
    if unions.count() != 1 || !parts.0.iter().all(|part| only(part.node, &around)) {
        return None;
    }
    let kinds = Kinds::of(parts);
    let mut found: Vec<(Scalar, Docs)> = Vec::new();
    for node in list.items() {
        let value = scalar::of(node.get("const")?)?;
        let alone = only(node, &|key| ["type", "const"].contains(&key));
        let fits = kinds.contains(kind(&value)) && kinds::of_node(node).contains(kind(&value));
        if !alone || !fits || found.iter().any(|(known, _)| *known == value) {
            return None;
        }
        found.push((value, docs::of(node)));
    }
    Some(found).filter(|found| found.len() > 1)
}

/// The kind that a value is of.
pub(crate) fn kind(value: &Scalar) -> Kinds {
    match value {
        Scalar::Null => Kinds::NULL,
        Scalar::Bool(_) => Kinds::BOOLEAN,
        Scalar::Integer(_) => Kinds::INTEGER,
        Scalar::Number(_) => Kinds::NUMBER,
        Scalar::String(_) => Kinds::STRING,
    }
}

impl<'p> Builder<'p> {
    /// A list of values, each with what the document says of it.
    pub(crate) fn values(
        &mut self,
        parts: &Parts<'p>,
        mut values: Vec<(Scalar, Docs)>,
        place: &Place,
    ) -> Type {
        let is_null = |(value, _): &(Scalar, Docs)| *value == Scalar::Null;
        let nullable = values.len() > 1 && values.iter().any(is_null);
        if nullable {
            values.retain(|value| !is_null(value));
        }
        let ty = match values.as_slice() {
            [(only, _)] if !matches!(only, Scalar::String(_) | Scalar::Number(_)) => {
                Type::Const(only.clone())
            }
            [(Scalar::Bool(_), _), (Scalar::Bool(_), _)] => Type::Bool,
            _ => self.enumeration(parts, values, place),
        };
        // `nullable: true` beside a list without null means what it says.
        let marked = parts.flag("nullable");
        if nullable || marked { or_null(ty) } else { ty }
    }

    fn enumeration(
        &mut self,
        parts: &Parts<'p>,
        values: Vec<(Scalar, Docs)>,
        place: &Place,
    ) -> Type {
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

fn variants(values: Vec<(Scalar, Docs)>, open: bool) -> Vec<Variant> {
    let is_text = |value: &Scalar| matches!(value, Scalar::String(_));
    let others = values.iter().filter(|(value, _)| !is_text(value));
    let others: HashSet<String> = others.map(|(value, _)| spelled(value)).collect();
    let raw = |(value, docs): &(Scalar, Docs)| match (&docs.title, spelled(value)) {
        (Some(title), _) => title.clone(),
        // Of `1` and `"1"` the text says what it is.
        (None, said) if is_text(value) && others.contains(&said) => format!("text {said}"),
        (None, said) => said,
    };
    let mut raws: Vec<String> = values.iter().map(raw).collect();
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
        .into_iter()
        .zip(named)
        .map(|((value, docs), names)| Variant { value, names, docs })
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
