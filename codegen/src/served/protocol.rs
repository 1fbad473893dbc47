//! Routes, requests and events of a literal document: what its messages mean to one another.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Direction, Message, Served, entries, items};

/// A message whose payload is `{type, payload?, id?}`.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'s> {
    pub tag: &'s str,
    /// The schema of `payload`.
    pub payload: Option<&'s Value>,
}

#[derive(Debug, Clone, Copy)]
pub struct Route<'s> {
    pub name: &'s str,
    pub subscribe: Message<'s>,
    pub subscribe_response: Option<Message<'s>>,
    pub unsubscribe: Option<Message<'s>>,
    pub unsubscribe_response: Option<Message<'s>>,
    pub update: Message<'s>,
    /// What names one topic.
    pub params: Option<&'s Value>,
    /// What an update carries.
    pub model: Option<&'s Value>,
    /// Whether the model stands in its update beside the topic. Else it is the whole payload.
    pub names_topic: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Request<'s> {
    pub tag: &'s str,
    pub message: Message<'s>,
    pub payload: Option<&'s Value>,
    pub reply: Option<Event<'s>>,
}

/// A message of the server: an event, or the reply to a request.
#[derive(Debug, Clone, Copy)]
pub struct Event<'s> {
    pub tag: &'s str,
    pub message: Message<'s>,
    pub payload: Option<&'s Value>,
}

#[derive(Debug, Clone)]
pub struct Protocol<'s> {
    pub routes: Vec<Route<'s>>,
    pub requests: Vec<Request<'s>>,
    pub events: Vec<Event<'s>>,
}

struct Tagged<'s> {
    message: Message<'s>,
    envelope: Envelope<'s>,
}

/// The messages of one direction in the order of the document, each tag once.
#[derive(Default)]
struct Side<'s> {
    messages: Vec<Tagged<'s>>,
    by_tag: HashMap<&'s str, usize>,
}

#[derive(Default)]
struct Sides<'s> {
    sent: Side<'s>,
    received: Side<'s>,
}

impl<'s> Side<'s> {
    fn add(&mut self, tagged: Tagged<'s>) {
        let next = self.messages.len();
        let place = *self.by_tag.entry(tagged.envelope.tag).or_insert(next);
        if place == next {
            self.messages.push(tagged);
        }
    }

    fn get(&self, tag: &str) -> Option<&Tagged<'s>> {
        self.messages.get(*self.by_tag.get(tag)?)
    }
}

impl Served {
    /// Present where every message of the channels has the envelope.
    pub fn protocol(&self) -> Option<Protocol<'_>> {
        let sides = self.sides()?;
        let routes = sides.routes(self);
        let requests = sides.requests(self, &routes);
        let events = sides.events(&routes, &requests);
        Some(Protocol {
            routes,
            requests,
            events,
        })
    }

    fn sides(&self) -> Option<Sides<'_>> {
        let mut sides = Sides::default();
        for channel in self.channels() {
            for operation in self.operations(channel) {
                let side = match operation.direction {
                    Direction::ClientToServer => &mut sides.sent,
                    Direction::ServerToClient => &mut sides.received,
                };
                for message in self.messages(operation) {
                    let envelope = self.envelope(message.payload()?)?;
                    side.add(Tagged { message, envelope });
                }
            }
        }
        let count = sides.sent.messages.len() + sides.received.messages.len();
        (count > 0).then_some(sides)
    }

    /// The envelope that a payload schema describes.
    pub fn envelope<'s>(&'s self, schema: &'s Value) -> Option<Envelope<'s>> {
        let schema = self.resolve(schema);
        let members = schema.get("properties")?;
        // What stands beside these is a message of another making, which has a type by chance.
        let own = ["type", "payload", "id"];
        if !entries(members).all(|(name, _)| own.contains(&name)) {
            return None;
        }
        let tag = self.resolve(members.get("type")?);
        let only = items(tag.get("enum"))
            .next()
            .filter(|_| items(tag.get("enum")).count() == 1);
        let tag = tag.get("const").or(only)?.as_str()?;
        Some(Envelope {
            tag,
            payload: members.get("payload").and_then(|node| self.present(node)),
        })
    }

    /// The schema without the null that code-first exports put beside it; nothing where only null is left.
    fn present<'s>(&'s self, node: &'s Value) -> Option<&'s Value> {
        let schema = self.resolve(node);
        if self.is_null(schema) {
            return None;
        }
        let choices = ["anyOf", "oneOf"]
            .into_iter()
            .find_map(|key| schema.get(key))
            .and_then(Value::as_array);
        let mut present = choices
            .into_iter()
            .flatten()
            .filter(|choice| !self.is_null(self.resolve(choice)));
        match (choices, present.next(), present.next()) {
            (Some(choices), Some(only), None) if choices.len() == 2 => Some(only),
            _ => Some(node),
        }
    }

    fn is_null(&self, schema: &Value) -> bool {
        schema.get("type").and_then(Value::as_str) == Some("null")
            || schema.get("const").is_some_and(Value::is_null)
    }

    /// An update's model: what stands beside its topic, or the whole payload.
    fn model<'s>(&'s self, update: Envelope<'s>) -> (Option<&'s Value>, bool) {
        let members = update
            .payload
            .and_then(|payload| self.resolve(payload).get("properties"));
        match (
            members.and_then(|all| all.get("topic")),
            members.and_then(|all| all.get("payload")),
        ) {
            (Some(_), Some(model)) => (Some(model), true),
            _ => (update.payload, false),
        }
    }
}

impl<'s> Sides<'s> {
    fn routes(&self, served: &'s Served) -> Vec<Route<'s>> {
        let sent = self.sent.messages.iter();
        sent.filter_map(|tagged| self.route(served, tagged))
            .collect()
    }

    fn route(&self, served: &'s Served, subscribe: &Tagged<'s>) -> Option<Route<'s>> {
        let name = subscribe.envelope.tag.strip_suffix(".subscribe")?;
        let update = self.received.get(&format!("{name}.update"))?;
        let unsubscribe = self.sent.get(&format!("{name}.unsubscribe"));
        let (model, names_topic) = served.model(update.envelope);
        Some(Route {
            name,
            subscribe: subscribe.message,
            subscribe_response: self.reply(served, subscribe).map(|event| event.message),
            unsubscribe: unsubscribe.map(|tagged| tagged.message),
            unsubscribe_response: unsubscribe
                .and_then(|tagged| self.reply(served, tagged))
                .map(|event| event.message),
            update: update.message,
            params: subscribe.envelope.payload,
            model,
            names_topic,
        })
    }

    fn requests(&self, served: &'s Served, routes: &[Route<'s>]) -> Vec<Request<'s>> {
        let names: HashSet<&str> = routes.iter().map(|route| route.name).collect();
        let of_route = |tag: &str| {
            [".subscribe", ".unsubscribe"].iter().any(|verb| {
                tag.strip_suffix(verb)
                    .is_some_and(|name| names.contains(name))
            })
        };
        let requests = self
            .sent
            .messages
            .iter()
            .filter(|tagged| !of_route(tagged.envelope.tag));
        requests
            .map(|tagged| Request {
                tag: tagged.envelope.tag,
                message: tagged.message,
                payload: tagged.envelope.payload,
                reply: self.reply(served, tagged),
            })
            .collect()
    }

    /// What `x-response` names, else the message that is called so.
    fn reply(&self, served: &'s Served, request: &Tagged<'s>) -> Option<Event<'s>> {
        let linked = request.message.node.get("x-response").and_then(|node| {
            let message = served.message(node, "reply");
            let envelope = served.envelope(message.payload()?)?;
            Some(Event {
                tag: envelope.tag,
                message,
                payload: envelope.payload,
            })
        });
        linked.or_else(|| {
            let tag = format!("{}.response", request.envelope.tag);
            self.received.get(&tag).map(Tagged::event)
        })
    }

    fn events(&self, routes: &[Route<'s>], requests: &[Request<'s>]) -> Vec<Event<'s>> {
        let of_routes = routes.iter().flat_map(|route| {
            [
                Some(route.update),
                route.subscribe_response,
                route.unsubscribe_response,
            ]
        });
        let replies = requests
            .iter()
            .map(|request| request.reply.map(|reply| reply.message));
        let taken: HashSet<&str> = of_routes
            .chain(replies)
            .flatten()
            .map(|message| message.name)
            .collect();
        let events = self
            .received
            .messages
            .iter()
            .filter(|tagged| !taken.contains(tagged.message.name));
        events.map(Tagged::event).collect()
    }
}

impl<'s> Tagged<'s> {
    fn event(&self) -> Event<'s> {
        Event {
            tag: self.envelope.tag,
            message: self.message,
            payload: self.envelope.payload,
        }
    }
}
