//! Text and places: which file, which bytes, which line and column.

use std::sync::Arc;

/// A loaded file. Ids are handed out by one [`SourceMap`] and mean nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

/// A place as people count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    pub line: u32,
    pub column: u32,
}

#[derive(Debug)]
pub struct SourceFile {
    /// As shown to people: relative to the working directory, `/` between parts.
    pub name: String,
    pub text: Arc<str>,
    line_starts: Vec<u32>,
}

/// Every file that one run has read.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect();
        self.files.push(SourceFile {
            name: name.into(),
            text,
            line_starts,
        });
        FileId(self.files.len() as u32 - 1)
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(at as u32), file))
    }

    pub fn line_col(&self, file: FileId, offset: u32) -> LineCol {
        self.file(file).line_col(offset)
    }

    pub fn start(&self, span: Span) -> LineCol {
        self.line_col(span.file, span.start)
    }

    pub fn end(&self, span: Span) -> LineCol {
        self.line_col(span.file, span.end.max(span.start))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }
}

impl SourceFile {
    pub fn line_col(&self, offset: u32) -> LineCol {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1] as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self
            .text
            .get(start..end)
            .map_or(0, |text| text.chars().count());
        LineCol {
            line: line as u32,
            column: column as u32 + 1,
        }
    }

    /// The text of a line (from 1), without its end.
    pub fn line(&self, line: u32) -> &str {
        let at = line as usize - 1;
        let start = self.line_starts[at] as usize;
        let end = self
            .line_starts
            .get(at + 1)
            .map_or(self.text.len(), |next| *next as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// The byte at which a line (from 1) starts.
    pub fn line_start(&self, line: u32) -> u32 {
        self.line_starts[line as usize - 1]
    }

    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }
}
