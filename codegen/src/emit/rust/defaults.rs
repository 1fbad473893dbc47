//! What an absent member means: said in its comment, read by an accessor, written by nobody.

use serde::Serialize;

use super::literal;
use super::text::Text;
use crate::ir::{Enum, Field, Scalar, Shape, StringFormat, Struct, Type};

#[derive(Debug, Serialize)]
pub(super) struct Accessor {
    docs: String,
    name: String,
    ty: String,
    body: String,
}

/// The sentence for the member's own comment.
pub(super) fn sentence(field: &Field) -> Option<String> {
    let value = field.default.as_ref().filter(|text| text.len() <= 60)?;
    Some(format!("Absent means `{value}`."))
}

pub(super) fn accessors(text: Text<'_>, of: &Struct) -> Vec<Accessor> {
    of.fields
        .iter()
        .filter_map(|field| accessor(text, field))
        .collect()
}

fn accessor(text: Text<'_>, field: &Field) -> Option<Accessor> {
    let json: serde_json::Value = serde_json::from_str(field.default.as_ref()?).ok()?;
    if field.boxed || field.required {
        return None;
    }
    let name = &field.names.rust;
    let own = name.strip_prefix("r#").unwrap_or(name);
    let (ty, body) = read(text, &field.ty, &json, &format!("self.{name}"))?;
    let docs = format!(
        "The member `{}`, or what its absence means.",
        field.wire.0.replace('`', "'")
    );
    Some(Accessor {
        docs: one_line(&docs),
        name: format!("{own}_or_default"),
        ty,
        body,
    })
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if literal::is_hidden(c) { ' ' } else { c })
        .collect()
}

/// Type and expression of the accessor. Defaults that need a value to be built are only said.
fn read(
    text: Text<'_>,
    ty: &Type,
    json: &serde_json::Value,
    member: &str,
) -> Option<(String, String)> {
    let (behind, def) = text.behind(ty);
    let copied =
        |ty: &str, value: String| Some((ty.to_owned(), format!("{member}.unwrap_or({value})")));
    match (behind, json) {
        (Type::Bool, serde_json::Value::Bool(true)) => copied("bool", "true".to_owned()),
        (Type::Bool, serde_json::Value::Bool(false)) => {
            Some(("bool".to_owned(), format!("{member}.unwrap_or_default()")))
        }
        (Type::Number, serde_json::Value::Number(number)) => {
            copied("f64", literal::float(&number.to_string()))
        }
        (Type::Integer(of), serde_json::Value::Number(number)) => {
            let ty = super::text::integer(*of);
            let (least, most) = of.range();
            let value = number.to_string();
            let fits = value
                .parse::<i128>()
                .is_ok_and(|value| (least..=most).contains(&value));
            if value == "0" {
                return Some((ty.to_owned(), format!("{member}.unwrap_or_default()")));
            }
            copied(ty, value).filter(|_| fits)
        }
        (Type::String(StringFormat::Plain), serde_json::Value::String(value))
            if value.is_empty() =>
        {
            Some((
                "&str".to_owned(),
                format!("{member}.as_deref().unwrap_or_default()"),
            ))
        }
        (Type::String(StringFormat::Plain), serde_json::Value::String(value)) => Some((
            "&str".to_owned(),
            format!("{member}.as_deref().unwrap_or({})", literal::string(value)),
        )),
        (Type::List(item), serde_json::Value::Array(items)) if items.is_empty() => Some((
            format!("&[{}]", text.ty(item)),
            format!("{member}.as_deref().unwrap_or_default()"),
        )),
        (Type::Named(_), value) => {
            let def = def?;
            let Shape::Enum(of) = &def.shape else {
                return None;
            };
            let variant = format!("{}::{}", def.names.rust, variant(of, value)?);
            let take = if of.open {
                format!("{member}.clone()")
            } else {
                member.to_owned()
            };
            Some((
                def.names.rust.clone(),
                format!("{take}.unwrap_or({variant})"),
            ))
        }
        _ => None,
    }
}

/// The variant of a JSON value.
pub(super) fn variant<'e>(of: &'e Enum, value: &serde_json::Value) -> Option<&'e str> {
    let same = |scalar: &Scalar| match (scalar, value) {
        (Scalar::String(text), serde_json::Value::String(value)) => text == value,
        (Scalar::Integer(number), serde_json::Value::Number(value)) => {
            value.as_i64() == Some(*number)
        }
        _ => false,
    };
    of.variants
        .iter()
        .find(|variant| same(&variant.value))
        .map(|variant| variant.names.rust.as_str())
}
