//! `services.rs` and `router.rs`: what an application implements, and what binds it to the wire.

use serde::Serialize;

use super::text::Text;
use super::{docs, literal};
use crate::emit::header;
use crate::emit::template::{Error, Templates};
use crate::ir::{Docs, Event, Module, Protocol, Request, Route};

#[derive(Debug, Serialize)]
struct View {
    header: String,
    module: String,
    /// Of `services.rs`.
    imports: Vec<String>,
    /// What `router.rs` takes from the runtime.
    door: String,
    uses_models: bool,
    router: String,
    events_name: String,
    /// The trait of all traits.
    all: String,
    traits: Vec<String>,
    /// Whether the service is used by anything.
    served: bool,
    routes: Vec<RouteView>,
    requests: Vec<RequestView>,
    builtins: Vec<BuiltinView>,
    events: Vec<EventView>,
}

#[derive(Debug, Serialize)]
struct RouteView {
    docs: String,
    name: String,
    wire: String,
    service: String,
    /// The struct that adapts a service to the runtime.
    source: String,
    params: String,
    update: String,
    replay_last: bool,
    conflate: bool,
}

#[derive(Debug, Serialize)]
struct RequestView {
    docs: String,
    wire: String,
    service: String,
    method: String,
    /// Empty where there is none.
    payload: String,
    payload_or_unit: String,
    argument: &'static str,
    pass: &'static str,
    reply: String,
    /// In `services.rs` the name, in `router.rs` an option of a literal.
    reply_wire: String,
}

#[derive(Debug, Serialize)]
struct BuiltinView {
    kind: &'static str,
    request: String,
    reply: String,
}

#[derive(Debug, Serialize)]
struct EventView {
    docs: String,
    method: String,
    wire: String,
    payload: String,
}

/// Both files: services, router.
pub(super) fn emit(
    module: &Module,
    protocol: &Protocol,
    paths: [&str; 2],
    templates: &Templates,
) -> Result<[String; 2], Error> {
    let mut view = view(module, protocol);
    view.header = header::line(paths[0], &module.source).unwrap_or_default();
    let services = templates.render("rust/services", &view)?;
    for request in &mut view.requests {
        request.reply_wire = match request.reply_wire.as_str() {
            "" => "None".to_owned(),
            wire => format!("Some({})", literal::string(wire)),
        };
        request.wire = literal::string(&request.wire);
    }
    Ok([services, templates.render("rust/router", &view)?])
}

fn view(module: &Module, protocol: &Protocol) -> View {
    let text = Text::outside(module);
    let routes: Vec<RouteView> = protocol.routes.iter().map(|of| route(text, of)).collect();
    let requests: Vec<RequestView> = protocol
        .requests
        .iter()
        .filter(|of| kind(of).is_none())
        .map(|of| request(text, of))
        .collect();
    let builtins: Vec<BuiltinView> = protocol.requests.iter().filter_map(builtin).collect();
    let events: Vec<EventView> = protocol.events.iter().map(|of| event(text, of)).collect();
    let names_models = |text: &String| text.contains("models::");
    let of_routes = || {
        routes
            .iter()
            .flat_map(|route| [&route.params, &route.update])
    };
    let of_requests = || {
        requests
            .iter()
            .flat_map(|request| [&request.payload, &request.reply])
    };
    let in_services = of_routes().chain(of_requests()).any(names_models);
    let traits = routes
        .iter()
        .map(|of| of.service.clone())
        .chain(requests.iter().map(|of| of.service.clone()))
        .collect();
    View {
        header: String::new(),
        module: module.name.clone(),
        imports: imports(!routes.is_empty(), !requests.is_empty(), in_services),
        door: door(
            !routes.is_empty(),
            !requests.is_empty(),
            !builtins.is_empty(),
            !events.is_empty(),
        ),
        uses_models: in_services || events.iter().map(|event| &event.payload).any(names_models),
        router: router_name(module),
        events_name: format!("{}Events", module.pascal),
        all: all_name(module, protocol),
        traits,
        served: !routes.is_empty() || !requests.is_empty(),
        routes,
        requests,
        builtins,
        events,
    }
}

pub(super) fn router_name(module: &Module) -> String {
    format!("{}Router", module.pascal)
}

/// `DatafeedService`, unless a route is called like the module.
fn all_name(module: &Module, protocol: &Protocol) -> String {
    let taken = |name: &str| {
        protocol
            .routes
            .iter()
            .map(|route| &route.pascal)
            .chain(protocol.requests.iter().map(|request| &request.pascal))
            .any(|pascal| pascal == name)
    };
    let mut name = module.pascal.clone();
    while taken(&name) {
        name.push_str("Module");
    }
    name + "Service"
}

fn imports(routes: bool, requests: bool, models: bool) -> Vec<String> {
    let mut names = Vec::new();
    if routes || requests {
        names.push("Caller");
    }
    if routes {
        names.push("Publisher");
    }
    if routes || requests {
        names.push("ServiceError");
    }
    let mut out = Vec::new();
    if !names.is_empty() {
        out.push(format!(
            "use specwire_runtime::codegen::{{{}}};",
            names.join(", ")
        ));
    }
    if models {
        out.extend([String::new(), "use super::models;".to_owned()]);
    }
    out
}

fn door(routes: bool, requests: bool, builtins: bool, events: bool) -> String {
    let mut names = Vec::new();
    if builtins {
        names.push("Builtin");
    }
    if routes {
        names.push("Caller");
    }
    if events {
        names.push("EventSink");
    }
    names.push("Module");
    if routes {
        names.push("Publisher");
    }
    if requests {
        names.push("RequestInfo");
    }
    if routes {
        names.extend(["RouteInfo", "ServiceError", "Source"]);
    }
    names.join(", ")
}

fn route(text: Text<'_>, of: &Route) -> RouteView {
    RouteView {
        docs: comment(&of.docs, "", &format!("The route `{}`.", of.wire.0)),
        name: of.wire.0.clone(),
        wire: literal::string(&of.wire.0),
        service: format!("{}Service", of.pascal),
        source: format!("{}Route", of.pascal),
        params: text.ty(&of.params),
        update: text.ty(&of.update),
        replay_last: of.replay_last,
        conflate: of.conflate,
    }
}

fn request(text: Text<'_>, of: &Request) -> RequestView {
    let payload = of
        .payload
        .as_ref()
        .map(|ty| text.ty(ty))
        .unwrap_or_default();
    let reply = of.reply.as_ref().and_then(|reply| reply.payload.as_ref());
    RequestView {
        docs: comment(&of.docs, "", &format!("The request `{}`.", of.wire.0)),
        wire: of.wire.0.clone(),
        service: format!("{}Service", of.pascal),
        method: of.names.rust.clone(),
        payload_or_unit: if payload.is_empty() {
            "()".to_owned()
        } else {
            payload.clone()
        },
        argument: if payload.is_empty() { "()" } else { "payload" },
        pass: if payload.is_empty() { "" } else { ", payload" },
        payload,
        reply: reply.map_or_else(|| "()".to_owned(), |ty| text.ty(ty)),
        reply_wire: of
            .reply
            .as_ref()
            .map(|reply| reply.wire.0.clone())
            .unwrap_or_default(),
    }
}

/// What the runtime answers by itself.
fn kind(of: &Request) -> Option<&'static str> {
    let known = match of.wire.0.as_str() {
        "ping" => "Ping",
        "session.info" => "SessionInfo",
        "session.subscriptions" => "SessionSubscriptions",
        "session.clear" => "SessionClear",
        _ => return None,
    };
    (of.builtin && of.reply.is_some()).then_some(known)
}

fn builtin(of: &Request) -> Option<BuiltinView> {
    let reply = of.reply.as_ref()?;
    Some(BuiltinView {
        kind: kind(of)?,
        request: literal::string(&of.wire.0),
        reply: literal::string(&reply.wire.0),
    })
}

fn event(text: Text<'_>, of: &Event) -> EventView {
    EventView {
        docs: comment(&of.docs, "    ", &format!("Sends `{}`.", of.wire.0)),
        method: of.names.rust.clone(),
        wire: literal::string(&of.wire.0),
        payload: of
            .payload
            .as_ref()
            .map(|ty| text.ty(ty))
            .unwrap_or_default(),
    }
}

fn comment(of: &Docs, indent: &str, otherwise: &str) -> String {
    let mut paragraphs = docs::paragraphs(&Docs {
        examples: Vec::new(),
        ..of.clone()
    });
    if paragraphs.is_empty() {
        paragraphs.push(otherwise.to_owned());
    }
    docs::lines(indent, &paragraphs)
}
