//! The model test: real sessions, topics, lanes and shards under a scheduler that decides at every lock, atomic and
//! await who goes on. Each round is another order of subscribing, giving up, disconnecting, publishing, failing and
//! closing, against a service that refuses, dawdles and panics.
//!
//! `cargo test -p specwire-runtime --features model --lib model::`

mod client;
mod feed;
mod judge;

use std::sync::{Arc, Weak};

use serde_json::json;
use shuttle::rand::{Rng, thread_rng};
use shuttle::thread;

use self::client::Client;
use self::feed::{Feed, Source, TOPICS, Topic};
use crate::codegen::{Builtin, RouteInfo, Spec};
use crate::codes::Close;
use crate::config::{Config, Limits};
use crate::gateway::{Gateway, Shared};
use crate::module::{Module, ModuleCore};
use crate::ws::Conn;

/// Rounds of a test run; SPECWIRE_MODEL_ROUNDS asks for more.
const ROUNDS: usize = 4_000;
const CLIENTS: usize = 3;
const DEEDS: usize = 6;

fn rounds() -> usize {
    let asked = std::env::var("SPECWIRE_MODEL_ROUNDS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

fn roll(sides: u32) -> u32 {
    thread_rng().gen_range(0..sides)
}

fn document() -> &'static str {
    let messages: serde_json::Map<_, _> = TOPICS
        .iter()
        .flat_map(|topic| {
            ["subscribe", "unsubscribe"].map(|verb| format!("{}.{verb}", topic.route))
        })
        .chain(["session.clear".to_owned()])
        .map(|name| (name.clone(), json!({"name": name})))
        .collect();
    json!({"asyncapi": "2.4.0", "channels": {}, "components": {"messages": messages}})
        .to_string()
        .leak()
}

fn module(feed: &Arc<Feed>, json: &'static str) -> Module {
    let spec = Spec {
        module: "model",
        title: "",
        version: "",
        hash: "",
        json,
        yaml: "",
        docs: "",
    };
    let clear = Builtin::SessionClear {
        request: "session.clear",
        reply: "session.clear.response",
    };
    let start = Module::builder(spec).builtin(clear);
    let route = |builder: crate::module::ModuleBuilder, index: usize| {
        let Topic {
            route,
            replay_last,
            conflate,
        } = TOPICS[index];
        builder.route(
            RouteInfo {
                name: route,
                replay_last,
                conflate,
            },
            Source::new(feed, index),
        )
    };
    (0..TOPICS.len()).fold(start, route).build()
}

fn config() -> Config {
    let limits = Limits {
        max_inbound_rate: 0.0,
        ..Limits::default()
    };
    Config {
        limits,
        shards: 1 + roll(2) as usize,
        ..Config::default()
    }
}

/// One round.
fn round(json: &'static str) {
    let feed = Arc::new(Feed::default());
    let module = module(&feed, json);
    let core = module.core.clone().unwrap();
    let site = Gateway::new(config()).mount(module).unwrap().open();
    let shared = Arc::downgrade(&site.shared);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| Client::open(&site.shared, &core, &feed))
        .collect();
    let conns: Vec<_> = clients
        .iter()
        .map(|client| Arc::downgrade(&client.conn))
        .collect();

    let workers: Vec<_> = clients
        .into_iter()
        .map(|client| thread::spawn(move || act(client)))
        .collect();
    let service = thread::spawn({
        let feed = Arc::clone(&feed);
        move || (0..2 * DEEDS).for_each(|_| feed.work())
    });
    let operator = thread::spawn({
        let conns = conns.clone();
        move || close_one(&conns)
    });
    let clients: Vec<_> = workers
        .into_iter()
        .filter_map(|worker| worker.join().unwrap())
        .collect();
    service.join().unwrap();
    operator.join().unwrap();

    settle(&core, &feed, clients);
    drop(site);
    nothing_is_left(&core, &feed, &conns, &shared);
}

/// What one client does. `None` where it went away.
fn act(mut client: Client) -> Option<Client> {
    for _ in 0..DEEDS {
        let topic = roll(TOPICS.len() as u32) as usize;
        match roll(12) {
            0..=5 => client.subscribe(topic),
            6..=8 => client.unsubscribe(topic),
            9 => client.clear(),
            10 => client.read(),
            _ => {
                client.leave();
                return None;
            }
        }
    }
    Some(client)
}

/// As a drain or a time limit closes: from elsewhere, whatever the connection is at.
fn close_one(conns: &[Weak<Conn>]) {
    let chosen = roll(2 * conns.len() as u32) as usize;
    if let Some(conn) = conns.get(chosen).and_then(Weak::upgrade) {
        conn.close(&Close::SHUTDOWN);
    }
}

/// Waits until nobody waits any more; then those who still hold a topic have had all of it.
fn settle(core: &ModuleCore, feed: &Feed, mut clients: Vec<Client>) {
    while !(feed.is_quiet() && clients.iter().all(Client::is_settled)) {
        thread::yield_now();
    }
    for topic in core.topics.topics() {
        topic.flush();
        assert!(!topic.has_idle_lane(), "updates are kept for nobody");
    }
    for client in &mut clients {
        client.read();
        client.has_everything();
    }
    for client in clients {
        client.leave();
    }
}

fn nothing_is_left(core: &ModuleCore, feed: &Feed, conns: &[Weak<Conn>], shared: &Weak<Shared>) {
    let held = || conns.iter().any(|conn| conn.strong_count() > 0);
    while core.topics.len() > 0 || held() || shared.strong_count() > 0 {
        thread::yield_now();
    }
    assert_eq!(
        core.counters.subscriptions.get(),
        0,
        "subscriptions are counted that nobody holds"
    );
    feed.all_stopped();
}

#[test]
fn every_order_of_events_keeps_the_promises() {
    let json = document();
    shuttle::check_random(move || round(json), rounds());
}

#[test]
fn few_switches_at_the_worst_moments_keep_the_promises() {
    let json = document();
    shuttle::check_pct(move || round(json), rounds() / 4, 3);
}
