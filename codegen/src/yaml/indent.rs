//! Which blocks are open at a line: what the indentation of broken YAML is judged by.

/// A line that takes part in the block structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Byte where the line starts.
    pub(super) start: usize,
    /// White space before the first character, tabs included.
    pub(super) indent: usize,
    /// From the first character on, without the line's end.
    pub(super) text: &'t str,
}

impl Line<'_> {
    pub(super) fn content(&self) -> usize {
        self.start + self.indent
    }

    /// `key` of `key: value`; of `- key: value` too.
    pub(super) fn key(&self) -> Option<&str> {
        let text = self.text.trim_start_matches("- ").trim_start();
        let (key, rest) = text.split_once(':')?;
        (rest.is_empty() || rest.starts_with([' ', '\t']))
            .then(|| key.trim_matches(['"', '\'', ' ']))
    }

    pub(super) fn value(&self) -> Option<&str> {
        let (_, value) = self.text.split_once(':')?;
        let value = value.trim();
        (!value.is_empty() && !value.starts_with('#')).then_some(value)
    }

    fn opens_block_scalar(&self) -> bool {
        let last = self.text.split(" #").next().unwrap_or("").trim_end();
        let word = last.rsplit([' ', '\t']).next().unwrap_or("");
        let mut rest = word.chars();
        matches!(rest.next(), Some('|' | '>')) && rest.all(|c| matches!(c, '+' | '-' | '0'..='9'))
    }
}

/// A block that is open: its column and the line that opened it last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'t> {
    pub(super) column: usize,
    pub(super) line: Line<'t>,
}

/// The blocks that are open above the line that holds byte `at`, outermost first, and that line.
pub(super) fn open_blocks(text: &str, at: usize) -> (Vec<Block<'_>>, Option<Line<'_>>) {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut start = 0;
    let mut scalar: Option<usize> = None;
    for raw in text.split_inclusive('\n') {
        let line = line_of(raw, start);
        start += raw.len();
        let blank = line.text.is_empty() || line.text.starts_with('#');
        if start > at {
            return (blocks, Some(line));
        }
        if scalar.is_some_and(|column| line.text.is_empty() || line.indent > column) {
            continue;
        }
        if blank {
            continue;
        }
        scalar = line.opens_block_scalar().then_some(line.indent);
        enter(&mut blocks, line);
    }
    (blocks, None)
}

fn line_of(raw: &str, start: usize) -> Line<'_> {
    let text = raw.trim_end();
    let content = text.trim_start_matches([' ', '\t']);
    Line {
        start,
        indent: text.len() - content.len(),
        text: content,
    }
}

fn enter<'t>(blocks: &mut Vec<Block<'t>>, line: Line<'t>) {
    blocks.retain(|block| block.column < line.indent);
    blocks.push(Block {
        column: line.indent,
        line,
    });
    // `- - key:` opens a block at each column.
    let mut column = line.indent;
    let mut text = line.text;
    while let Some(rest) = text.strip_prefix("- ") {
        let inner = rest.trim_start_matches(' ');
        column += text.len() - inner.len();
        text = inner;
        blocks.push(Block { column, line });
    }
}
