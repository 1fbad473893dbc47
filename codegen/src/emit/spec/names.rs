//! Names for what comes from other files: its own where that is free, else told apart by its file.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::node::Node;

/// The names in use in each section of `components`.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Names {
    pub(super) fn reserve(&mut self, section: &'static str, name: &str) {
        self.taken
            .entry(section)
            .or_default()
            .insert(name.to_owned());
    }

    /// A free name for a node of another file.
    pub(super) fn choose(&mut self, section: &'static str, node: Node<'_>) -> String {
        let file = stem(&node.project.sources.file(node.at.file).name);
        let own = last_step(node);
        let wishes = match own {
            Some(own) => [own.clone(), format!("{file}_{own}")],
            None => [file.clone(), format!("{file}_document")],
        };
        let taken = self.taken.entry(section).or_default();
        let numbered = (2..).map(|number| format!("{}_{number}", wishes[1]));
        let free = wishes
            .iter()
            .cloned()
            .chain(numbered)
            .find(|name| !taken.contains(name));
        let name = free.unwrap_or(file);
        taken.insert(name.clone());
        name
    }
}

/// The key that it stands under; none for a whole file.
fn last_step(node: Node<'_>) -> Option<String> {
    Some(key(node.own_key()?.as_str()?)).filter(|step| !step.is_empty())
}

/// `common/session.yaml` is `session`.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    key(name.split('.').next().unwrap_or(name))
}

/// The characters that keys of `components` may have.
fn key(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect()
}
