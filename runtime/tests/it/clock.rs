//! Time told by the test: sockets are real, the clock moves only when it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use serde_json::json;
use specwire_runtime::{Config, Limits};
use tokio::time::Duration;

use crate::client::{Client, get, masked};
use crate::desk::Server;
use crate::stopped::Stopped;

fn config() -> Config {
    Config {
        heartbeat_interval: 30.0,
        max_connection_lifespan: 0.0,
        limits: Limits {
            close_timeout: 5.0,
            ..Limits::default()
        },
        ..Config::default()
    }
}

const REASON: &str = "Connection timed out. Heartbeat interval 30.0. Max connection lifespan 0.0";

/// Answers the ping that is due by now.
async fn answer_ping(client: &mut Client) {
    let ping = client.next().await.unwrap();
    assert_eq!(ping.first, 0x89);
    client.frame(0x8a, &ping.payload).await;
}

/// Everything up to the close frame.
async fn until_close(client: &mut Client) -> Vec<crate::client::Frame> {
    let mut frames = Vec::new();
    loop {
        let frame = client.next().await.unwrap();
        let last = frame.first == 0x88;
        frames.push(frame);
        if last {
            return frames;
        }
    }
}

#[tokio::test]
async fn an_hour_that_the_process_slept_is_nobodys_silence() {
    let clock = Stopped::clock();
    let server = Server::start(config()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    clock.jump(Duration::from_secs(3_600)).await;
    server.desk.publish("a", &json!("awake"));
    assert_eq!(client.json().await["payload"]["payload"], "awake");
    client.ping().await;
    // It counts again from here on.
    clock.pass(Duration::from_secs(16)).await;
    answer_ping(&mut client).await;
    clock.pass(Duration::from_secs(32)).await;
    assert_eq!(client.next().await.unwrap().first, 0x89);
    assert_eq!(client.closed().await, (1003, REASON.to_owned()));
}

#[tokio::test]
async fn a_byte_a_second_keeps_nobody_alive_and_costs_nobody_else() {
    let clock = Stopped::clock();
    let server = Server::start(config()).await;
    let mut slow = Client::connect(&server.address).await;
    slow.subscribe("a").await;
    let mut other = Client::connect(&server.address).await;
    other.subscribe("a").await;
    let frame = masked(0x81, &[b'x'; 100]);
    for (second, byte) in frame.iter().take(30).enumerate() {
        slow.raw(&[*byte]).await;
        clock.pass(Duration::from_secs(1)).await;
        server.desk.publish("a", &json!(second));
        if second == 15 {
            answer_ping(&mut other).await;
        }
        assert_eq!(other.json().await["payload"]["payload"], second);
    }
    clock
        .until(&server, |stats| stats["subscriptions"] == 2)
        .await;
    clock.pass(Duration::from_secs(1)).await;
    let frames = until_close(&mut slow).await;
    assert_eq!(
        frames.iter().filter(|frame| frame.first == 0x81).count(),
        30
    );
    let (close, reason) = frames[frames.len() - 1].payload.split_at(2);
    assert_eq!(
        (close, reason),
        (&1003_u16.to_be_bytes()[..], REASON.as_bytes())
    );
    // What it sends is still the middle of a message: an answer to the close would never be seen.
    clock.pass(Duration::from_secs(6)).await;
    clock
        .until(&server, |stats| stats["subscriptions"] == 1)
        .await;
    other.ping().await;
}

#[tokio::test]
async fn a_peer_whose_network_is_gone_is_let_go() {
    let clock = Stopped::clock();
    let server = Server::start(config()).await;
    let mut gone = Client::connect(&server.address).await;
    gone.subscribe("a").await;
    clock.pass(Duration::from_secs(30)).await;
    clock
        .until(&server, |stats| stats["connections"] == 1)
        .await;
    // It does not answer the close frame either.
    clock.pass(Duration::from_secs(6)).await;
    clock
        .until(&server, |stats| {
            stats["connections"] == 0 && stats["topics"] == 0
        })
        .await;
    assert_eq!(server.stats().await["closes"]["1003"], 1);
}

#[tokio::test]
async fn a_piece_of_a_message_is_a_sign_of_life() {
    let clock = Stopped::clock();
    let server = Server::start(config()).await;
    let mut client = Client::connect(&server.address).await;
    client.frame(0x01, b"{\"type\":").await;
    for _ in 0..6 {
        clock.pass(Duration::from_secs(12)).await;
        client.frame(0x00, b" ").await;
        // The server has read it: others are answered after it.
        server.stats().await;
        clock.work().await;
    }
    client.frame(0x80, b"\"ping\"}").await;
    assert_eq!(client.json().await["type"], "pong");
}

#[tokio::test]
async fn who_is_not_listened_to_is_not_silent() {
    let clock = Stopped::clock();
    let mut config = config();
    config.limits.max_requests_in_flight = 1;
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    let request = json!({"type": "say", "payload": "wait", "id": 1});
    client.send(&request).await;
    clock.until(&server, |stats| stats["messagesIn"] == 1).await;
    // Three heartbeats: it answers every ping, and none of that is read.
    for _ in 0..6 {
        clock.pass(Duration::from_secs(16)).await;
        answer_ping(&mut client).await;
    }
    server.desk.gate.add_permits(1);
    let said = client.json().await;
    assert_eq!((&said["type"], &said["id"]), (&json!("said"), &json!(1)));
    client.ping().await;
    // Its time runs from when it is listened to again.
    clock.pass(Duration::from_secs(16)).await;
    answer_ping(&mut client).await;
    clock.pass(Duration::from_secs(32)).await;
    assert_eq!(client.next().await.unwrap().first, 0x89);
    assert_eq!(client.closed().await, (1003, REASON.to_owned()));
}

#[tokio::test]
async fn a_drain_waits_until_load_balancers_look_elsewhere() {
    let clock = Stopped::clock();
    let mut config = config();
    config.heartbeat_interval = 0.0;
    config.drain.delay = 20.0;
    let mut server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    let _draining = server.shut_down();
    clock.pass(Duration::from_secs(19)).await;
    let health = get(&server.address, "/api/v1/health").await;
    assert_eq!(health["status"], "draining");
    Client::connect(&server.address).await.ping().await;
    client.ping().await;
    clock.pass(Duration::from_secs(2)).await;
    assert_eq!(client.json().await["type"], "system.reconnect");
    assert_eq!(client.closed().await.0, 1001);
}

#[tokio::test]
async fn who_sets_the_time_of_day_changes_only_what_is_shown() {
    let clock = Stopped::clock();
    let wall = Arc::new(AtomicU64::new(0));
    let read = Arc::clone(&wall);
    let config = Config {
        max_connection_lifespan: 100.0,
        ..config()
    };
    let server = Server::build(config, |gateway| {
        gateway.wall_clock(move || UNIX_EPOCH + Duration::from_secs(read.load(Ordering::Relaxed)))
    })
    .await;
    let mut silent = Client::connect(&server.address).await;
    let mut busy = Client::connect(&server.address).await;
    busy.subscribe("a").await;
    let paced = server.desk.publisher("a").conflate(Duration::from_secs(10));
    // A day, ten years and half a century, back and forth.
    for (round, seconds) in [1_700_000_000, 1_699_913_600, 2_015_000_000, 3]
        .into_iter()
        .enumerate()
    {
        wall.store(seconds, Ordering::Relaxed);
        busy.send(&json!({"type": "ping"})).await;
        assert_eq!(busy.json().await["payload"]["time"], seconds * 1_000);
        paced.publish(&json!([round, "now"]));
        paced.publish(&json!([round, "kept"]));
        assert_eq!(
            busy.json().await["payload"]["payload"],
            json!([round, "now"])
        );
        clock.pass(Duration::from_secs(9)).await;
        busy.ping().await;
        clock.pass(Duration::from_secs(2)).await;
        assert_eq!(
            busy.json().await["payload"]["payload"],
            json!([round, "kept"])
        );
        clock.pass(Duration::from_secs(12)).await;
        busy.ping().await;
        let health = get(&server.address, "/api/v1/health").await;
        assert_eq!(health["uptimeSeconds"], 23.0 * (round + 1) as f64);
        let open = if round == 0 { 2 } else { 1 };
        clock
            .until(&server, |stats| stats["connections"] == open)
            .await;
    }
    let reason = REASON.replace("lifespan 0.0", "lifespan 100.0");
    assert_eq!(silent.next().await.unwrap().first, 0x89);
    assert_eq!(silent.closed().await, (1003, reason.clone()));
    clock.pass(Duration::from_secs(7)).await;
    busy.ping().await;
    clock.pass(Duration::from_secs(2)).await;
    assert_eq!(busy.closed().await, (1003, reason));
}

#[tokio::test]
async fn batches_go_when_they_are_full_or_old() {
    let clock = Stopped::clock();
    let server = Server::start(config()).await;
    let mut client = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "lists.subscribe", "payload": {"name": "a"}}))
        .await;
    client.json().await;
    let publisher = server.desk.lists.lock().unwrap()["a"].clone();
    let batch = publisher.batch(3, Duration::from_secs(2));
    for n in 0..4 {
        batch.push(json!(n));
    }
    assert_eq!(client.json().await["payload"]["payload"], json!([0, 1, 2]));
    clock.pass(Duration::from_secs(1)).await;
    batch.push(json!(4));
    client.ping().await;
    clock.pass(Duration::from_millis(1_250)).await;
    assert_eq!(client.json().await["payload"]["payload"], json!([3, 4]));
    batch.push(json!(5));
    batch.flush();
    batch.flush();
    assert_eq!(client.json().await["payload"]["payload"], json!([5]));
    // The timer of what was flushed leaves the next batch alone.
    clock.pass(Duration::from_secs(1)).await;
    batch.push(json!(6));
    clock.pass(Duration::from_millis(1_500)).await;
    client.ping().await;
    clock.pass(Duration::from_millis(750)).await;
    assert_eq!(client.json().await["payload"]["payload"], json!([6]));
}
