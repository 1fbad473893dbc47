//! Routes, requests and events: what a reader came for.

use serde_json::{Value, json};

use super::html::{Html, anchor};
use super::view::{Fact, FrameView, NavGroup, OperationView, PanelView};
use super::{Page, Section, TemplateError, json as people, markdown};
use crate::naming::{self, Kind};
use crate::served::{Event, Message, Protocol, Request, Route, schema_name};

impl<'s> Page<'s> {
    pub(super) fn routes(
        &mut self,
        protocol: &Protocol<'s>,
    ) -> Result<Option<Section>, TemplateError> {
        let lead = "Streams to subscribe to. The params name one topic of the route; its updates follow until you \
                    unsubscribe.";
        let mut nav = NavGroup::new("routes", "Routes");
        let mut body = Html::new();
        for route in &protocol.routes {
            nav.item(&anchor("route", route.name), route.name);
            body.add(&self.route(route)?);
        }
        self.unless_empty(nav, lead, body)
    }

    pub(super) fn requests(
        &mut self,
        protocol: &Protocol<'s>,
    ) -> Result<Option<Section>, TemplateError> {
        let lead = "Messages that the client sends, and what the server answers.";
        let mut nav = NavGroup::new("requests", "Requests");
        let mut body = Html::new();
        for request in &protocol.requests {
            nav.item(&anchor("request", request.tag), request.tag);
            body.add(&self.request(request)?);
        }
        self.unless_empty(nav, lead, body)
    }

    pub(super) fn events(
        &mut self,
        protocol: &Protocol<'s>,
    ) -> Result<Option<Section>, TemplateError> {
        let lead = "Messages that the server sends of its own accord.";
        let mut nav = NavGroup::new("events", "Events");
        let mut body = Html::new();
        for event in &protocol.events {
            nav.item(&anchor("event", event.tag), event.tag);
            body.add(&self.event(event)?);
        }
        self.unless_empty(nav, lead, body)
    }

    pub(super) fn unless_empty(
        &self,
        nav: NavGroup,
        lead: &'static str,
        body: Html,
    ) -> Result<Option<Section>, TemplateError> {
        if nav.items.is_empty() {
            return Ok(None);
        }
        self.section(nav, Html::markup(format!("<p>{lead}</p>")), body)
            .map(Some)
    }

    fn route(&mut self, route: &Route<'s>) -> Result<Html, TemplateError> {
        let subscribe = self.example(&route.subscribe);
        let params = subscribe.get("payload").cloned().unwrap_or(json!({}));
        let topic =
            specwire_topic::topic(route.name, &params).unwrap_or_else(|_| route.name.to_owned());
        let mut frames = vec![frame("up", "You subscribe", &subscribe)];
        let mut update = self.example(&route.update);
        set_topic(&mut update, &topic);
        frames.push(frame("down", "Updates follow", &update));
        let id = anchor("route", route.name);
        self.shows(route.params, subscribe.get("payload"));
        self.shows(
            route.model,
            update
                .pointer("/payload/payload")
                .or_else(|| update.get("payload")),
        );
        self.ops.push(json!({
            "kind": "route", "name": route.name, "stops": route.unsubscribe.is_some(),
            "in": route.params, "out": route.model, "path": member_path(route.name),
        }));
        let view = OperationView {
            kind: "route",
            label: "route",
            name: Html::text(route.name),
            deprecated: deprecated(&route.subscribe),
            docs: self.route_docs(route),
            facts: route_facts(route, &topic),
            panels: vec![
                self.panel(
                    "Params",
                    route.params,
                    &id,
                    "No params: the route has one topic.",
                ),
                self.panel("Update", route.model, &id, "Updates carry nothing."),
            ],
            frames,
            id,
        };
        self.fill("operation", &view)
    }

    /// A channel that serves one route alone speaks for it; else its messages do.
    fn route_docs(&self, route: &Route<'s>) -> Html {
        let own = self.own_channels.get(route.subscribe.name);
        let channel = own
            .and_then(|channel| channel.node.get("description")?.as_str())
            .map(markdown::html);
        channel.unwrap_or_else(|| {
            let mut out = message_docs(&route.subscribe);
            out.add(&message_docs(&route.update));
            out
        })
    }

    fn request(&mut self, request: &Request<'s>) -> Result<Html, TemplateError> {
        let id = anchor("request", request.tag);
        let sent = self.example(&request.message);
        let mut frames = vec![frame("up", "You send", &sent)];
        let mut panels = vec![self.panel("Payload", request.payload, &id, "No payload.")];
        self.shows(request.payload, sent.get("payload"));
        if let Some(reply) = &request.reply {
            let answer = self.example(&reply.message);
            self.shows(reply.payload, answer.get("payload"));
            frames.push(frame("down", "The server answers", &answer));
            panels.push(self.panel("Reply", reply.payload, &id, "The reply carries nothing."));
        }
        self.ops.push(json!({
            "kind": "request", "name": request.tag,
            "reply": request.reply.map(|reply| reply.tag), "in": request.payload,
            "out": request.reply.and_then(|reply| reply.payload),
            "path": member_path(request.tag),
        }));
        let view = OperationView {
            kind: "request",
            label: if request.reply.is_some() {
                "request"
            } else {
                "send"
            },
            name: Html::text(request.tag),
            deprecated: deprecated(&request.message),
            docs: message_docs(&request.message),
            facts: request_facts(request),
            panels,
            frames,
            id,
        };
        self.fill("operation", &view)
    }

    fn event(&mut self, event: &Event<'s>) -> Result<Html, TemplateError> {
        let id = anchor("event", event.tag);
        self.ops
            .push(json!({ "kind": "event", "name": event.tag, "out": event.payload }));
        let view = OperationView {
            kind: "event",
            label: "event",
            name: Html::text(event.tag),
            deprecated: deprecated(&event.message),
            docs: message_docs(&event.message),
            facts: Vec::new(),
            panels: vec![self.panel("Payload", event.payload, &id, "No payload.")],
            frames: vec![frame(
                "down",
                "The server sends",
                &self.example(&event.message),
            )],
            id,
        };
        self.fill("operation", &view)
    }

    /// Notes that the example of a named schema stands on the page.
    fn shows(&mut self, schema: Option<&'s Value>, example: Option<&Value>) {
        let named = schema.and_then(schema_name);
        self.shown_examples
            .extend(named.filter(|_| example.is_some_and(Value::is_object)));
    }

    pub(super) fn panel(
        &self,
        title: &'static str,
        schema: Option<&'s Value>,
        place: &str,
        empty: &'static str,
    ) -> PanelView {
        let Some(schema) = schema else {
            return PanelView {
                title,
                of: Html::new(),
                body: Html::new(),
                empty,
            };
        };
        PanelView {
            title,
            of: self.schemas.type_of(schema),
            body: self.schemas.body(schema, None, place),
            empty,
        }
    }

    /// The first example of a message, else one made from its schema.
    pub(super) fn example(&mut self, message: &Message<'s>) -> Value {
        let own = message.examples().next().cloned();
        own.or_else(|| message.payload().map(|schema| self.sampler.value(schema)))
            .map_or(Value::Null, without_id)
    }
}

/// `orders.place`: where the generated client has it.
fn member_path(wire: &str) -> String {
    wire.split('.')
        .map(|segment| naming::one(Kind::TsMember, segment))
        .collect::<Vec<_>>()
        .join(".")
}

/// An id is the client's to choose: an example that was made up should not suggest one.
fn without_id(mut example: Value) -> Value {
    let tagged = example.get("type").is_some_and(Value::is_string);
    if let Some(members) = example
        .as_object_mut()
        .filter(|members| tagged && members.contains_key("payload"))
    {
        members.shift_remove("id");
    }
    example
}

/// Examples of one conversation speak of one topic.
fn set_topic(frame: &mut Value, topic: &str) {
    if let Some(member) = frame.pointer_mut("/payload/topic") {
        *member = Value::from(topic);
    }
}

pub(super) fn frame(way: &'static str, caption: &'static str, value: &Value) -> FrameView {
    FrameView {
        way,
        caption: Html::markup(caption),
        json: Html::text(&people::pretty(value)),
    }
}

/// Summary, then description; the title only where there is neither.
pub(super) fn message_docs(message: &Message<'_>) -> Html {
    let told = told(message.node);
    match message.text("title").filter(|_| told.is_empty()) {
        Some(title) => Html::markup(format!(
            "<p>{}.</p>",
            Html::text(title.trim_end_matches('.'))
        )),
        None => told,
    }
}

/// Summary and description of an operation or a message.
pub(super) fn told(node: &Value) -> Html {
    let mut out = Html::new();
    for text in ["summary", "description"]
        .iter()
        .filter_map(|key| node.get(key)?.as_str())
    {
        out.add(&markdown::html(text));
    }
    out
}

pub(super) fn deprecated(message: &Message<'_>) -> bool {
    ["deprecated", "x-deprecated"]
        .iter()
        .any(|key| message.node.get(key) == Some(&Value::Bool(true)))
}

fn flag(message: &Message<'_>, key: &str) -> bool {
    message.node.get(key) == Some(&Value::Bool(true))
}

fn route_facts(route: &Route<'_>, topic: &str) -> Vec<Fact> {
    let mut code = Html::new();
    code.element("code", "", &Html::text(topic));
    let mut facts = vec![Fact {
        term: Html::markup("Topic"),
        text: code,
    }];
    let mut delivery = Vec::new();
    if flag(&route.update, "x-replay-last") {
        delivery.push("A new subscriber gets the last value at once.");
    }
    if flag(&route.update, "x-conflate") {
        delivery.push("A slow consumer gets only the newest value.");
    }
    if !delivery.is_empty() {
        facts.push(Fact {
            term: Html::markup("Delivery"),
            text: Html::markup(delivery.join(" ")),
        });
    }
    facts
}

fn request_facts(request: &Request<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(reply) = request.reply {
        let link = Html::link(
            &anchor("message", reply.message.name),
            &Html::text(reply.tag),
        );
        facts.push(Fact {
            term: Html::markup("Reply"),
            text: link,
        });
    }
    if flag(&request.message, "x-runtime") {
        let words = "The server answers by itself; no service is involved.";
        facts.push(Fact {
            term: Html::markup("Handled"),
            text: Html::markup(words),
        });
    }
    facts
}
