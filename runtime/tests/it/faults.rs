//! Clients that vanish, and many that come and go.

use serde_json::json;
use specwire_runtime::Config;

use crate::client::Client;
use crate::desk::Server;

fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_connects_and_drops_leak_nothing() {
    let server = Server::start(Config::default()).await;
    let mut steady = Client::connect(&server.address).await;
    steady.subscribe("steady").await;
    let before = open_files();
    let rounds = (0..20).map(|part| {
        let address = server.address.clone();
        tokio::spawn(async move {
            for n in 0..500 {
                let mut client = Client::connect(&address).await;
                if n % 3 == 0 {
                    client.send(&json!({"type": "ticks.subscribe", "payload": {"name": format!("t{}", part % 5)}})).await;
                }
                if n % 5 == 0 {
                    client.ping_or_reply().await;
                }
            }
        })
    });
    let rounds: Vec<_> = rounds.collect();
    for n in 0..200 {
        server.desk.publish("steady", &json!(n));
        assert_eq!(steady.json().await["payload"]["payload"], n);
    }
    for round in rounds {
        round.await.unwrap();
    }
    server
        .until(|stats| {
            stats["connections"] == 1 && stats["topics"] == 1 && stats["subscriptions"] == 1
        })
        .await;
    assert_eq!(server.stats().await["connectionsTotal"], 10_001);
    assert!(
        open_files() <= before + 8,
        "{} files more",
        open_files() - before
    );
    let notes = server.desk.notes();
    let count = |what: &str| notes.iter().filter(|note| note.starts_with(what)).count();
    assert_eq!(count("start "), count("stopped ") + 1);
}

#[tokio::test]
async fn a_half_open_peer_is_noticed() {
    let config = Config {
        heartbeat_interval: 0.3,
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    // It neither reads nor writes nor closes: as one whose network is gone.
    server
        .until(|stats| stats["closes"]["1003"] == 1 || stats["connections"] == 0)
        .await;
    drop(client);
    server.idle().await;
}

#[tokio::test]
async fn a_peer_that_shuts_its_sending_side_is_gone() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    tokio::io::AsyncWriteExt::shutdown(&mut client.stream)
        .await
        .unwrap();
    server.idle().await;
    assert_eq!(client.next().await, None);
}

#[tokio::test]
async fn a_request_at_work_outlives_its_connection_and_holds_no_socket() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "say", "payload": "wait"}))
        .await;
    client.ping().await;
    drop(client);
    server.idle().await;
    server.desk.gate.add_permits(1);
    Client::connect(&server.address).await.ping().await;
}
