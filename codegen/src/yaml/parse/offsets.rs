//! Characters -> bytes: the YAML crate counts the former.

/// Nothing is kept for plain ASCII.
pub(super) struct Offsets {
    /// The byte of every 64th character.
    marks: Option<Vec<u32>>,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        let marks = (!text.is_ascii()).then(|| {
            text.char_indices()
                .step_by(64)
                .map(|(byte, _)| byte as u32)
                .collect()
        });
        Self { marks }
    }

    pub(super) fn byte(&self, text: &str, index: usize) -> usize {
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
