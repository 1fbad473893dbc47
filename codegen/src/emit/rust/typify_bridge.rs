//! The only file that knows typify: from keywords to the conditions under which a string is refused.
//!
//! typify writes a whole type; its constructor holds the conditions, and everything around them is laid out by the
//! template that all checked types share. `docs/decisions/rust-models.md` says why.

use std::collections::HashMap;

use quote::ToTokens;
use serde_json::json;
use typify::{TypeSpace, TypeSpaceSettings};

use crate::ir::Constraints;

/// The conditions by keywords: documents repeat themselves, and each set is asked for once.
#[derive(Debug, Default)]
pub(super) struct Refusals(HashMap<Constraints, Option<Vec<Refusal>>>);

/// One condition over `value`, a `String`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) of: Keyword,
    pub(super) condition: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keyword {
    /// The condition names the compiled pattern `PATTERN`.
    Pattern,
    MinLength,
    MaxLength,
}

impl Refusals {
    /// Nothing where typify does not know what to do with the keywords.
    pub(super) fn of(&mut self, keywords: &Constraints) -> Option<&[Refusal]> {
        let known = self.0.entry(keywords.clone());
        known.or_insert_with(|| refusals(keywords)).as_deref()
    }
}

/// The name of the type that typify writes.
const NAME: &str = "CheckedText";

fn refusals(of: &Constraints) -> Option<Vec<Refusal>> {
    let root = json!({ "definitions": { NAME: schema(of) } });
    let root = serde_json::from_value(root).ok()?;
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space.add_root_schema(root).ok()?;
    let file: syn::File = syn::parse2(space.to_stream()).ok()?;
    let constructor = file.items.iter().find_map(constructor)?;
    let mut found: Vec<Refusal> = constructor.block.stmts.iter().filter_map(refusal).collect();
    found.sort_by_key(|refusal| refusal.of);
    let asked = [
        of.pattern.is_some(),
        of.min_length.is_some(),
        of.max_length.is_some(),
    ];
    (found.len() == asked.into_iter().filter(|asked| *asked).count()).then_some(found)
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

/// `from_str` of the type.
fn constructor(item: &syn::Item) -> Option<&syn::ImplItemFn> {
    let syn::Item::Impl(item) = item else {
        return None;
    };
    let about = item.self_ty.to_token_stream().to_string();
    let functions = item.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    functions
        .filter(|_| about == NAME)
        .find(|function| function.sig.ident == "from_str")
}

/// `if condition { return Err(..) }`.
fn refusal(statement: &syn::Stmt) -> Option<Refusal> {
    let syn::Stmt::Expr(syn::Expr::If(choice), _) = statement else {
        return None;
    };
    let condition = text(&choice.cond)?;
    let of = match &*choice.cond {
        _ if condition.starts_with("PATTERN") => Keyword::Pattern,
        syn::Expr::Binary(compared) if matches!(compared.op, syn::BinOp::Lt(_)) => {
            Keyword::MinLength
        }
        syn::Expr::Binary(compared) if matches!(compared.op, syn::BinOp::Gt(_)) => {
            Keyword::MaxLength
        }
        _ => return None,
    };
    Some(Refusal { of, condition })
}

/// A condition as people write it. Its `value` is a reference there, and owned here.
fn text(condition: &syn::Expr) -> Option<String> {
    let shown = prettyplease::unparse(&syn::parse_quote!(const _: bool = #condition;));
    let shown = shown.trim().strip_prefix("const _: bool = ")?;
    let shown = shown.strip_suffix(';')?.replace("(value)", "(&value)");
    Some(match shown.strip_suffix("usize").unwrap_or(&shown) {
        "value.chars().count() < 1" => "value.is_empty()".to_owned(),
        shown => shown.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Keyword, Refusals};
    use crate::ir::Constraints;

    #[test]
    fn takes_the_conditions_out_of_what_typify_writes() {
        let keywords = Constraints {
            pattern: Some("^[A-Z]+$".to_owned()),
            min_length: Some(2),
            max_length: Some(5),
            ..Constraints::default()
        };
        let mut refusals = Refusals::default();
        let found: Vec<_> = refusals
            .of(&keywords)
            .unwrap_or_default()
            .iter()
            .map(|refusal| (refusal.of, refusal.condition.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Keyword::Pattern, "PATTERN.find(&value).is_none()"),
                (Keyword::MinLength, "value.chars().count() < 2"),
                (Keyword::MaxLength, "value.chars().count() > 5"),
            ]
        );
    }
}
