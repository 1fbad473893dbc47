//! Lists and tuples.

use super::builder::Builder;
use super::constraints::Of;
use super::parts::Parts;
use super::place::Place;
use super::scalar::size;
use crate::doc::node::Node;
use crate::ir::{Constraints, Positions, Type, WIDEST_TUPLE};

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
        let mut bounds = self.constraints(Of::List, parts);
        if parts
            .all("items")
            .any(|items| items.as_bool() == Some(false))
        {
            bounds.max_items = Some(0);
        }
        if let Some(count) = fixed(&bounds) {
            return Type::Tuple(vec![item; count]);
        }
        self.bounded(Type::List(Box::new(item)), bounds, parts, place)
    }

    /// As many items as there are positions make a tuple; where there may be fewer or more, each keeps its type.
    fn tuple(&mut self, prefix: &[Node<'p>], parts: &Parts<'p>, place: &Place) -> Type {
        let closed = is_closed(parts, prefix.len());
        let full = parts
            .get("minItems")
            .and_then(size)
            .is_some_and(|least| least >= prefix.len() as u64);
        let positions: Vec<Type> = prefix
            .iter()
            .enumerate()
            .map(|(at, item)| self.type_of(*item, &place.part(&format!("item {}", at + 1))))
            .collect();
        let mut bounds = self.constraints(Of::List, parts);
        let wide = positions.len() > WIDEST_TUPLE;
        if full && closed && !bounds.unique_items && bounds.checks.is_empty() {
            let ty = Type::Tuple(positions);
            return match wide {
                true => self.named_here(ty, parts, place),
                false => ty,
            };
        }
        let rest = if closed {
            let most = bounds.max_items.unwrap_or(u64::MAX);
            bounds.max_items = Some(most.min(prefix.len() as u64));
            None
        } else {
            Some(self.type_of_all(&tail(parts), &place.part("item")))
        };
        let first = &positions[0];
        let same = positions.iter().chain(&rest).all(|ty| ty == first);
        if same {
            let list = Type::List(Box::new(first.clone()));
            return self.bounded(list, bounds, parts, place);
        }
        let required = bounds.min_items.unwrap_or(0).min(prefix.len() as u64);
        let list = Type::Positions(Positions {
            required: usize::try_from(required).unwrap_or(0),
            items: positions,
            rest: rest.map(Box::new),
        });
        self.alias(list, bounds, parts, place)
    }
}

/// So many items and no others: two of a pair, three of a vector.
fn fixed(of: &Constraints) -> Option<usize> {
    let (least, most) = (of.min_items?, of.max_items?);
    let count = usize::try_from(least).ok()?;
    let some = (1..=WIDEST_TUPLE).contains(&count);
    (least == most && some && !of.unique_items && of.checks.is_empty()).then_some(count)
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
    refused(tail_keyword(parts))
        || parts
            .get("maxItems")
            .and_then(size)
            .is_some_and(|most| most <= positions as u64)
}

/// What describes the items after those that have a place.
fn tail_keyword(parts: &Parts<'_>) -> &'static str {
    if parts.get("prefixItems").is_some() {
        "items"
    } else {
        "additionalItems"
    }
}

fn tail<'p>(parts: &Parts<'p>) -> Vec<Node<'p>> {
    let keyword = tail_keyword(parts);
    let schemas = parts.all(keyword).filter(|node| node.is_map());
    schemas.collect()
}
