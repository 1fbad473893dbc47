//! YAML text -> [`super::Tree`]. Only this folder knows the YAML crate.

mod alias;
mod offsets;
mod place;
mod scalars;

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScanError, Span as Marks};

use offsets::Offsets;

use super::build::Builder;
use super::{Entry, Limits, NodeId, Parsed, Value, explain};
use crate::diag::Diagnostic;
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
        // `...` ends a document too: then the next one starts with whatever follows.
        let rest = self.text.get(start..).unwrap_or("");
        let (mark, length) = match rest.strip_prefix("---") {
            Some(_) => ("---", 3),
            None => ("...", rest.chars().next().map_or(0, char::len_utf8)),
        };
        let span = self.build.at(start, start + length);
        let finding =
            Diagnostic::error("yaml-documents", span, "a second YAML document starts here");
        Err(stop(finding.hint(format!(
            "one file holds one document: remove the `{mark}`, or split the file"
        ))))
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
            place::skip_properties(self.text, start)
        } else {
            start
        };
        let flow = matches!(self.text.as_bytes().get(place), Some(b'{' | b'[')) && end > start;
        if !flow && matches!(kind, Kind::Seq(_)) {
            place = place::dash_before(self.text, place);
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
        let is_key = matches!(&frame.kind, Kind::Map { key: None, .. }) && !frame.flow;
        if is_key && let Some(finding) = tab_before(&self.build, self.text, id) {
            return Err(stop(finding));
        }
        match &mut frame.kind {
            Kind::Seq(items) => items.push(id),
            Kind::Map {
                entries,
                key,
                merges,
            } => match key.take() {
                Some(key) if alias::is_merge_key(&self.build, self.text, key) => merges.push(id),
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

/// A tab among the white space before a key of a block, which the crate lets through behind spaces.
fn tab_before(build: &Builder, text: &str, key: NodeId) -> Option<Diagnostic> {
    let node = build.node(key);
    let start = node.start as usize;
    let before = &text.as_bytes()[..start];
    if before.last() != Some(&b'\t') {
        return None;
    }
    let line = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let white = &before[line..];
    if !white.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let tab = line + white.iter().position(|byte| *byte == b'\t')?;
    let name = build.key_text(key);
    let message = format!("tab in the indentation of `{name}`: YAML is indented by spaces alone");
    Some(
        Diagnostic::error("yaml-tab", build.span(key), message)
            .related(build.at(tab, tab + 1), "the tab")
            .hint("replace it by spaces"),
    )
}
