//! What a plain scalar means: the YAML 1.2 core schema.

use super::Value;

/// The value of unquoted text.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.into()),
        _ => Value::String(text.into()),
    }
}

fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Nearly every scalar is text: decided by its first byte.
    if !matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) {
        return false;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF")
        || matches!(text, ".nan" | ".NaN" | ".NAN")
        || is_decimal(unsigned)
}

/// `[0-9]+`, `1.`, `.5`, `1.5e-7`.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) {
        return false;
    }
    exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    })
}

/// The number that YAML text names, as JSON. `None` for what JSON cannot write: infinities and NaN.
pub fn number_to_json(text: &str) -> Option<serde_json::Number> {
    let radix = |digits: &str, base| u64::from_str_radix(digits, base).ok().map(Into::into);
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = text.parse::<i64>() {
        return Some(value.into());
    }
    if let Ok(value) = text.parse::<u64>() {
        return Some(value.into());
    }
    serde_json::Number::from_f64(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema() {
        for text in [
            "1", "-1", "+1", "01", "1.", ".5", "1e3", "1.5E-7", "0x1F", "0o17", "-.inf", ".NaN",
        ] {
            assert!(matches!(plain(text), Value::Number(_)), "{text}");
        }
        for text in [
            "on",
            "no",
            "y",
            "1.0.0",
            "1_000",
            "0b1",
            "-",
            ".",
            "+.nan",
            "e3",
            "1e",
            "2026-01-01",
            "1:30",
        ] {
            assert!(matches!(plain(text), Value::String(_)), "{text}");
        }
        assert_eq!(plain("~"), Value::Null);
        assert_eq!(plain("TRUE"), Value::Bool(true));
    }

    #[test]
    fn numbers_become_json() {
        let json = |text| number_to_json(text).map(|number| number.to_string());
        assert_eq!(json("0x1F").as_deref(), Some("31"));
        assert_eq!(json("+01").as_deref(), Some("1"));
        assert_eq!(
            json("18446744073709551615").as_deref(),
            Some("18446744073709551615")
        );
        assert_eq!(json("1."), Some("1.0".to_owned()));
        assert_eq!(json(".inf"), None);
        assert_eq!(json("1e400"), None);
    }
}
