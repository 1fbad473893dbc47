//! Formats of strings: whether a text is a URI, an e-mail address, a pattern and so on.

use super::schema;
use super::shape::Format;

impl Format {
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Plain => true,
            Self::Uri => is_uri(text),
            Self::UriReference => text.bytes().all(is_uri_byte) && percent_is_sound(text),
            Self::Email => is_email(text),
            Self::RuntimeExpression => is_runtime_expression(text),
            Self::Regex => regress::Regex::new(text).is_ok(),
            Self::TypeName => schema::TYPE_NAMES.contains(&text),
            Self::OpenApiTypeName => super::openapi::TYPE_NAMES.contains(&text),
        }
    }

    /// What the text has to be, in words.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Plain => "a string",
            Self::Uri => "an absolute URI",
            Self::UriReference => "a URI reference",
            Self::Email => "an e-mail address",
            Self::RuntimeExpression => "a runtime expression",
            Self::Regex => "a regular expression",
            Self::TypeName | Self::OpenApiTypeName => "the name of a type",
        }
    }

    /// How a right one looks.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Plain => "write text",
            Self::Uri => {
                "start it with a scheme, such as 'https://' or 'urn:', and percent-encode spaces and other special characters"
            }
            Self::UriReference => "percent-encode spaces and other special characters",
            Self::Email => "write it as 'name@example.com'",
            Self::RuntimeExpression => "write '$message.header#/name' or '$message.payload#/name'",
            Self::Regex => "the pattern follows ECMA 262; check brackets and escapes",
            Self::TypeName => {
                "the types are string, number, integer, boolean, object, array and null"
            }
            Self::OpenApiTypeName => {
                "the types of OpenAPI are string, number, integer, boolean, object and array"
            }
        }
    }
}

fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn percent_is_sound(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'%')
        .all(|(at, _)| {
            let hex = |offset: usize| bytes.get(at + offset).is_some_and(u8::is_ascii_hexdigit);
            hex(1) && hex(2)
        })
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_ok = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let path = rest.split('?').next().unwrap_or("");
    scheme_ok
        && !path.is_empty()
        && !fragment.contains('#')
        && rest.bytes().chain(fragment.bytes()).all(is_uri_byte)
        && percent_is_sound(text)
        && brackets_are_host(rest, fragment)
}

/// Brackets may only stand around an IP address: `http://[::1]/`.
fn brackets_are_host(rest: &str, fragment: &str) -> bool {
    let Some(authority) = rest.strip_prefix("//") else {
        return !rest.contains(['[', ']']) && !fragment.contains(['[', ']']);
    };
    let end = authority.find(['/', '?']).unwrap_or(authority.len());
    let host = authority[..end].rsplit('@').next().unwrap_or("");
    let inside = host.matches(['[', ']']).count();
    let all = rest.matches(['[', ']']).count() + fragment.matches(['[', ']']).count();
    inside == all && (inside == 0 || (inside == 2 && host.starts_with('[')))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_ok = local.split('.').all(|part| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
    });
    let label_ok = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    local_ok && domain.contains('.') && domain.split('.').all(label_ok)
}

fn is_runtime_expression(text: &str) -> bool {
    let rest = text
        .strip_prefix("$message.header#")
        .or_else(|| text.strip_prefix("$message.payload#"));
    let Some(pointer) = rest else { return false };
    let escapes_ok = pointer
        .match_indices('~')
        .all(|(at, _)| matches!(pointer.as_bytes().get(at + 1), Some(b'0' | b'1')));
    (pointer.is_empty() || pointer.starts_with('/')) && escapes_ok
}

/// Whether the text is a URI template of RFC 6570, as channel addresses must be.
pub fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            return false;
        };
        if !is_template_literal(&rest[..open]) || !is_expression(&rest[open + 1..open + length]) {
            return false;
        }
        rest = &rest[open + length + 1..];
    }
    is_template_literal(rest)
}

fn is_template_literal(text: &str) -> bool {
    percent_is_sound(text) && text.chars().all(|c| c > ' ' && !"\"'<>\\^`{|}".contains(c))
}

fn is_expression(text: &str) -> bool {
    let text = text
        .strip_prefix(['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|'])
        .unwrap_or(text);
    text.split(',').all(|variable| {
        let name = variable.strip_suffix('*').unwrap_or(variable);
        let (name, length) = name.split_once(':').unwrap_or((name, "1"));
        let length_ok = !length.is_empty()
            && length.len() <= 4
            && !length.starts_with('0')
            && length.bytes().all(|byte| byte.is_ascii_digit());
        let name_ok = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_%.".contains(&byte));
        // An empty pair of braces has a rule of its own.
        length_ok && name_ok && percent_is_sound(name)
    })
}

#[cfg(test)]
mod tests {
    use super::{Format, is_uri_template};

    fn check(format: Format, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(format.fits(text), "{format:?} {text}");
        }
        for text in wrong {
            assert!(!format.fits(text), "{format:?} {text}");
        }
    }

    #[test]
    fn uris() {
        check(
            Format::Uri,
            &[
                "https://example.com",
                "urn:example:a",
                "http://[::1]:80/a?b#c",
                "mailto:a@example.com",
                "x:%20",
            ],
            &[
                "",
                "example.com",
                "https:",
                "1x:a",
                "urn:a b",
                "x:%2",
                "x:a[b]",
                "a#b:c",
            ],
        );
        check(
            Format::UriReference,
            &["", "a/b#c", "#/x~1y", "../a.yaml"],
            &["a b", "%zz", "{a}"],
        );
    }

    #[test]
    fn addresses() {
        check(
            Format::Email,
            &["a@example.com", "a.b+c@mail.example.org"],
            &[
                "a",
                "a@b",
                "@example.com",
                "a..b@example.com",
                "a@-b.com",
                "a b@example.com",
            ],
        );
    }

    #[test]
    fn runtime_expressions() {
        check(
            Format::RuntimeExpression,
            &[
                "$message.header#/id",
                "$message.payload#",
                "$message.payload#/a~1b/0",
            ],
            &[
                "$message.header",
                "$message.header#id",
                "$message.body#/id",
                "$message.payload#/a~2",
                "",
            ],
        );
    }

    #[test]
    fn templates() {
        for text in [
            "a/{b}", "{+path}", "{a,b}", "{a:3}", "{list*}", "/", "a%20b", "{}", "{a.b}",
        ] {
            assert!(is_uri_template(text), "{text}");
        }
        for text in ["a b", "{a-b}", "{a", "a}", "a\\b", "{a:0}", "%2"] {
            assert!(!is_uri_template(text), "{text}");
        }
    }
}
