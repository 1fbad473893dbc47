//! Alternatives: read by their tag, or tried in turn.

use serde::Serialize;

use super::enums::alternatives;
use super::text::Text;
use super::{conditions, docs, literal};
use crate::ir::{Branch, Scalar, Tagging, Type, TypeDef, Union};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: &'static str,
    name: String,
    branches: Vec<BranchView>,
    /// The member that tells, as a literal; empty where branches are tried in turn.
    tag: String,
    /// From the JSON of the tag to what branches are matched with.
    tag_reader: &'static str,
    /// The arguments of `format_args!` for any other tag.
    expected: String,
    /// The conditions as a keyword of the derived schema.
    keyword: String,
    /// What is asked of the JSON of a value; empty where nothing is.
    conditions: String,
    /// From what a branch holds, where only one branch can hold it.
    conversions: Vec<Conversion>,
}

#[derive(Debug, Serialize)]
struct Conversion {
    name: String,
    ty: String,
    value: &'static str,
}

#[derive(Debug, Serialize)]
struct BranchView {
    docs: String,
    name: String,
    ty: String,
    tag: String,
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, of: &Union) -> View {
    let branches: Vec<&Branch> = match of.tagging {
        Tagging::Internal(_) => of.branches.iter().collect(),
        // The order of variants is the order in which they are tried.
        Tagging::Untagged => of.trial.iter().map(|at| &of.branches[*at]).collect(),
    };
    let tags: Vec<&Scalar> = branches
        .iter()
        .filter_map(|branch| branch.tag.as_ref())
        .collect();
    let member = match &of.tagging {
        Tagging::Internal(member) => Some(member),
        Tagging::Untagged => None,
    };
    View {
        docs: comment(def),
        derives: "Debug, Clone, PartialEq, Serialize, JsonSchema",
        name: def.names.rust.clone(),
        branches: branches
            .iter()
            .map(|branch| BranchView {
                docs: docs::lines("    ", &docs::paragraphs(&branch.docs)),
                name: branch.names.rust.clone(),
                ty: text.boxed(&branch.ty, branch.boxed),
                tag: branch.tag.as_ref().map(literal::scalar).unwrap_or_default(),
            })
            .collect(),
        tag: member
            .map(|member| literal::string(&member.0))
            .unwrap_or_default(),
        tag_reader: reader(&tags),
        expected: member
            .map(|member| expected(&member.0, &tags))
            .unwrap_or_default(),
        keyword: conditions::keyword(&def.constraints.checks).unwrap_or_default(),
        conditions: conditions::list(text, &def.constraints.checks, 8, 50),
        conversions: conversions(text, def, &branches),
    }
}

fn comment(def: &TypeDef) -> String {
    let mut paragraphs = docs::paragraphs(&def.docs);
    paragraphs.extend(docs::constraints(&def.constraints));
    docs::lines("", &paragraphs) + &docs::deprecated(&def.docs, "")
}

/// Of types that are Rust's own there may be several names for one: only those of the module are told apart for sure.
fn conversions(text: Text<'_>, def: &TypeDef, branches: &[&Branch]) -> Vec<Conversion> {
    let own = |branch: &Branch| match &branch.ty {
        Type::Named(id) => {
            let def = text.module.def(*id);
            (!def.is_transparent()).then(|| def.names.rust.clone())
        }
        _ => None,
    };
    // What holds nothing but itself converts already.
    let other = |branch: &&&Branch| own(branch).is_some_and(|name| name != def.names.rust);
    branches
        .iter()
        .filter(other)
        .filter_map(|branch| {
            Some(Conversion {
                name: branch.names.rust.clone(),
                ty: own(branch)?,
                value: if branch.boxed {
                    "Box::new(value)"
                } else {
                    "value"
                },
            })
        })
        .collect()
}

fn reader(tags: &[&Scalar]) -> &'static str {
    match tags.first() {
        Some(Scalar::Integer(_)) => "support::whole(&tag).ok()",
        Some(Scalar::Bool(_)) => "tag.as_bool()",
        _ => "tag.as_str()",
    }
}

fn expected(member: &str, tags: &[&Scalar]) -> String {
    let values: Vec<String> = tags.iter().map(|tag| literal::scalar(tag)).collect();
    let text = format!(
        "{member} is {{tag}}, expected {}",
        alternatives(&values).replace('{', "{{").replace('}', "}}")
    );
    let text = text.replacen(member, &member.replace('{', "{{").replace('}', "}}"), 1);
    literal::string(&text)
}
