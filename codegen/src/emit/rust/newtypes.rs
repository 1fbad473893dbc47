//! Aliases, and the types that check what they hold.

use serde::Serialize;

use super::text::Text;
use super::{docs, literal};
use crate::ir::{Constraints, StringFormat, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: String,
    name: String,
    inner: String,
    /// `inner` as a string literal.
    inner_literal: String,
    /// What a reference to the value is one to.
    target: String,
    /// `, extend(...)` inside `schemars(...)`.
    schema: String,
    checks: Vec<Check>,
}

#[derive(Debug, Serialize)]
struct Check {
    /// True where `value` is refused.
    condition: String,
    message: String,
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
    let item = |ty: &Type| {
        // Whatever may lead back here through no list or map needs an indirection.
        let boxed = def.recursive && !matches!(ty, Type::List(_) | Type::Map(_));
        text.boxed(ty, boxed)
    };
    Tuple {
        docs: comment(def),
        name: def.names.rust.clone(),
        items: items.iter().map(item).collect(),
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

pub(super) fn view(text: Text<'_>, def: &TypeDef, ty: &Type) -> View {
    let inner = text.ty(ty);
    View {
        docs: comment(def),
        derives: derives(ty).to_owned(),
        name: def.names.rust.clone(),
        inner_literal: literal::string(&inner),
        target: target(text, ty),
        schema: schema(&def.constraints),
        checks: checks(ty, &def.constraints),
        inner,
    }
}

fn comment(def: &TypeDef) -> String {
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

fn target(text: Text<'_>, ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("[{}]", text.ty(item)),
        Type::Positions(_) => format!("[{}]", text.ty(&Type::Any)),
        Type::String(StringFormat::Plain) => "str".to_owned(),
        _ => text.ty(ty),
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
    out.join(", ")
}

/// A number as Rust reads it: a bare one that is whole would be taken for an `i32`.
fn number(value: &Option<String>) -> Option<String> {
    let value = value.as_ref()?;
    Some(match value.parse::<i128>() {
        Ok(whole) if i32::try_from(whole).is_ok() => value.clone(),
        Ok(whole) if i64::try_from(whole).is_ok() => format!("{value}i64"),
        Ok(whole) if u64::try_from(whole).is_ok() => format!("{value}u64"),
        Ok(_) => literal::float(value),
        Err(_) => value.clone(),
    })
}

fn checks(ty: &Type, of: &Constraints) -> Vec<Check> {
    let mut out = Vec::new();
    let mut check = |condition: String, message: String| {
        out.push(Check {
            condition,
            message: literal::string(&message),
        })
    };
    for (bound, operator, words) in [
        (&of.minimum, "<", "at least"),
        (&of.exclusive_minimum, "<=", "more than"),
        (&of.maximum, ">", "at most"),
        (&of.exclusive_maximum, ">=", "less than"),
    ] {
        if let Some(bound) = bound {
            let (left, right) = compared(ty, bound);
            check(
                format!("{left} {operator} {right}"),
                format!("expected {words} {bound}"),
            );
        }
    }
    if let Some(step) = &of.multiple_of {
        let whole = step.parse::<i64>().is_ok();
        let condition = match ty {
            Type::Integer(_) if whole => format!("value % {step} != 0"),
            Type::Integer(_) => format!(
                "!support::is_multiple(value as f64, {})",
                literal::float(step)
            ),
            _ => format!("!support::is_multiple(value, {})", literal::float(step)),
        };
        check(condition, format!("expected a multiple of {step}"));
    }
    if let Some(pattern) = &of.pattern {
        let regex = format!(
            "static PATTERN: std::sync::LazyLock<regress::Regex> = std::sync::LazyLock::new(|| regress::Regex::new({}).expect(\"read when this was generated\"));",
            literal::string(pattern)
        );
        check(
            format!("{{ {regex} PATTERN.find(&value).is_none() }}"),
            format!("expected the pattern {pattern}"),
        );
    }
    let mut sized = |least: Option<u64>, most: Option<u64>, size: &str, what: &str| {
        if least == Some(1) && size == "value.len()" {
            check(
                "value.is_empty()".to_owned(),
                format!("expected at least {}", docs::counted(1, what)),
            );
        } else if let Some(least) = least {
            check(
                format!("{size} < {least}"),
                format!("expected at least {}", docs::counted(least, what)),
            );
        }
        if let Some(most) = most {
            let condition = if most == 0 && size == "value.len()" {
                "!value.is_empty()".to_owned()
            } else {
                format!("{size} > {most}")
            };
            check(
                condition,
                format!("expected at most {}", docs::counted(most, what)),
            );
        }
    };
    sized(
        of.min_length,
        of.max_length,
        "value.chars().count()",
        "characters",
    );
    sized(of.min_items, of.max_items, "value.len()", "items");
    sized(
        of.min_properties,
        of.max_properties,
        "value.len()",
        "members",
    );
    if of.unique_items {
        check(
            "!support::all_different(&value)".to_owned(),
            "expected no item twice".to_owned(),
        );
    }
    out
}

/// Both sides of a comparison with a bound, in a type that holds both.
fn compared(ty: &Type, bound: &str) -> (String, String) {
    let Type::Integer(of) = ty else {
        return ("value".to_owned(), literal::float(bound));
    };
    let (least, most) = of.range();
    let fits = bound
        .parse::<i128>()
        .is_ok_and(|bound| (least..=most).contains(&bound));
    if fits {
        ("value".to_owned(), bound.to_owned())
    } else {
        ("(value as f64)".to_owned(), literal::float(bound))
    }
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
