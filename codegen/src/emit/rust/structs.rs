//! Structs and the accessors of their defaults.

use serde::Serialize;

use super::defaults::{self, Accessor};
use super::text::Text;
use super::{conditions, docs, literal, newtypes};
use crate::ir::{Check, Constraints, Field, Rest, Rule, Scalar, Shape, Struct, Type, TypeDef};

#[derive(Debug, Serialize)]
pub(super) struct View {
    docs: String,
    derives: String,
    attributes: Vec<String>,
    name: String,
    fields: Vec<FieldView>,
    /// How many members there have to be; empty where any number will do.
    counts: String,
    /// What is asked of the JSON of a value, the number of members included; empty where nothing is.
    conditions: String,
    /// Whether there is anything in the `impl`.
    members: bool,
    /// Of the constructor; empty where there is none.
    parameters: String,
    /// What the constructor puts into each member.
    values: Vec<String>,
    accessors: Vec<Accessor>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    /// Comment and attributes with their line ends.
    head: String,
    name: String,
    ty: String,
}

pub(super) fn view(text: Text<'_>, def: &TypeDef, of: &Struct) -> View {
    let mut fields: Vec<FieldView> = of.fields.iter().map(|field| view_of(text, field)).collect();
    if let Rest::Typed(ty) = &of.rest {
        fields.push(FieldView {
            head: rest_head(ty),
            name: free_name(of),
            ty: text.ty(&Type::Map(Box::new(ty.clone()))),
        });
    }
    let known = |field: &Field| !field.required || constant(text, field).is_some();
    let counts = counts(&def.constraints);
    let conditions = conditions(text, def);
    let free = counts.is_empty() && conditions.is_empty();
    let default = if free && of.fields.iter().all(known) {
        ", Default"
    } else {
        ""
    };
    let denied = if of.rest == Rest::Denied {
        ", deny_unknown_fields"
    } else {
        ""
    };
    let parameters = parameters(text, of);
    let accessors = defaults::accessors(text, of);
    let mut paragraphs = docs::paragraphs(&def.docs);
    paragraphs.extend(docs::constraints(&def.constraints));
    let mut attributes = vec![format!("#[serde(remote = \"Self\"{denied})]")];
    let keywords = newtypes::keywords(&def.constraints);
    if !keywords.is_empty() {
        attributes.push(format!("#[schemars(extend({keywords}))]"));
    }
    View {
        docs: docs::lines("", &paragraphs) + &docs::deprecated(&def.docs, ""),
        derives: format!("Debug, Clone{default}, PartialEq, Serialize, Deserialize, JsonSchema"),
        attributes,
        counts,
        conditions,
        name: def.names.rust.clone(),
        fields,
        members: !parameters.is_empty() || !accessors.is_empty(),
        values: values(text, of),
        parameters,
        accessors,
    }
}

/// Where there are conditions, members are counted with them.
fn conditions(text: Text<'_>, def: &TypeDef) -> String {
    let of = &def.constraints;
    let mut checks = of.checks.clone();
    if !checks.is_empty() && (of.min_properties.is_some() || of.max_properties.is_some()) {
        let counts = Constraints {
            checks: Vec::new(),
            ..of.clone()
        };
        checks.push(Check {
            words: docs::constraints(&counts).map_or_else(String::new, |words| {
                words.trim_end_matches('.').to_lowercase()
            }),
            rule: Rule::Within(Box::new(counts)),
            schema: None,
        });
    }
    let used = "conditions::object!(, );".len() + def.names.rust.len();
    conditions::list(text, &checks, 0, used)
}

fn counts(of: &Constraints) -> String {
    let most = match of.max_properties {
        None if of.min_properties.is_none() => return String::new(),
        None => "usize::MAX".to_owned(),
        Some(most) => most.to_string(),
    };
    format!(", {}, {most}", of.min_properties.unwrap_or_default())
}

/// More parameters than this read worse than the members by name.
const MOST_PARAMETERS: usize = 7;

/// There is a constructor where it saves naming members that have nothing to say.
fn parameters(text: Text<'_>, of: &Struct) -> String {
    let asked: Vec<String> = of
        .fields
        .iter()
        .filter(|field| field.required && constant(text, field).is_none())
        .map(|field| {
            let ty = text.boxed(&field.ty, field.boxed);
            format!("{}: {ty}", field.names.rust)
        })
        .collect();
    let saves = asked.len() < of.fields.len() || matches!(of.rest, Rest::Typed(_));
    if saves && asked.len() <= MOST_PARAMETERS {
        asked.join(", ")
    } else {
        String::new()
    }
}

fn values(text: Text<'_>, of: &Struct) -> Vec<String> {
    let mut out: Vec<String> = of
        .fields
        .iter()
        .map(|field| {
            let name = &field.names.rust;
            match constant(text, field) {
                _ if !field.required => format!("{name}: None"),
                Some(value) => format!("{name}: {value}"),
                None => name.clone(),
            }
        })
        .collect();
    if matches!(of.rest, Rest::Typed(_)) {
        out.push(format!("{}: BTreeMap::new()", free_name(of)));
    }
    out
}

/// The only value that a member may have.
fn constant(text: Text<'_>, field: &Field) -> Option<String> {
    match text.behind(&field.ty) {
        (Type::Const(Scalar::Null), _) => Some("()".to_owned()),
        (Type::Const(Scalar::Bool(_)), _) => Some("support::ConstBool".to_owned()),
        (Type::Const(Scalar::Integer(_)), _) => Some("support::ConstInt".to_owned()),
        (_, Some(def)) => match &def.shape {
            Shape::Enum(of) if of.variants.len() == 1 && !of.open && !field.boxed => {
                let variant = &of.variants[0].names.rust;
                Some(format!("{}::{variant}", def.names.rust))
            }
            _ => None,
        },
        _ => None,
    }
}

fn rest_head(ty: &Type) -> String {
    let attributes = match ty {
        Type::Any => "flatten",
        _ => "flatten, deserialize_with = \"support::rest\"",
    };
    format!("    /// All other members.\n    #[serde({attributes})]\n")
}

/// `extra`, unless a member is called so.
fn free_name(of: &Struct) -> String {
    let mut name = "extra".to_owned();
    while of.fields.iter().any(|field| field.names.rust == name) {
        name.push('_');
    }
    name
}

fn view_of(text: Text<'_>, field: &Field) -> FieldView {
    let mut attributes = Vec::new();
    let own = field
        .names
        .rust
        .strip_prefix("r#")
        .unwrap_or(&field.names.rust);
    if own != field.wire.0 {
        attributes.push(format!("rename = {}", literal::string(&field.wire.0)));
    }
    let ty = text.boxed(&field.ty, field.boxed);
    let ty = if field.required {
        if matches!(field.ty, Type::Nullable(_)) {
            attributes.push("deserialize_with = \"support::nullable\"".to_owned());
        }
        ty
    } else {
        attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        format!("Option<{ty}>")
    };
    let mut paragraphs = docs::paragraphs(&field.docs);
    paragraphs.extend(defaults::sentence(field));
    let mut head = docs::lines("    ", &paragraphs) + &docs::deprecated(&field.docs, "    ");
    if !attributes.is_empty() {
        head.push_str(&format!("    #[serde({})]\n", attributes.join(", ")));
    }
    FieldView {
        head,
        name: field.names.rust.clone(),
        ty,
    }
}
