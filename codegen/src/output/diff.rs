//! The unified diff of `--check`.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

use super::plan::{Change, Kind};

/// Longer diffs of one file are cut: the reader needs the shape of the drift, and the command mends it.
const MAX_LINES: usize = 120;

pub(crate) fn unified(root: &str, change: &Change) -> String {
    let path = format!("{}/{}", root.trim_end_matches('/'), change.path);
    let (old, new) = match change.kind {
        Kind::Created => ("/dev/null".to_owned(), path),
        Kind::Changed => (path.clone(), path),
        Kind::Removed => (path, "/dev/null".to_owned()),
    };
    let diff = TextDiff::configure()
        .timeout(Duration::from_secs(2))
        .diff_lines(change.old.as_str(), change.new.as_str());
    let text = diff
        .unified_diff()
        .context_radius(3)
        .header(&old, &new)
        .to_string();
    cut(&text)
}

fn cut(text: &str) -> String {
    let lines = text.lines().count();
    if lines <= MAX_LINES + 1 {
        return text.to_owned();
    }
    let mut short: String = text.split_inclusive('\n').take(MAX_LINES).collect();
    let _ = writeln!(short, "... {} more lines", lines - MAX_LINES);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_diff_says_how_much_is_left_out() {
        let new: String = (0..500).map(|at| format!("line {at}\n")).collect();
        let change = Change {
            path: "a".into(),
            kind: Kind::Created,
            old: String::new(),
            new,
        };
        let text = unified("out/", &change);
        assert!(text.starts_with("--- /dev/null\n+++ out/a\n"), "{text}");
        assert!(text.ends_with("... 383 more lines\n"), "{text}");
    }
}
