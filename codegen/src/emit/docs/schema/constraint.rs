//! Constraints in a few words each.

use serde_json::Value;

use crate::emit::docs::html::Html;
use crate::served::items;

/// Longer values than this say more in the examples than beside a member.
const MAX_VALUE: usize = 48;

/// What a schema asks of a value, in the order in which people ask.
pub(super) fn remarks(schema: &Value, with_example: bool) -> Vec<Html> {
    let mut out: Vec<Html> = Vec::new();
    out.extend(span(schema).map(|text| Html::text(&text)));
    for (least, most, one, many) in [
        ("minLength", "maxLength", "character", "characters"),
        ("minItems", "maxItems", "item", "items"),
        ("minProperties", "maxProperties", "member", "members"),
    ] {
        let count = |key: &str| schema.get(key).and_then(Value::as_u64);
        out.extend(counted(count(least), count(most), one, many).map(|text| Html::text(&text)));
    }
    if let Some(step) = schema.get("multipleOf") {
        out.push(Html::text(&format!("multiple of {step}")));
    }
    if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
        out.push(Html::text("no item twice"));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        out.push(code("matches ", pattern));
    }
    if let Some(value) = schema.get("default").and_then(short) {
        out.push(code("default ", &value));
    }
    if let Some(value) = short_example(schema).filter(|_| with_example) {
        out.push(code("e.g. ", &value));
    }
    for (key, words) in [
        ("readOnly", "read only"),
        ("writeOnly", "write only"),
        ("deprecated", "deprecated"),
    ] {
        if schema.get(key) == Some(&Value::Bool(true)) {
            out.push(Html::text(words));
        }
    }
    out
}

/// The first example where it is short enough for a line.
pub(super) fn short_example(schema: &Value) -> Option<String> {
    let example = items(schema.get("examples"))
        .next()
        .or_else(|| schema.get("example"));
    example.filter(|value| !value.is_object()).and_then(short)
}

fn code(words: &'static str, value: &str) -> Html {
    let mut out = Html::markup(words);
    out.element("code", "", &Html::text(value));
    out
}

fn short(value: &Value) -> Option<String> {
    let text = value.to_string();
    (text.chars().count() <= MAX_VALUE).then_some(text)
}

/// `1 to 20`, `> 0`, `at most 5`.
fn span(schema: &Value) -> Option<String> {
    let bound = |key: &str| {
        schema
            .get(key)
            .filter(|bound| bound.is_number())
            .map(Value::to_string)
    };
    let is_open = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    let least = bound("exclusiveMinimum")
        .map(|bound| format!("> {bound}"))
        .or_else(|| {
            bound("minimum").map(|bound| {
                format!(
                    "{} {bound}",
                    if is_open("exclusiveMinimum") {
                        ">"
                    } else {
                        "≥"
                    }
                )
            })
        });
    let most = bound("exclusiveMaximum")
        .map(|bound| format!("< {bound}"))
        .or_else(|| {
            bound("maximum").map(|bound| {
                format!(
                    "{} {bound}",
                    if is_open("exclusiveMaximum") {
                        "<"
                    } else {
                        "≤"
                    }
                )
            })
        });
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} and {most}")),
        (one, other) => one.or(other),
    }
}

fn counted(least: Option<u64>, most: Option<u64>, one: &str, many: &str) -> Option<String> {
    let word = |count: u64| if count == 1 { one } else { many };
    match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => Some(format!("{least} {}", word(least))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", word(most))),
        (Some(least), None) => Some(format!("at least {least} {}", word(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", word(most))),
        (None, None) => None,
    }
}
