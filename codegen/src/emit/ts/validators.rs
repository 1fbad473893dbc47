//! The view of `validators.ts`: one validator for each type, made of the parts in `validation.ts`.

use std::collections::HashSet;

use serde::Serialize;

use crate::ir::{
    Constraints, Enum, Field, Integer, Module, Positions, Rest, Scalar, Shape, StringFormat,
    Struct, Tagging, Type, TypeDef, TypeId, Union,
};

use super::literal;
use super::text::{Text, untold};
use super::{conditions, header_of};
use crate::emit::layout::Code;

#[derive(Debug, Serialize)]
pub(super) struct View {
    header: String,
    conditions: bool,
    validators: Vec<Validator>,
}

#[derive(Debug, Serialize)]
struct Validator {
    /// The name of the type; the validator is `is` and this.
    name: String,
    /// An expression of the parts, which stand under `v`.
    check: String,
}

pub(super) fn view(module: &Module) -> View {
    let parts = Parts { module };
    let shown = module.types.iter().filter(|def| !def.inline);
    let validator = |def: &TypeDef| {
        let name = def.names.ts.clone();
        let room = format!(
            "export const is{name}: v.Validator<t.{name}> = /* @__PURE__ */ v.validator(() => );"
        )
        .len();
        Validator {
            check: parts.def(def).layout(0, room, 2),
            name,
        }
    };
    View {
        header: header_of("validators.ts", &module.source),
        conditions: module.has_conditions(),
        validators: shown.map(validator).collect(),
    }
}

#[derive(Clone, Copy)]
struct Parts<'m> {
    module: &'m Module,
}

impl<'m> Parts<'m> {
    fn def(self, def: &TypeDef) -> Code {
        let check = match &def.shape {
            Shape::Struct(of) => self.object(of),
            Shape::Enum(of) => values(of),
            Shape::Union(of) => self.union(of),
            Shape::Alias(ty) => self.check(ty),
        };
        let check = limited(check, &untold(def));
        let check = conditions::met(check, &def.constraints.checks, &|ty| self.check(ty));
        if def.nullable && !self.text().takes_null(&def.shape) {
            Code::call("v.nullable", vec![check])
        } else {
            check
        }
    }

    fn text(self) -> Text<'m> {
        Text::of(self.module)
    }

    fn check(self, ty: &Type) -> Code {
        match ty {
            Type::Named(id) => {
                let def = self.module.def(*id);
                if def.inline {
                    self.def(def)
                } else {
                    Code::atom(format!("v.ref(() => is{})", def.names.ts))
                }
            }
            Type::Bool => Code::atom("v.boolean"),
            Type::Integer(of) => Code::atom(integer(*of)),
            Type::Number => Code::atom("v.number"),
            Type::String(of) => Code::atom(string(*of)),
            Type::Any => Code::atom("v.any"),
            Type::Const(value) => Code::call(
                "v.values",
                vec![Code::list(vec![Code::atom(literal::scalar(value))])],
            ),
            Type::List(item) => Code::call("v.list", vec![self.check(item)]),
            Type::Map(value) => Code::call("v.map", vec![self.check(value)]),
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.check(item)).collect();
                Code::call("v.tuple", vec![Code::list(items)])
            }
            Type::Positions(of) => self.positions(of),
            Type::Nullable(inner) if self.text().is_null(inner) => self.check(inner),
            Type::Nullable(inner) => Code::call("v.nullable", vec![self.check(inner)]),
        }
    }

    fn positions(self, of: &Positions) -> Code {
        let items = of.items.iter().map(|item| self.check(item)).collect();
        let mut arguments = vec![Code::list(items), Code::atom(of.required.to_string())];
        arguments.extend(of.rest.as_deref().map(|rest| self.check(rest)));
        Code::call("v.tuple", arguments)
    }

    fn object(self, of: &Struct) -> Code {
        let members = of.fields.iter().map(|field| self.member(field)).collect();
        let mut arguments = vec![Code::object(members)];
        match &of.rest {
            Rest::Ignored | Rest::Typed(Type::Any) => {}
            Rest::Denied => arguments.push(Code::atom("v.none")),
            Rest::Typed(ty) => arguments.push(self.check(ty)),
        }
        Code::call("v.object", arguments)
    }

    fn member(self, field: &Field) -> Code {
        let check = self.check(&field.ty);
        let check = if field.required {
            check
        } else {
            Code::call("v.optional", vec![check])
        };
        check.after(format!("{}: ", literal::key(&field.wire.0)))
    }

    fn union(self, of: &Union) -> Code {
        let Tagging::Internal(member) = &of.tagging else {
            let branches = of
                .branches
                .iter()
                .map(|branch| self.check(&branch.ty))
                .collect();
            let exclusive = of.exclusive && self.overlap(of);
            let name = if exclusive { "v.oneOf" } else { "v.union" };
            return Code::call(name, vec![Code::list(branches)]);
        };
        let branch = |branch: &crate::ir::Branch| {
            let tag = branch
                .tag
                .as_ref()
                .map_or_else(|| "null".to_owned(), literal::scalar);
            Code::list(vec![Code::atom(tag), self.check(&branch.ty)])
        };
        let branches = of.branches.iter().map(branch).collect();
        Code::call(
            "v.tagged",
            vec![Code::atom(literal::string(&member.0)), Code::list(branches)],
        )
    }
}

impl Parts<'_> {
    /// Whether a value may fit two branches; what an open enum grows by is none of the document's alternatives.
    fn overlap(self, of: &Union) -> bool {
        let kinds: Option<Vec<u8>> = of
            .branches
            .iter()
            .map(|branch| self.kinds(&branch.ty, &mut HashSet::new()))
            .collect();
        kinds.is_some_and(|kinds| {
            let mut seen = 0;
            kinds.into_iter().any(|kinds| {
                let twice = seen & kinds != 0;
                seen |= kinds;
                twice
            })
        })
    }

    /// The kinds of value that a type lets through, a bit each; `None` where an enum is open.
    fn kinds(self, ty: &Type, seen: &mut HashSet<TypeId>) -> Option<u8> {
        const NULL: u8 = 1;
        const BOOLEAN: u8 = 2;
        const NUMBER: u8 = 4;
        const STRING: u8 = 8;
        const LIST: u8 = 16;
        const OBJECT: u8 = 32;
        let of_scalar = |value: &Scalar| match value {
            Scalar::Null => NULL,
            Scalar::Bool(_) => BOOLEAN,
            Scalar::Integer(_) | Scalar::Number(_) => NUMBER,
            Scalar::String(_) => STRING,
        };
        Some(match ty {
            Type::Bool => BOOLEAN,
            Type::Integer(_) | Type::Number => NUMBER,
            Type::String(_) => STRING,
            Type::Any => u8::MAX,
            Type::Const(value) => of_scalar(value),
            Type::List(_) | Type::Tuple(_) | Type::Positions(_) => LIST,
            Type::Map(_) => OBJECT,
            Type::Nullable(inner) => NULL | self.kinds(inner, seen)?,
            // What is met again adds nothing.
            Type::Named(id) if !seen.insert(*id) => 0,
            Type::Named(id) => match &self.module.def(*id).shape {
                Shape::Struct(_) => OBJECT,
                Shape::Alias(inner) => self.kinds(inner, seen)?,
                Shape::Enum(of) if of.open => return None,
                Shape::Enum(of) => of
                    .variants
                    .iter()
                    .fold(0, |all, variant| all | of_scalar(&variant.value)),
                Shape::Union(of) => of
                    .branches
                    .iter()
                    .try_fold(0, |all, branch| Some(all | self.kinds(&branch.ty, seen)?))?,
            },
        })
    }
}

fn values(of: &Enum) -> Code {
    if of.open {
        let strings = of
            .variants
            .iter()
            .all(|variant| matches!(variant.value, Scalar::String(_)));
        return Code::atom(if strings { "v.string" } else { "v.number" });
    }
    let values = of
        .variants
        .iter()
        .map(|variant| Code::atom(literal::scalar(&variant.value)))
        .collect();
    Code::call("v.values", vec![Code::list(values)])
}

fn integer(of: Integer) -> &'static str {
    match of {
        Integer::I8 => "v.int8",
        Integer::I16 => "v.int16",
        Integer::I32 => "v.int32",
        Integer::I64 => "v.integer",
        Integer::U8 => "v.uint8",
        Integer::U16 => "v.uint16",
        Integer::U32 => "v.uint32",
        Integer::U64 => "v.natural",
    }
}

pub(super) fn string(of: StringFormat) -> &'static str {
    match of {
        StringFormat::Plain => "v.string",
        StringFormat::DateTime => "v.dateTime",
        StringFormat::Date => "v.date",
        StringFormat::Time => "v.time",
        StringFormat::Uuid => "v.uuid",
        StringFormat::Byte => "v.base64",
    }
}

/// The check within bounds.
pub(super) fn limited(check: Code, of: &Constraints) -> Code {
    let number =
        |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name}: {value}"));
    let count = |name: &str, value: Option<u64>| value.map(|value| format!("{name}: {value}"));
    let limits: Vec<Code> = [
        number("minimum", &of.minimum),
        number("maximum", &of.maximum),
        number("above", &of.exclusive_minimum),
        number("below", &of.exclusive_maximum),
        number("multipleOf", &of.multiple_of),
        count("minLength", of.min_length),
        count("maxLength", of.max_length),
        of.pattern
            .as_deref()
            .and_then(pattern)
            .map(|pattern| format!("pattern: {pattern}")),
        count("minItems", of.min_items),
        count("maxItems", of.max_items),
        of.unique_items.then(|| "unique: true".to_owned()),
        count("minMembers", of.min_properties),
        count("maxMembers", of.max_properties),
    ]
    .into_iter()
    .flatten()
    .map(Code::atom)
    .collect();
    if limits.is_empty() {
        check
    } else {
        Code::call("v.limited", vec![check, Code::object(limits)])
    }
}

/// Patterns are read as unicode ones where they can be, as JSON Schema asks.
pub(super) fn pattern(text: &str) -> Option<String> {
    let flags = ["u", ""]
        .into_iter()
        .find(|flags| regress::Regex::with_flags(text, *flags).is_ok())?;
    let flags = if flags.is_empty() {
        String::new()
    } else {
        format!(", {}", literal::string(flags))
    };
    Some(format!("new RegExp({}{flags})", literal::string(text)))
}
