//! The named schemas, each told once; every other place links here.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::html::{Html, anchor};
use super::view::{NavGroup, SchemaView};
use super::{Page, Section, TemplateError};
use crate::served::{entries, items, schema_name};

/// Members of a schema that only people read.
const DOCS: [&str; 3] = ["description", "title", "$comment"];

impl<'s> Page<'s> {
    pub(super) fn schema_section(&self) -> Result<Option<Section>, TemplateError> {
        // The script lists them in the contents: half of the page's names would stand there otherwise.
        let nav = NavGroup::new("schemas", "Schemas");
        let mut body = Html::new();
        for (name, schema) in self.shown_schemas() {
            body.add(&self.schema(name, schema)?);
        }
        if body.is_empty() {
            return Ok(None);
        }
        let lead = Html::markup(
            "<p>The shapes that messages are made of. A member is required unless it is marked optional.</p>",
        );
        self.section(nav, lead, body).map(Some)
    }

    fn schema(&self, name: &str, schema: &'s Value) -> Result<Html, TemplateError> {
        let id = anchor("schema", name);
        if let Some(place) = self.schemas.place_of(name) {
            // Told with an operation. The script tells it here again.
            let link = Html::link(&place, &Html::text(name));
            return Ok(Html::markup(format!(
                "<article class=op id={id}><h3>{link}</h3></article>\n"
            )));
        }
        let view = SchemaView {
            body: self.schemas.body(schema, Some(name), &id),
            id,
            name: Html::text(name),
            of: self.kind(self.served.resolve(schema)),
            deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
            remarks: self.schemas.constraints(schema),
        };
        self.fill("schema", &view)
    }

    /// The type; of a union the bare word, since its choices are told below.
    fn kind(&self, schema: &Value) -> Html {
        let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"));
        if items(choices).count() > 1 {
            return Html::text("union");
        }
        self.schemas.type_of(schema)
    }

    /// All named schemas but those that only wrap a message in its envelope.
    pub(super) fn shown_schemas(&self) -> Vec<(&'s str, &'s Value)> {
        let wrappers = self.wrappers();
        let all = entries(self.served.at(&["components", "schemas"]));
        all.filter(|(name, _)| !wrappers.contains(*name)).collect()
    }

    /// Schemas that are the payload of a message, envelope and all. Any other with a constant `type` is a model.
    fn wrappers(&self) -> BTreeSet<String> {
        let mut wrappers = BTreeSet::new();
        for channel in self.served.channels().filter(|_| self.protocol.is_some()) {
            for operation in self.served.operations(channel) {
                let messages = self.served.messages(operation);
                wrappers.extend(
                    messages
                        .iter()
                        .filter_map(|message| schema_name(message.payload()?)),
                );
            }
        }
        wrappers
    }

    /// The schemas as the script needs them. What it can read off the page is left out: descriptions, and examples that
    /// are shown with an operation.
    pub(super) fn script_schemas(&self) -> Map<String, Value> {
        let mut all = Map::new();
        for (name, schema) in self.shown_schemas() {
            let mut lean = without_docs(schema);
            self.without_shown(&mut lean);
            if self.shown_examples.contains(name) {
                lean.as_object_mut()
                    .and_then(|members| members.shift_remove("examples"));
            }
            all.insert(name.to_owned(), lean);
        }
        all
    }
}

impl Page<'_> {
    /// Takes out the examples that stand beside the members of a schema.
    fn without_shown(&self, schema: &mut Value) {
        let members = schema.get_mut("properties").and_then(Value::as_object_mut);
        for member in members.into_iter().flat_map(|members| members.values_mut()) {
            if self.schemas.shows_example(member) {
                member
                    .as_object_mut()
                    .and_then(|members| members.shift_remove("examples"));
            }
        }
    }
}

fn without_docs(node: &Value) -> Value {
    match node {
        Value::Object(members) => {
            let kept = members
                .iter()
                .filter(|(key, value)| !(DOCS.contains(&key.as_str()) && value.is_string()));
            Value::Object(
                kept.map(|(key, value)| (key.clone(), without_docs(value)))
                    .collect(),
            )
        }
        Value::Array(list) => Value::Array(list.iter().map(without_docs).collect()),
        value => value.clone(),
    }
}
