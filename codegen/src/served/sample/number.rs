//! Numbers within their bounds, and the steps of those that move.

use serde_json::{Number, Value};

use super::Random;

/// The largest integer that every reader keeps exactly.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// What a numeric schema allows.
#[derive(Debug, Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
    step: Option<f64>,
}

pub(super) fn integer(schema: &Value, random: &mut Random) -> Value {
    let range = range(schema, Some(1.0));
    let (least, most) = (range.least.ceil(), range.most.floor());
    let picked = least + (random.unit() * (most - least + 1.0)).floor();
    fit(picked.min(most), &range, true)
}

pub(super) fn number(schema: &Value, random: &mut Random) -> Value {
    let range = range(schema, None);
    let picked = range.least + random.unit() * (range.most - range.least);
    fit((picked * 100.0).round() / 100.0, &range, false)
}

/// The value after a small step from where it stands.
pub fn walk(schema: &Value, from: f64, whole: bool, random: &mut Random) -> Value {
    let (least, most, step) = bounds(schema, whole.then_some(1.0));
    let limit = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => f64::from(i32::MAX),
        _ => SAFE,
    };
    let least = least.unwrap_or(-limit);
    let range = Range {
        least,
        most: most.unwrap_or(limit).max(least),
        step,
    };
    let swing = (from.abs() * 0.004).max(range.step.unwrap_or(if whole { 1.0 } else { 0.01 }));
    let moved = from + (random.unit() * 2.0 - 1.0) * swing;
    let digits = decimals(from).clamp(usize::from(!whole), 8) as i32;
    let scale = 10f64.powi(digits);
    fit((moved * scale).round() / scale, &range, whole)
}

/// What the schema says, with a hundred numbers where it leaves an end open.
fn range(schema: &Value, unit: Option<f64>) -> Range {
    let (least, most, step) = bounds(schema, unit);
    let (least, most) = match (least, most) {
        (Some(least), Some(most)) => (least, most.max(least)),
        (Some(least), None) => (least, least + 100.0),
        (None, Some(most)) => (most - 100.0, most),
        (None, None) => (0.0, 100.0),
    };
    Range { least, most, step }
}

fn bounds(schema: &Value, unit: Option<f64>) -> (Option<f64>, Option<f64>, Option<f64>) {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let nudge = unit.unwrap_or(0.01);
    let above = exclusive(schema, "minimum", "exclusiveMinimum").map(|bound| bound + nudge);
    let below = exclusive(schema, "maximum", "exclusiveMaximum").map(|bound| bound - nudge);
    let least = [bound("minimum"), above]
        .into_iter()
        .flatten()
        .reduce(f64::max);
    let most = [bound("maximum"), below]
        .into_iter()
        .flatten()
        .reduce(f64::min);
    (least, most, bound("multipleOf").filter(|step| *step > 0.0))
}

/// A bound that is itself excluded: a number of its own, or the draft-4 switch beside the bound.
fn exclusive(schema: &Value, bound: &str, key: &str) -> Option<f64> {
    match schema.get(key)? {
        Value::Bool(true) => schema.get(bound)?.as_f64(),
        other => other.as_f64(),
    }
}

/// The nearest value that keeps to the bounds and to the step.
fn fit(value: f64, range: &Range, whole: bool) -> Value {
    let mut value = value.clamp(range.least, range.most);
    if let Some(step) = range.step {
        let mut times = (value / step).round();
        if times * step > range.most + step * 1e-9 {
            times -= 1.0;
        } else if times * step < range.least - step * 1e-9 {
            times += 1.0;
        }
        let scale = 10f64.powi(decimals(step) as i32);
        value = (times * step * scale).round() / scale;
    }
    json(value, whole)
}

fn json(value: f64, whole: bool) -> Value {
    if (whole || value.fract() == 0.0) && value.abs() <= SAFE {
        return Value::from(value.round() as i64);
    }
    Number::from_f64(value).map_or(Value::from(0), Value::Number)
}

/// Digits behind the point in the shortest spelling.
fn decimals(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, digits)| digits.len())
}
