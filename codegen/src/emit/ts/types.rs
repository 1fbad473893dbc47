//! The view of `types.ts`.

use serde::Serialize;

use crate::ir::{Enum, Field, Integer, Module, Shape, Struct, Type, TypeDef, Variant};

use super::comment::{self, Comment};
use super::text::{Text, broken, untold, variants};
use super::{Names, header_of, literal, messages};

#[derive(Debug, Serialize)]
pub(super) struct View {
    pub(super) header: String,
    /// What holds for the whole file; each with its line end.
    pub(super) remark: String,
    pub(super) declarations: Vec<Declaration>,
}

/// An interface or a type alias.
#[derive(Debug, Serialize)]
pub(super) struct Declaration {
    /// The comment with its line end, or nothing.
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) is_interface: bool,
    /// Of an interface.
    pub(super) members: Vec<Member>,
    /// Of an alias: from the equals sign on, without the semicolon.
    pub(super) value: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Member {
    pub(super) docs: String,
    /// Without indent and semicolon.
    pub(super) text: String,
}

pub(super) fn view(module: &Module, names: &Names) -> View {
    let text = Text::of(module);
    let shown = module.types.iter().filter(|def| !def.inline);
    let mut declarations: Vec<Declaration> = shown.map(|def| declaration(text, def)).collect();
    declarations.extend(messages::declarations(module, names));
    View {
        header: header_of("types.ts", &module.source),
        remark: remark(module),
        declarations,
    }
}

/// What JavaScript makes of 64-bit integers is said once, not at each of them.
fn remark(module: &Module) -> String {
    let long = module.types.iter().any(|def| match &def.shape {
        Shape::Struct(of) => of.fields.iter().any(|field| is_long(&field.ty)),
        Shape::Alias(ty) => is_long(ty),
        Shape::Union(of) => of.branches.iter().any(|branch| is_long(&branch.ty)),
        Shape::Enum(_) => false,
    });
    let text = "// Integers are numbers here, as JSON.parse gives them: exact from -(2^53 - 1) to 2^53 - 1.\n";
    if long { text.to_owned() } else { String::new() }
}

fn is_long(ty: &Type) -> bool {
    match ty {
        Type::Integer(Integer::I64 | Integer::U64) => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_long(inner),
        Type::Tuple(items) => items.iter().any(is_long),
        Type::Positions(of) => of.types().any(is_long),
        _ => false,
    }
}

fn declaration(text: Text<'_>, def: &TypeDef) -> Declaration {
    let name = def.names.ts.clone();
    let alias = |mut parts: Vec<String>| {
        if def.nullable && !text.takes_null(&def.shape) {
            parts.push("null".to_owned());
        }
        Some(broken("=", &parts, ""))
    };
    let (members, value) = match &def.shape {
        Shape::Struct(of) if def.nullable => (Vec::new(), Some(object_or_null(text, of))),
        Shape::Struct(of) => (members(text, of), None),
        Shape::Enum(of) => (Vec::new(), alias(variants(of))),
        Shape::Union(of) => (Vec::new(), alias(text.union(of))),
        Shape::Alias(_) if def.is_never() => (Vec::new(), alias(vec!["never".to_owned()])),
        Shape::Alias(ty) => (Vec::new(), alias(text.parts(ty))),
    };
    Declaration {
        docs: docs(text, def).render(""),
        name,
        is_interface: value.is_none(),
        members,
        value: value.unwrap_or_default(),
    }
}

/// No interface lets null through.
fn object_or_null(text: Text<'_>, of: &Struct) -> String {
    let line = |member: Member| format!("{}  {};\n", member.docs, member.text);
    let members: String = members(text, of).into_iter().map(line).collect();
    format!("= {{\n{members}}} | null")
}

fn docs(text: Text<'_>, def: &TypeDef) -> Comment {
    let mut docs = Comment::of(&def.docs, &def.names.ts);
    if let Shape::Alias(ty) = &def.shape {
        docs.note(format(text, ty));
    }
    if let Shape::Enum(of) = &def.shape {
        docs.note(meanings(of));
    }
    let unsigned = matches!(&def.shape, Shape::Alias(ty) if text.is_unsigned(ty));
    docs.note(comment::constraints(&untold(def), unsigned));
    docs.default_value(def.default.as_deref());
    docs
}

/// A line for each value that the document says something of.
fn meanings(of: &Enum) -> String {
    let line = |variant: &Variant| {
        let docs = &variant.docs;
        let one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = [&docs.title, &docs.description].into_iter().flatten();
        let words: Vec<String> = said.map(one_line).collect();
        let words = Some(words.join(". ")).filter(|words| !words.is_empty())?;
        Some(format!("- `{}`: {words}", literal::scalar(&variant.value)))
    };
    let lines: Vec<String> = of.variants.iter().filter_map(line).collect();
    lines.join("\n")
}

fn members(text: Text<'_>, of: &Struct) -> Vec<Member> {
    let members = text.members(of).into_iter();
    let docs = |at: Option<usize>| {
        at.map_or_else(String::new, |at| {
            field_docs(text, &of.fields[at]).render("  ")
        })
    };
    members
        .map(|(at, text)| Member {
            docs: docs(at),
            text,
        })
        .collect()
}

fn field_docs(text: Text<'_>, field: &Field) -> Comment {
    let mut docs = Comment::of(&field.docs, &field.wire.0);
    let inline = text.inline(&field.ty);
    if let Some(def) = inline.filter(|_| docs.is_silent()) {
        docs = Comment::of(&def.docs, &field.wire.0);
    }
    if field.write_only {
        docs.note("Only ever sent, never received.".to_owned());
    }
    docs.note(facts(text, &field.ty));
    let default = field
        .default
        .as_deref()
        .or_else(|| inline.and_then(|def| def.default.as_deref()));
    docs.default_value(default);
    docs
}

/// Format and constraints of what is written in place.
fn facts(text: Text<'_>, ty: &Type) -> String {
    let limits = text.constraints(ty).unwrap_or_default();
    let facts = [
        format(text, ty),
        comment::constraints(&limits, text.is_unsigned(ty)),
    ];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    facts.join(" ")
}

fn format(text: Text<'_>, ty: &Type) -> String {
    text.format(ty)
        .map_or_else(String::new, |name| format!("Format: {name}."))
}
