//! Scalars of a document as the IR has them.

use crate::doc::node::Node;
use crate::ir::Scalar;
use crate::yaml::Value;

/// `None` for lists and maps.
pub(crate) fn of(node: Node<'_>) -> Option<Scalar> {
    Some(match node.value() {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Number(text) => number(text),
        Value::String(text) => Scalar::String(text.to_string()),
        Value::Seq(_) | Value::Map(_) => return None,
    })
}

fn number(text: &str) -> Scalar {
    match integer(text) {
        Some(value) => Scalar::Integer(value),
        None => Scalar::Number(json_number(text)),
    }
}

/// The integer that the text stands for, `1.0` and `1e3` included.
pub(crate) fn integer(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse::<i64>() {
        return Some(value);
    }
    let value: f64 = text.parse().ok()?;
    let exact = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be a safe integer"
    )]
    exact.then_some(value as i64)
}

/// The number as JSON text, integers without a fraction.
pub(crate) fn json_number(text: &str) -> String {
    if let Some(value) = integer(text) {
        return value.to_string();
    }
    if text.parse::<u64>().is_ok() {
        return text.to_owned();
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => serde_json::Value::from(value).to_string(),
        _ => "0".to_owned(),
    }
}

/// The text of a numeric member.
pub(crate) fn number_text(node: Node<'_>) -> Option<String> {
    match node.value() {
        Value::Number(text) => Some(json_number(text)),
        _ => None,
    }
}

/// A size, such as `minLength`.
pub(crate) fn size(node: Node<'_>) -> Option<u64> {
    match node.value() {
        Value::Number(text) => integer(text).and_then(|value| u64::try_from(value).ok()),
        _ => None,
    }
}
