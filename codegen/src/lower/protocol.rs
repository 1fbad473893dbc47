//! Routes, requests and events.

use super::docs;
use super::messages::Messages;
use crate::doc::protocol::{self, Protocol};
use crate::doc::views::Message;
use crate::ir::{self, Docs, Event, Names, Reply, Request, Route, WireName};
use crate::naming::{Kind, assign, one};

pub(crate) fn lower<'p>(messages: &mut Messages<'_, 'p>, protocol: &Protocol<'p>) -> ir::Protocol {
    let routes: Vec<&str> = protocol
        .routes
        .iter()
        .map(|route| route.name.as_str())
        .collect();
    let requests: Vec<&str> = protocol
        .requests
        .iter()
        .map(|request| request.message.name.as_str())
        .collect();
    let events: Vec<&str> = protocol
        .events
        .iter()
        .map(|event| event.message.name.as_str())
        .collect();
    // Routes and requests each become a trait, in one scope.
    let served: Vec<&str> = routes.iter().chain(&requests).copied().collect();
    let pascals = assign(Kind::RustType, &served);
    let values = assign(Kind::RustValue, &served);
    let (route_pascals, request_pascals) = pascals.split_at(routes.len());
    let (route_values, request_values) = values.split_at(routes.len());
    let event_values = assign(Kind::RustValue, &events);
    let event_pascals = assign(Kind::RustType, &events);
    let event_members = assign(Kind::TsMember, &events);
    ir::Protocol {
        routes: protocol
            .routes
            .iter()
            .enumerate()
            .map(|(at, of)| route(messages, of, &route_pascals[at], &route_values[at]))
            .collect(),
        requests: protocol
            .requests
            .iter()
            .enumerate()
            .map(|(at, of)| request(messages, of, &request_pascals[at], &request_values[at]))
            .collect(),
        events: protocol
            .events
            .iter()
            .enumerate()
            .map(|(at, of)| Event {
                wire: WireName(of.message.name.clone()),
                names: Names {
                    rust: event_values[at].clone(),
                    ts: event_members[at].clone(),
                },
                pascal: event_pascals[at].clone(),
                docs: docs::of(of.message.node),
                payload: of
                    .payload
                    .map(|node| messages.type_at(node, &of.message.name, "payload")),
            })
            .collect(),
    }
}

fn route<'p>(
    messages: &mut Messages<'_, 'p>,
    of: &protocol::Route<'p>,
    pascal: &str,
    value: &str,
) -> Route {
    Route {
        wire: WireName(of.name.clone()),
        names: Names {
            rust: value.to_owned(),
            ts: member_path(&of.name),
        },
        pascal: pascal.to_owned(),
        docs: route_docs(messages, of),
        params: messages.named_at(of.params, &of.subscribe.name, "payload"),
        update: messages.type_at(of.model, &of.update.name, "payload"),
        replay_last: of.update.flag("x-replay-last"),
        conflate: of.update.flag("x-conflate"),
    }
}

/// A channel of its own describes the route; in a shared one the update does.
fn route_docs<'p>(messages: &Messages<'_, 'p>, of: &protocol::Route<'p>) -> Docs {
    let channel = messages
        .home(&of.subscribe)
        .filter(|node| node.get("description").is_some());
    let alone = channel.filter(|node| {
        let texts = node
            .follow("publish")
            .and_then(|operation| operation.follow("message"));
        texts.is_none_or(|message| {
            message
                .get("oneOf")
                .is_none_or(|list| list.items().len() <= 2)
        })
    });
    alone.map_or_else(|| docs::of(of.update.node), docs::of)
}

fn request<'p>(
    messages: &mut Messages<'_, 'p>,
    of: &protocol::Request<'p>,
    pascal: &str,
    value: &str,
) -> Request {
    let mut payload = |message: &Message<'p>, node: Option<_>| {
        node.map(|node| messages.type_at(node, &message.name, "payload"))
    };
    Request {
        wire: WireName(of.message.name.clone()),
        names: Names {
            rust: value.to_owned(),
            ts: member_path(&of.message.name),
        },
        pascal: pascal.to_owned(),
        docs: docs::of(of.message.node),
        payload: payload(&of.message, of.payload),
        reply: of.reply.as_ref().map(|reply| Reply {
            wire: WireName(reply.message.name.clone()),
            payload: payload(&reply.message, reply.payload),
        }),
        builtin: of.message.flag("x-runtime"),
    }
}

/// `orders.place`, `brokerConnection`.
fn member_path(wire: &str) -> String {
    wire.split('.')
        .map(|segment| one(Kind::TsMember, segment))
        .collect::<Vec<_>>()
        .join(".")
}
