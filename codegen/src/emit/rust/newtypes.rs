//! Aliases, and the types that check what they hold.

use serde::Serialize;

use super::checks::{self, Check};
use super::text::Text;
use super::typify_bridge::Refusals;
use super::{conditions, docs, literal};
use crate::ir::{Constraints, StringFormat, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: String,
    name: String,
    inner: String,
    /// `inner` as a string literal.
    inner_literal: String,
    /// The macro of the support module for what the type offers beside its check.
    surface: String,
    /// `, extend(...)` inside `schemars(...)`.
    schema: String,
    /// From the pattern's text to the compiled one, as a result; empty where there is no pattern.
    pattern: String,
    checks: Vec<Check>,
    /// It is not read through `inner` by what serde derives.
    plain: bool,
    /// What the derived schema would not know, for a type that has conditions.
    keywords: String,
    /// What is asked of the JSON of `value`; empty where nothing is.
    conditions: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Alias {
    docs: String,
    name: String,
    ty: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Tuple {
    docs: String,
    name: String,
    items: Vec<String>,
}

pub(super) fn tuple(text: Text<'_>, def: &TypeDef, items: &[Type]) -> Tuple {
    let item = |ty: &Type| text.boxed(ty, def.recursive && may_lead_back(ty));
    Tuple {
        docs: comment(def),
        name: def.names.rust.clone(),
        items: items.iter().map(item).collect(),
    }
}

/// Whatever may lead back to the type that holds it, through no list or map, needs an indirection.
pub(super) fn may_lead_back(ty: &Type) -> bool {
    match ty {
        Type::Named(_) => true,
        Type::Nullable(inner) => may_lead_back(inner),
        Type::Tuple(items) => items.iter().any(may_lead_back),
        _ => false,
    }
}

pub(super) fn alias(text: Text<'_>, def: &TypeDef, ty: &Type) -> Alias {
    // Nothing but a list or a map stands between a type and itself: a pair needs a box.
    let boxed = def.recursive && matches!(ty, Type::Tuple(_) | Type::Nullable(_));
    Alias {
        docs: comment(def),
        name: def.names.rust.clone(),
        ty: text.boxed(ty, boxed),
    }
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, ty: &Type, refusals: &mut Refusals) -> View {
    let inner = text.ty(ty);
    let name = &def.names.rust;
    let conditions = conditions::list(text, &def.constraints.checks, 4, 65);
    // Conditions are asked before anything is read: of what a type leaves out too.
    // Integers are read however they are written.
    let plain = !conditions.is_empty() || matches!(ty, Type::Integer(_));
    let derives = match plain {
        false => derives(ty).to_owned(),
        true => derives(ty).replace("Deserialize, ", ""),
    };
    View {
        docs: comment(def),
        derives,
        name: name.clone(),
        inner_literal: literal::string(&inner),
        surface: surface(text, name, ty, conditions.is_empty()),
        plain,
        schema: schema(&def.constraints),
        pattern: checks::pattern(&def.constraints),
        checks: checks::of(ty, &def.constraints, refusals),
        keywords: keywords(&def.constraints),
        conditions,
        inner,
    }
}

pub(super) fn comment(def: &TypeDef) -> String {
    let mut paragraphs = docs::paragraphs(&def.docs);
    paragraphs.extend(docs::constraints(&def.constraints));
    docs::lines("", &paragraphs) + &docs::deprecated(&def.docs, "")
}

fn derives(ty: &Type) -> &'static str {
    match ty {
        Type::Integer(_) => {
            "Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema"
        }
        Type::Number => {
            "Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema"
        }
        Type::String(_) => {
            "Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema"
        }
        _ => "Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema",
    }
}

fn surface(text: Text<'_>, name: &str, ty: &Type, unconditional: bool) -> String {
    let inner = text.ty(ty);
    match ty {
        Type::String(StringFormat::Plain) => format!("text!({name})"),
        Type::Integer(_) if unconditional => format!("integer!({name}, {inner})"),
        Type::Integer(_) | Type::Number => format!("number!({name}, {inner})"),
        Type::List(item) => format!("checked!({name}, {inner}, [{}])", text.ty(item)),
        _ => format!("checked!({name}, {inner})"),
    }
}

/// What an attribute says of the keywords that the derived schema would not know.
pub(super) fn schema(of: &Constraints) -> String {
    match keywords(of) {
        none if none.is_empty() => none,
        keywords => format!(", extend({keywords})"),
    }
}

/// The keywords that the derived schema would not know.
pub(super) fn keywords(of: &Constraints) -> String {
    let mut out = Vec::new();
    let mut say = |keyword: &str, value: Option<String>| {
        out.extend(value.map(|value| format!("\"{keyword}\" = {value}")))
    };
    say("pattern", of.pattern.as_deref().map(literal::string));
    say("minLength", of.min_length.map(|size| size.to_string()));
    say("maxLength", of.max_length.map(|size| size.to_string()));
    say("minimum", number(&of.minimum));
    say("maximum", number(&of.maximum));
    say("exclusiveMinimum", number(&of.exclusive_minimum));
    say("exclusiveMaximum", number(&of.exclusive_maximum));
    say("multipleOf", number(&of.multiple_of));
    say("minItems", of.min_items.map(|size| size.to_string()));
    say("maxItems", of.max_items.map(|size| size.to_string()));
    say("uniqueItems", of.unique_items.then(|| "true".to_owned()));
    say(
        "minProperties",
        of.min_properties.map(|size| size.to_string()),
    );
    say(
        "maxProperties",
        of.max_properties.map(|size| size.to_string()),
    );
    out.extend(conditions::keyword(&of.checks));
    out.join(", ")
}

/// A number as Rust reads it: a bare one that is whole would be taken for an `i32`.
pub(super) fn number(value: &Option<String>) -> Option<String> {
    let value = value.as_ref()?;
    Some(match value.parse::<i128>() {
        Ok(whole) if i32::try_from(whole).is_ok() => value.clone(),
        Ok(whole) if i64::try_from(whole).is_ok() => format!("{value}i64"),
        Ok(whole) if u64::try_from(whole).is_ok() => format!("{value}u64"),
        Ok(_) => literal::float(value),
        Err(_) => value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bounds_are_no_i32() {
        for (bound, literal) in [
            ("100", "100"),
            ("-2147483648", "-2147483648"),
            ("9007199254740991", "9007199254740991i64"),
            ("-9007199254740991", "-9007199254740991i64"),
            ("18446744073709551615", "18446744073709551615u64"),
            ("100000000000000000000", "1e20"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(number(&Some(bound.to_owned())).as_deref(), Some(literal));
        }
    }
}
