//! Lists whose first items have types of their own, and whose length may vary.

use serde::Serialize;

use super::conditions;
use super::newtypes::{comment, may_lead_back};
use super::text::Text;
use crate::ir::{Constraints, Positions, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    name: String,
    items: Vec<Item>,
    /// What bounds the list as a whole: ` min_items = 1`, each with a space before it.
    keywords: String,
    /// What is asked of the JSON of a value; empty where nothing is.
    conditions: String,
    /// The same as schemas.
    schemas: String,
}

#[derive(Debug, Serialize)]
struct Item {
    ty: String,
    /// `item`, `optional` or `rest`.
    kind: &'static str,
    /// The type of a value at the place.
    place: String,
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, of: &Positions) -> View {
    let places = of.items.iter().enumerate().map(|(at, ty)| {
        let boxed = text.boxed(ty, def.recursive && may_lead_back(ty));
        let (kind, held) = if at < of.required {
            ("item", boxed)
        } else {
            ("optional", format!("Option<{boxed}>"))
        };
        item(kind, held, text.ty(ty))
    });
    let rest = of.rest.iter().map(|ty| {
        let list = Type::List(ty.clone());
        item("rest", text.ty(&list), text.ty(ty))
    });
    View {
        docs: comment(def),
        name: def.names.rust.clone(),
        items: places.chain(rest).collect(),
        keywords: keywords(&def.constraints),
        conditions: conditions::list(text, &def.constraints.checks, 0, 40),
        schemas: conditions::schemas(&def.constraints.checks),
    }
}

fn item(kind: &'static str, ty: String, place: String) -> Item {
    Item { ty, kind, place }
}

fn keywords(of: &Constraints) -> String {
    let least = of.min_items.map(|least| format!(" min_items = {least}"));
    let most = of.max_items.map(|most| format!(" max_items = {most}"));
    let unique = of.unique_items.then(|| " unique_items = true".to_owned());
    least.into_iter().chain(most).chain(unique).collect()
}
