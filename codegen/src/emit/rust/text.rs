//! Types as Rust writes them.

use crate::ir::{Integer, Module, Scalar, Shape, StringFormat, Type, TypeDef};

#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'m> {
    pub(super) module: &'m Module,
    /// Before the names of the module's types: empty among them, `models::` elsewhere.
    pub(super) prefix: &'static str,
}

impl<'m> Text<'m> {
    pub(super) fn new(module: &'m Module) -> Self {
        Self { module, prefix: "" }
    }

    pub(super) fn outside(module: &'m Module) -> Self {
        Self {
            module,
            prefix: "models::",
        }
    }

    pub(super) fn ty(self, ty: &Type) -> String {
        match ty {
            Type::Named(id) => format!("{}{}", self.prefix, self.module.def(*id).names.rust),
            Type::Bool => "bool".to_owned(),
            Type::Integer(of) => integer(*of).to_owned(),
            Type::Number => "f64".to_owned(),
            Type::String(of) => string(*of).to_owned(),
            Type::Any => "serde_json::Value".to_owned(),
            Type::Const(value) => constant(value),
            Type::List(item) => format!("Vec<{}>", self.ty(item)),
            // Always under a name, which is what is written.
            Type::Positions(_) => format!("Vec<{}>", self.ty(&Type::Any)),
            Type::Map(value) if self.prefix.is_empty() => {
                format!("BTreeMap<String, {}>", self.ty(value))
            }
            Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", self.ty(value)),
            Type::Tuple(items) => match items.as_slice() {
                // A list of one kind with a fixed length.
                [first, others @ ..] if others.iter().all(|item| item == first) => {
                    format!("[{}; {}]", self.ty(first), items.len())
                }
                items => {
                    let items: Vec<String> = items.iter().map(|item| self.ty(item)).collect();
                    format!("({})", items.join(", "))
                }
            },
            Type::Nullable(inner) => format!("Option<{}>", self.ty(inner)),
        }
    }

    /// The type behind an indirection, inside of what may be missing.
    pub(super) fn boxed(self, ty: &Type, boxed: bool) -> String {
        match ty {
            Type::Nullable(inner) if boxed => format!("Option<{}>", self.boxed(inner, true)),
            _ if boxed => format!("Box<{}>", self.ty(ty)),
            _ => self.ty(ty),
        }
    }

    /// What a type is behind its aliases.
    pub(super) fn behind(self, ty: &'m Type) -> (&'m Type, Option<&'m TypeDef>) {
        let mut ty = ty;
        let mut last = None;
        for _ in 0..32 {
            let Type::Named(id) = ty else {
                return (ty, last);
            };
            let def = self.module.def(*id);
            last = Some(def);
            match &def.shape {
                Shape::Alias(inner) if def.is_transparent() => ty = inner,
                _ => return (ty, last),
            }
        }
        (ty, last)
    }
}

pub(super) fn integer(of: Integer) -> &'static str {
    match of {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    }
}

fn string(of: StringFormat) -> &'static str {
    match of {
        StringFormat::Plain => "String",
        StringFormat::DateTime => "support::DateTime",
        StringFormat::Date => "support::Date",
        StringFormat::Time => "support::Time",
        StringFormat::Uuid => "support::Uuid",
        StringFormat::Byte => "support::Base64",
    }
}

fn constant(value: &Scalar) -> String {
    match value {
        Scalar::Null => "()".to_owned(),
        Scalar::Bool(value) => format!("support::ConstBool<{value}>"),
        Scalar::Integer(value) => format!("support::ConstInt<{value}>"),
        // Kept as enums of one variant by the lowering.
        Scalar::Number(_) | Scalar::String(_) => "serde_json::Value".to_owned(),
    }
}
