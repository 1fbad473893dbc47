//! Conditions beside a type, as data of the parts in `conditions.rs`.

use super::dialect;
use super::literal;
use super::newtypes;
use super::text::Text;
use crate::emit::layout::Code;
use crate::ir::{Check, Constraints, JsonKind, Others, Rule, StringFormat, Type, WireName};

/// `[(rule, "words"), ...]` where a line is indented by `indent` and taken up to `used`; empty where there are none.
pub(super) fn list(text: Text<'_>, checks: &[Check], indent: usize, used: usize) -> String {
    if checks.is_empty() {
        return String::new();
    }
    let condition = |check: &Check| {
        let words = Code::atom(literal::string(&check.words));
        Code::call("", vec![rule(text, &check.rule), words])
    };
    Code::list(checks.iter().map(condition).collect()).layout(indent, used, 4)
}

/// The conditions as a keyword of the derived schema: `"allOf" = [...]`.
pub(super) fn keyword(checks: &[Check]) -> Option<String> {
    let schemas = schemas(checks);
    (!schemas.is_empty()).then(|| format!("\"allOf\" = [{schemas}]"))
}

/// The conditions as schemas, in the dialect that the derived schema is in.
pub(super) fn schemas(checks: &[Check]) -> String {
    let mut schemas: Vec<&String> = checks
        .iter()
        .filter_map(|check| check.schema.as_ref())
        .collect();
    schemas.dedup();
    let schemas: Vec<String> = schemas
        .into_iter()
        .filter_map(|schema| serde_json::from_str(schema).ok())
        .map(|schema: serde_json::Value| json(&dialect::current(schema)))
        .collect();
    schemas.join(", ")
}

fn slice(items: Vec<Code>) -> Code {
    Code::list(items).after("&".to_owned())
}

fn call(name: &str, arguments: Vec<Code>) -> Code {
    Code::call(&format!("Rule::{name}"), arguments)
}

fn rule(text: Text<'_>, of: &Rule) -> Code {
    let inner = |one: &Rule| rule(text, one).after("&".to_owned());
    let rules = |list: &[Rule]| slice(list.iter().map(|one| rule(text, one)).collect());
    match of {
        Rule::All(list) => call("All", vec![rules(list)]),
        Rule::Any(list) => call("Any", vec![rules(list)]),
        Rule::One(list) => call("One", vec![rules(list)]),
        Rule::Not(one) => call("Not", vec![inner(one)]),
        Rule::If(of) => {
            let branches = [&of.test, &of.then, &of.otherwise];
            call("If", branches.map(inner).into_iter().collect())
        }
        Rule::Kinds(kinds) => {
            let kinds = kinds.iter().map(|of| Code::atom(kind(*of)));
            call("Kinds", vec![slice(kinds.collect())])
        }
        Rule::Values(values) => {
            let values: Vec<String> = values
                .iter()
                .filter_map(|text| serde_json::from_str(text).ok())
                .map(|value: serde_json::Value| json(&value))
                .collect();
            let list = format!("|| serde_json::json!([{}])", values.join(", "));
            call("Values", vec![Code::atom(list)])
        }
        Rule::Within(bounds) => within(bounds),
        Rule::Format(format) => {
            let ty = text.ty(&Type::String(*format));
            let parsed = format!("|text| text.parse::<{ty}>().is_ok()");
            match format {
                StringFormat::Plain => rules(&[]),
                _ => call("Text", vec![Code::atom(parsed)]),
            }
        }
        Rule::Has(names) => call("Has", vec![strings(names)]),
        Rule::Members(members) => {
            let member = |(name, one): &(WireName, Rule)| {
                let name = Code::atom(literal::string(&name.0));
                Code::call("", vec![name, rule(text, one)])
            };
            call("Members", vec![slice(members.iter().map(member).collect())])
        }
        Rule::Others(of) => others(text, of),
        Rule::Names(one) => call("Names", vec![inner(one)]),
        Rule::Items(of) => call("Items", vec![rules(&of.first), inner(&of.rest)]),
        Rule::Contains(item) => call("Contains", vec![inner(item)]),
        Rule::Is(ty) => call(
            "Is",
            vec![Code::atom(format!(
                "conditions::is::<{}>",
                own(text).ty(ty)
            ))],
        ),
    }
}

/// Where rules stand, `Rule` and `Kind` are theirs; a type of the module may be called so too.
fn own(text: Text<'_>) -> Text<'_> {
    Text {
        prefix: "self::",
        ..text
    }
}

fn others(text: Text<'_>, of: &Others) -> Code {
    let patterns = of.patterns.iter().map(|(pattern, one)| {
        let pattern = format!("conditions::pattern!({})", literal::string(pattern));
        Code::call("", vec![Code::atom(pattern), rule(text, one)])
    });
    let rest = rule(text, &of.rest).after("&".to_owned());
    call(
        "Others",
        vec![strings(&of.known), slice(patterns.collect()), rest],
    )
}

/// Bounds of every kind, one rule each.
fn within(of: &Constraints) -> Code {
    let mut out = Vec::new();
    for (name, bound) in [
        ("Minimum", &of.minimum),
        ("Maximum", &of.maximum),
        ("Above", &of.exclusive_minimum),
        ("Below", &of.exclusive_maximum),
        ("MultipleOf", &of.multiple_of),
    ] {
        let bound = bound.as_ref().map(|bound| literal::float(bound));
        out.extend(bound.map(|bound| call(name, vec![Code::atom(bound)])));
    }
    for (name, least, most) in [
        ("Length", of.min_length, of.max_length),
        ("Count", of.min_items, of.max_items),
        ("Size", of.min_properties, of.max_properties),
    ] {
        if least.is_some() || most.is_some() {
            out.push(call(name, range(least, most)));
        }
    }
    if let Some(pattern) = &of.pattern {
        let pattern = format!("conditions::pattern!({})", literal::string(pattern));
        out.push(call("Pattern", vec![Code::atom(pattern)]));
    }
    if of.unique_items {
        out.push(Code::atom("Rule::Unique"));
    }
    match out.len() {
        1 => out.remove(0),
        _ => call("All", vec![slice(out)]),
    }
}

fn range(least: Option<u64>, most: Option<u64>) -> Vec<Code> {
    let most = most.map_or_else(|| "usize::MAX".to_owned(), |most| most.to_string());
    vec![
        Code::atom(least.unwrap_or_default().to_string()),
        Code::atom(most),
    ]
}

fn strings(names: &[WireName]) -> Code {
    let names = names.iter().map(|name| literal::string(&name.0));
    slice(names.map(Code::atom).collect())
}

fn kind(of: JsonKind) -> &'static str {
    match of {
        JsonKind::Null => "Kind::Null",
        JsonKind::Boolean => "Kind::Boolean",
        JsonKind::Integer => "Kind::Integer",
        JsonKind::Number => "Kind::Number",
        JsonKind::String => "Kind::String",
        JsonKind::Array => "Kind::Array",
        JsonKind::Object => "Kind::Object",
    }
}

/// A value as `json!` reads it.
fn json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => literal::string(text),
        serde_json::Value::Number(number) => {
            newtypes::number(&Some(number.to_string())).unwrap_or_default()
        }
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        serde_json::Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", literal::string(name), json(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}
