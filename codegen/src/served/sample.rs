//! Values made from a schema: its examples first, else data in its shape that keeps to its constraints.

mod number;
mod random;
mod string;

use serde_json::{Map, Value, json};

pub use number::walk;
pub use random::Random;

use super::{Served, entries, items};

/// Below this depth only what is required is written, which ends most recursive schemas.
const FULL_DEPTH: usize = 5;
/// Below this depth nothing is written at all.
const MAX_DEPTH: usize = 24;
/// How often a list tries to find another item that differs from those it has.
const UNIQUE_TRIES: usize = 32;
/// Values within one value: what branches at every level stays within this.
const MAX_VALUES: usize = 20_000;

/// Makes values. The same seed and the same calls give the same values.
#[derive(Debug)]
pub struct Sampler<'s> {
    served: &'s Served,
    random: Random,
    /// Whether a choice is the first or any.
    lively: bool,
    left: usize,
}

impl<'s> Sampler<'s> {
    /// Takes the first example and the first choice wherever there is one.
    pub fn plain(served: &'s Served) -> Self {
        Self {
            served,
            random: Random::new(1),
            lively: false,
            left: 0,
        }
    }

    /// Takes any example and any choice.
    pub fn lively(served: &'s Served, seed: u64) -> Self {
        Self {
            served,
            random: Random::new(seed),
            lively: true,
            left: 0,
        }
    }

    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    pub fn value(&mut self, schema: &Value) -> Value {
        self.left = MAX_VALUES;
        self.at(schema, 0)
    }

    fn at(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = self.served.resolve(schema);
        self.left = self.left.saturating_sub(1);
        if depth > MAX_DEPTH || self.left == 0 {
            return Value::Null;
        }
        if let Some(value) = self.given(schema) {
            return value;
        }
        if ["allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
        {
            let whole = self.choose(schema, depth);
            return self
                .given(&whole)
                .unwrap_or_else(|| self.shaped(&whole, depth));
        }
        self.shaped(schema, depth)
    }

    /// What the document itself gives as a value.
    fn given(&mut self, schema: &Value) -> Option<Value> {
        if let Some(value) = schema.get("const") {
            return Some(value.clone());
        }
        let choices = schema
            .get("examples")
            .or_else(|| schema.get("enum"))
            .and_then(Value::as_array);
        if let Some(choice) = choices.and_then(|all| self.pick(all)) {
            return Some(choice.clone());
        }
        schema
            .get("example")
            .or_else(|| schema.get("default"))
            .cloned()
    }

    fn pick<'v>(&mut self, all: &'v [Value]) -> Option<&'v Value> {
        if self.lively {
            self.random.pick(all)
        } else {
            all.first()
        }
    }

    /// One schema out of `allOf`, and one choice of each union.
    fn choose(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = self.served.resolve(schema);
        let mut whole = Map::new();
        self.left = self.left.saturating_sub(1);
        if depth > MAX_DEPTH || self.left == 0 {
            return Value::Object(whole);
        }
        for part in items(schema.get("allOf")) {
            merge(&mut whole, &self.choose(part, depth + 1));
        }
        for key in ["oneOf", "anyOf"] {
            let all: Vec<&Value> = items(schema.get(key)).collect();
            let present: Vec<&Value> = all
                .iter()
                .copied()
                .filter(|choice| !self.is_null(choice))
                .collect();
            let choices = if present.is_empty() { all } else { present };
            let choice = if self.lively {
                self.random.pick(&choices).copied()
            } else {
                choices.first().copied()
            };
            if let Some(choice) = choice {
                merge(&mut whole, &self.choose(choice, depth + 1));
            }
        }
        merge(&mut whole, schema);
        for key in ["allOf", "oneOf", "anyOf"] {
            whole.shift_remove(key);
        }
        Value::Object(whole)
    }

    fn is_null(&self, schema: &Value) -> bool {
        self.served
            .resolve(schema)
            .get("type")
            .and_then(Value::as_str)
            == Some("null")
    }

    fn shaped(&mut self, schema: &Value, depth: usize) -> Value {
        match kind(schema) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => Value::String(string::value(schema, &mut self.random)),
            "integer" => number::integer(schema, &mut self.random),
            "number" => number::number(schema, &mut self.random),
            "boolean" => Value::Bool(self.lively && self.random.chance(50)),
            "null" => Value::Null,
            _ => Value::Object(Map::new()),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required: Vec<&str> = items(schema.get("required"))
            .filter_map(Value::as_str)
            .collect();
        let mut out = Map::new();
        for (name, member) in schema.get("properties").into_iter().flat_map(entries) {
            if required.contains(&name) || depth < FULL_DEPTH && !self.recurs(member) {
                out.insert(name.to_owned(), self.at(member, depth + 1));
            }
        }
        for name in required {
            if !out.contains_key(name) {
                out.insert(name.to_owned(), Value::String(name.to_owned()));
            }
        }
        self.further_members(schema, depth, &mut out);
        Value::Object(out)
    }

    /// A member that may be absent and leads to a schema that is being written already would never end.
    fn recurs(&self, member: &Value) -> bool {
        let Some(name) = super::schema_name(member) else {
            return false;
        };
        let target = self.served.resolve(member);
        let mut pending: Vec<&Value> = vec![target];
        let mut steps = 0;
        while let Some(node) = pending.pop() {
            steps += 1;
            if steps > 2000 {
                return true;
            }
            match node {
                Value::Object(map) => {
                    if super::schema_name(node).is_some_and(|found| found == name) {
                        return true;
                    }
                    pending.extend(map.values());
                }
                Value::Array(list) => pending.extend(list),
                _ => {}
            }
        }
        false
    }

    fn further_members(&mut self, schema: &Value, depth: usize, out: &mut Map<String, Value>) {
        let least = schema
            .get("minProperties")
            .and_then(Value::as_u64)
            .unwrap_or(0) as usize;
        let wanted = least
            .max(usize::from(out.is_empty() && depth < FULL_DEPTH))
            .min(64);
        let patterns: Vec<(&str, &Value)> = schema
            .get("patternProperties")
            .into_iter()
            .flat_map(entries)
            .collect();
        let open = schema
            .get("additionalProperties")
            .filter(|node| node.is_object());
        for at in out.len()..wanted {
            let (name, member) = match (patterns.first(), open) {
                (Some((pattern, member)), _) => {
                    (super::pattern::text(pattern, &mut self.random), *member)
                }
                (None, Some(member)) => (self.property_name(schema, at), member),
                (None, None) => return,
            };
            let Some(name) = name else { return };
            out.insert(name, self.at(member, depth + 1));
        }
    }

    fn property_name(&mut self, schema: &Value, at: usize) -> Option<String> {
        let Some(names) = schema.get("propertyNames") else {
            return Some(format!("key{}", at + 1));
        };
        self.at(names, FULL_DEPTH).as_str().map(str::to_owned)
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(Value::Array(places)) =
            schema.get("items").or_else(|| schema.get("prefixItems"))
        {
            return Value::Array(
                places
                    .iter()
                    .map(|place| self.at(place, depth + 1))
                    .collect(),
            );
        }
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let most = schema
            .get("maxItems")
            .and_then(Value::as_u64)
            .unwrap_or(u64::MAX);
        let usual = if depth < FULL_DEPTH {
            1 + u64::from(self.lively)
        } else {
            0
        };
        let count = usual.max(least).min(most).min(1000);
        let unique = schema.get("uniqueItems").and_then(Value::as_bool) == Some(true);
        let free = Value::Object(Map::new());
        let of = schema.get("items").unwrap_or(&free);
        let mut out: Vec<Value> = Vec::new();
        for _ in 0..count {
            let mut item = self.at(of, depth + 1);
            for _ in 0..UNIQUE_TRIES {
                if !unique || !out.contains(&item) {
                    break;
                }
                item = self.other(of, depth + 1);
            }
            if !unique || !out.contains(&item) {
                out.push(item);
            }
        }
        Value::Array(out)
    }

    /// Any value rather than the first.
    fn other(&mut self, schema: &Value, depth: usize) -> Value {
        let was = std::mem::replace(&mut self.lively, true);
        let value = self.at(schema, depth);
        self.lively = was;
        value
    }
}

/// The type that a value of the schema gets.
pub fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => return kind,
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            return kinds.find(|kind| *kind != "null").unwrap_or("null");
        }
        _ => {}
    }
    let hints = [
        (
            "object",
            [
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
            ]
            .as_slice(),
        ),
        ("array", &["items", "minItems", "maxItems"]),
        ("string", &["pattern", "minLength", "maxLength", "format"]),
        (
            "number",
            &[
                "minimum",
                "maximum",
                "multipleOf",
                "exclusiveMinimum",
                "exclusiveMaximum",
            ],
        ),
    ];
    let found = hints
        .iter()
        .find(|(_, keys)| keys.iter().any(|key| schema.get(key).is_some()));
    found.map_or("any", |(kind, _)| kind)
}

/// Members of `from` over those of `into`; properties and required names are joined.
fn merge(into: &mut Map<String, Value>, from: &Value) {
    for (key, value) in entries(from) {
        match (into.get_mut(key), value) {
            (Some(Value::Object(have)), Value::Object(more)) if key == "properties" => {
                for (name, member) in more {
                    let both = have
                        .get(name)
                        .map(|known| json!({ "allOf": [known, member] }));
                    have.insert(name.clone(), both.unwrap_or_else(|| member.clone()));
                }
            }
            (Some(Value::Array(have)), Value::Array(more)) if key == "required" => {
                let fresh: Vec<Value> = more
                    .iter()
                    .filter(|name| !have.contains(name))
                    .cloned()
                    .collect();
                have.extend(fresh);
            }
            _ => {
                into.insert(key.to_owned(), value.clone());
            }
        }
    }
}
