//! One connection without its socket: messages and time go in, frames come out.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::{Mock, evolve};
use crate::served::sample::{Random, Sampler};
use crate::served::{Message, Protocol, Request, Route};

/// What a session wants done, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Send(Value),
    Close(u16, &'static str),
}

/// A topic that the connection holds.
#[derive(Debug)]
struct Stream {
    route: usize,
    params: Value,
    /// The newest value; the next grows out of it.
    value: Value,
    random: Random,
    due: Instant,
}

#[derive(Debug)]
pub struct Session<'m> {
    pub(super) mock: &'m Mock,
    protocol: Protocol<'m>,
    id: String,
    topics: BTreeMap<String, Stream>,
    /// How often each request was answered: examples take turns.
    answered: BTreeMap<String, usize>,
}

impl<'m> Session<'m> {
    pub(super) fn new(mock: &'m Mock, protocol: Protocol<'m>, number: u64) -> Self {
        let id = format!("mock-{number}");
        Self {
            mock,
            protocol,
            id,
            topics: BTreeMap::new(),
            answered: BTreeMap::new(),
        }
    }

    /// When there is something to say without being asked.
    pub fn due(&self) -> Option<Instant> {
        self.topics.values().map(|stream| stream.due).min()
    }

    /// The updates that are due.
    pub fn tick(&mut self, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (topic, stream) in &mut self.topics {
            if stream.due > now {
                continue;
            }
            let Some(route) = self.protocol.routes.get(stream.route) else {
                continue;
            };
            effects.push(Effect::Send(update(route, topic, &stream.value)));
            stream.grow(self.mock, route);
            // From now, not from when it was due: a machine that slept sends one update, not a flood.
            stream.due = now + self.mock.options.interval;
        }
        effects
    }

    /// What a text frame brings about.
    pub fn receive(&mut self, text: &str, now: Instant) -> Vec<Effect> {
        let Ok(Value::Object(frame)) = serde_json::from_str(text) else {
            return self.bad(
                "decode_failed",
                "the message is not a JSON object",
                None,
                "Could not decode message",
            );
        };
        let id = frame.get("id").cloned();
        let Some(tag) = frame.get("type").and_then(Value::as_str) else {
            return self.bad(
                "decode_failed",
                "the message has no type",
                id,
                "Could not decode message",
            );
        };
        let payload = frame.get("payload").cloned();
        if let Some((at, verb)) = self.route_of(tag) {
            return self.route(at, verb, payload.unwrap_or_else(|| json!({})), id, now);
        }
        match self
            .protocol
            .requests
            .iter()
            .find(|request| request.tag == tag)
            .copied()
        {
            Some(request) => self.request(&request, payload, id),
            None => self.bad(
                "no_matching_type",
                &format!("no such message: {tag}"),
                id,
                "No matching type",
            ),
        }
    }

    fn route_of(&self, tag: &str) -> Option<(usize, Verb)> {
        self.protocol
            .routes
            .iter()
            .enumerate()
            .find_map(|(at, route)| match tag.strip_prefix(route.name)? {
                ".subscribe" => Some((at, Verb::Subscribe)),
                ".unsubscribe" if route.unsubscribe.is_some() => Some((at, Verb::Unsubscribe)),
                _ => None,
            })
    }

    fn route(
        &mut self,
        at: usize,
        verb: Verb,
        params: Value,
        id: Option<Value>,
        now: Instant,
    ) -> Vec<Effect> {
        let Some(route) = self.protocol.routes.get(at).copied() else {
            return Vec::new();
        };
        if let Some(effects) = self.fault(&format!("{}.subscribe", route.name), Some(&params), &id)
        {
            return effects;
        }
        let topic = match specwire_topic::topic(route.name, &params) {
            Ok(topic) => topic,
            Err(error) => {
                return self.bad(
                    "validation_failed",
                    &error.to_string(),
                    id,
                    "Could not validate payload",
                );
            }
        };
        let (message, status, words) = match verb {
            Verb::Subscribe => (route.subscribe_response, "ok", "Subscribed"),
            Verb::Unsubscribe if self.topics.remove(&topic).is_some() => {
                (route.unsubscribe_response, "ok", "Unsubscribed")
            }
            Verb::Unsubscribe => (route.unsubscribe_response, "error", "Not subscribed"),
        };
        if verb == Verb::Subscribe && !self.topics.contains_key(&topic) {
            let stream = Stream::start(self.mock, &route, at, &topic, params, now);
            self.topics.insert(topic.clone(), stream);
        }
        let confirmation = [
            ("status", json!(status)),
            ("message", json!(words)),
            ("topic", json!(topic)),
        ];
        message
            .map(|message| Effect::Send(self.filled(&message, &confirmation, id)))
            .into_iter()
            .collect()
    }

    fn request(
        &mut self,
        request: &Request<'m>,
        payload: Option<Value>,
        id: Option<Value>,
    ) -> Vec<Effect> {
        let wanted = request.payload.is_some() || payload.is_some();
        if let Some(effects) = wanted
            .then(|| self.fault(request.tag, payload.as_ref(), &id))
            .flatten()
        {
            return effects;
        }
        let Some(reply) = request.reply else {
            return Vec::new();
        };
        let topics: Vec<&String> = self.topics.keys().collect();
        let mut facts = match request.tag {
            "session.info" => vec![
                ("connectionId", json!(self.id)),
                ("module", json!(self.mock.options.module)),
                ("version", json!(self.mock.version())),
                ("hash", json!(self.mock.options.hash)),
                ("topics", json!(topics)),
            ],
            "session.subscriptions" | "session.clear" => vec![("topics", json!(topics))],
            _ => Vec::new(),
        };
        if request.tag == "session.clear" {
            self.topics.clear();
        }
        // A reply speaks of what was asked: members that both have are taken over.
        let asked = payload
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let scalars = asked.filter(|(_, value)| !value.is_object() && !value.is_array());
        facts.extend(scalars.map(|(name, value)| (name.as_str(), value.clone())));
        vec![Effect::Send(self.filled(&reply.message, &facts, id))]
    }

    /// A message of the server: an example or a sample, with what is known put in where it fits.
    fn filled(
        &mut self,
        message: &Message<'m>,
        known: &[(&str, Value)],
        id: Option<Value>,
    ) -> Value {
        let schema = message.payload();
        let turn = self.answered.entry(message.name.to_owned()).or_default();
        let examples: Vec<&Value> = message.examples().collect();
        let mut frame = match examples.len() {
            0 => {
                let seed = Random::named(self.mock.options.seed, message.name)
                    .bits()
                    .wrapping_add(*turn as u64);
                let mut sampler = Sampler::lively(&self.mock.served, seed);
                schema.map_or_else(|| json!({}), |schema| sampler.value(schema))
            }
            count => examples[*turn % count].clone(),
        };
        *turn += 1;
        let tag = schema
            .and_then(|schema| self.mock.served.envelope(schema))
            .map(|envelope| envelope.tag);
        let Some(members) = frame.as_object_mut() else {
            return frame;
        };
        members.shift_remove("id");
        if let Some(tag) = tag {
            members.insert("type".to_owned(), json!(tag));
        }
        if let Some(Value::Object(payload)) = members.get_mut("payload") {
            put_in(payload, known, |payload| {
                self.mock.fits(tag.unwrap_or_default(), payload)
            });
        }
        if let Some(id) = id {
            members.insert("id".to_owned(), id);
        }
        frame
    }

    /// What is wrong with a payload, as the server would say it.
    fn fault(&self, tag: &str, payload: Option<&Value>, id: &Option<Value>) -> Option<Vec<Effect>> {
        let fault = self.mock.fault(tag, payload.unwrap_or(&Value::Null))?;
        let mut error = json!({
            "code": "validation_failed",
            "message": if payload.is_some() { fault.message } else { "the payload is missing".to_owned() },
            "path": format!("/payload{}", fault.path),
            "expected": fault.keyword,
        });
        if payload.is_none() {
            error["expected"] = json!("a payload");
        }
        Some(
            self.mock
                .refuse(error, id.clone(), "Could not validate payload"),
        )
    }

    fn bad(
        &self,
        code: &str,
        message: &str,
        id: Option<Value>,
        reason: &'static str,
    ) -> Vec<Effect> {
        let error = json!({ "code": code, "message": message });
        self.mock.refuse(error, id, reason)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Subscribe,
    Unsubscribe,
}

impl Stream {
    fn start(
        mock: &Mock,
        route: &Route<'_>,
        at: usize,
        topic: &str,
        params: Value,
        now: Instant,
    ) -> Self {
        let mut random = Random::named(mock.options.seed, topic);
        let example = route
            .update
            .examples()
            .next()
            .and_then(|frame| frame.get("payload"));
        let example = if route.names_topic {
            example.and_then(|payload| payload.get("payload"))
        } else {
            example
        };
        let mut value = example.cloned().unwrap_or_else(|| {
            let seed = random.bits();
            route.model.map_or(Value::Null, |schema| {
                Sampler::lively(&mock.served, seed).value(schema)
            })
        });
        let tag = format!("{}.update", route.name);
        let known: Vec<(&str, Value)> = params
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        if let Value::Object(members) = &mut value {
            put_in(members, &known, |value| mock.fits(&tag, value));
        }
        Self {
            route: at,
            params,
            value,
            random,
            due: now,
        }
    }

    /// A step to the next value; stays where a step would leave the schema.
    fn grow(&mut self, mock: &Mock, route: &Route<'_>) {
        let Some(schema) = route.model else { return };
        let fixed: Vec<&str> = self
            .params
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        let next = evolve::next(
            &mock.served,
            schema,
            &self.value,
            mock.options.interval,
            &fixed,
            &mut self.random,
        );
        if mock.fits(&format!("{}.update", route.name), &next) {
            self.value = next;
        }
    }
}

fn update(route: &Route<'_>, topic: &str, value: &Value) -> Value {
    let payload = if route.names_topic {
        json!({ "topic": topic, "payload": value })
    } else {
        value.clone()
    };
    json!({ "type": format!("{}.update", route.name), "payload": payload })
}

/// Sets members that are there already, each only as long as the whole stays valid.
fn put_in(
    members: &mut Map<String, Value>,
    known: &[(&str, Value)],
    fits: impl Fn(&Value) -> bool,
) {
    for (name, value) in known {
        let Some(old) = members.get(*name).cloned() else {
            continue;
        };
        members.insert((*name).to_owned(), value.clone());
        if !fits(&Value::Object(members.clone())) {
            members.insert((*name).to_owned(), old);
        }
    }
}
