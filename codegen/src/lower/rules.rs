//! Schema -> rule: what a schema says of the JSON itself, where no type is made of it.

use super::builder::Builder;
use super::constraints;
use super::parts::Parts;
use crate::doc::node::Node;
use crate::ir::{
    Branches, Constraints, Items, JsonKind, Others, Rule, StringFormat, Type, WireName,
};
use crate::yaml::Value;

/// Deeper conditions than anybody writes.
const MAX_DEPTH: usize = 48;

impl<'p> Builder<'p> {
    pub(crate) fn rule(&mut self, node: Node<'p>) -> Rule {
        self.rule_at(node, 0)
    }

    fn rule_at(&mut self, node: Node<'p>, depth: usize) -> Rule {
        if let Some(value) = node.as_bool() {
            return if value { Rule::TRUE } else { Rule::never() };
        }
        if node.reference().is_some() {
            return match self.reference(node) {
                Type::Any => Rule::TRUE,
                ty => Rule::Is(ty),
            };
        }
        if !node.is_map() || depth > MAX_DEPTH {
            return Rule::TRUE;
        }
        let mut rules: Vec<Rule> = kinds(node).into_iter().collect();
        rules.extend(values(node));
        rules.extend(within(node));
        rules.extend(self.of_members(node, depth));
        rules.extend(self.of_items(node, depth));
        rules.extend(self.combined(node, depth));
        let rule = Rule::all(rules);
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            return Rule::Any(vec![Rule::Kinds(vec![JsonKind::Null]), rule]);
        }
        rule
    }

    fn list(&mut self, list: Node<'p>, depth: usize) -> Vec<Rule> {
        list.items()
            .map(|node| self.rule_at(node, depth + 1))
            .collect()
    }

    fn combined(&mut self, node: Node<'p>, depth: usize) -> Vec<Rule> {
        let mut out = Vec::new();
        if let Some(list) = node.get("allOf") {
            out.extend(self.list(list, depth));
        }
        out.extend(
            node.get("anyOf")
                .map(|list| Rule::Any(self.list(list, depth))),
        );
        out.extend(
            node.get("oneOf")
                .map(|list| Rule::One(self.list(list, depth))),
        );
        out.extend(
            node.get("not")
                .map(|not| Rule::Not(Box::new(self.rule_at(not, depth + 1)))),
        );
        out.extend(self.condition(node));
        out
    }

    /// `if` with `then` and `else`.
    pub(crate) fn condition(&mut self, node: Node<'p>) -> Option<Rule> {
        let test = node.get("if")?;
        let mut part = |keyword: &str| {
            let part = node.get(keyword);
            part.map_or(Rule::TRUE, |part| self.rule(part))
        };
        let (then, otherwise) = (part("then"), part("else"));
        if then == Rule::TRUE && otherwise == Rule::TRUE {
            return None;
        }
        let test = self.rule(test);
        Some(Rule::If(Box::new(Branches {
            test,
            then,
            otherwise,
        })))
    }

    fn of_members(&mut self, node: Node<'p>, depth: usize) -> Vec<Rule> {
        let mut out: Vec<Rule> = node.get("required").and_then(has).into_iter().collect();
        if let Some(properties) = node.get("properties") {
            let members = properties
                .entries()
                .map(|(_, name, schema)| {
                    (WireName(name.to_owned()), self.rule_at(schema, depth + 1))
                })
                .filter(|(_, rule)| *rule != Rule::TRUE)
                .collect::<Vec<_>>();
            out.extend((!members.is_empty()).then_some(Rule::Members(members)));
        }
        let rest = node.get("additionalProperties");
        let rest = rest.map_or(Rule::TRUE, |rest| self.rule_at(rest, depth + 1));
        out.extend(self.others(node, false, rest));
        out.extend(self.names(node));
        out.extend(
            self.dependencies(node)
                .into_iter()
                .map(|(name, rule)| needs(name, rule)),
        );
        out
    }

    /// Patterns of names and what no pattern names; `typed`: the values under the pattern have their type already.
    pub(crate) fn others(&mut self, node: Node<'p>, typed: bool, rest: Rule) -> Option<Rule> {
        let patterns: Vec<(String, Rule)> = node
            .get("patternProperties")
            .into_iter()
            .flat_map(Node::entries)
            .filter(|(_, pattern, _)| constraints::is_pattern(pattern))
            .map(|(_, pattern, schema)| {
                let rule = if typed { Rule::TRUE } else { self.rule(schema) };
                (pattern.to_owned(), rule)
            })
            .collect();
        let idle = patterns.iter().all(|(_, rule)| *rule == Rule::TRUE);
        if rest == Rule::TRUE && idle {
            return None;
        }
        let known = node
            .get("properties")
            .into_iter()
            .flat_map(Node::entries)
            .map(|(_, name, _)| WireName(name.to_owned()))
            .collect();
        Some(Rule::Others(Box::new(Others {
            known,
            patterns,
            rest,
        })))
    }

    pub(crate) fn names(&mut self, node: Node<'p>) -> Option<Rule> {
        let rule = self.rule(node.get("propertyNames")?);
        (rule != Rule::TRUE).then(|| Rule::Names(Box::new(rule)))
    }

    /// The member that needs something, and what it needs.
    pub(crate) fn dependencies(&mut self, node: Node<'p>) -> Vec<(WireName, Rule)> {
        let mut out = Vec::new();
        let entries = node.get("dependencies").into_iter().flat_map(Node::entries);
        for (_, name, needed) in entries {
            let rule = if needed.is_seq() {
                has(needed).unwrap_or(Rule::TRUE)
            } else {
                self.rule(needed)
            };
            if rule != Rule::TRUE {
                out.push((WireName(name.to_owned()), rule));
            }
        }
        out
    }

    fn of_items(&mut self, node: Node<'p>, depth: usize) -> Vec<Rule> {
        let items = self.items_at(node, depth);
        items.into_iter().chain(self.contains(node)).collect()
    }

    /// Items by place, and those that follow.
    fn items_at(&mut self, node: Node<'p>, depth: usize) -> Option<Rule> {
        let (first, rest) = match (node.get("prefixItems"), node.get("items")) {
            (Some(prefix), rest) => (Some(prefix), rest),
            (None, Some(items)) if items.is_seq() => (Some(items), node.get("additionalItems")),
            (None, rest) => (None, rest),
        };
        let first = first.map_or_else(Vec::new, |list| self.list(list, depth));
        let rest = rest.map_or(Rule::TRUE, |rest| self.rule_at(rest, depth + 1));
        let idle = rest == Rule::TRUE && first.iter().all(|rule| *rule == Rule::TRUE);
        (!idle).then(|| Rule::Items(Box::new(Items { first, rest })))
    }

    pub(crate) fn contains(&mut self, node: Node<'p>) -> Option<Rule> {
        let item = self.rule(node.get("contains")?);
        // Draft 7 asks for one, and knows no other number.
        Some(Rule::Contains(Box::new(item)))
    }
}

/// Where the member is there, the rule holds.
pub(crate) fn needs(member: WireName, rule: Rule) -> Rule {
    Rule::If(Box::new(Branches {
        test: Rule::All(vec![
            Rule::Kinds(vec![JsonKind::Object]),
            Rule::Has(vec![member]),
        ]),
        then: rule,
        otherwise: Rule::TRUE,
    }))
}

/// Members by name.
pub(crate) fn has(list: Node<'_>) -> Option<Rule> {
    let names: Vec<WireName> = list
        .items()
        .filter_map(Node::as_str)
        .map(|name| WireName(name.to_owned()))
        .collect();
    (!names.is_empty()).then_some(Rule::Has(names))
}

fn kinds(node: Node<'_>) -> Option<Rule> {
    let ty = node.get("type")?;
    let names = match ty.value() {
        Value::Seq(_) => ty.items().filter_map(Node::as_str).collect(),
        _ => vec![ty.as_str()?],
    };
    let kinds = names.into_iter().map(kind).collect::<Option<_>>()?;
    Some(Rule::Kinds(kinds))
}

fn kind(name: &str) -> Option<JsonKind> {
    Some(match name {
        "null" => JsonKind::Null,
        "boolean" => JsonKind::Boolean,
        "integer" => JsonKind::Integer,
        "number" => JsonKind::Number,
        "string" => JsonKind::String,
        "array" => JsonKind::Array,
        "object" => JsonKind::Object,
        _ => return None,
    })
}

fn values(node: Node<'_>) -> Vec<Rule> {
    let json = |node: Node<'_>| node.to_json().to_string();
    let constant = node
        .get("const")
        .map(|value| Rule::Values(vec![json(value)]));
    let listed = node.get("enum").filter(|list| list.is_seq());
    let listed = listed.map(|list| Rule::Values(list.items().map(json).collect()));
    constant.into_iter().chain(listed).collect()
}

/// Bounds of any kind, and the format.
pub(crate) fn within(node: Node<'_>) -> Vec<Rule> {
    let bounds = constraints::of_all(&Parts::alone(node));
    let bounds = (bounds != Constraints::default()).then(|| Rule::Within(Box::new(bounds)));
    let format = match node.get("format").and_then(Node::as_str) {
        Some("date-time") => Some(StringFormat::DateTime),
        Some("date") => Some(StringFormat::Date),
        Some("time") => Some(StringFormat::Time),
        Some("uuid") => Some(StringFormat::Uuid),
        Some("byte") => Some(StringFormat::Byte),
        _ => None,
    };
    bounds.into_iter().chain(format.map(Rule::Format)).collect()
}
