//! Strings and numbers: formats and bounds.

use super::builder::Builder;
use super::constraints::{self, Of};
use super::parts::Parts;
use super::place::Place;
use crate::doc::node::Node;
use crate::ir::{Constraints, Integer, StringFormat, Type};

impl<'p> Builder<'p> {
    pub(crate) fn string(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let format = match format(parts) {
            Some("date-time") => StringFormat::DateTime,
            Some("date") => StringFormat::Date,
            Some("time") => StringFormat::Time,
            Some("uuid") => StringFormat::Uuid,
            Some("byte") => StringFormat::Byte,
            _ => StringFormat::Plain,
        };
        let bounds = constraints::of(Of::String, parts);
        self.bounded(Type::String(format), bounds, parts, place)
    }

    pub(crate) fn integer(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let mut bounds = constraints::of(Of::Number, parts);
        let natural = is_natural(&bounds);
        if bounds.minimum.as_deref() == Some("0") {
            bounds.minimum = None;
        }
        let of = match (format(parts), natural) {
            (Some("int32" | "int16" | "int8"), false) => Integer::I32,
            (Some("int32" | "int16" | "int8"), true) => Integer::U32,
            (Some("uint32" | "uint16" | "uint8"), _) => Integer::U32,
            (Some("uint64"), _) | (_, true) => Integer::U64,
            _ => Integer::I64,
        };
        drop_implied(&mut bounds, of);
        self.bounded(Type::Integer(of), bounds, parts, place)
    }

    pub(crate) fn number(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let bounds = constraints::of(Of::Number, parts);
        self.bounded(Type::Number, bounds, parts, place)
    }
}

fn format<'p>(parts: &Parts<'p>) -> Option<&'p str> {
    parts.get("format").and_then(Node::as_str)
}

fn is_natural(bounds: &Constraints) -> bool {
    let at_least = |bound: &Option<String>, least: f64| {
        bound
            .as_ref()
            .and_then(|text| text.parse::<f64>().ok())
            .is_some_and(|value| value >= least)
    };
    at_least(&bounds.minimum, 0.0) || at_least(&bounds.exclusive_minimum, -1.0)
}

/// Bounds that the type has anyway, and bounds that no value of it can meet from outside.
fn drop_implied(bounds: &mut Constraints, of: Integer) {
    let (least, most) = match of {
        Integer::I32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Integer::I64 => (i128::from(i64::MIN), i128::from(i64::MAX)),
        Integer::U32 => (0, i128::from(u32::MAX)),
        Integer::U64 => (0, i128::from(u64::MAX)),
    };
    let whole = |bound: &Option<String>| bound.as_ref().and_then(|text| text.parse::<i128>().ok());
    if whole(&bounds.minimum).is_some_and(|value| value <= least) {
        bounds.minimum = None;
    }
    if whole(&bounds.exclusive_minimum).is_some_and(|value| value < least) {
        bounds.exclusive_minimum = None;
    }
    if whole(&bounds.maximum).is_some_and(|value| value >= most) {
        bounds.maximum = None;
    }
    if whole(&bounds.exclusive_maximum).is_some_and(|value| value > most) {
        bounds.exclusive_maximum = None;
    }
    if bounds.multiple_of.as_deref() == Some("1") {
        bounds.multiple_of = None;
    }
}
