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

/// The one name of the text that is not described, where one is described that the text lacks: it was renamed in one
/// of the two places.
pub(crate) fn renamed<'t>(described: Option<Node<'_>>, text: &'t str) -> Option<&'t str> {
    let map = described?;
    let mut open = names(text).filter(|name| !map.has(name));
    let mut extra = map
        .entries()
        .filter(|(_, key, _)| names(text).all(|name| name != *key));
    let only = open.next()?;
    extra.next()?;
    (open.next().is_none() && extra.next().is_none()).then_some(only)
}

/// A described name that is no part of the text, but means one that is.
pub(crate) fn misspelt<'p>(described: Option<Node<'p>>, text: &str) -> Option<&'p str> {
    let open = || names(text).filter(|name| !described.is_some_and(|map| map.has(name)));
    let renamed = renamed(described, text).is_some();
    let mut keys = described
        .into_iter()
        .flat_map(|map| map.entries())
        .map(|(_, key, _)| key);
    keys.find(|key| {
        names(text).all(|name| name != *key) && (renamed || suggest(key, open()).is_some())
    })
}

/// What to do where a name was changed in one of two places.
pub(crate) fn one_name(described: &str, written: &str) -> String {
    format!(
        "`{{{written}}}` is not described: use one name in both places, `{written}` or `{described}`"
    )
}

pub(crate) fn verb(names: &[&str]) -> &'static str {
    if names.len() == 1 { "is" } else { "are" }
}
