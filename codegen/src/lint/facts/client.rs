//! The members of the TypeScript client, and names that cannot have one.

use std::collections::{HashMap, HashSet};

use super::messages::{Envelope, Named};
use crate::lint::Context;
use crate::naming::{Kind, one as identifier};
use crate::source::Span;

/// Members that every client has.
const CLIENT: [&str; 5] = ["on", "close", "connect", "state", "descriptor"];
/// Members that every route has.
const ROUTE: [&str; 3] = ["subscribe", "stream", "latest"];

/// Events by which the client tells of itself. `error` is the runtime's, in every document alike.
const OWN_EVENTS: [&str; 4] = ["status", "subscription", "skew", "unknown"];

/// Messages of the server that are no replies and no parts of routes, and are called like an event of the client.
pub(crate) fn shadowed_events<'p>(context: &Context<'p>) -> Vec<Named<'p>> {
    if context.envelope() == Envelope::None {
        return Vec::new();
    }
    let named = context.named();
    let is_reply = |event: &Named<'p>| {
        let mut requests = named.iter().filter(|message| message.client_sends);
        requests.any(|request| request.node.follow("x-response") == Some(event.node))
    };
    let events = named.iter().filter(|message| !message.client_sends);
    events
        .filter(|event| OWN_EVENTS.contains(&event.name) && !is_reply(event))
        .cloned()
        .collect()
}

#[derive(Debug)]
pub(crate) struct Clash {
    pub place: Span,
    pub first: Option<Span>,
    pub text: String,
}

struct Member<'p> {
    /// The name on the wire: of a route, without `.subscribe`.
    wire: &'p str,
    path: Vec<String>,
    is_route: bool,
    place: Span,
}

pub(crate) fn clashes(context: &Context<'_>) -> Vec<Clash> {
    if context.envelope() == Envelope::None {
        return Vec::new();
    }
    let members = members(context);
    let routes: HashSet<&[String]> = members
        .iter()
        .filter(|member| member.is_route)
        .map(|member| member.path.as_slice())
        .collect();
    let mut seen: HashMap<&[String], &Member<'_>> = HashMap::new();
    let mut found = Vec::new();
    for member in &members {
        if let Some(text) = taken(member, &routes) {
            found.push(Clash {
                place: member.place,
                first: None,
                text,
            });
        } else if let Some(first) = seen
            .insert(&member.path, member)
            .filter(|first| first.wire != member.wire)
        {
            let text = format!(
                "`{}` and `{}` are both `client.{}`",
                first.wire,
                member.wire,
                member.path.join(".")
            );
            found.push(Clash {
                place: member.place,
                first: Some(first.place),
                text,
            });
        }
    }
    found.extend(
        members
            .iter()
            .filter_map(|member| inside_a_request(member, &seen)),
    );
    found
}

fn taken(member: &Member<'_>, routes: &HashSet<&[String]>) -> Option<String> {
    let (last, parents) = member.path.split_last()?;
    let wire = member.wire;
    if CLIENT.contains(&member.path[0].as_str()) {
        return Some(format!(
            "`{wire}` cannot be a member: every client has its own `{}`",
            member.path[0]
        ));
    }
    (ROUTE.contains(&last.as_str()) && routes.contains(parents))
        .then(|| format!("`{wire}` cannot be a member: every route has its own `{last}`"))
}

/// `ping.all` has no place where `ping` is a request.
fn inside_a_request(member: &Member<'_>, seen: &HashMap<&[String], &Member<'_>>) -> Option<Clash> {
    let parents = (1..member.path.len()).map(|length| &member.path[..length]);
    let request = parents
        .filter_map(|path| seen.get(path))
        .find(|other| !other.is_route)?;
    let text = format!(
        "`{}` has no place below `{}`, which is a request itself",
        member.wire, request.wire
    );
    Some(Clash {
        place: member.place,
        first: Some(request.place),
        text,
    })
}

/// Routes and requests, by their names.
fn members<'p>(context: &Context<'p>) -> Vec<Member<'p>> {
    let of_routes: HashSet<&str> = context
        .routes()
        .iter()
        .flat_map(|route| route.messages())
        .map(|message| message.name)
        .collect();
    let routes = context
        .routes()
        .iter()
        .map(|route| member(route.name, true, &route.subscribe));
    let requests = context
        .named()
        .iter()
        .filter(|message| message.client_sends && !of_routes.contains(message.name));
    routes
        .chain(requests.map(|message| member(message.name, false, message)))
        .collect()
}

fn member<'p>(wire: &'p str, is_route: bool, message: &Named<'p>) -> Member<'p> {
    let path = wire
        .split('.')
        .map(|part| identifier(Kind::TsMember, part))
        .collect();
    Member {
        wire,
        path,
        is_route,
        place: message.place(),
    }
}
