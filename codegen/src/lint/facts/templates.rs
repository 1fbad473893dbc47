//! Names in braces: parameters of channel addresses, variables of server URLs.

use std::collections::HashSet;

use crate::diag::suggest;
use crate::doc::node::Node;

/// The names in order, each once, empty ones left out.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut seen: HashSet<&str> = HashSet::new();
    std::iter::from_fn(move || {
        loop {
            let open = rest.find('{')?;
            let close = rest[open..].find('}')?;
            let name = &rest[open + 1..open + close];
            rest = &rest[open + close + 1..];
            if !name.is_empty() && seen.insert(name) {
                return Some(name);
            }
        }
    })
}

/// The text with every pair of braces and its name taken out.
pub(crate) fn without_names(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// A described name that is no part of the text, but nearly one that is.
pub(crate) fn misspelt<'p>(described: Option<Node<'p>>, text: &str) -> Option<&'p str> {
    let open = || names(text).filter(|name| !described.is_some_and(|map| map.has(name)));
    let mut keys = described
        .into_iter()
        .flat_map(|map| map.entries())
        .map(|(_, key, _)| key);
    keys.find(|key| names(text).all(|name| name != *key) && suggest(key, open()).is_some())
}

pub(crate) fn verb(names: &[&str]) -> &'static str {
    if names.len() == 1 { "is" } else { "are" }
}
