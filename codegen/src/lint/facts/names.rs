//! Names that become one once they are written as identifiers.

use std::collections::HashMap;

use crate::doc::node::Node;
use crate::naming::{Kind, one as identifier};

#[derive(Debug)]
pub(crate) struct Clash<'p> {
    pub key: Node<'p>,
    pub first: Node<'p>,
    /// The identifier that both want.
    pub wanted: String,
}

impl<'p> Clash<'p> {
    pub(crate) fn first_name(&self) -> &'p str {
        self.first.as_str().unwrap_or_default()
    }
}

/// Every name whose identifier an earlier, different one has.
pub(crate) fn clashes<'p>(kind: Kind, names: impl Iterator<Item = Node<'p>>) -> Vec<Clash<'p>> {
    let mut seen: HashMap<String, Node<'p>> = HashMap::new();
    let mut found = Vec::new();
    for key in names {
        let Some(name) = key.as_str() else { continue };
        let wanted = identifier(kind, name);
        match seen.get(&wanted) {
            Some(first) if first.as_str() != Some(name) => found.push(Clash {
                key,
                first: *first,
                wanted,
            }),
            Some(_) => {}
            None => {
                seen.insert(wanted, key);
            }
        }
    }
    found
}
