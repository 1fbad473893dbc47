//! Lists and tuples.

use super::builder::Builder;
use super::constraints::{self, Of};
use super::parts::Parts;
use super::place::Place;
use super::scalar::size;
use crate::doc::node::Node;
use crate::ir::Type;

impl<'p> Builder<'p> {
    pub(crate) fn array(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        if let Some(prefix) = prefix(parts) {
            return self.tuple(&prefix, parts, place);
        }
        let items: Vec<Node<'p>> = parts
            .all("items")
            .filter(|items| items.as_bool() != Some(false))
            .collect();
        // What is defined here is the list; its items are a part of it.
        let item = self.type_of_all(&items, &place.part("item"));
        let bounds = constraints::of(Of::List, parts);
        self.bounded(Type::List(Box::new(item)), bounds, parts, place)
    }

    /// As many items as there are positions make a tuple. Fewer or more are a list of whatever may stand there.
    fn tuple(&mut self, prefix: &[Node<'p>], parts: &Parts<'p>, place: &Place) -> Type {
        let closed = is_closed(parts, prefix.len());
        let full = parts
            .get("minItems")
            .and_then(size)
            .is_some_and(|least| least >= prefix.len() as u64);
        if !closed {
            let bounds = constraints::of(Of::List, parts);
            return self.bounded(Type::List(Box::new(Type::Any)), bounds, parts, place);
        }
        let positions: Vec<Type> = prefix
            .iter()
            .enumerate()
            .map(|(at, item)| self.type_of(*item, &place.part(&format!("item {}", at + 1))))
            .collect();
        if full {
            return Type::Tuple(positions);
        }
        let same = positions.iter().all(|ty| *ty == positions[0]);
        let item = if same {
            positions[0].clone()
        } else {
            Type::Any
        };
        let mut bounds = constraints::of(Of::List, parts);
        bounds.max_items = Some(
            bounds
                .max_items
                .unwrap_or(u64::MAX)
                .min(prefix.len() as u64),
        );
        self.bounded(Type::List(Box::new(item)), bounds, parts, place)
    }
}

fn prefix<'p>(parts: &Parts<'p>) -> Option<Vec<Node<'p>>> {
    let list = parts
        .get("prefixItems")
        .or_else(|| parts.get("items"))
        .filter(|node| node.is_seq())?;
    Some(list.items().collect::<Vec<_>>()).filter(|items| !items.is_empty())
}

/// Nothing may follow the positions that are described.
fn is_closed(parts: &Parts<'_>, positions: usize) -> bool {
    let refused = |keyword: &str| parts.get(keyword).and_then(Node::as_bool) == Some(false);
    let tail = if parts.get("prefixItems").is_some() {
        "items"
    } else {
        "additionalItems"
    };
    refused(tail)
        || parts
            .get("maxItems")
            .and_then(size)
            .is_some_and(|most| most <= positions as u64)
}
