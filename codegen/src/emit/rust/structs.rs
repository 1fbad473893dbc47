//! Structs and the accessors of their defaults.

use serde::Serialize;

use super::defaults::{self, Accessor};
use super::text::Text;
use super::{docs, literal};
use crate::ir::{Field, Rest, Struct, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: String,
    attributes: Vec<String>,
    name: String,
    fields: Vec<FieldView>,
    accessors: Vec<Accessor>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    /// Comment and attributes with their line ends.
    head: String,
    name: String,
    ty: String,
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, of: &Struct) -> View {
    let mut fields: Vec<FieldView> = of.fields.iter().map(|field| view_of(text, field)).collect();
    if let Rest::Typed(ty) = &of.rest {
        fields.push(FieldView {
            head: "    /// All other members.\n    #[serde(flatten)]\n".to_owned(),
            name: free_name(of),
            ty: text.ty(&Type::Map(Box::new(ty.clone()))),
        });
    }
    let optional = of.fields.iter().all(|field| !field.required);
    let default = if optional { ", Default" } else { "" };
    let attributes = (of.rest == Rest::Denied).then(|| "#[serde(deny_unknown_fields)]".to_owned());
    View {
        docs: docs::lines("", &docs::paragraphs(&def.docs)) + &docs::deprecated(&def.docs, ""),
        derives: format!("Debug, Clone{default}, PartialEq, Serialize, Deserialize, JsonSchema"),
        attributes: attributes.into_iter().collect(),
        name: def.names.rust.clone(),
        fields,
        accessors: defaults::accessors(text, of),
    }
}

/// `extra`, unless a member is called so.
fn free_name(of: &Struct) -> String {
    let mut name = "extra".to_owned();
    while of.fields.iter().any(|field| field.names.rust == name) {
        name.push('_');
    }
    name
}

fn view_of(text: Text<'_>, field: &Field) -> FieldView {
    let mut attributes = Vec::new();
    let own = field
        .names
        .rust
        .strip_prefix("r#")
        .unwrap_or(&field.names.rust);
    if own != field.wire.0 {
        attributes.push(format!("rename = {}", literal::string(&field.wire.0)));
    }
    let ty = text.boxed(&field.ty, field.boxed);
    let ty = if field.required {
        if matches!(field.ty, Type::Nullable(_)) {
            attributes.push("deserialize_with = \"support::nullable\"".to_owned());
        }
        ty
    } else {
        attributes.push("default".to_owned());
        attributes.push("deserialize_with = \"support::present\"".to_owned());
        attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        format!("Option<{ty}>")
    };
    let mut paragraphs = docs::paragraphs(&field.docs);
    paragraphs.extend(defaults::sentence(field));
    let mut head = docs::lines("    ", &paragraphs) + &docs::deprecated(&field.docs, "    ");
    if !attributes.is_empty() {
        head.push_str(&format!("    #[serde({})]\n", attributes.join(", ")));
    }
    FieldView {
        head,
        name: field.names.rust.clone(),
        ty,
    }
}
