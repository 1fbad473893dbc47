//! Formats of values: those that JSON Schema draft 7 leaves to others, and where two readers of one format disagree.

use jsonschema::ValidationOptions;
use serde_json::Value;

/// Formats that tools check although draft 7 has no words for them.
pub(super) fn register(options: ValidationOptions) -> ValidationOptions {
    options
        .with_format("uuid", is_uuid)
        .with_format("byte", is_base64)
        .with_format("duration", is_duration)
}

/// What `int32` and `int64` mean: the least and the greatest value.
pub(super) fn bounds(format: &str) -> Option<(Value, Value)> {
    match format {
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "int64" => Some((i64::MIN.into(), i64::MAX.into())),
        _ => None,
    }
}

/// Whether `text` is what people and many tools take for the format, though the letter of it says otherwise.
pub(super) fn is_tolerable(format: &str, text: &str) -> bool {
    match format {
        "date-time" => text
            .split_once(['T', 't', ' '])
            .is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "time" => is_time(text),
        "iri" | "iri-reference" | "idn-email" | "idn-hostname" => true,
        _ => false,
    }
}

/// How a right value looks.
pub(super) fn sample(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2026-01-31T12:00:00Z",
        "date" => "2026-01-31",
        "time" => "12:00:00Z",
        "duration" => "PT1H30M",
        "byte" => "aGVsbG8=",
        "uuid" => "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "email" => "name@example.com",
        "uri" => "https://example.com/a",
        "hostname" => "www.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        _ => return None,
    })
}

fn is_uuid(text: &str) -> bool {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(hex)
}

fn is_base64(text: &str) -> bool {
    let padding = text.len() - text.trim_end_matches('=').len();
    let body = &text[..text.len() - padding];
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && padding <= 2 && body.bytes().all(sound)
}

/// ISO 8601: `P1Y2M3DT4H5M6S` or `P7W`.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(rest) = text.strip_prefix('P').filter(|rest| !rest.is_empty()) else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_number(weeks);
    }
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return false,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    parts(date, "YMD") && parts(time, "HMS")
}

/// Numbers, each before a letter, in the order of the letters.
fn parts(mut text: &str, letters: &str) -> bool {
    for letter in letters.chars() {
        if let Some((number, rest)) = text.split_once(letter)
            && (is_number(number) || letter == 'S' && is_decimal(number))
        {
            text = rest;
        }
    }
    text.is_empty()
}

fn is_decimal(text: &str) -> bool {
    text.split_once(['.', ','])
        .is_some_and(|(whole, fraction)| is_number(whole) && is_number(fraction))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|part| is_number(part))
}

/// `12:00:00`, with a fraction and with an offset or without.
fn is_time(text: &str) -> bool {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let parts: Vec<&str> = clock.split(':').collect();
    let two = |part: &&str| part.len() == 2 && is_number(part);
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let offset = rest.is_empty() || rest.eq_ignore_ascii_case("z") || rest.starts_with(['+', '-']);
    parts.len() == 3 && parts.iter().all(two) && offset
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_duration, is_tolerable, is_uuid};

    #[test]
    fn formats_of_text() {
        assert!(is_uuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
        assert!(!is_uuid("1") && !is_uuid("f81d4fae7dec11d0a76500a0c91e6bf6"));
        assert!(is_base64("") && is_base64("aGk=") && !is_base64("aGk") && !is_base64("é==="));
        for text in ["P1Y2M3DT4H5M6S", "P7W", "PT1H30M", "P1D", "PT1.5S", "-PT5M"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "P", "PT", "1D", "P1H", "PT1S1M", "PT1.S", "P1.5D", "-"] {
            assert!(!is_duration(text), "{text}");
        }
        for text in ["2026-01-31T12:00:00", "2026-01-31 12:00:00.5Z"] {
            assert!(is_tolerable("date-time", text), "{text}");
        }
        assert!(!is_tolerable("date-time", "today") && !is_tolerable("time", "12:00"));
    }
}
