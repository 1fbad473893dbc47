//! Keywords that bound values, and types that carry them.

use serde_json::json;

use super::builder::{Body, Builder};
use super::docs;
use super::parts::Parts;
use super::place::Place;
use super::scalar::{json_number, number_text, size};
use super::words;
use crate::doc::node::Node;
use crate::ir::{Check, Constraints, Docs, Rule, Shape, Type};

/// Which keywords say something about the kind at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    String,
    Number,
    List,
    Map,
    Boolean,
    /// A value of any kind.
    Any,
}

pub(crate) fn of(kind: Of, parts: &Parts<'_>) -> Constraints {
    let mut out = Constraints::default();
    let largest = |keyword: &str| {
        parts
            .all(keyword)
            .filter_map(size)
            .max()
            .filter(|size| *size > 0)
    };
    let smallest = |keyword: &str| parts.all(keyword).filter_map(size).min();
    match kind {
        Of::String => {
            out.pattern = parts.get("pattern").and_then(pattern);
            out.min_length = largest("minLength");
            out.max_length = smallest("maxLength");
        }
        Of::Number => bounds(parts, &mut out),
        Of::List => {
            out.min_items = largest("minItems");
            out.max_items = smallest("maxItems");
            out.unique_items = parts.flag("uniqueItems");
        }
        Of::Map => {
            out.min_properties = largest("minProperties");
            out.max_properties = smallest("maxProperties");
        }
        // The keywords of each kind count for values of that kind only: rules say them.
        Of::Boolean | Of::Any => {}
    }
    out
}

/// What the keywords of every kind say.
pub(crate) fn of_all(parts: &Parts<'_>) -> Constraints {
    let (text, list, map) = (
        of(Of::String, parts),
        of(Of::List, parts),
        of(Of::Map, parts),
    );
    Constraints {
        pattern: text.pattern,
        min_length: text.min_length,
        max_length: text.max_length,
        min_items: list.min_items,
        max_items: list.max_items,
        unique_items: list.unique_items,
        min_properties: map.min_properties,
        max_properties: map.max_properties,
        ..of(Of::Number, parts)
    }
}

/// A pattern that no engine reads cannot be checked.
pub(crate) fn is_pattern(text: &str) -> bool {
    regress::Regex::with_flags(text, "u").is_ok() || regress::Regex::new(text).is_ok()
}

/// Patterns and steps of further parts: of these, bounds hold one each.
fn further(kind: Of, parts: &Parts<'_>, own: &Constraints) -> Vec<Check> {
    let keyword = match kind {
        Of::String => "pattern",
        Of::Number => "multipleOf",
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    for node in parts.all(keyword) {
        let bound = match kind {
            Of::String => Constraints {
                pattern: pattern(node).filter(|pattern| own.pattern.as_ref() != Some(pattern)),
                ..Constraints::default()
            },
            _ => Constraints {
                multiple_of: step(node).filter(|step| own.multiple_of.as_ref() != Some(step)),
                ..Constraints::default()
            },
        };
        let idle = bound == Constraints::default();
        let rule = Rule::Within(Box::new(bound));
        let check = Check {
            words: words::of(&rule),
            schema: Some(json!({ keyword: node.to_json() }).to_string()),
            rule,
        };
        if !idle && !out.contains(&check) {
            out.push(check);
        }
    }
    out
}

fn pattern(node: Node<'_>) -> Option<String> {
    let text = node.as_str().filter(|text| is_pattern(text))?;
    Some(text.to_owned())
}

fn step(node: Node<'_>) -> Option<String> {
    number_text(node)
        .filter(|step| !json_number(step).starts_with(['-', '0']) || step.starts_with("0."))
}

fn bounds(parts: &Parts<'_>, out: &mut Constraints) {
    // Of several bounds the tightest holds.
    let tightest = |keyword: &str, high: bool| {
        let value = |text: &String| text.parse::<f64>().unwrap_or_default();
        parts.all(keyword).filter_map(number_text).reduce(|a, b| {
            if (value(&b) > value(&a)) == high {
                b
            } else {
                a
            }
        })
    };
    out.minimum = tightest("minimum", true);
    out.maximum = tightest("maximum", false);
    out.exclusive_minimum = tightest("exclusiveMinimum", true);
    out.exclusive_maximum = tightest("exclusiveMaximum", false);
    // Until draft 4 these were flags beside the bound.
    if parts.flag("exclusiveMinimum") {
        out.exclusive_minimum = out.minimum.take();
    }
    if parts.flag("exclusiveMaximum") {
        out.exclusive_maximum = out.maximum.take();
    }
    out.multiple_of = parts.get("multipleOf").and_then(step);
}

impl<'p> Builder<'p> {
    /// What keywords say of values of this kind, conditions included.
    pub(crate) fn constraints(&mut self, kind: Of, parts: &Parts<'p>) -> Constraints {
        let own = of(kind, parts);
        let mut checks = self.checks(kind, parts);
        checks.extend(further(kind, parts, &own));
        Constraints { checks, ..own }
    }

    /// The type itself, or, where anything bounds it, a type of its own that checks.
    pub(crate) fn bounded(
        &mut self,
        ty: Type,
        constraints: Constraints,
        parts: &Parts<'p>,
        place: &Place,
    ) -> Type {
        if constraints.is_empty() {
            return ty;
        }
        self.alias(ty, constraints, parts, place)
    }

    /// The type under a name, though nothing bounds it.
    pub(crate) fn named_here(&mut self, ty: Type, parts: &Parts<'p>, place: &Place) -> Type {
        self.alias(ty, Constraints::default(), parts, place)
    }

    pub(crate) fn alias(
        &mut self,
        ty: Type,
        constraints: Constraints,
        parts: &Parts<'p>,
        place: &Place,
    ) -> Type {
        let id = self.begin(parts, place);
        let docs = parts
            .0
            .last()
            .map_or_else(Docs::default, |part| docs::of(part.node));
        let inline = place.own.is_none();
        self.end(
            id,
            Body {
                docs,
                shape: Shape::Alias(ty),
                constraints,
                inline,
                default: docs::default(parts),
                nullable: false,
            },
        );
        Type::Named(id)
    }
}
