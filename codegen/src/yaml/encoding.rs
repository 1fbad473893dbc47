//! Bytes -> text: UTF-8 with or without a byte order mark; anything else is a finding at its place.

use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// The text of a file without its byte order mark, and what is wrong with the bytes.
/// Broken bytes become replacement characters, so that places stay near.
pub fn decode(file: FileId, bytes: &[u8]) -> (String, Option<Diagnostic>) {
    if let Some(name) = wide_encoding(bytes) {
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        let found = Diagnostic::error("encoding", span, format!("the file is {name}, not UTF-8"));
        return (String::new(), Some(found.hint("save it as UTF-8")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), control_character(file, text)),
        Err(error) => {
            let at = error.valid_up_to();
            let text = String::from_utf8_lossy(bytes).into_owned();
            let span = Span {
                file,
                start: at as u32,
                end: at as u32 + 3,
            };
            let message = format!("byte 0x{:02X} is not valid UTF-8 here", bytes[at]);
            let hint = "the file was probably saved as Latin-1 or Windows-1252: save it as UTF-8";
            (
                text,
                Some(Diagnostic::error("encoding", span, message).hint(hint)),
            )
        }
    }
}

fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=127, ..] | [1..=127, 0, ..] => Some("UTF-16"),
        _ => None,
    }
}

fn control_character(file: FileId, text: &str) -> Option<Diagnostic> {
    let at = text
        .bytes()
        .position(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))?;
    let span = Span {
        file,
        start: at as u32,
        end: at as u32 + 1,
    };
    let message = format!(
        "control character U+{:04X} may not stand in a document",
        text.as_bytes()[at]
    );
    let hint = "remove it, or write it as an escape in double quotes";
    Some(Diagnostic::error("encoding", span, message).hint(hint))
}
