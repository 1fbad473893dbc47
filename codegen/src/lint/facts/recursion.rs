//! Schemas whose every value would hold another value of the same schema.

use std::collections::HashSet;

use super::schemas;
use crate::doc::node::Node;
use crate::lint::Context;

/// A required member whose value always needs the schema that holds it.
#[derive(Debug)]
pub(crate) struct Ring<'p> {
    pub member: Node<'p>,
    pub value: Node<'p>,
}

/// The first member of each ring of required members.
pub(crate) fn endless<'p>(context: &Context<'p>) -> Vec<Ring<'p>> {
    let mut search = Search {
        done: HashSet::new(),
        path: Vec::new(),
        found: Vec::new(),
    };
    for visit in context.schemas() {
        search.visit(visit.node);
    }
    search.found
}

struct Search<'p> {
    done: HashSet<Node<'p>>,
    path: Vec<Node<'p>>,
    found: Vec<Ring<'p>>,
}

/// Chains of required members longer than this are not followed.
const DEPTH: usize = 200;

impl<'p> Search<'p> {
    fn visit(&mut self, schema: Node<'p>) {
        if self.path.len() > DEPTH || !self.done.insert(schema) {
            return;
        }
        self.path.push(schema);
        let required: Vec<&str> = schemas::required(schema).collect();
        if !schemas::allows_null(schema) && !schemas::types(schema).contains(&"array") {
            for (key, name, value) in schemas::properties(schema) {
                if !required.contains(&name) {
                    continue;
                }
                let target = value.resolve();
                if self.path.contains(&target) {
                    self.found.push(Ring { member: key, value });
                } else {
                    self.visit(target);
                }
            }
        }
        self.path.pop();
    }
}
