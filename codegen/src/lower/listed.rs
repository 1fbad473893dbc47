//! Whether a scalar that a schema lists fits what else is asked of it.

use std::cmp::Ordering;

use super::constraints::{self, Of};
use super::kinds;
use super::parts::Parts;
use super::{enums, scalar};
use crate::doc::node::{At, Node};
use crate::ir::Scalar;

/// Deeper alternatives than anybody writes beside a list.
const MAX_DEPTH: usize = 8;

/// What is asked of members and items says nothing of a scalar.
pub(crate) fn fits(value: &Scalar, node: Node<'_>) -> bool {
    fits_within(value, node, &mut Vec::new())
}

fn fits_within(value: &Scalar, node: Node<'_>, around: &mut Vec<At>) -> bool {
    let node = node.resolve();
    if let Some(said) = node.as_bool() {
        return said;
    }
    if !node.is_map() || around.contains(&node.at) || around.len() >= MAX_DEPTH {
        return true;
    }
    if *value == Scalar::Null && node.get("nullable").and_then(Node::as_bool) == Some(true) {
        return true;
    }
    around.push(node.at);
    let fit = by_itself(value, node) && combined(value, node, around);
    around.pop();
    fit
}

fn by_itself(value: &Scalar, node: Node<'_>) -> bool {
    let typed = node.get("type").is_none() || kinds::of_node(node).contains(enums::kind(value));
    let is = |other: Node<'_>| scalar::of(other).as_ref() == Some(value);
    let listed = |list: Node<'_>| !list.is_seq() || list.items().any(is);
    typed && node.get("const").is_none_or(is) && node.get("enum").is_none_or(listed) && {
        match value {
            Scalar::String(text) => text_fits(text, node),
            Scalar::Integer(number) => number_fits(&number.to_string(), node),
            Scalar::Number(number) => number_fits(number, node),
            Scalar::Null | Scalar::Bool(_) => true,
        }
    }
}

fn combined(value: &Scalar, node: Node<'_>, around: &mut Vec<At>) -> bool {
    let mut fit = |node: Node<'_>| fits_within(value, node, around);
    let list = |keyword: &str| node.get(keyword).filter(|list| list.is_seq());
    let all = list("allOf").is_none_or(|list| list.items().all(&mut fit));
    let any = list("anyOf").is_none_or(|list| list.items().any(&mut fit));
    let one = list("oneOf").is_none_or(|list| list.items().filter(|node| fit(*node)).count() == 1);
    let not = node.get("not").is_none_or(|not| !fit(not));
    let condition = node.get("if").is_none_or(|test| {
        let then = if fit(test) { "then" } else { "else" };
        node.get(then).is_none_or(&mut fit)
    });
    all && any && one && not && condition
}

fn text_fits(text: &str, node: Node<'_>) -> bool {
    let bounds = constraints::of(Of::String, &Parts::alone(node));
    let length = text.chars().count() as u64;
    let pattern = bounds.pattern.and_then(|pattern| {
        let unicode = regress::Regex::with_flags(&pattern, "u");
        unicode.or_else(|_| regress::Regex::new(&pattern)).ok()
    });
    bounds.min_length.is_none_or(|least| length >= least)
        && bounds.max_length.is_none_or(|most| length <= most)
        && pattern.is_none_or(|pattern| pattern.find(text).is_some())
}

fn number_fits(number: &str, node: Node<'_>) -> bool {
    let bounds = constraints::of(Of::Number, &Parts::alone(node));
    let holds = |bound: &Option<String>, allowed: &[Ordering]| {
        let bound = bound.as_deref();
        bound.is_none_or(|bound| order(number, bound).is_none_or(|is| allowed.contains(&is)))
    };
    holds(&bounds.minimum, &[Ordering::Greater, Ordering::Equal])
        && holds(&bounds.maximum, &[Ordering::Less, Ordering::Equal])
        && holds(&bounds.exclusive_minimum, &[Ordering::Greater])
        && holds(&bounds.exclusive_maximum, &[Ordering::Less])
        && bounds.multiple_of.is_none_or(|step| divides(&step, number))
}

/// Whole numbers to the last digit.
fn order(a: &str, b: &str) -> Option<Ordering> {
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?),
    }
}

fn divides(step: &str, number: &str) -> bool {
    if let (Ok(step), Ok(number)) = (step.parse::<i128>(), number.parse::<i128>()) {
        return number.checked_rem(step).is_none_or(|rest| rest == 0);
    }
    let (Ok(step), Ok(number)) = (step.parse::<f64>(), number.parse::<f64>()) else {
        return true;
    };
    let times = number / step;
    (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
}
