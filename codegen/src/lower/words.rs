//! What a rule asks for, in words: `the member phone where there is email`.

use super::checks::kind_words;
use crate::ir::{Branches, Constraints, Rule, WireName};

/// After "expected".
pub(crate) fn of(rule: &Rule) -> String {
    match rule {
        Rule::Any(list) => some(list).unwrap_or_else(|| SOME.to_owned()),
        Rule::One(list) => match some(list) {
            Some(words) => format!("{words}, and no more"),
            None => SOME.to_owned(),
        },
        Rule::Not(inner) => excluded(inner),
        Rule::If(of) => condition(of),
        Rule::Names(inner) => match said(inner) {
            Some(words) if words.starts_with(MATCHING) => {
                format!("names of members that match {}", &words[MATCHING.len()..])
            }
            Some(words) => format!("names of members to be {words}"),
            None => "other names of members".to_owned(),
        },
        Rule::Others(of) if of.rest == Rule::never() => {
            let patterns: Vec<&str> = of.patterns.iter().map(|(text, _)| text.as_str()).collect();
            let known: Vec<&str> = of.known.iter().map(|name| name.0.as_str()).collect();
            let besides = if known.is_empty() {
                String::new()
            } else {
                format!("{} or ", known.join(", "))
            };
            format!(
                "no member but {besides}those that match {}, with values that fit",
                patterns.join(" or ")
            )
        }
        Rule::Others(_) => "members that fit what their names ask for".to_owned(),
        Rule::Contains(item) => contained(item),
        other => said(other).unwrap_or_else(|| FITTING.to_owned()),
    }
}

const SOME: &str = "one of the combinations that its schema lists";
const FITTING: &str = "a value that meets the conditions of its schema";

/// Of a member that needs others.
pub(crate) fn needed(member: &str, rule: &Rule) -> String {
    match said(rule) {
        Some(words) => format!("{words} where there is {member}"),
        None => format!("what belongs to the member {member}"),
    }
}

/// What can be said in a few words.
fn said(rule: &Rule) -> Option<String> {
    match rule {
        Rule::Has(names) => Some(members(names)),
        Rule::Not(inner) => match inner.as_ref() {
            Rule::Has(names) => Some(format!("no {}", members(names).strip_prefix("the ")?)),
            _ => None,
        },
        Rule::All(list) if !list.is_empty() => combined(list, " and "),
        Rule::Any(list) if !list.is_empty() => some(list),
        Rule::Values(values) => Some(values.join(" or ")),
        Rule::Kinds(kinds) => {
            let words: Vec<&str> = kinds.iter().map(|kind| kind_words(*kind)).collect();
            Some(words.join(" or "))
        }
        Rule::Within(of) => bounds(of),
        _ => None,
    }
}

const MATCHING: &str = "text that matches ";

/// Each counts for values of its kind.
fn bounds(of: &Constraints) -> Option<String> {
    let number = |words: &str, bound: &Option<String>| {
        let bound = bound.as_ref();
        bound.map(|bound| format!("a number {words} {bound}"))
    };
    let size = |what: &str, least: Option<u64>, most: Option<u64>| {
        Some(match (least, most) {
            (None, None) => return None,
            (Some(least), None) => format!("at least {least} {what}"),
            (None, Some(most)) => format!("at most {most} {what}"),
            (Some(least), Some(most)) => format!("{least} to {most} {what}"),
        })
    };
    let facts = [
        number("of at least", &of.minimum),
        number("of at most", &of.maximum),
        number("above", &of.exclusive_minimum),
        number("below", &of.exclusive_maximum),
        number("that is a multiple of", &of.multiple_of),
        of.pattern
            .as_ref()
            .map(|pattern| format!("{MATCHING}{pattern}")),
        size("characters", of.min_length, of.max_length),
        size("items", of.min_items, of.max_items),
        size("members", of.min_properties, of.max_properties),
        of.unique_items.then(|| "no item twice".to_owned()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    (!facts.is_empty()).then(|| facts.join(", "))
}

/// Alternatives; of single members, `the member email or phone`.
fn some(list: &[Rule]) -> Option<String> {
    match single_members(list) {
        Some(names) if !names.is_empty() => Some(format!("the member {}", names.join(" or "))),
        _ => combined(list, " or "),
    }
}

fn combined(list: &[Rule], word: &str) -> Option<String> {
    let words: Vec<String> = list.iter().map(said).collect::<Option<_>>()?;
    (!words.is_empty()).then(|| words.join(word))
}

fn single_members(list: &[Rule]) -> Option<Vec<&str>> {
    let mut names = Vec::with_capacity(list.len());
    for rule in list {
        match rule {
            Rule::Has(of) if of.len() == 1 => names.push(of[0].0.as_str()),
            _ => return None,
        }
    }
    Some(names)
}

/// `the member a`, `the members a and b`.
fn members(names: &[WireName]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
    match names.as_slice() {
        [only] => format!("the member {only}"),
        _ => format!("the members {}", names.join(" and ")),
    }
}

fn excluded(inner: &Rule) -> String {
    match inner {
        Rule::Values(values) => format!("anything but {}", values.join(" or ")),
        Rule::Kinds(_) => said(inner).map_or_else(
            || FITTING.to_owned(),
            |words| format!("anything but {words}"),
        ),
        Rule::Has(names) if names.len() > 1 => format!("not all of {}", members(names)),
        Rule::Has(names) => format!("no member {}", names[0].0),
        _ => "a value that `not` in its schema lets through".to_owned(),
    }
}

/// `the member price where kind is "limit"`.
fn condition(of: &Branches) -> String {
    let words = (when(&of.test), said(&of.then), said(&of.otherwise));
    match words {
        (Some(case), Some(then), None) if of.otherwise == Rule::TRUE => {
            format!("{then} where {case}")
        }
        (Some(case), None, Some(otherwise)) if of.then == Rule::TRUE => {
            format!("{otherwise} unless {case}")
        }
        (Some(case), Some(then), Some(otherwise)) => {
            format!("{then} where {case}, else {otherwise}")
        }
        _ => FITTING.to_owned(),
    }
}

fn when(test: &Rule) -> Option<String> {
    match test {
        Rule::Has(names) => match names.as_slice() {
            [only] => Some(format!("there is {}", only.0)),
            _ => None,
        },
        Rule::Members(members) => match members.as_slice() {
            [(name, Rule::Values(values))] => {
                Some(format!("{} is {}", name.0, values.join(" or ")))
            }
            _ => None,
        },
        // `required` beside the member only asks for it to be there.
        Rule::All(list) => list
            .iter()
            .find(|rule| matches!(rule, Rule::Members(_)))
            .filter(|_| list.len() == 2 && list.iter().any(|rule| matches!(rule, Rule::Has(_))))
            .and_then(when),
        _ => None,
    }
}

fn contained(item: &Rule) -> String {
    let plain = matches!(item, Rule::Values(_) | Rule::Kinds(_) | Rule::Has(_));
    match said(item).filter(|_| plain) {
        Some(words) if words.starts_with("the ") => format!("at least one item with {words}"),
        Some(words) => format!("at least one item to be {words}"),
        None => match when(item) {
            Some(case) => format!("at least one item where {case}"),
            None => "at least one item of those that the list has to hold".to_owned(),
        },
    }
}
