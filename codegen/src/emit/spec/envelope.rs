//! The short form written out: a message whose payload is only the model becomes one whose payload is the envelope.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::doc::node::{At, Node};
use crate::doc::protocol::name_by_type;

/// What each message of a short-form document is called and how its payload travels.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    names: HashMap<At, String>,
    /// Each route, known by its `R.subscribe`, with a topic of it to show in examples.
    routes: BTreeMap<String, String>,
}

impl Envelope {
    /// From the messages with their names. Where a message is named twice, the first counts.
    pub(super) fn new(messages: Vec<(Node<'_>, String)>) -> Self {
        let mut envelope = Self::default();
        for (node, name) in messages {
            if let Some(route) = name.strip_suffix(".subscribe") {
                let topic = || example_topic(route, node);
                envelope
                    .routes
                    .entry(route.to_owned())
                    .or_insert_with(topic);
            }
            envelope.names.entry(node.at).or_insert(name);
        }
        envelope
    }

    /// The message with its payload and examples in the envelope. One without a name stays as it is.
    pub(super) fn wrap(&self, message: Node<'_>, walked: Map<String, Value>) -> Map<String, Value> {
        let Some(name) = self.names.get(&message.at) else {
            return walked;
        };
        let topic = self.topic_of_update(name, message);
        let mut wrapped = Map::new();
        let mut payload = None;
        for (key, value) in walked {
            match key.as_str() {
                "payload" => payload = Some(value),
                "examples" => {
                    wrapped.insert(key, examples(name, topic.as_deref(), value));
                }
                _ => {
                    wrapped.insert(key, value);
                }
            }
        }
        let payload = payload.map(|model| {
            if topic.is_some() {
                update(model)
            } else {
                model
            }
        });
        let literal = envelope(name, payload, !self.is_update(name));
        // Where the payload stood, so that the order of the document is kept; at the end where there was none.
        let position = message
            .entries()
            .position(|(_, key, _)| key == "payload")
            .unwrap_or(wrapped.len());
        insert(wrapped, position, literal)
    }

    fn is_update(&self, name: &str) -> bool {
        name.strip_suffix(".update")
            .is_some_and(|route| self.routes.contains_key(route))
    }

    /// For an update whose payload is the model alone: the topic to show in examples.
    fn topic_of_update(&self, name: &str, message: Node<'_>) -> Option<String> {
        let topic = self.routes.get(name.strip_suffix(".update")?)?;
        let carries_topic = message.follow("payload").is_some_and(has_topic);
        (!carries_topic).then(|| topic.clone())
    }
}

/// Where code gave a message the name of a function, the served document says its name on the wire.
pub(super) fn named_by_type(
    message: Node<'_>,
    mut walked: Map<String, Value>,
) -> Map<String, Value> {
    if let (Some(name), Some(written)) = (name_by_type(message), walked.get_mut("name")) {
        *written = name.into();
    }
    walked
}

/// The topic of the first example of a subscription; of no params where it has none.
fn example_topic(route: &str, subscribe: Node<'_>) -> String {
    let examples = subscribe.get("examples").into_iter().flat_map(Node::items);
    let params = examples
        .filter_map(|example| example.get("payload"))
        .map(Node::to_json)
        .next();
    params
        .and_then(|params| specwire_topic::topic(route, &params).ok())
        .unwrap_or_else(|| format!("{route}:{{}}"))
}

/// Whether the schema's only members are the topic and the model.
fn has_topic(schema: Node<'_>) -> bool {
    let Some(properties) = schema.get("properties") else {
        return false;
    };
    let names: BTreeSet<&str> = properties.entries().map(|(_, name, _)| name).collect();
    names == BTreeSet::from(["topic", "payload"])
}

fn insert(map: Map<String, Value>, position: usize, payload: Value) -> Map<String, Value> {
    let mut out = Map::new();
    let mut payload = Some(payload);
    for (at, (key, value)) in map.into_iter().enumerate() {
        if at == position
            && let Some(payload) = payload.take()
        {
            out.insert("payload".to_owned(), payload);
        }
        out.insert(key, value);
    }
    if let Some(payload) = payload {
        out.insert("payload".to_owned(), payload);
    }
    out
}

/// `id` is absent from updates: nothing was asked that they could answer.
fn envelope(name: &str, payload: Option<Value>, has_id: bool) -> Value {
    let required = if payload.is_some() {
        json!(["type", "payload"])
    } else {
        json!(["type"])
    };
    let mut properties = Map::new();
    properties.insert(
        "type".to_owned(),
        json!({ "type": "string", "const": name }),
    );
    properties.extend(payload.map(|payload| ("payload".to_owned(), payload)));
    if has_id {
        properties.insert("id".to_owned(), json!({ "type": ["string", "number"] }));
    }
    json!({ "type": "object", "required": required, "properties": properties })
}

fn update(model: Value) -> Value {
    json!({
        "type": "object",
        "required": ["topic", "payload"],
        "properties": {
            "topic": { "type": "string", "description": "The topic that this is an update of, as the subscription's reply named it." },
            "payload": model,
        },
    })
}

fn examples(name: &str, topic: Option<&str>, examples: Value) -> Value {
    let Value::Array(examples) = examples else {
        return examples;
    };
    examples
        .into_iter()
        .map(|example| self::example(name, topic, example))
        .collect()
}

fn example(name: &str, topic: Option<&str>, example: Value) -> Value {
    let Value::Object(mut example) = example else {
        return example;
    };
    if let Some(payload) = example.get_mut("payload") {
        let model = payload.take();
        let model = match topic {
            Some(topic) => json!({ "topic": topic, "payload": model }),
            None => model,
        };
        *payload = json!({ "type": name, "payload": model });
    }
    Value::Object(example)
}
