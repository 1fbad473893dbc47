//! Time told by the test: sockets are real, the clock moves only when it is moved.

use serde_json::{Value, json};
use specwire_runtime::{Config, Limits};
use tokio::time::{Duration, advance};

use crate::client::{Client, masked};
use crate::desk::Server;

/// Stops tokio's clock. A thread that never ends keeps tokio from moving it on when everybody waits.
struct Stopped {
    _busy: std::sync::mpsc::Sender<()>,
}

impl Stopped {
    fn clock() -> Self {
        tokio::time::pause();
        let (busy, done) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || done.recv());
        Self { _busy: busy }
    }

    /// Lets time pass as it does: little by little, with everybody getting their turn.
    async fn pass(&self, time: Duration) {
        let step = Duration::from_millis(250);
        for _ in 0..time.div_duration_f64(step) as usize {
            advance(step).await;
            self.work().await;
        }
    }

    /// Moves the clock at once, as when the process or the machine stood still.
    async fn jump(&self, time: Duration) {
        advance(time).await;
        self.work().await;
    }

    async fn work(&self) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    async fn until(&self, server: &Server, fits: impl Fn(&Value) -> bool) {
        for _ in 0..100_000 {
            if fits(&server.stats().await) {
                return;
            }
            self.work().await;
        }
        panic!("never so: {}", server.stats().await);
    }
}

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
