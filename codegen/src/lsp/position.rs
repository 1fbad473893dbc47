//! Places as editors count them: lines from 0, columns in UTF-16 code units.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::{Position, Range, Uri};

use crate::source::{SourceFile, SourceMap, Span};

pub(super) fn position(file: &SourceFile, offset: u32) -> Position {
    let line = file.line_col(offset).line;
    let start = file.line_start(line) as usize;
    let end = (offset as usize).clamp(start, file.text.len());
    let before = file.text.get(start..end).unwrap_or_default();
    Position::new(line - 1, before.encode_utf16().count() as u32)
}

pub(super) fn range(sources: &SourceMap, span: Span) -> Range {
    let file = sources.file(span.file);
    Range::new(position(file, span.start), position(file, span.end))
}

/// The byte of a text at a position; places beyond a line's end mean its end.
pub(super) fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let line = line.trim_end_matches('\r');
    let mut units = 0;
    for (at, character) in line.char_indices() {
        if units >= position.character {
            return start + at;
        }
        units += character.len_utf16() as u32;
    }
    start + line.len()
}

/// `file:///a%20b.yaml` -> `/a b.yaml`.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/x` on systems with drives.
    let drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive {
        path[1..].to_owned()
    } else {
        path
    }))
}

pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file://{slash}");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri::from_str(&uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn columns_are_utf16() {
        let text = "a: é\nb: 😀x\n";
        let mut sources = SourceMap::default();
        let id = sources.add("t", text);
        let x = text.find('x').unwrap_or_default();
        assert_eq!(position(sources.file(id), x as u32), Position::new(1, 5));
        assert_eq!(offset(text, Position::new(1, 5)), x);
        assert_eq!(offset(text, Position::new(0, 99)), 5);
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn uris_name_paths() {
        let path = Path::new("/a b/é#.yaml");
        let uri = uri_of(path).unwrap_or_else(|| panic!("a uri"));
        assert_eq!(uri.as_str(), "file:///a%20b/%C3%A9%23.yaml");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
    }
}
