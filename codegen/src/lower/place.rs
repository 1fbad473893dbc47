//! Where a type stands, which is what it is called if nobody named it.

use crate::doc::pointer;
use crate::ir::TypeId;
use crate::naming::words::JOINT;

/// The name that a type here would have, as raw text for `naming`.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) raw: String,
    /// 0: written by people. 1: derived.
    pub(crate) rank: u8,
    /// The type that is being defined here, where it has its name already.
    pub(crate) own: Option<TypeId>,
}

impl Place {
    pub(crate) fn named(raw: impl Into<String>) -> Self {
        Self {
            raw: raw.into(),
            rank: 0,
            own: None,
        }
    }

    pub(crate) fn derived(raw: impl Into<String>) -> Self {
        Self {
            raw: raw.into(),
            rank: 1,
            own: None,
        }
    }

    /// A part of what stands here: `Order` and `legs` make `OrderLegs`.
    pub(crate) fn part(&self, name: &str) -> Self {
        Self {
            raw: format!("{}{JOINT}{name}", self.raw),
            rank: 1,
            own: None,
        }
    }
}

/// The name of what a reference's fragment points at, and whether people gave it.
pub(crate) fn of_pointer(pointer: &str, file_stem: &str) -> Place {
    let parts = significant(&pointer::steps(pointer).unwrap_or_default());
    match parts.as_slice() {
        [] => Place::named(file_stem),
        [only] => Place::named(only.as_str()),
        _ => Place::derived(parts.join(&JOINT.to_string())),
    }
}

/// Segments that say something; keywords are the frame around them.
fn significant(segments: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = segments.iter();
    while let Some(segment) = rest.next() {
        match segment.as_str() {
            "components" | "allOf" => {}
            "schemas" | "definitions" | "$defs" | "properties" | "messages" | "channels"
            | "patternProperties" => {
                out.extend(rest.next().cloned());
            }
            "items" | "additionalItems" | "prefixItems" => out.push("item".to_owned()),
            "additionalProperties" => out.push("value".to_owned()),
            "oneOf" | "anyOf" | "message" => {}
            other => out.push(other.to_owned()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::of_pointer;
    use crate::naming::words::JOINT;

    #[test]
    fn names_after_the_pointer() {
        let name = |pointer| of_pointer(pointer, "bar").raw.replace(JOINT, " ");
        assert_eq!(name("/components/schemas/Bar"), "Bar");
        assert_eq!(name(""), "bar");
        assert_eq!(
            name("/components/schemas/Order/properties/legs/items"),
            "Order legs item"
        );
        assert_eq!(name("/definitions/a~1b%20c"), "a/b c");
    }
}
