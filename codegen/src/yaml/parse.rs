//! YAML text -> [`super::Tree`]. The only file that knows the YAML crate.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, Tag};

use super::build::Builder;
use super::{Entry, Limits, NodeId, Parsed, Value, explain, scalar};
use crate::diag::{Diagnostic, Edit, Level};
use crate::source::FileId;

/// A collection that is still open.
struct Frame {
    id: NodeId,
    kind: Kind,
    flow: bool,
    anchor: usize,
}

enum Kind {
    Seq(Vec<NodeId>),
    Map {
        entries: Vec<Entry>,
        key: Option<NodeId>,
        merges: Vec<NodeId>,
    },
}

/// Reading cannot go on.
struct Stop(Box<Diagnostic>);

fn stop(finding: Diagnostic) -> Stop {
    Stop(Box::new(finding))
}

struct Reader<'t> {
    text: &'t str,
    offsets: Offsets,
    build: Builder,
    limits: Limits,
    open: Vec<Frame>,
    anchors: HashMap<usize, NodeId>,
    /// Nodes that aliases may still add.
    budget: usize,
    /// End of the last thing read.
    last: usize,
    documents: usize,
}

pub(super) fn parse(file: FileId, text: &str, limits: &Limits) -> Parsed {
    let mut reader = Reader {
        text,
        offsets: Offsets::new(text),
        build: Builder::new(file, text.len()),
        limits: *limits,
        open: Vec::new(),
        anchors: HashMap::new(),
        budget: text
            .len()
            .clamp(limits.expanded, limits.expanded.saturating_mul(20)),
        last: 0,
        documents: 0,
    };
    let complete = match reader.run() {
        Ok(()) => true,
        Err(Stop(finding)) => {
            let finding = *finding;
            reader.close_all();
            // What breaks the text explains what else is odd about it.
            reader
                .build
                .diagnostics
                .retain(|other| other.span.start < finding.span.start);
            reader.build.diagnostics.push(finding);
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
    fn run(&mut self) -> Result<(), Stop> {
        let text = self.text;
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, marks) = event.map_err(|error| self.broken(&error))?;
            self.event(event, marks)?;
        }
        Ok(())
    }

    fn broken(&self, error: &ScanError) -> Stop {
        let at = self.offsets.byte(self.text, error.marker().index());
        let bracket = self
            .open
            .last()
            .filter(|frame| frame.flow)
            .map(|frame| self.build.node(frame.id).start as usize);
        Stop(Box::new(explain::explain(
            self.build.file,
            self.text,
            at,
            error.info(),
            bracket,
        )))
    }

    fn event(&mut self, event: Event<'_>, marks: Marks) -> Result<(), Stop> {
        let start = self.offsets.byte(self.text, marks.start.index());
        let end = self.offsets.byte(self.text, marks.end.index());
        match event {
            Event::DocumentStart(_) => self.document(start)?,
            Event::Scalar(value, style, anchor, tag) => {
                let id = self.scalar(&value, style, anchor, tag.as_deref(), (start, end));
                self.attach(id)?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(Kind::Seq(Vec::new()), anchor, tag.is_some(), (start, end))?;
            }
            Event::MappingStart(anchor, tag) => {
                let kind = Kind::Map {
                    entries: Vec::new(),
                    key: None,
                    merges: Vec::new(),
                };
                self.open(kind, anchor, tag.is_some(), (start, end))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end)?,
            Event::Alias(anchor) => {
                let id = self.alias(anchor, (start, end))?;
                self.attach(id)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn document(&mut self, start: usize) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents < 2 {
            return Ok(());
        }
        let span = self.build.at(start, (start + 3).min(self.text.len()));
        let finding =
            Diagnostic::error("yaml-documents", span, "a second YAML document starts here");
        Err(stop(finding.hint(
            "one file holds one document: remove the `---`, or split the file",
        )))
    }

    fn scalar(
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

    /// The crate's marks take in white space, comments, tags and anchors: not so ours.
    fn scalar_place(
        &self,
        value: &str,
        style: ScalarStyle,
        decorated: bool,
        start: usize,
        end: usize,
    ) -> (usize, usize) {
        let start = if decorated {
            self.skip_properties(start)
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
                self.quoted_end(start, style == ScalarStyle::SingleQuoted)
                    .unwrap_or(end),
            ),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let from = self.skip_properties(self.after_indicators(self.last.min(start)));
                let end = start.max(self.trimmed(start, end));
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

    /// From the end of what was read before: past `:`, `-`, `?`, white space and comments.
    fn after_indicators(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'?' | b',' => at += 1,
                b'#' => at += self.text[at..].find('\n').unwrap_or(self.text.len() - at),
                _ => break,
            }
        }
        at
    }

    /// Past tags, anchors and what separates them from the value.
    fn skip_properties(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(b'!' | b'&') = bytes.get(at) {
            let rest = &self.text[at..];
            at += rest
                .find([' ', '\t', '\r', '\n', ',', '}', ']'])
                .unwrap_or(rest.len());
            let after = self.after_blank(at);
            if after == at {
                break;
            }
            at = after;
        }
        at
    }

    fn after_blank(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b'#' => at += self.text[at..].find('\n').unwrap_or(self.text.len() - at),
                _ => break,
            }
        }
        at
    }

    fn quoted_end(&self, start: usize, single: bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            match (bytes.get(at)?, single) {
                (b'\'', true) if bytes.get(at + 1) == Some(&b'\'') => at += 2,
                (b'\'', true) | (b'"', false) => return Some(at + 1),
                (b'\\', false) => at += 2,
                _ => at += 1,
            }
        }
    }

    fn trimmed(&self, start: usize, end: usize) -> usize {
        let end = end.max(start);
        start
            + self
                .text
                .get(start..end)
                .map_or(0, |text| text.trim_end().len())
    }

    fn open(
        &mut self,
        kind: Kind,
        anchor: usize,
        tag: bool,
        (start, end): (usize, usize),
    ) -> Result<(), Stop> {
        if self.open.len() >= self.limits.depth {
            let message = format!(
                "more than {} maps and lists inside one another",
                self.limits.depth
            );
            return Err(stop(Diagnostic::error(
                "too-large",
                self.build.at(start, start + 1),
                message,
            )));
        }
        let mut place = if anchor != 0 || tag {
            self.skip_properties(start)
        } else {
            start
        };
        let flow = matches!(self.text.as_bytes().get(place), Some(b'{' | b'[')) && end > start;
        if !flow && matches!(kind, Kind::Seq(_)) {
            place = self.dash_before(place);
        }
        let id = self.build.push(Value::Null, place, place);
        self.open.push(Frame {
            id,
            kind,
            flow,
            anchor,
        });
        // Only for what is empty: filled collections go by their members.
        if flow {
            self.last = place + 1;
        }
        Ok(())
    }

    /// A block sequence starts at its first dash.
    fn dash_before(&self, start: usize) -> usize {
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        match before.strip_suffix('-') {
            Some(before) => before.len(),
            None => start,
        }
    }

    fn close(&mut self, end: usize) -> Result<(), Stop> {
        let Some(frame) = self.open.pop() else {
            return Ok(());
        };
        // A block collection ends with its last member; its end mark stands at the next thing.
        let end = if frame.flow { end } else { self.last };
        let node = self.build.node_mut(frame.id);
        node.end = (end as u32).max(node.start);
        self.last = self.last.max(end);
        match frame.kind {
            Kind::Seq(items) => self.build.node_mut(frame.id).value = Value::Seq(items.into()),
            Kind::Map {
                entries, merges, ..
            } => {
                self.build.close_map(frame.id, entries);
                if !merges.is_empty() {
                    self.merge(frame.id, &merges);
                }
            }
        }
        if frame.anchor != 0 {
            self.anchors.insert(frame.anchor, frame.id);
        }
        self.attach(frame.id)
    }

    /// Gives a finished node to the collection that it stands in.
    fn attach(&mut self, id: NodeId) -> Result<(), Stop> {
        let Some(frame) = self.open.last_mut() else {
            return Ok(());
        };
        match &mut frame.kind {
            Kind::Seq(items) => items.push(id),
            Kind::Map {
                entries,
                key,
                merges,
            } => match key.take() {
                Some(key) if is_merge_key(&self.build, self.text, key) => merges.push(id),
                Some(key) => entries.push(Entry { key, value: id }),
                None => {
                    *key = Some(id);
                    self.as_key(id);
                }
            },
        }
        Ok(())
    }

    /// A key is text: a map or list in its place is a mistake, an alias to a number is not.
    fn as_key(&mut self, id: NodeId) {
        let node = self.build.node(id);
        let text: Box<str> = match &node.value {
            Value::String(_) => return,
            _ => self
                .text
                .get(node.start as usize..node.end as usize)
                .unwrap_or("")
                .into(),
        };
        if matches!(node.value, Value::Map(_) | Value::Seq(_)) {
            let finding = Diagnostic::error(
                "yaml-key",
                self.build.span(id),
                "a key must be text, not a map or list",
            );
            self.build
                .diagnostics
                .push(finding.hint("text that starts with `{` or `[` is quoted"));
        }
        self.build.node_mut(id).value = Value::String(text);
    }

    /// `<<`: members of other maps that this one does not have itself; the first map wins.
    fn merge(&mut self, map: NodeId, sources: &[NodeId]) {
        let Value::Map(own) = &self.build.node(map).value else {
            return;
        };
        let mut entries = own.to_vec();
        let mut seen: std::collections::HashSet<Box<str>> = entries
            .iter()
            .map(|entry| self.build.key_text(entry.key).into())
            .collect();
        for source in sources {
            let maps = match &self.build.node(*source).value {
                Value::Seq(items) => items.to_vec(),
                _ => vec![*source],
            };
            for from in maps {
                let Value::Map(members) = &self.build.node(from).value else {
                    let span = self.build.span(from);
                    let finding =
                        Diagnostic::error("yaml-alias", span, "`<<` takes a map or a list of maps");
                    self.build.diagnostics.push(finding);
                    continue;
                };
                let members = members.to_vec();
                entries.extend(
                    members
                        .into_iter()
                        .filter(|entry| seen.insert(self.build.key_text(entry.key).into())),
                );
            }
        }
        self.build.close_map(map, entries);
    }

    /// A copy of what the anchor names: its root stands where the alias stands, its inside where it was written.
    fn alias(&mut self, anchor: usize, (start, end): (usize, usize)) -> Result<NodeId, Stop> {
        self.last = end;
        let Some(target) = self.anchors.get(&anchor).copied() else {
            let finding = Diagnostic::error(
                "yaml-alias",
                self.build.at(start, end),
                "alias to a node that it stands in",
            );
            return Err(stop(finding.hint(
                "YAML cannot express this as a tree: use `$ref` for recursion",
            )));
        };
        let copy = self.copy(target, self.open.len()).map_err(|problem| {
            let finding = Diagnostic::error("too-large", self.build.at(start, end), problem);
            stop(finding.hint("use `$ref` to share large parts"))
        })?;
        let node = self.build.node_mut(copy);
        node.start = start as u32;
        node.end = end as u32;
        Ok(copy)
    }

    fn copy(&mut self, from: NodeId, depth: usize) -> Result<NodeId, String> {
        if depth > self.limits.depth {
            return Err(format!(
                "aliases nest more than {} maps and lists",
                self.limits.depth
            ));
        }
        self.budget = self
            .budget
            .checked_sub(1)
            .ok_or("aliases expand to far more than the file holds")?;
        let node = self.build.node(from);
        let (start, end) = (node.start as usize, node.end as usize);
        match node.value.clone() {
            Value::Seq(items) => {
                let id = self.build.push(Value::Null, start, end);
                let copies: Result<Box<[NodeId]>, String> = items
                    .iter()
                    .map(|item| self.copy(*item, depth + 1))
                    .collect();
                self.build.node_mut(id).value = Value::Seq(copies?);
                Ok(id)
            }
            Value::Map(entries) => {
                let id = self.build.push(Value::Null, start, end);
                let mut copies = Vec::with_capacity(entries.len());
                for entry in &entries {
                    let key = self.copy(entry.key, depth + 1)?;
                    copies.push(Entry {
                        key,
                        value: self.copy(entry.value, depth + 1)?,
                    });
                }
                self.build.close_map(id, copies);
                Ok(id)
            }
            scalar => Ok(self.build.push(scalar, start, end)),
        }
    }

    /// After an error: what was read so far becomes a tree, for editors.
    fn close_all(&mut self) {
        while let Some(Frame { kind, .. }) = self.open.last_mut() {
            if let Kind::Map { entries, key, .. } = kind
                && let Some(key) = key.take()
            {
                let at = self.last;
                let value = self.build.push(Value::Null, at, at);
                entries.push(Entry { key, value });
            }
            if self.close(self.last).is_err() {
                return;
            }
        }
    }
}

/// `"<<"` in quotes is an ordinary key.
fn is_merge_key(build: &Builder, text: &str, key: NodeId) -> bool {
    build.key_text(key) == "<<" && text[build.node(key).start as usize..].starts_with("<<")
}

/// Characters -> bytes: the crate counts the former. Nothing is kept for plain ASCII.
struct Offsets {
    /// The byte of every 64th character.
    marks: Option<Vec<u32>>,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let marks = (!text.is_ascii()).then(|| {
            text.char_indices()
                .step_by(64)
                .map(|(byte, _)| byte as u32)
                .collect()
        });
        Self { marks }
    }

    fn byte(&self, text: &str, index: usize) -> usize {
        let Some(marks) = &self.marks else {
            return index.min(text.len());
        };
        let Some(mark) = marks.get(index / 64) else {
            return text.len();
        };
        let from = *mark as usize;
        text[from..]
            .char_indices()
            .nth(index % 64)
            .map_or(text.len(), |(byte, _)| from + byte)
    }
}
