//! The text around the cursor: what is being typed, and the document with something whole in its place.

/// Stands for the key that is being typed; extensions may stand nearly everywhere.
pub(super) const CURSOR: &str = "x-specwire-cursor";

const QUOTES: [char; 2] = ['"', '\''];

/// A key that is being typed.
#[derive(Debug)]
pub(super) struct Key<'t> {
    text: &'t str,
    line: usize,
    /// Of the word, without its quote.
    pub(super) start: usize,
    pub(super) offset: usize,
    end: usize,
    pub(super) quote: Option<char>,
    /// Whether the word is the first of its line, dashes apart.
    first: bool,
}

impl<'t> Key<'t> {
    /// None where the cursor stands in a value.
    pub(super) fn at(text: &'t str, offset: usize) -> Option<Self> {
        let line = line_start(text, offset);
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '$' | '-' | '_');
        let before = &text[line..offset];
        let word = before
            .trim_end_matches(is_word)
            .len()
            .max(before.len() - before.trim_start_matches([' ', '-']).len());
        let start = line + word;
        let quote = text[line..start].chars().next_back();
        let quote = quote.filter(|c| QUOTES.contains(c));
        let lead = text[line..start - quote.map_or(0, char::len_utf8)].trim_end();
        let first = lead.chars().all(|c| matches!(c, ' ' | '-' | '\t'));
        let rest = &text[offset..];
        let end = offset + (rest.len() - rest.trim_start_matches(is_word).len());
        (first || lead.ends_with(['{', ','])).then_some(Self {
            text,
            line,
            start,
            offset,
            end,
            quote,
            first,
        })
    }

    /// The closing quote is there already.
    pub(super) fn is_closed(&self) -> bool {
        self.quote
            .is_some_and(|quote| self.text[self.end..].starts_with(quote))
    }

    /// The key has its colon already.
    pub(super) fn has_value(&self) -> bool {
        self.text[self.whole().end..].trim_start().starts_with(':')
    }

    /// The word with its quotes.
    fn whole(&self) -> std::ops::Range<usize> {
        let start = self.start - self.quote.map_or(0, char::len_utf8);
        start..self.end + usize::from(self.is_closed())
    }

    /// The document with a whole key in place of the word: as a line of its own, and as a member in braces.
    pub(super) fn probes(&self) -> Vec<String> {
        let block = self.first.then(|| self.block());
        block.into_iter().chain([self.flow()]).collect()
    }

    fn block(&self) -> String {
        let line = &self.text[self.line..];
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let mut probe = self.text.to_owned();
        let from = (self.line + indent).min(self.offset);
        probe.replace_range(
            from..line_end(self.text, self.offset),
            &format!("{CURSOR}: 0"),
        );
        probe
    }

    fn flow(&self) -> String {
        let whole = self.whole();
        let (before, after) = (
            self.text[..whole.start].trim_end(),
            self.text[whole.end..].trim_start(),
        );
        let opening = if before.ends_with(['{', ',', '[']) {
            ""
        } else {
            ","
        };
        let value = if after.starts_with(':') { "" } else { ": 0" };
        let closing = match after.is_empty() || after.starts_with([',', '}', ']', ':']) {
            true => "",
            false => ",",
        };
        let mut probe = self.text.to_owned();
        probe.replace_range(whole, &format!("{opening}\"{CURSOR}\"{value}{closing}"));
        probe
    }
}

/// The text of a reference that is being typed.
#[derive(Debug)]
pub(super) struct Reference<'t> {
    text: &'t str,
    /// From `$ref` on.
    key: usize,
    /// Where the reference's text starts.
    pub(super) start: usize,
    offset: usize,
}

impl<'t> Reference<'t> {
    pub(super) fn at(text: &'t str, offset: usize) -> Option<Self> {
        let line = line_start(text, offset);
        let before = &text[line..offset];
        let key = before.rfind("$ref")?;
        let rest = before[key + "$ref".len()..].trim_start_matches(QUOTES);
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let typed = rest.trim_start_matches(QUOTES);
        (!typed.contains(QUOTES)).then(|| Self {
            text,
            key: line + key,
            start: offset - typed.len(),
            offset,
        })
    }

    /// The document with a harmless member in place of the reference.
    pub(super) fn probe(&self) -> String {
        let key = &self.text[..self.key];
        let start = self.key - usize::from(key.ends_with(QUOTES));
        let rest = &self.text[self.offset..line_end(self.text, self.offset)];
        let quote = self.text[..self.start].chars().next_back();
        let closing = quote
            .filter(|c| QUOTES.contains(c))
            .and_then(|quote| rest.find(quote))
            .map(|at| at + 1);
        let in_flow = self.text[line_start(self.text, self.offset)..start].contains('{');
        let end = closing
            .or_else(|| rest.find([',', '}']).filter(|_| in_flow))
            .unwrap_or(rest.len());
        let mut probe = self.text.to_owned();
        probe.replace_range(start..self.offset + end, &format!("\"{CURSOR}\": 0"));
        probe
    }
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The end of the line, whatever ends it.
fn line_end(text: &str, offset: usize) -> usize {
    let rest = text[offset..].split('\n').next().unwrap_or_default();
    offset + rest.trim_end_matches('\r').len()
}
