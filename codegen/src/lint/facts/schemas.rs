//! Questions about schemas.

use std::collections::HashMap;

use crate::doc::grammar::Kind;
use crate::doc::node::Node;
use crate::lint::Context;

/// Keyword whose schemas stand for parts of the value around them.
const COMPOSITION: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/// A member is looked for in this many branches of `allOf`.
const MANY_BRANCHES: usize = 64;

/// Names of the types that a schema allows; empty where it does not say.
pub(crate) fn types(schema: Node<'_>) -> Vec<&str> {
    match schema.get("type") {
        Some(value) if value.is_seq() => value.items().filter_map(Node::as_str).collect(),
        Some(value) => value.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

pub(crate) fn is_of_type(value: Node<'_>, name: &str) -> bool {
    match name {
        "string" => value.as_str().is_some(),
        "boolean" => value.as_bool().is_some(),
        "null" => value.is_null(),
        "object" => value.is_map(),
        "array" => value.is_seq(),
        "number" => value.as_number().is_some(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    }
}

/// Own members: key, name, schema as written.
pub(crate) fn properties<'p>(
    schema: Node<'p>,
) -> impl Iterator<Item = (Node<'p>, &'p str, Node<'p>)> {
    schema
        .follow("properties")
        .into_iter()
        .flat_map(|map| map.entries())
}

/// Names that the schema itself requires.
pub(crate) fn required<'p>(schema: Node<'p>) -> impl Iterator<Item = &'p str> {
    schema
        .get("required")
        .into_iter()
        .flat_map(|list| list.items())
        .filter_map(Node::as_str)
}

/// The schema of a member, looked for in `allOf` too. References followed.
pub(crate) fn member<'p>(schema: Node<'p>, name: &str) -> Option<Node<'p>> {
    member_within(schema, name, &mut Vec::new())
}

fn member_within<'p>(schema: Node<'p>, name: &str, seen: &mut Vec<Node<'p>>) -> Option<Node<'p>> {
    if seen.len() > MANY_BRANCHES || seen.contains(&schema) {
        return None;
    }
    seen.push(schema);
    let own = schema.follow("properties").and_then(|map| map.follow(name));
    own.or_else(|| {
        let mut branches = schema.get("allOf")?.items();
        branches.find_map(|branch| member_within(branch.resolve(), name, seen))
    })
}

/// Whether the schema is a branch of a composition, or has one: then it does not tell all about its value.
pub(crate) fn is_part_of_composition<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    let holds = COMPOSITION.iter().any(|keyword| schema.has(keyword));
    holds || holder(context, schema).is_some_and(|(keyword, _)| COMPOSITION.contains(&keyword))
}

/// Whether the schema only adds a demand to a value that another one describes, at any depth: in a condition, a
/// negation, `contains` or a dependency.
pub(crate) fn is_condition<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    const DEEP: [&str; 7] = [
        "not",
        "if",
        "then",
        "else",
        "contains",
        "dependencies",
        "dependentSchemas",
    ];
    let mut node = schema;
    while let Some((keyword, holder)) = holder(context, node) {
        if DEEP.contains(&keyword) {
            return true;
        }
        node = holder;
    }
    false
}

/// Whether the schema is a member of an object that is one of several alternatives.
pub(crate) fn is_member_of_alternative<'p>(context: &Context<'p>, schema: Node<'p>) -> bool {
    let Some(("properties", object)) = holder(context, schema) else {
        return false;
    };
    let is_choice = |node: Node<'p>| {
        holder(context, node).is_some_and(|(keyword, _)| matches!(keyword, "oneOf" | "anyOf"))
    };
    let mut references = context.project.references(object.at.file);
    is_choice(object)
        || references
            .any(|(from, target)| target.is_ok_and(|target| target == object) && is_choice(from))
}

/// Whether a schema that refers to this one as a part of itself, by `allOf` or in a condition, describes the member.
/// `users` are the references by what they lead to.
pub(crate) fn is_described_by_users<'p>(
    context: &Context<'p>,
    users: &HashMap<Node<'p>, Vec<Node<'p>>>,
    schema: Node<'p>,
    name: &str,
) -> bool {
    let mut left = vec![schema];
    let mut seen = Vec::new();
    while let Some(part) = left.pop() {
        if seen.len() > MANY_BRANCHES || seen.contains(&part) {
            continue;
        }
        seen.push(part);
        let own = std::iter::once(part).filter(|_| part != schema);
        for place in own.chain(users.get(&part).into_iter().flatten().copied()) {
            let Some((keyword, whole)) = holder(context, place) else {
                continue;
            };
            if !COMPOSITION.contains(&keyword) {
                if is_condition(context, place) {
                    return true;
                }
                continue;
            }
            if member(whole, name).is_some() {
                return true;
            }
            left.push(whole);
        }
    }
    false
}

/// The schema that this one stands in, and the keyword that it stands under.
fn holder<'p>(context: &Context<'p>, schema: Node<'p>) -> Option<(&'p str, Node<'p>)> {
    let is_schema = |node: Node<'p>| {
        let kind = context
            .structure()
            .and_then(|structure| structure.kind(node));
        kind == Some(Kind::Schema)
    };
    let parent = schema.parent()?;
    // A list or a map of schemas is none itself, whatever its key.
    let (inner, holder) = match is_schema(parent) {
        true => (schema, parent),
        false => (parent, parent.parent()?),
    };
    is_schema(holder).then_some((inner.own_key()?.as_str()?, holder))
}

pub(crate) fn allows_null(schema: Node<'_>) -> bool {
    let is_null_branch = |branch: Node<'_>| types(branch.resolve()) == ["null"];
    let branches = ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    types(schema).contains(&"null")
        || schema.get("nullable").and_then(Node::as_bool) == Some(true)
        || schema.get("const").is_some_and(Node::is_null)
        || schema
            .get("enum")
            .is_some_and(|list| list.items().any(Node::is_null))
        || branches.flat_map(Node::items).any(is_null_branch)
}

/// The one string that the schema allows, by `const` or an `enum` of one.
pub(crate) fn constant<'p>(schema: Node<'p>) -> Option<Node<'p>> {
    let schema = schema.resolve();
    schema.get("const").or_else(|| {
        let mut values = schema.get("enum")?.items();
        let only = values.next()?;
        values.next().is_none().then_some(only)
    })
}

/// A member that has a different constant in every branch.
pub(crate) fn tag_of<'p>(branches: &[Node<'p>]) -> Option<&'p str> {
    let first = branches.first()?;
    let names = properties(*first).map(|(_, name, _)| name);
    names.into_iter().find(|name| {
        let constants: Option<Vec<String>> = branches
            .iter()
            .map(|branch| {
                Some(crate::doc::grammar::canonical(constant(member(
                    *branch, name,
                )?)?))
            })
            .collect();
        constants.is_some_and(|mut values| {
            values.sort();
            values.windows(2).all(|pair| pair[0] != pair[1])
        })
    })
}

/// Whether an integer schema keeps within +-(2^53-1).
pub(crate) fn is_safe_integer(schema: Node<'_>) -> bool {
    const MAX: f64 = 9_007_199_254_740_991.0;
    let bound = |keys: [&str; 2]| keys.into_iter().find_map(|key| schema.get(key)?.as_f64());
    let format = schema
        .get("format")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let narrow = ["int8", "int16", "int32", "uint8", "uint16", "uint32"].contains(&format);
    let low = bound(["minimum", "exclusiveMinimum"]).is_some_and(|low| low >= -MAX)
        || ["uint64", "uint"].contains(&format);
    let high = bound(["maximum", "exclusiveMaximum"]).is_some_and(|high| high <= MAX);
    let listed = schema
        .get("enum")
        .into_iter()
        .flat_map(Node::items)
        .chain(schema.get("const"));
    let listed: Vec<f64> = listed.filter_map(Node::as_f64).collect();
    narrow || (low && high) || (!listed.is_empty() && listed.iter().all(|value| value.abs() <= MAX))
}

/// How people call a schema: its name in `components`, else the key that it stands under.
pub(crate) fn name_of(schema: Node<'_>) -> Option<&str> {
    schema.own_key().and_then(Node::as_str)
}
