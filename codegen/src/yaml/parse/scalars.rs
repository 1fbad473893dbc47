//! A scalar: what it says by its style and tag, and where it stands.

use saphyr_parser::{ScalarStyle, Tag};

use super::super::{NodeId, Value, scalar};
use super::{Frame, Kind, Reader, place};
use crate::diag::{Diagnostic, Edit, Level};

impl Reader<'_> {
    pub(super) fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        (written, end): (usize, usize),
    ) -> NodeId {
        let start = written;
        let (start, end) =
            self.scalar_place(value, style, anchor != 0 || tag.is_some(), start, end);
        let is_key = matches!(
            self.open.last(),
            Some(Frame {
                kind: Kind::Map { key: None, .. },
                ..
            })
        );
        let value = match (style, tag) {
            // Keys are text, whatever they look like.
            _ if is_key => Value::String(value.into()),
            (ScalarStyle::Plain, None) => scalar::plain(value),
            (_, Some(tag)) => self.tagged(value, style, tag, (written, start)),
            _ => Value::String(value.into()),
        };
        let id = self.build.push(value, start, end);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.last = end;
        id
    }

    fn tagged(
        &mut self,
        value: &str,
        style: ScalarStyle,
        tag: &Tag,
        place: (usize, usize),
    ) -> Value {
        if tag.is_yaml_core_schema() {
            return match tag.suffix.as_str() {
                "str" | "binary" => Value::String(value.into()),
                _ => scalar::plain(value),
            };
        }
        // `!` alone: not resolved, so text.
        if !(tag.handle.is_empty() && tag.suffix == "!"
            || tag.handle == "!" && tag.suffix.is_empty())
        {
            self.unknown_tag(tag, place);
        }
        match style {
            ScalarStyle::Plain if !tag.suffix.is_empty() && tag.suffix != "!" => {
                scalar::plain(value)
            }
            _ => Value::String(value.into()),
        }
    }

    /// The tag stands somewhere before the value.
    fn unknown_tag(&mut self, tag: &Tag, (from, to): (usize, usize)) {
        let before = self.text.get(from..to).unwrap_or("");
        let start = from + before.find('!').unwrap_or(0);
        let rest = &self.text[start..];
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
            .unwrap_or(rest.len());
        let message = format!("tag `{tag}` means nothing here and is ignored");
        let span = self.build.at(start, start + length);
        let blank = rest[length..].starts_with(' ');
        let edit = Edit {
            span: self.build.at(start, start + length + usize::from(blank)),
            text: String::new(),
        };
        let finding = Diagnostic::new("yaml-tag", Level::Warning, span, message)
            .hint("remove the tag")
            .fix("Remove the tag", vec![edit]);
        self.build.diagnostics.push(finding);
    }

    fn scalar_place(
        &self,
        value: &str,
        style: ScalarStyle,
        decorated: bool,
        start: usize,
        end: usize,
    ) -> (usize, usize) {
        let start = if decorated {
            place::skip_properties(self.text, start)
        } else {
            start
        };
        match style {
            ScalarStyle::Plain if value.is_empty() => {
                let at = if decorated {
                    start.min(end)
                } else {
                    self.empty_place(start)
                };
                (at, at)
            }
            ScalarStyle::Plain => (start, end.max(start)),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (
                start,
                place::quoted_end(self.text, start, style == ScalarStyle::SingleQuoted)
                    .unwrap_or(end),
            ),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let from = place::skip_properties(
                    self.text,
                    place::after_indicators(self.text, self.last.min(start)),
                );
                let end = start.max(place::trimmed(self.text, start, end));
                (from.min(start), end)
            }
        }
    }

    /// Where a value that is not there would stand: behind the colon of its key.
    fn empty_place(&self, start: usize) -> usize {
        if !matches!(
            self.open.last(),
            Some(Frame {
                kind: Kind::Map { key: Some(_), .. },
                ..
            })
        ) {
            return start;
        }
        let rest = &self.text[self.last..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        match rest[blank..].starts_with(':') {
            true => self.last + blank + 1,
            false => self.last,
        }
    }
}
