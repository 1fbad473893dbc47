//! Doc comments from the document's own words.

use super::literal::is_hidden;
use crate::ir::{Constraints, Docs};

/// Lines with `///` before them, indented, each with its end; nothing where there is nothing to say.
pub(super) fn lines(indent: &str, paragraphs: &[String]) -> String {
    let mut out = String::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            out.push_str(&format!("{indent}///\n"));
        }
        for line in paragraph.lines() {
            let line: String = line
                .chars()
                .filter(|c| *c == '\t' || !is_hidden(*c))
                .collect();
            let line = line.trim_end();
            out.push_str(&match line {
                "" => format!("{indent}///\n"),
                line => format!("{indent}/// {line}\n"),
            });
        }
    }
    out
}

/// Title where it adds something, description, examples.
pub(super) fn paragraphs(docs: &Docs) -> Vec<String> {
    let mut out = Vec::new();
    match (&docs.title, &docs.description) {
        (Some(title), None) => out.push(title.clone()),
        (_, Some(text)) => out.push(text.clone()),
        (None, None) => {}
    }
    if !docs.examples.is_empty() {
        let shown: Vec<String> = docs
            .examples
            .iter()
            .filter(|text| text.len() <= 60)
            .map(|text| format!("`{text}`"))
            .collect();
        if !shown.is_empty() {
            out.push(format!("For example {}.", shown.join(", ")));
        }
    }
    out
}

/// `#[deprecated]`, where it is.
pub(super) fn deprecated(docs: &Docs, indent: &str) -> String {
    if docs.deprecated {
        format!("{indent}#[deprecated]\n")
    } else {
        String::new()
    }
}

/// What a value has to fulfil, in words.
pub(super) fn constraints(of: &Constraints) -> Option<String> {
    let mut facts = Vec::new();
    let mut say = |words: &str, value: &Option<String>| {
        facts.extend(value.as_ref().map(|value| format!("{words} {value}")));
    };
    say("at least", &of.minimum);
    say("more than", &of.exclusive_minimum);
    say("at most", &of.maximum);
    say("less than", &of.exclusive_maximum);
    say("a multiple of", &of.multiple_of);
    say(
        "matching",
        &of.pattern.as_ref().map(|pattern| format!("`{pattern}`")),
    );
    let mut sized = |least: Option<u64>, most: Option<u64>, what: &str| match (least, most) {
        (Some(least), Some(most)) if least == most => facts.push(counted(least, what)),
        (Some(least), Some(most)) => facts.push(format!("{least} to {}", counted(most, what))),
        (Some(least), None) => facts.push(format!("at least {}", counted(least, what))),
        (None, Some(most)) => facts.push(format!("at most {}", counted(most, what))),
        (None, None) => {}
    };
    sized(of.min_length, of.max_length, "characters");
    sized(of.min_items, of.max_items, "items");
    sized(of.min_properties, of.max_properties, "members");
    if of.unique_items {
        facts.push("no item twice".to_owned());
    }
    let text = facts.join(", ");
    let mut chars = text.chars();
    let facts = chars
        .next()
        .map(|first| format!("{}{}.", first.to_uppercase(), chars.as_str()));
    let checks = of
        .checks
        .iter()
        .map(|check| format!("Expects {}.", check.words));
    let sentences: Vec<String> = facts.into_iter().chain(checks).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// `1 item`, `2 items`.
pub(super) fn counted(count: u64, what: &str) -> String {
    let word = if count == 1 {
        what.trim_end_matches('s')
    } else {
        what
    };
    format!("{count} {word}")
}
