//! Conditions beside a type, as calls of the parts in `conditions.ts`, which stand under `c`.

use super::literal;
use super::validators::{limited, pattern, string};
use crate::emit::layout::Code;
use crate::ir::{Check, JsonKind, Others, Rule, Type, WireName};

/// How the check of a type is written.
type Types<'t> = &'t dyn Fn(&Type) -> Code;

/// The check, if the conditions hold as well.
pub(super) fn met(check: Code, checks: &[Check], types: Types<'_>) -> Code {
    if checks.is_empty() {
        return check;
    }
    let conditions = checks.iter().map(|check| {
        let words = Code::atom(literal::string(&check.words));
        Code::list(vec![rule(&check.rule, types), words])
    });
    let conditions = Code::list(conditions.collect());
    Code::call("c.met", vec![check, conditions])
}

fn rule(of: &Rule, types: Types<'_>) -> Code {
    let rules = |list: &[Rule]| list.iter().map(|one| rule(one, types)).collect::<Vec<_>>();
    match of {
        Rule::All(list) if list.is_empty() => Code::atom("v.any"),
        Rule::All(list) => Code::call("c.all", rules(list)),
        Rule::Any(list) => Code::call("c.some", rules(list)),
        Rule::One(list) => Code::call("c.one", rules(list)),
        Rule::Not(inner) => Code::call("c.not", vec![rule(inner, types)]),
        Rule::If(of) => {
            let mut arguments = vec![rule(&of.test, types), rule(&of.then, types)];
            arguments.extend(rest(&of.otherwise, types));
            Code::call("c.when", arguments)
        }
        Rule::Kinds(kinds) => {
            let kinds = kinds
                .iter()
                .map(|of| Code::atom(literal::string(kind(*of))));
            Code::call("c.kinds", kinds.collect())
        }
        Rule::Values(values) => {
            let values = values.iter().map(|json| Code::atom(literal::json(json)));
            Code::call("c.values", values.collect())
        }
        Rule::Within(bounds) => limited(Code::atom("v.any"), bounds),
        Rule::Format(format) => Code::call("c.text", vec![Code::atom(string(*format))]),
        Rule::Has(names) => Code::call("c.has", strings(names)),
        Rule::Members(members) => {
            let member = |(name, one): &(WireName, Rule)| {
                let name = Code::atom(literal::string(&name.0));
                Code::list(vec![name, rule(one, types)])
            };
            let members = Code::list(members.iter().map(member).collect());
            Code::call("c.members", vec![members])
        }
        Rule::Others(of) => others(of, types),
        Rule::Names(inner) => Code::call("c.names", vec![rule(inner, types)]),
        Rule::Items(of) => {
            let mut arguments = vec![Code::list(rules(&of.first))];
            arguments.extend(rest(&of.rest, types));
            Code::call("c.items", arguments)
        }
        Rule::Contains(item) => Code::call("c.contains", vec![rule(item, types)]),
        Rule::Is(ty) => types(ty),
    }
}

/// A last argument, where it says something.
fn rest(of: &Rule, types: Types<'_>) -> Option<Code> {
    (*of != Rule::TRUE).then(|| rule(of, types))
}

fn others(of: &Others, types: Types<'_>) -> Code {
    let patterns = of.patterns.iter().filter_map(|(text, one)| {
        let pattern = Code::atom(pattern(text)?);
        Some(Code::list(vec![pattern, rule(one, types)]))
    });
    let mut arguments = vec![
        Code::list(strings(&of.known)),
        Code::list(patterns.collect()),
    ];
    arguments.extend(rest(&of.rest, types));
    Code::call("c.others", arguments)
}

fn strings(names: &[WireName]) -> Vec<Code> {
    let literals = names.iter().map(|name| literal::string(&name.0));
    literals.map(Code::atom).collect()
}

fn kind(of: JsonKind) -> &'static str {
    match of {
        JsonKind::Null => "null",
        JsonKind::Boolean => "boolean",
        JsonKind::Integer => "integer",
        JsonKind::Number => "number",
        JsonKind::String => "string",
        JsonKind::Array => "array",
        JsonKind::Object => "object",
    }
}
