//! Lists whose first items have types of their own, and whose length may vary.

use serde::Serialize;

use super::checks::{self, Check};
use super::literal;
use super::newtypes::{comment, keywords, may_lead_back};
use super::text::Text;
use super::typify_bridge::Refusals;
use crate::ir::{Positions, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    name: String,
    name_literal: String,
    items: Vec<Item>,
    checks: Vec<Check>,
    /// How many items there are: an expression over `self`.
    length: String,
    /// The type of each place, for the derived schema.
    places: Vec<String>,
    /// The schema of what follows: an expression.
    rest: String,
    /// `"minItems": 1, ...`
    keywords: String,
}

#[derive(Debug, Serialize)]
struct Item {
    ty: String,
    /// The method that reads and writes it.
    kind: &'static str,
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, of: &Positions, refusals: &mut Refusals) -> View {
    let place = |ty: &Type| text.boxed(ty, def.recursive && may_lead_back(ty));
    let items = of.items.iter().enumerate().map(|(at, ty)| match place(ty) {
        ty if at < of.required => Item { ty, kind: "item" },
        ty => Item {
            ty: format!("Option<{ty}>"),
            kind: "optional",
        },
    });
    let rest = of.rest.iter().map(|ty| Item {
        ty: format!("Vec<{}>", text.ty(ty)),
        kind: "rest",
    });
    View {
        docs: comment(def),
        name: def.names.rust.clone(),
        name_literal: literal::string(&def.names.rust),
        items: items.chain(rest).collect(),
        checks: checks::of(&Type::Positions(of.clone()), &def.constraints, refusals),
        length: length(of),
        places: of.items.iter().map(|ty| text.ty(ty)).collect(),
        rest: of.rest.as_ref().map_or_else(
            || "false".to_owned(),
            |ty| format!("generator.subschema_for::<{}>()", text.ty(ty)),
        ),
        keywords: keywords(&def.constraints).replace(" = ", ": "),
    }
}

fn length(of: &Positions) -> String {
    let optional =
        (of.required..of.items.len()).map(|at| format!("usize::from(self.{at}.is_some())"));
    let rest = of
        .rest
        .iter()
        .map(|_| format!("self.{}.len()", of.items.len()));
    let counted = (of.required > 0).then(|| of.required.to_string());
    let terms: Vec<String> = counted.into_iter().chain(optional).chain(rest).collect();
    terms.join(" + ")
}
