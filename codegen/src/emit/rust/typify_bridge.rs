//! The only file that knows typify: it writes the strings that are checked when they are made.
//!
//! Every other type is written by templates; `docs/decisions/rust-models.md` says why.

use std::collections::{BTreeMap, HashMap};

use quote::ToTokens;
use serde_json::json;
use typify::{TypeSpace, TypeSpaceSettings};

use super::{docs, newtypes};
use crate::ir::{Constraints, TypeDef};

/// The errors of typify's constructors, and what they are here.
const THEIR_ERROR: &str = "self::error::ConversionError";
const OUR_ERROR: &str = "support::Invalid";

/// Items by the name of their type. What typify does not write is missing: the template for checked values writes it
/// then.
pub(super) fn newtypes<'m>(defs: impl Iterator<Item = &'m TypeDef>) -> BTreeMap<String, String> {
    // Documents repeat themselves: each set of keywords is written once, under a name that stands for all of its types.
    let mut written: HashMap<&Constraints, Option<String>> = HashMap::new();
    let mut out = BTreeMap::new();
    for def in defs {
        let of = &def.constraints;
        if let Some(code) = written.entry(of).or_insert_with(|| code(of)) {
            let code = code.replace(STAND_IN, &def.names.rust);
            out.insert(def.names.rust.clone(), comment(def) + &code);
        }
    }
    out
}

/// The name that types have until they get their own.
const STAND_IN: &str = "CheckedText";

/// The items of a type with these keywords.
fn code(of: &Constraints) -> Option<String> {
    let root = json!({ "definitions": { STAND_IN: schema(of) } });
    let root = serde_json::from_value(root).ok()?;
    let mut space =
        TypeSpace::new(TypeSpaceSettings::default().with_derive("JsonSchema".to_owned()));
    space.add_root_schema(root).ok()?;
    let file: syn::File = syn::parse2(space.to_stream()).ok()?;
    let ours = |item: &syn::Item| owner(item).is_some_and(|name| name == STAND_IN);
    text(of, file.items.into_iter().filter(ours).collect())
}

fn comment(def: &TypeDef) -> String {
    let mut paragraphs = docs::paragraphs(&def.docs);
    paragraphs.extend(docs::constraints(&def.constraints));
    docs::lines("", &paragraphs) + &docs::deprecated(&def.docs, "")
}

fn schema(of: &Constraints) -> serde_json::Value {
    let mut schema = json!({ "type": "string" });
    let members = [
        ("pattern", of.pattern.clone().map(serde_json::Value::from)),
        ("minLength", of.min_length.map(serde_json::Value::from)),
        ("maxLength", of.max_length.map(serde_json::Value::from)),
    ];
    for (keyword, value) in members {
        if let Some(value) = value {
            schema[keyword] = value;
        }
    }
    schema
}

/// The type that an item is, or is about.
fn owner(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Impl(item) => {
            let about = item.self_ty.to_token_stream().to_string();
            // `impl From<Name> for String` is about the name.
            let from = item
                .trait_
                .as_ref()
                .and_then(|(path, _)| path.segments.last())
                .map(|last| last.to_token_stream().to_string());
            match from.filter(|_| about.contains("String")) {
                Some(from) => Some(from.split(['<', '>']).nth(1)?.trim().to_owned()),
                None => Some(about),
            }
        }
        _ => None,
    }
}

/// The items as text, with our derives and the schema's keywords.
fn text(of: &Constraints, mut items: Vec<syn::Item>) -> Option<String> {
    let mut structs = items.iter_mut().filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item),
        _ => None,
    });
    let own = structs.next()?;
    let keywords = newtypes::schema(of);
    let schema: proc_macro2::TokenStream = keywords.trim_start_matches(", ").parse().ok()?;
    own.attrs = vec![
        syn::parse_quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]),
        syn::parse_quote!(#[schemars(#schema)]),
    ];
    let texts: Vec<String> = items
        .into_iter()
        .map(|item| {
            prettyplease::unparse(&syn::File {
                shebang: None,
                frontmatter: None,
                attrs: Vec::new(),
                items: vec![item],
            })
        })
        .collect();
    let code = texts
        .join("\n")
        .replace(THEIR_ERROR, OUR_ERROR)
        .replace("::std::string::String", "String");
    // The pattern was read when this was generated.
    let code = code.replace(".unwrap()", ".expect(\"a pattern\")");
    // A pattern that holds the name itself would be renamed along with it.
    let said = of.pattern.as_deref().unwrap_or_default();
    (!code.contains("self::error") && !said.contains(STAND_IN)).then_some(code)
}
