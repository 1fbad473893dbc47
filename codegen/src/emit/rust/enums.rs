//! Lists of values.

use serde::Serialize;

use super::{defaults, docs, literal};
use crate::ir::{Docs, Enum, Scalar, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: String,
    name: String,
    variants: Vec<VariantView>,
    open: bool,
    /// Inside `schemars(...)`.
    schema: String,
    /// A string literal: what is said about any other value.
    expected: String,
}

#[derive(Debug, Serialize)]
struct VariantView {
    docs: String,
    name: String,
    literal: String,
    /// For a comment.
    shown: String,
    is_default: bool,
}

pub(super) fn view(def: &TypeDef, of: &Enum) -> View {
    let default = def
        .default
        .as_ref()
        .and_then(|text| serde_json::from_str(text).ok());
    let default = default.and_then(|value: serde_json::Value| defaults::variant(of, &value));
    let only = if of.variants.len() == 1 && !of.open {
        of.variants
            .first()
            .map(|variant| variant.names.rust.as_str())
    } else {
        None
    };
    let default = default.or(only);
    let copy = if of.open { "" } else { ", Copy" };
    let default_derive = if default.is_some() { ", Default" } else { "" };
    let strings = of
        .variants
        .iter()
        .all(|variant| matches!(variant.value, Scalar::String(_)));
    let mixed = !strings
        && !of
            .variants
            .iter()
            .all(|variant| matches!(variant.value, Scalar::Integer(_)));
    let compared = if mixed && of.open {
        "PartialEq"
    } else {
        "PartialEq, Eq, Hash"
    };
    let serde = if strings || !mixed {
        "Serialize, JsonSchema"
    } else {
        "Serialize, Deserialize, JsonSchema"
    };
    let values: Vec<String> = of
        .variants
        .iter()
        .map(|variant| literal::scalar(&variant.value))
        .collect();
    let listed = values.join(", ");
    View {
        docs: docs::lines("", &docs::paragraphs(&def.docs)) + &docs::deprecated(&def.docs, ""),
        derives: format!("Debug, Clone{copy}{default_derive}, {compared}, {serde}"),
        name: def.names.rust.clone(),
        variants: of
            .variants
            .iter()
            .map(|variant| VariantView {
                docs: said(&variant.docs),
                name: variant.names.rust.clone(),
                literal: literal::scalar(&variant.value),
                shown: literal::scalar(&variant.value).replace('`', "'"),
                is_default: default == Some(variant.names.rust.as_str()),
            })
            .collect(),
        open: of.open,
        schema: schema(of, mixed, &listed),
        expected: literal::string(&format!("expected {}", alternatives(&values))),
    }
}

/// A variant is called by its title.
fn said(of: &Docs) -> String {
    let untitled = Docs {
        title: None,
        ..of.clone()
    };
    docs::lines("    ", &docs::paragraphs(&untitled))
}

fn schema(of: &Enum, mixed: bool, listed: &str) -> String {
    match (of.open, mixed) {
        (true, _) => "extend(\"examples\" = [LISTED])".replace("LISTED", listed),
        (false, true) => format!("extend(\"enum\" = [{listed}])"),
        (false, false) => format!("extend(\"enum\" = [{listed}])"),
    }
}

/// `"a"`, `"a" or "b"`, `"a", "b" or "c"`.
pub(super) fn alternatives(values: &[String]) -> String {
    match values {
        [] => String::new(),
        [only] => only.clone(),
        [many @ .., last] => format!("{} or {last}", many.join(", ")),
    }
}
