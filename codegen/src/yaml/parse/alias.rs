//! Aliases and merge keys: copies, so that what comes out is a tree, within a budget.

use std::collections::HashSet;

use super::super::build::Builder;
use super::super::{Entry, NodeId, Value};
use super::{Reader, Stop, stop};
use crate::diag::Diagnostic;

impl Reader<'_> {
    /// `<<`: members of other maps that this one does not have itself; the first map wins.
    pub(super) fn merge(&mut self, map: NodeId, sources: &[NodeId]) {
        let Value::Map(own) = &self.build.node(map).value else {
            return;
        };
        let mut entries = own.to_vec();
        let mut seen: HashSet<Box<str>> = entries
            .iter()
            .map(|entry| self.build.key_text(entry.key).into())
            .collect();
        for source in sources {
            let maps = match &self.build.node(*source).value {
                Value::Seq(items) => items.to_vec(),
                _ => vec![*source],
            };
            for from in maps {
                let Value::Map(members) = &self.build.node(from).value else {
                    let span = self.build.span(from);
                    let finding =
                        Diagnostic::error("yaml-alias", span, "`<<` takes a map or a list of maps");
                    self.build.diagnostics.push(finding);
                    continue;
                };
                let members = members.to_vec();
                entries.extend(
                    members
                        .into_iter()
                        .filter(|entry| seen.insert(self.build.key_text(entry.key).into())),
                );
            }
        }
        self.build.close_map(map, entries);
    }

    /// A copy of what the anchor names: its root stands where the alias stands, its inside where it was written.
    pub(super) fn alias(
        &mut self,
        anchor: usize,
        (start, end): (usize, usize),
    ) -> Result<NodeId, Stop> {
        self.last = end;
        let Some(target) = self.anchors.get(&anchor).copied() else {
            let finding = Diagnostic::error(
                "yaml-alias",
                self.build.at(start, end),
                "alias to a node that it stands in",
            );
            return Err(stop(finding.hint(
                "YAML cannot express this as a tree: use `$ref` for recursion",
            )));
        };
        let copy = self.copy(target, self.open.len()).map_err(|problem| {
            let finding = Diagnostic::error("too-large", self.build.at(start, end), problem);
            stop(finding.hint("use `$ref` to share large parts"))
        })?;
        let node = self.build.node_mut(copy);
        node.start = start as u32;
        node.end = end as u32;
        Ok(copy)
    }

    fn copy(&mut self, from: NodeId, depth: usize) -> Result<NodeId, String> {
        if depth > self.limits.depth {
            return Err(format!(
                "aliases nest more than {} maps and lists",
                self.limits.depth
            ));
        }
        self.budget = self
            .budget
            .checked_sub(1)
            .ok_or("aliases expand to far more than the file holds")?;
        let node = self.build.node(from);
        let (start, end) = (node.start as usize, node.end as usize);
        match node.value.clone() {
            Value::Seq(items) => {
                let id = self.build.push(Value::Null, start, end);
                let copies: Result<Box<[NodeId]>, String> = items
                    .iter()
                    .map(|item| self.copy(*item, depth + 1))
                    .collect();
                self.build.node_mut(id).value = Value::Seq(copies?);
                Ok(id)
            }
            Value::Map(entries) => {
                let id = self.build.push(Value::Null, start, end);
                let mut copies = Vec::with_capacity(entries.len());
                for entry in &entries {
                    let key = self.copy(entry.key, depth + 1)?;
                    copies.push(Entry {
                        key,
                        value: self.copy(entry.value, depth + 1)?,
                    });
                }
                self.build.close_map(id, copies);
                Ok(id)
            }
            scalar => Ok(self.build.push(scalar, start, end)),
        }
    }
}

/// `"<<"` in quotes is an ordinary key.
pub(super) fn is_merge_key(build: &Builder, text: &str, key: NodeId) -> bool {
    build.key_text(key) == "<<" && text[build.node(key).start as usize..].starts_with("<<")
}
