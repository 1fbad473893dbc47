//! Single values: strings and their formats, numbers, choices, repeated items.

use std::collections::HashMap;

use super::fault::{Expected, Fact};
use super::shape::{Format, Shape};
use super::spot::Spot;
use super::walk::Walker;
use crate::doc::node::Node;

pub(super) fn check<'p>(walker: &mut Walker<'_, 'p>, node: Node<'p>, shape: Shape, spot: Spot<'p>) {
    let fact = match shape {
        Shape::String(format) => text(node, format, spot),
        Shape::Bool => mistyped(node, node.as_bool().is_some(), Expected::Bool, spot),
        Shape::Number => mistyped(node, node.as_number().is_some(), Expected::Number, spot),
        Shape::Positive => number(node, Expected::Positive, spot, |value| value > 0.0),
        Shape::Count => number(node, Expected::Count, spot, |value| {
            value >= 0.0 && value.fract() == 0.0
        }),
        Shape::Choice(allowed) => choice(node, allowed, spot),
        _ => None,
    };
    if let Some(fact) = fact {
        walker.fault(spot.place(node), fact, spot);
    }
}

fn mistyped<'p>(
    node: Node<'p>,
    fine: bool,
    expected: Expected,
    spot: Spot<'p>,
) -> Option<Fact<'p>> {
    let label = || spot.label();
    (!fine).then(|| Fact::WrongType {
        label: label(),
        owner: spot.owner,
        expected,
        found: node,
    })
}

fn text<'p>(node: Node<'p>, format: Format, spot: Spot<'p>) -> Option<Fact<'p>> {
    match node.as_str() {
        Some(text) if format.fits(text) => None,
        Some(_) => Some(Fact::BadFormat {
            label: spot.label(),
            format,
            found: node,
        }),
        None => mistyped(node, false, Expected::Text, spot),
    }
}

fn number<'p>(
    node: Node<'p>,
    expected: Expected,
    spot: Spot<'p>,
    fine: impl Fn(f64) -> bool,
) -> Option<Fact<'p>> {
    match node.as_f64() {
        Some(value) if fine(value) => None,
        Some(_) => Some(Fact::BadNumber {
            label: spot.label(),
            expected,
            found: node,
        }),
        None => mistyped(node, false, expected, spot),
    }
}

fn choice<'p>(
    node: Node<'p>,
    allowed: &'static [&'static str],
    spot: Spot<'p>,
) -> Option<Fact<'p>> {
    match node.as_str() {
        Some(text) if allowed.contains(&text) => None,
        Some(_) => Some(Fact::NotAllowed {
            label: spot.label(),
            found: node,
            allowed: allowed.to_vec(),
        }),
        None => mistyped(node, false, Expected::Text, spot),
    }
}

/// Items that are equal to an earlier one.
pub(super) fn repeated<'p>(walker: &mut Walker<'_, 'p>, list: Node<'p>, spot: Spot<'p>) {
    let mut seen: HashMap<String, Node<'p>> = HashMap::new();
    for item in list.items() {
        let text = canonical(item);
        if let Some(first) = seen.get(&text).copied() {
            let fact = Fact::Repeated {
                label: spot.label(),
                first,
                again: item,
            };
            walker.fault(super::spots::item(item), fact, spot);
        } else {
            seen.insert(text, item);
        }
    }
}

/// Equal texts for values that JSON Schema calls equal.
pub fn canonical(node: Node<'_>) -> String {
    fn write(value: &serde_json::Value, out: &mut String) {
        use serde_json::Value;
        match value {
            Value::Object(map) => {
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort();
                out.push('{');
                for key in keys {
                    out.push_str(&format!("{key:?}:"));
                    write(&map[key], out);
                    out.push(',');
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for item in items {
                    write(item, out);
                    out.push(',');
                }
                out.push(']');
            }
            Value::Number(number) => {
                let float = number.as_f64().filter(|value| value.abs() < 9e15);
                match float {
                    Some(value) => out.push_str(&value.to_string()),
                    None => out.push_str(&number.to_string()),
                }
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut out = String::new();
    write(&node.to_json(), &mut out);
    out
}
