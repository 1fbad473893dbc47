//! Text that a regular expression accepts.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::sample::Random;

/// How far an open repetition goes beyond its minimum.
const OPEN: u32 = 4;
/// No text grows beyond this, whatever the pattern says.
const MAX_LEN: usize = 4096;

/// A text that `pattern` accepts. `None` where the pattern says more than a regular language can.
pub fn text(pattern: &str, random: &mut Random) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut out = String::new();
    write(&hir, random, &mut out);
    Some(out)
}

fn write(hir: &Hir, random: &mut Random, out: &mut String) {
    if out.len() > MAX_LEN {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => out.extend(pick(class, random)),
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or(repetition.min + OPEN)
                .min(repetition.min + OPEN);
            for _ in 0..random.between(u64::from(repetition.min), u64::from(most)) {
                write(&repetition.sub, random, out);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, random, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, random, out)),
        HirKind::Alternation(choices) => {
            if let Some(choice) = random.pick(choices) {
                write(choice, random, out);
            }
        }
    }
}

/// A character of the class, a printable ASCII one where it has any.
fn pick(class: &Class, random: &mut Random) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    let plain: Vec<char> = ('!'..='~').filter(|char| within(&ranges, *char)).collect();
    let words: Vec<char> = plain
        .iter()
        .copied()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let best = if words.is_empty() { plain } else { words };
    random
        .pick(&best)
        .copied()
        .or_else(|| ranges.first().map(|range| range.0))
}

fn within(ranges: &[(char, char)], char: char) -> bool {
    ranges
        .iter()
        .any(|(start, end)| (*start..=*end).contains(&char))
}
