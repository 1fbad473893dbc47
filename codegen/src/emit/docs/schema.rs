//! A schema as people read it: its type in words, its members as a list, its constraints as short remarks.

mod choices;
mod constraint;
mod flat;
mod kind;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::Value;

use super::html::{Html, anchor};
use super::markdown;
use crate::served::{Served, entries, items, schema_name};

pub(super) use flat::flat;

/// Inline objects are opened up this deep; what lies below is linked or left out.
const MAX_DEPTH: usize = 8;
/// Schemas opened in one page before it stops to open more: a bound for documents that refer to themselves in odd places.
const BUDGET: u32 = 500_000;

/// Renders the schemas of one document.
pub(super) struct Schemas<'s> {
    served: &'s Served,
    budget: Cell<u32>,
    /// Where the inside of a named schema stands. It stands once; elsewhere the script copies it.
    told: RefCell<BTreeMap<String, String>>,
}

impl<'s> Schemas<'s> {
    pub(super) fn new(served: &'s Served) -> Self {
        Self {
            served,
            budget: Cell::new(BUDGET),
            told: RefCell::default(),
        }
    }

    fn spent(&self, depth: usize) -> bool {
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(1));
        left == 0 || depth > MAX_DEPTH
    }

    /// The name of a schema that has a place on the page.
    fn known_name(&self, node: &Value) -> Option<String> {
        let name = schema_name(node)?;
        self.served.at(&["components", "schemas"]).get(&name)?;
        Some(name)
    }

    /// Everything inside a schema, on the part of the page called `place`: written out the first time, later a link to
    /// where that was.
    pub(super) fn body(&self, node: &Value, name: Option<&str>, place: &str) -> Html {
        let Some(name) = name.map(str::to_owned).or_else(|| self.known_name(node)) else {
            let mut inside = self.described(node);
            return inside.add(&self.body_at(node, 0)).clone();
        };
        let key = Html::attribute(&name);
        if let Some(place) = self.told.borrow().get(&name) {
            let link = Html::link(place, &Html::markup("Told here"));
            return Html::markup(format!("<div data-at=\"{key}\"><p>{link}</div>"));
        }
        let mut inside = self.described(node);
        inside.add(&self.body_at(node, 0));
        if inside.is_empty() {
            return inside;
        }
        self.told.borrow_mut().insert(name, place.to_owned());
        Html::markup(format!("<div data-body=\"{key}\">{inside}</div>"))
    }

    /// Where the inside of a named schema stands already.
    pub(super) fn place_of(&self, name: &str) -> Option<String> {
        self.told.borrow().get(name).cloned()
    }

    /// Whether the example of a member stands in its line.
    pub(super) fn shows_example(&self, node: &Value) -> bool {
        schema_name(node).is_none()
            && node.get("enum").is_none()
            && constraint::short_example(node).is_some()
            && node.get("examples").is_some()
    }

    fn described(&self, node: &Value) -> Html {
        let text = self
            .served
            .resolve(node)
            .get("description")
            .and_then(Value::as_str);
        text.map(markdown::html).unwrap_or_default()
    }

    fn body_at(&self, node: &Value, depth: usize) -> Html {
        let mut out = Html::new();
        if self.spent(depth) {
            return out;
        }
        let schema = flat(self.served, node);
        if let Some(members) = schema
            .get("properties")
            .filter(|members| entries(members).next().is_some())
        {
            out.raw("<ul class=f>");
            let required: Vec<&str> = items(schema.get("required"))
                .filter_map(Value::as_str)
                .collect();
            for (name, member) in entries(members) {
                out.add(&self.member(name, member, required.contains(&name), depth));
            }
            out.raw("</ul>");
        }
        self.further(&schema, depth, &mut out);
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.get(key).and_then(Value::as_array) {
                out.add(&self.choices(choices, key, &schema, depth));
            }
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            out.add(&self.values(values, &schema));
        }
        out
    }

    /// Members without a name of their own, and the items of a list.
    fn further(&self, schema: &Value, depth: usize, out: &mut Html) {
        let patterns = schema
            .get("patternProperties")
            .into_iter()
            .flat_map(entries);
        let open = schema
            .get("additionalProperties")
            .filter(|node| node.is_object());
        let rows: Vec<(Html, &Value)> = patterns
            .map(|(pattern, member)| (self.named("members that match ", pattern), member))
            .chain(open.map(|member| (Html::text("every other member"), member)))
            .collect();
        if !rows.is_empty() {
            out.raw("<ul class=f>");
            for (label, member) in rows {
                out.raw("<li><p><em>").add(&label).raw("</em> ");
                out.add(&self.remarks(member))
                    .add(&self.details(member, depth));
            }
            out.raw("</ul>");
        }
        match schema.get("items") {
            Some(Value::Array(places)) => {
                out.raw("<ol class=f>");
                for place in places {
                    out.raw("<li><p>")
                        .add(&self.remarks(place))
                        .add(&self.details(place, depth));
                }
                out.raw("</ol>");
            }
            Some(item) if depth == 0 => {
                out.raw("<ul class=f><li><p><em>each item</em> ")
                    .add(&self.remarks(item));
                out.add(&self.details(item, depth)).raw("</ul>");
            }
            _ => {}
        }
    }

    fn named(&self, words: &'static str, name: &str) -> Html {
        let mut out = Html::markup(words);
        out.element("code", "", &Html::text(name));
        out
    }

    fn member(&self, name: &str, node: &Value, required: bool, depth: usize) -> Html {
        let mut out = Html::markup("<li><p>");
        out.element("code", "", &Html::text(name))
            .raw(" ")
            .add(&self.remarks(node));
        if !required {
            out.raw(" <b>optional</b>");
        }
        out.add(&self.details(node, depth));
        out
    }

    /// Constraints of a schema that stands for itself.
    pub(super) fn constraints(&self, node: &Value) -> Html {
        let mut out = Html::new();
        let scalar = self.scalar(node);
        for remark in constraint::remarks(
            &scalar,
            scalar.get("properties").is_none() && scalar.get("enum").is_none(),
        ) {
            out.element("i", "", &remark).raw(" ");
        }
        if out.is_empty() {
            out
        } else {
            Html::markup(format!("<p class=r>{out}</p>"))
        }
    }

    /// Type and constraints, on one line.
    pub(super) fn remarks(&self, node: &Value) -> Html {
        if self.known_name(node).is_some() {
            return self.type_of(node);
        }
        let mut out = Html::new();
        out.element("span", "", &self.type_of(node));
        let scalar = self.scalar(node);
        for remark in constraint::remarks(&scalar, scalar.get("enum").is_none()) {
            out.raw(" ").element("i", "", &remark);
        }
        out
    }

    /// The schema whose constraints belong beside a member: those of a named scalar too.
    fn scalar(&self, node: &Value) -> Value {
        let schema = flat(self.served, node);
        let mut choices = items(schema.get("oneOf").or_else(|| schema.get("anyOf")))
            .map(|choice| self.served.resolve(choice))
            .filter(|choice| choice.get("type").and_then(Value::as_str) != Some("null"));
        let only = match (choices.next(), choices.next()) {
            (Some(only), None) => Some(flat(self.served, only)),
            _ => None,
        };
        drop(choices);
        only.unwrap_or(schema)
    }

    /// Description, choices and what is inside, below the line of a member. A named schema is told at its own place:
    /// the script brings it here.
    fn details(&self, node: &Value, depth: usize) -> Html {
        let mut out = Html::new();
        if let Some(text) = node.get("description").and_then(Value::as_str) {
            out.add(&markdown::html(text));
        }
        if self.known_name(node).is_some() {
            self.nested(node, depth, &mut out);
            return out;
        }
        if let Some(values) = self.scalar(node).get("enum").and_then(Value::as_array) {
            out.add(&self.values(values, &self.scalar(node)));
            return out;
        }
        self.nested(node, depth, &mut out);
        out
    }

    /// What stands in a member: a named schema is opened on demand, an unnamed one stands here.
    fn nested(&self, node: &Value, depth: usize, out: &mut Html) {
        if self.spent(depth) {
            return;
        }
        if let Some(name) = self.known_name(node) {
            if self.has_inside(node) {
                out.raw("<details class=x><summary>")
                    .escaped(&name)
                    .raw("</summary>");
                out.add(&Html::link(
                    &anchor("schema", &name),
                    &Html::markup("Read it there"),
                ))
                .raw("</details>");
            }
            return;
        }
        let schema = self.served.resolve(node);
        if let Some(item) = schema.get("items").filter(|item| !item.is_array()) {
            return self.nested(item, depth + 1, out);
        }
        if let Some(member) = schema
            .get("additionalProperties")
            .filter(|node| self.known_name(node).is_some())
        {
            return self.nested(member, depth + 1, out);
        }
        let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"));
        let present: Vec<&Value> = items(choices)
            .filter(|choice| choice.get("type") != Some(&"null".into()))
            .collect();
        if let [only] = present.as_slice() {
            return self.nested(only, depth + 1, out);
        }
        let inside = self.body_at(node, depth + 1);
        if !inside.is_empty() {
            out.raw("<div class=in>").add(&inside).raw("</div>");
        }
    }

    fn has_inside(&self, node: &Value) -> bool {
        let schema = flat(self.served, node);
        ["properties", "oneOf", "anyOf", "items", "patternProperties"]
            .iter()
            .any(|key| schema.get(key).is_some())
    }
}
