//! The keywords of a schema that bound its values beside what its type says.

use serde_json::json;

use super::builder::Builder;
use super::constraints::Of;
use super::parts::{Part, Parts, Told};
use super::rules;
use super::unions::only_requires;
use super::words;
use crate::doc::node::Node;
use crate::ir::{Check, JsonKind, Rule, WireName};

impl<'p> Builder<'p> {
    /// What `parts` ask of a value of this kind.
    pub(crate) fn checks(&mut self, kind: Of, parts: &Parts<'p>) -> Vec<Check> {
        let mut out = Vec::new();
        // Types are few that have any: nothing is looked up for the others.
        for part in parts.0.iter().filter(|part| may_check(part.node)) {
            self.of_part(kind, *part, &mut out);
        }
        out.dedup();
        out
    }

    fn of_part(&mut self, kind: Of, part: Part<'p>, out: &mut Vec<Check>) {
        let node = part.node;
        let mut add = |rule: Rule, words: String, keywords: &[&str]| {
            let schema = match &rule {
                Rule::Not(inner) if keywords == ["properties"] => absent(inner),
                _ => schema(node, keywords),
            };
            let check = Check {
                rule,
                words,
                schema,
            };
            if !out.contains(&check) {
                out.push(check);
            }
        };
        for (keyword, rule) in self.alternative_rules(part) {
            add(rule.clone(), words::of(&rule), &[keyword]);
        }
        if let Some(not) = node.get("not") {
            let rule = Rule::Not(Box::new(self.rule(not)));
            add(rule.clone(), words::of(&rule), &["not"]);
        }
        if let Some(rule) = self.condition(node) {
            add(rule.clone(), words::of(&rule), &["if", "then", "else"]);
        }
        if matches!(kind, Of::List | Of::Any)
            && let Some(rule) = self.contains(node)
        {
            add(rule.clone(), words::of(&rule), &["contains"]);
        }
        if matches!(kind, Of::Map | Of::Any) {
            for (name, rule) in self.dependencies(node) {
                let words = words::needed(&name.0, &rule);
                add(rules::needs(name, rule), words, &["dependencies"]);
            }
            if let Some(rule) = self.names(node) {
                add(rule.clone(), words::of(&rule), &["propertyNames"]);
            }
            for name in forbidden(node) {
                let rule = Rule::Not(Box::new(Rule::Has(vec![name])));
                add(rule.clone(), words::of(&rule), &["properties"]);
            }
            if let Some(rule) = self.patterned(node) {
                let keywords = ["properties", "patternProperties", "additionalProperties"];
                add(rule.clone(), words::of(&rule), &keywords);
            }
        }
        if kind == Of::Any {
            for rule in rules::within(node) {
                let words = words::of(&rule);
                add(rule, words, BOUNDS);
            }
        }
    }

    /// Alternatives that no type is made of: that speak of nothing but which members are there, or stand beside others.
    fn alternative_rules(&mut self, part: Part<'p>) -> Vec<(&'static str, Rule)> {
        let counts = |list: Node<'p>, told: Told| match told {
            Told::NotYet => false,
            Told::ByType => list.items().len() > 0 && list.items().all(only_requires),
            Told::ByRule => true,
        };
        let found = part
            .alternatives()
            .filter(|(_, list, told)| counts(*list, *told));
        let rules = found.map(|(keyword, list, _)| {
            let branches = list.items().map(|branch| self.rule(branch)).collect();
            let rule = match keyword {
                "oneOf" => Rule::One(branches),
                _ => Rule::Any(branches),
            };
            (keyword, rule)
        });
        rules.collect()
    }

    /// Patterns of names; where the only one types every member, its values are not looked at twice.
    fn patterned(&mut self, node: Node<'p>) -> Option<Rule> {
        let patterns = node.get("patternProperties")?;
        let rest = match node.get("additionalProperties") {
            Some(rest) => self.rule(rest),
            None => Rule::TRUE,
        };
        let named = node.get("properties").is_some();
        let typed = patterns.entries().len() == 1 && rest == Rule::never() && !named;
        self.others(node, typed, rest)
    }
}

/// Members that are described only to say that they are not there.
fn forbidden<'p>(node: Node<'p>) -> impl Iterator<Item = WireName> + 'p {
    let members = node.get("properties").into_iter().flat_map(Node::entries);
    members
        .filter(|(_, _, schema)| schema.as_bool() == Some(false))
        .map(|(_, name, _)| WireName(name.to_owned()))
}

const BOUNDS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Whether there is a keyword that may become a check.
fn may_check(node: Node<'_>) -> bool {
    const KEYWORDS: &[&str] = &[
        "not",
        "if",
        "contains",
        "dependencies",
        "propertyNames",
        "patternProperties",
        "anyOf",
        "oneOf",
    ];
    let said = |key: &str| KEYWORDS.contains(&key) || BOUNDS.contains(&key);
    node.entries().any(|(_, key, _)| said(key)) || forbidden(node).next().is_some()
}

/// The keywords as a schema of their own, unless they refer to others.
fn schema(node: Node<'_>, keywords: &[&str]) -> Option<String> {
    let mut members = serde_json::Map::new();
    for keyword in keywords {
        if let Some(value) = node.get(keyword) {
            let value = match *keyword {
                // Their types are said elsewhere; here it counts that they have names.
                "properties" => names(value),
                _ => value.to_json(),
            };
            members.insert((*keyword).to_owned(), value);
        }
    }
    let schema = json!(members);
    (!refers(&schema)).then(|| schema.to_string())
}

fn names(properties: Node<'_>) -> serde_json::Value {
    let names = properties
        .entries()
        .map(|(_, name, _)| (name.to_owned(), true.into()));
    serde_json::Value::Object(names.collect())
}

/// A member that is not there.
fn absent(rule: &Rule) -> Option<String> {
    match rule {
        Rule::Has(names) => {
            let name = names.first()?;
            Some(json!({ "not": { "required": [name.0] } }).to_string())
        }
        _ => None,
    }
}

fn refers(schema: &serde_json::Value) -> bool {
    match schema {
        serde_json::Value::Object(members) => {
            members.contains_key("$ref") || members.values().any(refers)
        }
        serde_json::Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

/// The kinds that a rule of one kind is about, for words.
pub(crate) fn kind_words(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "null",
        JsonKind::Boolean => "a boolean",
        JsonKind::Integer => "an integer",
        JsonKind::Number => "a number",
        JsonKind::String => "a string",
        JsonKind::Array => "a list",
        JsonKind::Object => "an object",
    }
}
