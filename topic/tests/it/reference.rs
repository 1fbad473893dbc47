//! The canonical form once more, slowly and word for word after RFC 8785 and ECMA-262, to compare with.

use std::fmt::Write;

use serde_json::{Number, Value};

pub(crate) fn canonical(value: &Value) -> String {
    match value {
        // The one change to RFC 8785.
        Value::Null => "\"\"".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => of_number(number),
        Value::String(text) => string(text),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(canonical).collect::<Vec<_>>().join(",")
        ),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            let members = members
                .iter()
                .map(|(name, value)| format!("{}:{}", string(name), canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => write!(out, "\\u{:04x}", c as u32).unwrap(),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn of_number(of: &Number) -> String {
    number(of.as_f64().unwrap())
}

/// The shortest digits that mean a number, and its exponent. Rust gives them; only where two are equally near does it
/// take the larger ones, and ECMA-262 the even ones.
fn shortest(x: f64) -> (String, i32) {
    let text = format!("{x:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap();
    let digits = mantissa.replace('.', "");
    // No number has more places than this.
    let exact = format!("{x:.1100e}").replace('.', "");
    let (below, rest) = exact.split_at(digits.len());
    let half = rest.split('e').next().unwrap().trim_end_matches('0') == "5";
    let even = below.ends_with(['0', '2', '4', '6', '8']);
    let digits = if half && even { below } else { &digits };
    (digits.to_owned(), exponent.parse().unwrap())
}

/// `Number::toString` of ECMA-262, step by step.
pub(crate) fn number(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    if x < 0.0 {
        return format!("-{}", number(-x));
    }
    let (digits, exponent) = shortest(x);
    let n = exponent + 1;
    let k = i32::try_from(digits.len()).unwrap();
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap());
    let at = |place: i32| digits.split_at(usize::try_from(place).unwrap());
    if k <= n && n <= 21 {
        return digits.clone() + &zeros(n - k);
    }
    if 0 < n && n <= 21 {
        let (whole, rest) = at(n);
        return format!("{whole}.{rest}");
    }
    if -6 < n && n <= 0 {
        return format!("0.{}{digits}", zeros(-n));
    }
    let sign = if n > 0 { '+' } else { '-' };
    let power = (n - 1).abs();
    match at(1) {
        (first, "") => format!("{first}e{sign}{power}"),
        (first, rest) => format!("{first}.{rest}e{sign}{power}"),
    }
}
