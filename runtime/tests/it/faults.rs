//! Clients that vanish, and many that come and go.

use serde_json::json;
use specwire_runtime::Config;

use crate::client::Client;
use crate::desk::Server;

/// `count` clients that connect, do something or nothing, and vanish.
async fn come_and_go(address: String, topic: usize, count: usize) {
    for n in 0..count {
        let mut client = Client::connect(&address).await;
        if n % 3 == 0 {
            let params = json!({"name": format!("t{topic}")});
            client
                .send(&json!({"type": "ticks.subscribe", "payload": params}))
                .await;
        }
        if n % 5 == 0 {
            client.ping_or_reply().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_connects_and_drops_leak_nothing() {
    let server = Server::start(Config::default()).await;
    let mut steady = Client::connect(&server.address).await;
    steady.subscribe("steady").await;
    for round in 0..4 {
        let crowd = (0..20).map(|n| tokio::spawn(come_and_go(server.address.clone(), n % 5, 125)));
        let crowd: Vec<_> = crowd.collect();
        for n in 0..50 {
            server.desk.publish("steady", &json!([round, n]));
            assert_eq!(steady.json().await["payload"]["payload"], json!([round, n]));
        }
        for clients in crowd {
            clients.await.unwrap();
        }
        server
            .until(|stats| {
                ["connections", "topics", "subscriptions"]
                    .iter()
                    .all(|key| stats[key] == 1)
            })
            .await;
    }
    assert_eq!(server.stats().await["connectionsTotal"], 10_001);
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
