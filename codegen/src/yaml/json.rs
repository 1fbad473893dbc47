//! JSON text -> [`super::Tree`]: strict, with the place of every key and value.

use std::sync::Arc;

use super::build::Builder;
use super::{Entry, Limits, NodeId, Parsed, Value};
use crate::diag::{Diagnostic, Edit};
use crate::source::FileId;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    limits: Limits,
    build: Builder,
}

type Read<T> = Result<T, Box<Diagnostic>>;

pub(super) fn parse(file: FileId, text: &str, limits: &Limits) -> Parsed {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        limits: *limits,
        build: Builder::new(file, text.len()),
    };
    let complete = match reader.document() {
        Ok(()) => true,
        Err(finding) => {
            reader.build.diagnostics.push(*finding);
            false
        }
    };
    let (tree, diagnostics) = reader.build.finish();
    Parsed {
        tree: Arc::new(tree),
        diagnostics,
        complete,
    }
}

impl Reader<'_> {
    fn document(&mut self) -> Read<()> {
        self.blank();
        if self.at == self.text.len() {
            return Ok(());
        }
        self.value()?;
        self.blank();
        match self.at < self.text.len() {
            true => Err(self.wrong("text goes on after the end of the document", "remove it")),
            false => Ok(()),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn wrong(&self, message: impl Into<String>, hint: &str) -> Box<Diagnostic> {
        let end = self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        let span = self.build.at(self.at, self.at + end);
        Box::new(Diagnostic::error("json-syntax", span, message).hint(hint))
    }

    fn value(&mut self) -> Read<NodeId> {
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => {
                let text = self.string()?;
                Ok(self.build.push(Value::String(text), start, self.at))
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(byte) if byte.is_ascii_alphabetic() => self.word(),
            Some(b'\'') => Err(self.wrong("JSON text stands in double quotes", "replace ' by \"")),
            Some(b'/') => Err(self.wrong("JSON has no comments", "remove it, or write the document in YAML")),
            Some(_) => Err(self.wrong("a value is expected here", "a value is an object, a list, text in double quotes, a number, true, false or null")),
            None => Err(self.wrong("the document ends where a value is expected", "the file is cut off")),
        }
    }

    fn nested(&mut self, read: impl Fn(&mut Self, NodeId) -> Read<()>) -> Read<NodeId> {
        if self.depth >= self.limits.depth {
            let message = format!(
                "more than {} objects and lists inside one another",
                self.limits.depth
            );
            return Err(Box::new(Diagnostic::error(
                "too-large",
                self.build.at(self.at, self.at + 1),
                message,
            )));
        }
        self.depth += 1;
        let id = self.build.push(Value::Null, self.at, self.at);
        self.at += 1;
        let read = read(self, id);
        self.depth -= 1;
        self.build.node_mut(id).end = self.at as u32;
        read.map(|()| id)
    }

    fn object(&mut self, id: NodeId) -> Read<()> {
        let mut entries = Vec::new();
        let result = self.members(&mut entries);
        self.build.close_map(id, entries);
        result
    }

    fn members(&mut self, entries: &mut Vec<Entry>) -> Read<()> {
        loop {
            self.blank();
            if self.peek() == Some(b'}') && entries.is_empty() {
                break;
            }
            let start = self.at;
            if self.peek() == Some(b'/') {
                return Err(self.wrong(
                    "JSON has no comments",
                    "remove it, or write the document in YAML",
                ));
            }
            if self.peek() != Some(b'"') {
                return Err(self.wrong(
                    "a key in double quotes is expected here",
                    "keys are written \"key\": value",
                ));
            }
            let text = self.string()?;
            let key = self.build.push(Value::String(text), start, self.at);
            self.blank();
            if self.peek() != Some(b':') {
                return Err(self.wrong("`:` is expected after the key", "write \"key\": value"));
            }
            self.at += 1;
            self.blank();
            let value = self.value()?;
            entries.push(Entry { key, value });
            if !self.separator(b'}')? {
                break;
            }
        }
        self.at += 1;
        Ok(())
    }

    fn array(&mut self, id: NodeId) -> Read<()> {
        let mut items = Vec::new();
        let result = self.elements(&mut items);
        self.build.node_mut(id).value = Value::Seq(items.into());
        result
    }

    fn elements(&mut self, items: &mut Vec<NodeId>) -> Read<()> {
        loop {
            self.blank();
            if self.peek() == Some(b']') && items.is_empty() {
                break;
            }
            items.push(self.value()?);
            if !self.separator(b']')? {
                break;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// After a member: whether another follows. Stands at the closing bracket otherwise.
    fn separator(&mut self, closing: u8) -> Read<bool> {
        self.blank();
        match self.peek() {
            Some(byte) if byte == closing => Ok(false),
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.blank();
                if self.peek() != Some(closing) {
                    return Ok(true);
                }
                let span = self.build.at(comma, comma + 1);
                let finding = Diagnostic::error(
                    "json-syntax",
                    span,
                    "a comma before the closing bracket is not JSON",
                )
                .hint("remove the comma")
                .fix(
                    "Remove the comma",
                    vec![Edit {
                        span,
                        text: String::new(),
                    }],
                );
                Err(Box::new(finding))
            }
            Some(_) => {
                let message = format!("`,` or `{}` is expected here", closing as char);
                Err(self.wrong(message, "separate members by commas"))
            }
            None => Err(self.wrong(
                format!("`{}` is missing at the end", closing as char),
                "the file is cut off",
            )),
        }
    }

    fn word(&mut self) -> Read<NodeId> {
        let start = self.at;
        let rest = &self.text[start..];
        let word = &rest[..rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len())];
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => {
                let span = self.build.at(start, start + word.len());
                let finding =
                    Diagnostic::error("json-syntax", span, format!("`{word}` is no JSON value"));
                return Err(Box::new(finding.hint(
                    "text stands in double quotes; the bare words are true, false and null",
                )));
            }
        };
        self.at += word.len();
        Ok(self.build.push(value, start, self.at))
    }

    fn number(&mut self) -> Read<NodeId> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest
            .find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'))
            .unwrap_or(rest.len());
        let text = &rest[..length];
        if !is_json_number(text) {
            let span = self.build.at(start, start + length);
            let finding =
                Diagnostic::error("json-syntax", span, format!("`{text}` is no JSON number"));
            return Err(Box::new(finding.hint(
                "no leading zeros or plus; digits on both sides of the point",
            )));
        }
        self.at += length;
        Ok(self.build.push(Value::Number(text.into()), start, self.at))
    }

    fn string(&mut self) -> Read<Box<str>> {
        let open = self.at;
        self.at += 1;
        let from = self.at;
        let bytes = self.text.as_bytes();
        // Most strings hold no escape and are one slice.
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    let text = &self.text[from..self.at];
                    self.at += 1;
                    return Ok(text.into());
                }
                b'\\' => return self.escaped(open, from),
                0..0x20 => {
                    return Err(self.wrong(
                        "text breaks off at the end of the line",
                        "close the quote; a line break is written \\n",
                    ));
                }
                _ => self.at += 1,
            }
        }
        self.at = open;
        Err(self.wrong("the quote is never closed", "add the missing \""))
    }

    fn escaped(&mut self, open: usize, from: usize) -> Read<Box<str>> {
        let mut out = self.text[from..self.at].to_owned();
        while let Some(next) = self.text[self.at..].chars().next() {
            match next {
                '"' => {
                    self.at += 1;
                    return Ok(out.into());
                }
                '\\' => out.push(self.escape()?),
                '\0'..' ' => {
                    return Err(self.wrong(
                        "text breaks off at the end of the line",
                        "close the quote; a line break is written \\n",
                    ));
                }
                _ => {
                    out.push(next);
                    self.at += next.len_utf8();
                }
            }
        }
        self.at = open;
        Err(self.wrong("the quote is never closed", "add the missing \""))
    }

    fn escape(&mut self) -> Read<char> {
        let hint = "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uHHHH";
        let simple = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.wrong("this backslash escape does not exist", hint)),
        };
        self.at += 2;
        Ok(simple)
    }

    fn unicode(&mut self) -> Read<char> {
        let hint = "\\u takes four hexadecimal digits; characters beyond U+FFFF take a high and a low surrogate";
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
        };
        let first = unit(self.at);
        let units = [first, first.and_then(|_| unit(self.at + 6))];
        let decoded = units[0].and_then(|first| {
            let pair = [first, units[1].unwrap_or(0)];
            char::decode_utf16(pair).next()?.ok()
        });
        match decoded {
            Some(c) => {
                self.at += 6 * c.len_utf16();
                Ok(c)
            }
            None => Err(self.wrong("this escape names no character", hint)),
        }
    }
}

fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (
            &text[..at],
            text[at + 1..]
                .strip_prefix(['+', '-'])
                .unwrap_or(&text[at + 1..]),
        ),
        None => (text, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && digits(exponent)
        && (whole == "0" || !whole.starts_with('0'))
}
