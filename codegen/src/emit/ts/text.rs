//! IR types as TypeScript type expressions.

use crate::ir::{
    Constraints, Enum, Field, Module, Positions, Rest, Scalar, Shape, StringFormat, Struct,
    Tagging, Type, TypeDef, Union,
};

use super::literal;

/// Longer lines are broken at the bars of their union.
const WIDTH: usize = 100;

/// Writes the types of one module; `readonly` also makes the lists in them readonly.
#[derive(Clone, Copy)]
pub(super) struct Text<'m> {
    pub(super) module: &'m Module,
    pub(super) readonly: bool,
}

impl<'m> Text<'m> {
    pub(super) fn of(module: &'m Module) -> Self {
        Self {
            module,
            readonly: false,
        }
    }

    pub(super) fn expression(self, ty: &Type) -> String {
        self.parts(ty).join(" | ")
    }

    /// The alternatives of the type; more than one is a union.
    pub(super) fn parts(self, ty: &Type) -> Vec<String> {
        match ty {
            Type::Named(id) => {
                let def = self.module.def(*id);
                if def.inline && def.is_never() {
                    one("never")
                } else if def.inline {
                    self.shape(&def.shape)
                } else {
                    vec![def.names.ts.clone()]
                }
            }
            Type::Bool => one("boolean"),
            Type::Integer(_) | Type::Number => one("number"),
            Type::String(_) => one("string"),
            Type::Any => one("unknown"),
            Type::Const(value) => vec![literal::scalar(value)],
            Type::List(item) => vec![self.list(item)],
            Type::Map(value) => vec![format!("{{ {} }}", self.index(&self.expression(value)))],
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.expression(item)).collect();
                vec![format!("{}[{}]", self.modifier(), items.join(", "))]
            }
            Type::Positions(of) => vec![self.positions(of)],
            Type::Nullable(inner) => {
                let mut parts = self.parts(inner);
                if !self.is_null(inner) {
                    parts.push("null".to_owned());
                }
                fitting(parts)
            }
        }
    }

    /// Whether the type as it is written takes null.
    pub(super) fn is_null(self, ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Const(Scalar::Null) | Type::Nullable(_) => true,
            Type::Named(id) => {
                let def = self.module.def(*id);
                def.nullable || self.takes_null(&def.shape)
            }
            _ => false,
        }
    }

    /// The same of a shape, whatever its definition says beside it.
    pub(super) fn takes_null(self, shape: &Shape) -> bool {
        match shape {
            Shape::Alias(ty) => self.is_null(ty),
            Shape::Union(of) => of.branches.iter().any(|branch| self.is_null(&branch.ty)),
            Shape::Enum(of) => of
                .variants
                .iter()
                .any(|variant| variant.value == Scalar::Null),
            Shape::Struct(_) => false,
        }
    }

    fn positions(self, of: &Positions) -> String {
        let item = |(at, ty): (usize, &Type)| {
            let parts = self.parts(ty);
            match (at < of.required, parts.as_slice()) {
                (true, _) => parts.join(" | "),
                (false, [only]) if !only.contains(" & ") => format!("{only}?"),
                (false, _) => format!("({})?", parts.join(" | ")),
            }
        };
        let mut items: Vec<String> = of.items.iter().enumerate().map(item).collect();
        let list = |rest: &Type| {
            Self {
                readonly: false,
                ..self
            }
            .list(rest)
        };
        items.extend(of.rest.as_deref().map(|rest| format!("...{}", list(rest))));
        format!("{}[{}]", self.modifier(), items.join(", "))
    }

    /// The alternatives of a shape that is written in place; a struct is never one.
    fn shape(self, shape: &Shape) -> Vec<String> {
        match shape {
            Shape::Alias(ty) => self.parts(ty),
            Shape::Enum(of) => variants(of),
            Shape::Union(of) => self.union(of),
            Shape::Struct(of) => vec![self.object(of)],
        }
    }

    fn list(self, item: &Type) -> String {
        let parts = self.parts(item);
        let text = parts.join(" | ");
        let closed = parts.len() == 1 && !text.starts_with("readonly ") && !text.contains(" & ");
        let item = if closed { text } else { format!("({text})") };
        format!("{}{item}[]", self.modifier())
    }

    fn index(self, value: &str) -> String {
        format!("{}[key: string]: {value}", self.modifier())
    }

    fn modifier(self) -> &'static str {
        if self.readonly { "readonly " } else { "" }
    }

    /// The alternatives of a union. Where a branch does not itself fix the tag, it is fixed here.
    pub(super) fn union(self, of: &Union) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for branch in of.branches.iter().filter(|one| !self.is_never(&one.ty)) {
            let tag = branch.tag.as_ref();
            let texts = match (&of.tagging, tag) {
                (Tagging::Internal(member), Some(tag))
                    if !self.fixes(&branch.ty, &member.0, tag) =>
                {
                    let narrowed = format!(
                        "{{ {}: {} }}",
                        literal::member(&member.0),
                        literal::scalar(tag)
                    );
                    vec![format!("({} & {narrowed})", self.expression(&branch.ty))]
                }
                _ => self.parts(&branch.ty),
            };
            for text in texts {
                if !parts.contains(&text) {
                    parts.push(text);
                }
            }
        }
        match parts.is_empty() {
            true => one("never"),
            false => fitting(parts),
        }
    }

    /// Whether no value is of the type.
    fn is_never(self, ty: &Type) -> bool {
        self.named(ty).is_some_and(TypeDef::is_never)
    }

    /// Whether the type is a struct whose own member says this tag.
    fn fixes(self, ty: &Type, member: &str, tag: &Scalar) -> bool {
        let Some(Shape::Struct(of)) = self.named(ty).map(|def| &def.shape) else {
            return false;
        };
        let Some(field) = of.fields.iter().find(|field| field.wire.0 == member) else {
            return false;
        };
        field.required && self.parts(&field.ty) == [literal::scalar(tag)]
    }

    pub(super) fn named(self, ty: &Type) -> Option<&'m TypeDef> {
        match ty {
            Type::Named(id) => Some(self.module.def(*id)),
            _ => None,
        }
    }

    /// A struct in place, on one line.
    fn object(self, of: &Struct) -> String {
        let members: Vec<String> = self.members(of).into_iter().map(|(_, text)| text).collect();
        if members.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{ {} }}", members.join("; "))
        }
    }

    /// The members of a struct: its field where it is one, and the text without the closing semicolon.
    pub(super) fn members(self, of: &Struct) -> Vec<(Option<usize>, String)> {
        let mut members = Vec::new();
        for (at, field) in of.fields.iter().enumerate() {
            let readonly = field.read_only || self.readonly;
            let parts = Self { readonly, ..self }.parts(&field.ty);
            let mark = if field.required { "" } else { "?" };
            let head = format!(
                "{}{}{mark}:",
                if readonly { "readonly " } else { "" },
                literal::member(&field.wire.0)
            );
            members.push((Some(at), broken(&head, &parts, "  ")));
        }
        members.extend(self.rest(of).map(|rest| (None, rest)));
        members
    }

    /// The index signature of a struct that has one.
    fn rest(self, of: &Struct) -> Option<String> {
        match &of.rest {
            // An interface without members would take any value at all.
            Rest::Denied if of.fields.is_empty() => Some(self.index("never")),
            Rest::Ignored if of.fields.is_empty() => Some(self.index("unknown")),
            Rest::Denied | Rest::Ignored => None,
            Rest::Typed(ty) => Some(self.index(&self.widened(of, ty))),
        }
    }

    /// TypeScript asks that an index signature takes the named members too.
    fn widened(self, of: &Struct, ty: &Type) -> String {
        let mut parts = self.parts(ty);
        let there = |field: &&Field| !self.is_never(&field.ty);
        for field in of.fields.iter().filter(there) {
            let readonly = field.read_only || self.readonly;
            for part in (Self { readonly, ..self }).parts(&field.ty) {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
        if of.fields.iter().any(|field| !field.required) {
            parts.push("undefined".to_owned());
        }
        let parts = fitting(parts);
        if parts.iter().any(|part| part == "unknown") {
            "unknown".to_owned()
        } else {
            parts.join(" | ")
        }
    }

    /// The constraints that hold for a value of this type where it is written in place.
    pub(super) fn constraints(self, ty: &Type) -> Option<Constraints> {
        match ty {
            Type::Nullable(inner) => self.constraints(inner),
            _ => self.inline(ty).map(untold),
        }
    }

    /// Whether the type is an integer from 0 up, written in place.
    pub(super) fn is_unsigned(self, ty: &Type) -> bool {
        match ty {
            Type::Integer(of) => of.range().0 == 0,
            Type::Nullable(inner) => self.is_unsigned(inner),
            _ => match self.inline(ty).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) => self.is_unsigned(inner),
                _ => false,
            },
        }
    }

    /// The type that stands behind a name which is not written.
    pub(super) fn inline(self, ty: &Type) -> Option<&'m TypeDef> {
        self.named(ty).filter(|def| def.inline)
    }

    /// The name of the format that the strings in a type have.
    pub(super) fn format(self, ty: &Type) -> Option<&'static str> {
        match ty {
            Type::String(format) => format_name(*format),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.format(inner),
            Type::Named(_) => match self.inline(ty).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) => self.format(inner),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The constraints of a definition that its type does not say.
pub(super) fn untold(def: &TypeDef) -> Constraints {
    let mut out = def.constraints.clone();
    if let Shape::Alias(Type::Positions(of)) = &def.shape {
        let places = of.items.len() as u64;
        out.min_items = out.min_items.filter(|least| *least > places);
        out.max_items = out
            .max_items
            .filter(|most| of.rest.is_some() || *most < places);
    }
    out
}

pub(super) fn variants(of: &Enum) -> Vec<String> {
    let mut parts: Vec<String> = of
        .variants
        .iter()
        .map(|variant| literal::scalar(&variant.value))
        .collect();
    if of.open {
        let strings = of
            .variants
            .iter()
            .all(|variant| matches!(variant.value, Scalar::String(_)));
        // The empty object type keeps the known values in an editor's completions.
        parts.push(
            if strings {
                "(string & {})"
            } else {
                "(number & {})"
            }
            .to_owned(),
        );
    }
    parts
}

/// `head part | part`, or a line for each part where that is too long.
pub(super) fn broken(head: &str, parts: &[String], indent: &str) -> String {
    let line = format!("{head} {}", parts.join(" | "));
    if parts.len() == 1 || indent.len() + line.chars().count() < WIDTH {
        return line;
    }
    let mut text = head.to_owned();
    for part in parts {
        text.push_str(&format!("\n{indent}  | {part}"));
    }
    text
}

fn format_name(format: StringFormat) -> Option<&'static str> {
    Some(match format {
        StringFormat::Plain => return None,
        StringFormat::DateTime => "date-time, as in RFC 3339",
        StringFormat::Date => "date, `2026-01-31`",
        StringFormat::Time => "time, as in RFC 3339",
        StringFormat::Uuid => "uuid",
        StringFormat::Byte => "base64",
    })
}

/// `never` adds nothing to a union.
fn fitting(mut parts: Vec<String>) -> Vec<String> {
    if parts.len() > 1 {
        parts.retain(|part| part != "never");
    }
    parts
}

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}
