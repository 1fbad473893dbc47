//! `models.rs`: one item for each type, in the order of the document.

use serde::Serialize;

use super::text::Text;
use super::typify_bridge::Refusals;
use super::{enums, newtypes, positions, structs, unions};
use crate::emit::header;
use crate::emit::template::{Error, Templates};
use crate::ir::{Module, Scalar, Shape, Type, TypeDef};

#[derive(Debug, Serialize)]
struct View {
    header: String,
    module: String,
    /// Attributes of the file.
    allows: Vec<String>,
    imports: Vec<String>,
    items: Vec<String>,
}

pub(super) fn emit(module: &Module, path: &str, templates: &Templates) -> Result<String, Error> {
    let mut refusals = Refusals::default();
    let items: Vec<String> = module
        .types
        .iter()
        .map(|def| item(module, def, &mut refusals, templates))
        .collect::<Result<_, _>>()?;
    let view = View {
        header: header::line(path, &module.source).unwrap_or_default(),
        module: module.name.clone(),
        allows: allows(module, &items),
        imports: imports(&items),
        items,
    };
    templates.render("rust/models", &view)
}

fn item(
    module: &Module,
    def: &TypeDef,
    refusals: &mut Refusals,
    templates: &Templates,
) -> Result<String, Error> {
    let text = Text::new(module);
    match &def.shape {
        Shape::Struct(of) => templates.render("rust/struct", &structs::view(text, def, of)),
        Shape::Enum(of)
            if of
                .variants
                .iter()
                .all(|variant| matches!(variant.value, Scalar::String(_))) =>
        {
            templates.render("rust/enum_text", &enums::view(def, of))
        }
        Shape::Enum(of)
            if of
                .variants
                .iter()
                .all(|variant| matches!(variant.value, Scalar::Integer(_))) =>
        {
            templates.render("rust/enum_integer", &enums::view(def, of))
        }
        Shape::Enum(of) => templates.render("rust/enum_mixed", &enums::view(def, of)),
        Shape::Union(of) => templates.render("rust/union", &unions::view(text, def, of)),
        Shape::Alias(Type::Tuple(items)) if def.is_wide() => {
            templates.render("rust/tuple", &newtypes::tuple(text, def, items))
        }
        Shape::Alias(Type::Positions(of)) => {
            templates.render("rust/positions", &positions::view(text, def, of))
        }
        Shape::Alias(ty) if !def.constraints.is_empty() => {
            templates.render("rust/newtype", &newtypes::view(text, def, ty, refusals))
        }
        Shape::Alias(ty) if def.recursive => {
            templates.render("rust/recursive", &newtypes::alias(text, def, ty))
        }
        Shape::Alias(ty) => templates.render("rust/alias", &newtypes::alias(text, def, ty)),
    }
}

fn allows(module: &Module, items: &[String]) -> Vec<String> {
    let mut out = vec![
        "// Descriptions are the document's own words; they are not written as Rust documentation.".to_owned(),
        "#![allow(rustdoc::all, clippy::doc_lazy_continuation, clippy::doc_overindented_list_items)]".to_owned(),
    ];
    let deprecated = |def: &TypeDef| match &def.shape {
        Shape::Struct(of) => {
            def.docs.deprecated || of.fields.iter().any(|field| field.docs.deprecated)
        }
        _ => def.docs.deprecated,
    };
    if module.types.iter().any(deprecated) {
        out.push("#![allow(deprecated)]".to_owned());
    }
    let union = |def: &TypeDef| matches!(def.shape, Shape::Union(_));
    if module.types.iter().any(union) {
        out.push("// An alternative is as large as the document has it.".to_owned());
        out.push("#![allow(clippy::large_enum_variant)]".to_owned());
    }
    if items.is_empty() {
        out.clear();
    } else {
        out.push(String::new());
    }
    out
}

/// Only what is used, so that nothing warns.
fn imports(items: &[String]) -> Vec<String> {
    let uses = |text: &str| items.iter().any(|item| item.contains(text));
    let mut out = Vec::new();
    if uses("BTreeMap<") {
        out.extend(["use std::collections::BTreeMap;".to_owned(), String::new()]);
    }
    if uses("JsonSchema") {
        out.push("use schemars::JsonSchema;".to_owned());
    }
    match (uses("Deserialize"), uses("Serialize")) {
        (true, true) => out.push("use serde::{Deserialize, Serialize};".to_owned()),
        (true, false) => out.push("use serde::Deserialize;".to_owned()),
        (false, true) => out.push("use serde::Serialize;".to_owned()),
        (false, false) => {}
    }
    let mut ours = Vec::new();
    if uses("conditions::") {
        ours.push("use crate::conditions;".to_owned());
    }
    if uses("support::") {
        ours.push("use crate::support;".to_owned());
    }
    if !ours.is_empty() {
        out.push(String::new());
        out.extend(ours);
    }
    out
}
