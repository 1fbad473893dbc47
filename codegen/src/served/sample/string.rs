//! Strings of a format, a pattern or a length.

use serde_json::Value;

use super::Random;
use crate::served::pattern;

/// How often a pattern is tried before its lengths are given up.
const TRIES: usize = 64;

const WORDS: [&str; 12] = [
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper",
    "kelp", "lumen",
];

pub(super) fn value(schema: &Value, random: &mut Random) -> String {
    let least = length(schema, "minLength").unwrap_or(0);
    let most = length(schema, "maxLength").unwrap_or(usize::MAX);
    if let Some(text) = schema.get("pattern").and_then(Value::as_str) {
        for _ in 0..TRIES {
            match pattern::text(text, random) {
                Some(text) if (least..=most).contains(&text.chars().count()) => return text,
                Some(_) => {}
                None => break,
            }
        }
    }
    let format = schema
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if let Some(text) =
        formatted(format, random).filter(|text| (least..=most).contains(&text.len()))
    {
        return text;
    }
    words(least, most, random)
}

fn length(schema: &Value, key: &str) -> Option<usize> {
    schema
        .get(key)
        .and_then(Value::as_u64)
        .map(|length| length.min(100_000) as usize)
}

fn words(least: usize, most: usize, random: &mut Random) -> String {
    let mut text = random.pick(&WORDS).copied().unwrap_or_default().to_owned();
    while text.len() < least {
        text.push(' ');
        text.push_str(random.pick(&WORDS).copied().unwrap_or_default());
    }
    if text.len() > most {
        text.truncate(most);
    }
    // A cut in front of a word would leave a blank at the end.
    if text.ends_with(' ') {
        text.pop();
        text.push('a');
    }
    text
}

fn formatted(format: &str, random: &mut Random) -> Option<String> {
    let number = random.bits();
    Some(match format {
        "date-time" => format!("{}T{}Z", date(number), clock(number)),
        "date" => date(number),
        "time" => format!("{}Z", clock(number)),
        "duration" => format!("PT{}M", number % 59 + 1),
        "uuid" => uuid(number, random.bits()),
        "email" | "idn-email" => format!("{}@example.com", random.pick(&WORDS)?),
        "hostname" | "idn-hostname" => format!("{}.example.com", random.pick(&WORDS)?),
        "uri" | "url" | "iri" => format!("https://example.com/{}", random.pick(&WORDS)?),
        "uri-reference" | "iri-reference" => format!("/{}", random.pick(&WORDS)?),
        "ipv4" => format!("192.0.2.{}", number % 254 + 1),
        "ipv6" => format!("2001:db8::{:x}", number % 0xffff),
        "byte" => "c3BlY3dpcmU=".to_owned(),
        "regex" => "^[a-z]+$".to_owned(),
        "json-pointer" => format!("/{}", random.pick(&WORDS)?),
        "decimal" => format!("{}.{:02}", number % 1000, number / 1000 % 100),
        "int64" => (number >> 12).to_string(),
        _ => return None,
    })
}

fn date(number: u64) -> String {
    format!("2026-{:02}-{:02}", number % 12 + 1, number / 12 % 28 + 1)
}

fn clock(number: u64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        number / 400 % 24,
        number / 9_600 % 60,
        number / 600_000 % 60
    )
}

/// Version 4, variant 1.
fn uuid(high: u64, low: u64) -> String {
    let (high, low) = ((high & !0xf000) | 0x4000, (low & !(3 << 62)) | (2 << 62));
    let (high, low) = (format!("{high:016x}"), format!("{low:016x}"));
    format!(
        "{}-{}-{}-{}-{}",
        &high[..8],
        &high[8..12],
        &high[12..],
        &low[..4],
        &low[4..]
    )
}
