//! Routes: the messages `R.subscribe`, `R.update` and so on of one name R, complete or not.

use std::collections::{HashMap, HashSet};

use super::hidden;
use super::messages::{Envelope, Named};
use crate::doc::node::Node;
use crate::lint::Context;

/// What is there of a route. At least `R.subscribe` and one more.
#[derive(Debug, Clone)]
pub(crate) struct Route<'p> {
    pub name: &'p str,
    pub subscribe: Named<'p>,
    pub subscribe_response: Option<Named<'p>>,
    pub unsubscribe: Option<Named<'p>>,
    pub unsubscribe_response: Option<Named<'p>>,
    pub update: Option<Named<'p>>,
}

impl<'p> Route<'p> {
    pub(crate) fn messages(&self) -> impl Iterator<Item = &Named<'p>> {
        [
            Some(&self.subscribe),
            self.subscribe_response.as_ref(),
            self.unsubscribe.as_ref(),
            self.unsubscribe_response.as_ref(),
            self.update.as_ref(),
        ]
        .into_iter()
        .flatten()
    }

    /// The schema of the params, references followed.
    pub(crate) fn params(&self) -> Option<Node<'p>> {
        self.subscribe.model()
    }
}

pub(crate) fn of<'p>(context: &Context<'p>) -> Vec<Route<'p>> {
    let named = context.named();
    let mut by_name: HashMap<&str, &Named<'p>> = HashMap::new();
    for message in named {
        by_name.entry(message.name).or_insert(message);
    }
    let mut seen = HashSet::new();
    let mut routes = Vec::new();
    for message in named {
        let Some(name) = message.name.strip_suffix(".subscribe") else {
            continue;
        };
        if !seen.insert(name) {
            continue;
        }
        let find = |suffix: &str| {
            by_name
                .get(format!("{name}{suffix}").as_str())
                .copied()
                .cloned()
        };
        let route = Route {
            name,
            subscribe: message.clone(),
            subscribe_response: find(".subscribe.response"),
            unsubscribe: find(".unsubscribe"),
            unsubscribe_response: find(".unsubscribe.response"),
            update: find(".update"),
        };
        if route.messages().count() > 1 {
            routes.push(route);
        }
    }
    routes
}

/// Messages of routes that must have a payload and have none.
pub(crate) fn messages_without_payload<'p>(context: &Context<'p>) -> Vec<Named<'p>> {
    let routes = context.routes().iter();
    routes
        .flat_map(|route| {
            [
                Some(&route.subscribe),
                route.unsubscribe.as_ref(),
                route.update.as_ref(),
            ]
        })
        .flatten()
        .filter(|message| !message.node.has("payload"))
        .cloned()
        .collect()
}

/// The messages that routes lack: the name of the route, and of the message.
pub(crate) fn missing_parts<'p>(context: &Context<'p>) -> Vec<(&'p str, String)> {
    // Where a reference is broken, what looks missing may be what it meant.
    if context.has_broken_references() || hidden::frame(context) {
        return Vec::new();
    }
    let envelope = context.envelope() != Envelope::None;
    let mut missing = Vec::new();
    for route in context.routes() {
        let parts = [
            (".unsubscribe", route.unsubscribe.is_some()),
            (".update", route.update.is_some()),
            (
                ".subscribe.response",
                route.subscribe_response.is_some() || !envelope,
            ),
            (
                ".unsubscribe.response",
                route.unsubscribe_response.is_some() || !envelope,
            ),
        ];
        let lacking = parts.into_iter().filter(|(_, there)| !there);
        missing.extend(lacking.map(|(part, _)| (route.name, format!("{}{part}", route.name))));
    }
    missing
}
