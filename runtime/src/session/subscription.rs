//! Subscribing, unsubscribing, and letting go of everything.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use serde_json::Value;

use super::dispatch::{bad_message, now_or_later, send, send_error};
use super::{Mark, Session, Subscription, Wish};
use crate::codes::ErrorCode;
use crate::envelope::{ErrorBody, SubscriptionReply};
use crate::error::ServiceError;
use crate::hub::{Topic, TopicParts};
use crate::module::{BoundTopic, Route};
use crate::sync::atomic::Ordering;
use crate::sync::{MutexGuard, lock};
use crate::ws::Conn;

const OK: &str = "ok";
const ERROR: &str = "error";

fn reply(conn: &Conn, kind: &str, status: &'static str, message: &str, topic: &str, mark: &Mark) {
    let payload = SubscriptionReply {
        status,
        message,
        topic,
    };
    send(conn, kind, &payload, mark);
}

/// The topic of params that fit their schema.
fn topic_of(conn: &Conn, route: &Route, params: &Value, mark: &Mark) -> Option<Arc<str>> {
    match specwire_topic::topic(route.info.name, params) {
        Ok(topic) => Some(topic.into()),
        Err(error) => {
            let body = ErrorBody::new(ErrorCode::ValidationFailed, error.to_string()).at("");
            bad_message(conn, body.expecting("params that have a topic"), mark);
            None
        }
    }
}

pub(super) fn subscribe(conn: &Arc<Conn>, index: usize, params: Value, mark: Mark) {
    let Some(route) = conn.module.routes.get(index) else {
        return;
    };
    let Some(topic) = topic_of(conn, route, &params, &mark) else {
        return;
    };
    let bound = match route.source.bind(params) {
        Ok(bound) => bound,
        Err(error) => {
            let body = ErrorBody::new(ErrorCode::ValidationFailed, error.to_string()).at("");
            bad_message(conn, body, &mark);
            return;
        }
    };
    let max = conn.gateway.config.limits.max_topics_per_connection;
    let mut mark = Some(mark);
    let mut session = lock(&conn.session);
    let wish = session.wish(&topic, index, &mut mark, max);
    conn.topics.store(session.len(), Ordering::Relaxed);
    let mark = mark.unwrap_or_default();
    let kind = &route.subscribe_response;
    match wish {
        Wish::New(nonce) => {
            drop(session);
            ask(conn, topic, nonce, bound);
        }
        // Told while the session is locked: the topic cannot be lost in between.
        Wish::Held => reply(conn, kind, OK, "Already subscribed", &topic, &mark),
        Wish::TooMany => {
            conn.module.counters.error(ErrorCode::TooManyTopics);
            let message = format!("Too many topics: a connection may hold {max}");
            reply(conn, kind, ERROR, &message, &topic, &mark);
        }
        Wish::Joined | Wish::Ended => {}
    }
}

/// Asks the service whether the caller may, then joins.
fn ask(conn: &Arc<Conn>, topic: Arc<str>, nonce: u64, bound: Arc<dyn BoundTopic>) {
    let conn = Arc::clone(conn);
    now_or_later(Box::pin(async move {
        let asked = AssertUnwindSafe(async { bound.authorize(&conn.caller).await })
            .catch_unwind()
            .await;
        match asked.unwrap_or_else(|_| Err(ServiceError::panicked())) {
            Ok(()) => join(&conn, &topic, nonce, &bound),
            Err(error) => conn.lost(&topic, nonce, &error, error.kind()),
        }
    }));
}

fn join(conn: &Arc<Conn>, name: &Arc<str>, nonce: u64, bound: &Arc<dyn BoundTopic>) {
    let Some(route) = lock(&conn.session)
        .find(name, nonce)
        .map(|subscription| subscription.route)
    else {
        return;
    };
    let Some(route) = conn.module.routes.get(route) else {
        return;
    };
    let registry = &conn.module.topics;
    let make = || {
        let parts = TopicParts {
            name: Arc::clone(name),
            route: route.info.name,
            replay_last: route.info.replay_last,
            conflate: route.info.conflate,
            bound: Arc::clone(bound),
            counters: Arc::clone(&conn.module.counters),
        };
        Topic::new(parts, registry)
    };
    loop {
        let topic = registry.get_or_make(name, make);
        let wanted = lock(&conn.session)
            .find(name, nonce)
            .map(|subscription| subscription.topic = Some(Arc::clone(&topic)))
            .is_some();
        if !wanted {
            // Nobody may ever join a topic that was made for this wish alone.
            topic.drop_if_idle();
            return;
        }
        if topic.join(conn, nonce) {
            return;
        }
    }
}

pub(super) fn unsubscribe(conn: &Arc<Conn>, index: usize, params: &Value, mark: &Mark) {
    let Some(route) = conn.module.routes.get(index) else {
        return;
    };
    let Some(topic) = topic_of(conn, route, params, mark) else {
        return;
    };
    let given_up = {
        let mut session = lock(&conn.session);
        let given_up = session.give_up(&topic);
        conn.topics.store(session.len(), Ordering::Relaxed);
        given_up
    };
    match given_up {
        Some(subscription) => {
            let_go(conn, &topic, subscription);
            reply(
                conn,
                &route.unsubscribe_response,
                OK,
                "Unsubscribed",
                &topic,
                mark,
            );
        }
        None => {
            conn.module.counters.error(ErrorCode::NotSubscribed);
            reply(
                conn,
                &route.unsubscribe_response,
                ERROR,
                "Not subscribed",
                &topic,
                mark,
            );
        }
    }
}

/// Leaves the topic, and answers whoever still waited for it.
fn let_go(conn: &Conn, name: &Arc<str>, mut subscription: Subscription) {
    if let Some(topic) = &subscription.topic {
        topic.leave(conn.id(), subscription.nonce);
    }
    if let Some(route) = conn.module.routes.get(subscription.route) {
        for mark in subscription.take_waiting() {
            let message = "Given up before the topic had started";
            reply(conn, &route.subscribe_response, ERROR, message, name, &mark);
        }
    }
}

pub(super) fn topics(conn: &Conn) -> Vec<Arc<str>> {
    lock(&conn.session).topics()
}

/// Gives up every topic: the names of those that were held.
pub(super) fn clear(conn: &Conn) -> Vec<Arc<str>> {
    let all = lock(&conn.session).clear();
    conn.topics.store(0, Ordering::Relaxed);
    let mut names = Vec::with_capacity(all.len());
    for (name, subscription) in all {
        if subscription.is_settled() {
            names.push(Arc::clone(&name));
        }
        let_go(conn, &name, subscription);
    }
    names
}

/// The connection ended: its topics are left.
pub(crate) fn release(conn: &Conn) {
    let all = lock(&conn.session).end();
    for (_, subscription) in all {
        if let Some(topic) = subscription.topic {
            topic.leave(conn.id(), subscription.nonce);
        }
    }
}

/// A wish that stands: while this is held it can be neither given up nor lost, and what the client is told about it
/// comes in order.
pub(crate) struct Standing<'a> {
    conn: &'a Conn,
    session: MutexGuard<'a, Session>,
    topic: &'a Arc<str>,
    nonce: u64,
}

impl Standing<'_> {
    /// The topic runs: those who waited are told, and get its last update where it is replayed.
    pub(crate) fn confirm(mut self, replay: Option<Bytes>) {
        let conn = self.conn;
        let Some((route, waiting)) = self.session.settle(self.topic, self.nonce) else {
            return;
        };
        if let Some(route) = conn.module.routes.get(route) {
            for mark in waiting {
                let kind = &route.subscribe_response;
                reply(conn, kind, OK, "Subscribed", self.topic, &mark);
            }
        }
        if let Some(update) = replay {
            conn.send(update);
        }
    }
}

impl Conn {
    /// The wish `nonce` for a topic, unless it was given up.
    pub(crate) fn standing<'a>(&'a self, topic: &'a Arc<str>, nonce: u64) -> Option<Standing<'a>> {
        let mut session = lock(&self.session);
        session.find(topic, nonce)?;
        Some(Standing {
            conn: self,
            session,
            topic,
            nonce,
        })
    }

    /// The topic did not start, was refused or broke down. Who still waits for it is refused, and that counts as
    /// `refusal`.
    pub(crate) fn lost(
        &self,
        topic: &Arc<str>,
        nonce: u64,
        error: &ServiceError,
        refusal: ErrorCode,
    ) {
        // Held to the end: a new wish for the topic is not to be answered before the old one.
        let mut session = lock(&self.session);
        let removed = session.remove(topic, nonce);
        self.topics.store(session.len(), Ordering::Relaxed);
        let Some(mut subscription) = removed else {
            return;
        };
        let Some(route) = self.module.routes.get(subscription.route) else {
            return;
        };
        for mark in subscription.take_waiting() {
            let kind = &route.subscribe_response;
            self.module.counters.error(refusal);
            reply(self, kind, ERROR, &error.message, topic, &mark);
        }
        if subscription.is_settled() {
            let body = ErrorBody::new(error.kind(), error.message.clone())
                .with_code(error.code.clone())
                .on(topic);
            send_error(self, &body, &None);
        }
    }
}
