//! The named schemas, each told once; every other place links here.

use std::collections::BTreeMap;

use serde_json::Value;

use super::html::{Html, anchor};
use super::view::{NavGroup, SchemaView};
use super::{Page, Section, TemplateError, json, markdown};
use crate::served::{entries, schema_name};

impl<'s> Page<'s> {
    pub(super) fn schema_section(&mut self) -> Result<Option<Section>, TemplateError> {
        let mut nav = NavGroup::new("schemas", "Schemas");
        let mut body = Html::new();
        let users = self.users();
        for (name, schema) in self.shown_schemas() {
            nav.item(&anchor("schema", name), name);
            body.add(&self.schema(name, schema, users.get(name).map_or(&[], Vec::as_slice))?);
        }
        self.unless_empty(nav, "The shapes that messages are made of.", body)
    }

    fn schema(&mut self, name: &str, schema: &'s Value, users: &[&str]) -> Result<Html, TemplateError> {
        let example = self.sampler.value(schema);
        let text = schema.get("description").and_then(Value::as_str);
        let mut links = Html::new();
        for (at, user) in users.iter().enumerate() {
            links.raw(if at > 0 { ", " } else { "" });
            links.add(&Html::link(&anchor("schema", user), &Html::text(user)));
        }
        let view = SchemaView {
            id: anchor("schema", name),
            name: Html::text(name),
            of: self.schemas.type_of(self.served.resolve(schema)),
            deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
            docs: text.map(markdown::html).unwrap_or_default(),
            remarks: self.schemas.constraints(schema),
            body: self.schemas.body(schema),
            users: links,
            json: Html::text(&json::pretty(&example)),
        };
        self.fill("schema", &view)
    }

    /// All named schemas but those that only wrap a message in its envelope.
    pub(super) fn shown_schemas(&self) -> Vec<(&'s str, &'s Value)> {
        let all = entries(self.served.at(&["components", "schemas"]));
        let hidden = |schema: &'s Value| self.protocol.is_some() && self.served.envelope(schema).is_some();
        all.filter(|(_, schema)| !hidden(schema)).collect()
    }

    /// For each schema the schemas that mention it.
    fn users(&self) -> BTreeMap<String, Vec<&'s str>> {
        let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, schema) in self.shown_schemas() {
            let mut pending = vec![schema];
            while let Some(node) = pending.pop() {
                if let Some(used) = schema_name(node) {
                    let known = users.entry(used).or_default();
                    if !known.contains(&name) {
                        known.push(name);
                    }
                }
                match node {
                    Value::Object(members) => pending.extend(members.values()),
                    Value::Array(list) => pending.extend(list),
                    _ => {}
                }
            }
        }
        users
    }
}
