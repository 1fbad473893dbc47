//! The view of `validators.ts`: one validator for each type, made of the parts in `validation.ts`.

use serde::Serialize;

use crate::ir::{
    Constraints, Enum, Field, Integer, Module, Rest, Scalar, Shape, StringFormat, Struct, Tagging,
    Type, TypeDef, Union,
};

use super::header_of;
use super::layout::Code;
use super::literal;

#[derive(Debug, Serialize)]
pub(super) struct View {
    header: String,
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
            check: parts.def(def).layout(0, room),
            name,
        }
    };
    View {
        header: header_of("validators.ts", &module.source),
        validators: shown.map(validator).collect(),
    }
}

#[derive(Clone, Copy)]
struct Parts<'m> {
    module: &'m Module,
}

impl Parts<'_> {
    fn def(self, def: &TypeDef) -> Code {
        let check = match &def.shape {
            Shape::Struct(of) => self.object(of),
            Shape::Enum(of) => values(of),
            Shape::Union(of) => self.union(of),
            Shape::Alias(ty) => self.check(ty),
        };
        limited(check, &def.constraints)
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
            Type::Nullable(inner) => Code::call("v.nullable", vec![self.check(inner)]),
        }
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
            return Code::call("v.union", vec![Code::list(branches)]);
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
        Integer::I32 => "v.int32",
        Integer::I64 => "v.integer",
        Integer::U32 => "v.uint32",
        Integer::U64 => "v.natural",
    }
}

fn string(of: StringFormat) -> &'static str {
    match of {
        StringFormat::Plain => "v.string",
        StringFormat::DateTime => "v.dateTime",
        StringFormat::Date => "v.date",
        StringFormat::Time => "v.time",
        StringFormat::Uuid => "v.uuid",
        StringFormat::Byte => "v.base64",
    }
}

fn limited(check: Code, of: &Constraints) -> Code {
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
fn pattern(text: &str) -> Option<String> {
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
