//! Strings and numbers: formats and bounds.

use super::builder::Builder;
use super::constraints::Of;
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
        let bounds = self.constraints(Of::String, parts);
        self.bounded(Type::String(format), bounds, parts, place)
    }

    pub(crate) fn integer(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let mut bounds = self.constraints(Of::Number, parts);
        let natural = is_natural(&bounds);
        let of = match format(parts) {
            Some("int8") => signed(Integer::I8, Integer::U8, natural, &mut bounds),
            Some("int16") => signed(Integer::I16, Integer::U16, natural, &mut bounds),
            Some("int32") => signed(Integer::I32, Integer::U32, natural, &mut bounds),
            Some("uint8") => Integer::U8,
            Some("uint16") => Integer::U16,
            Some("uint32") => Integer::U32,
            Some("uint64") => Integer::U64,
            _ if natural => Integer::U64,
            _ => Integer::I64,
        };
        drop_implied(&mut bounds, of);
        self.bounded(Type::Integer(of), bounds, parts, place)
    }

    pub(crate) fn number(&mut self, parts: &Parts<'p>, place: &Place) -> Type {
        let bounds = self.constraints(Of::Number, parts);
        self.bounded(Type::Number, bounds, parts, place)
    }
}

fn format<'p>(parts: &Parts<'p>) -> Option<&'p str> {
    parts.get("format").and_then(Node::as_str)
}

/// The format's own type, or, where nothing is below 0, the unsigned one with the format's upper bound.
fn signed(of: Integer, unsigned: Integer, natural: bool, bounds: &mut Constraints) -> Integer {
    if !natural {
        return of;
    }
    let most = of.range().1;
    let below = |bound: &Option<String>| {
        bound
            .as_ref()
            .and_then(|text| text.parse::<f64>().ok())
            .is_some_and(|bound| bound <= most as f64)
    };
    if !below(&bounds.maximum) && !below(&bounds.exclusive_maximum) {
        bounds.maximum = Some(most.to_string());
    }
    unsigned
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
    let (least, most) = of.range();
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
    // Written with an exponent, and beyond everything.
    let value = |text: &str| text.parse::<f64>().unwrap_or_default();
    for low in [&mut bounds.minimum, &mut bounds.exclusive_minimum] {
        low.take_if(|text| value(text) <= -1e20);
    }
    for high in [&mut bounds.maximum, &mut bounds.exclusive_maximum] {
        high.take_if(|text| value(text) >= 1e20);
    }
    if bounds.multiple_of.as_deref() == Some("1") {
        bounds.multiple_of = None;
    }
}
