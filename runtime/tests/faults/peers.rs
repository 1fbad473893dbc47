//! Peers that say nothing, hear nothing, or dawdle.

use std::io::ErrorKind;

use serde_json::json;
use specwire_runtime::Config;
use tokio::io::AsyncWriteExt;
use tokio::time::{Duration, interval};

use crate::client::{Client, masked};
use crate::desk::Server;
use crate::scene::{STEADY, count, impatient, survives};

/// So many clients, each with a topic of its own or the steady listener's.
async fn crowd(server: &Server, size: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for n in 0..size {
        let mut client = Client::connect(&server.address).await;
        let name = if n % 2 == 0 {
            STEADY.to_owned()
        } else {
            format!("own-{n}")
        };
        client
            .send(&json!({"type": "ticks.subscribe", "payload": {"name": name}}))
            .await;
        clients.push(client);
    }
    clients
}

/// Waits until the server has let all of these go, by itself.
async fn let_go(server: &Server, clients: Vec<Client>) {
    server.until(|stats| count(stats, "connections") == 1).await;
    drop(clients);
}

#[test]
fn half_open_peers() {
    survives(impatient(), 3, async |server| {
        // They neither read nor write nor close, as those whose network is gone.
        let clients = crowd(server, 100).await;
        let_go(server, clients).await;
    });
}

#[test]
fn clients_that_never_read() {
    // Only their queues may end them.
    let config = Config {
        heartbeat_interval: 0.0,
        ..impatient()
    };
    survives(config, 3, async |server| {
        let before = server.stats().await["closes"]["1013"].as_u64().unwrap_or(0);
        let mut mute = Vec::new();
        for _ in 0..5 {
            let mut client = Client::connect(&server.address).await;
            client.subscribe("flood").await;
            mute.push(client);
        }
        let words = json!("y".repeat(100_000));
        while count(&server.stats().await, "connections") > 1 {
            for _ in 0..10 {
                server.desk.publish("flood", &words);
            }
        }
        server
            .until(|stats| stats["closes"]["1013"] == before + 5)
            .await;
        drop(mute);
    });
}

/// Sends a frame byte by byte, never answers, and holds on for as long as it can.
async fn dawdle(mut client: Client) {
    let mut heard = [0; 16_384];
    let mut pace = interval(Duration::from_millis(50));
    for byte in masked(0x81, &[b'x'; 1_000]) {
        pace.tick().await;
        if client.stream.write_all(&[byte]).await.is_err() {
            return;
        }
        loop {
            match client.stream.try_read(&mut heard) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return,
            }
        }
    }
    panic!("nobody stopped it");
}

#[test]
fn clients_that_send_a_byte_at_a_time() {
    survives(impatient(), 2, async |server| {
        let mut dawdlers = Vec::new();
        for client in crowd(server, 50).await {
            dawdlers.push(tokio::spawn(dawdle(client)));
        }
        for one in dawdlers {
            one.await.unwrap();
        }
    });
}
