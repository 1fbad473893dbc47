//! How connections end: the closing handshake, heartbeat, lifespan, drain.

use serde_json::json;
use specwire_runtime::{Config, Drain, Limits};

use crate::client::Client;
use crate::desk::Server;

#[tokio::test]
async fn a_close_is_answered_with_its_code() {
    let server = Server::start(Config::default()).await;
    for (payload, answer) in [
        (&[][..], &[][..]),
        (&[3, 0xe8], &[3, 0xe8]),
        (&[0x0f, 0xa0, b'x'], &[0x0f, 0xa0]),
    ] {
        let mut client = Client::connect(&server.address).await;
        client.subscribe("a").await;
        client.frame(0x88, payload).await;
        let frames = client.drained().await;
        assert_eq!(frames.len(), 1);
        assert_eq!((frames[0].first, &frames[0].payload[..]), (0x88, answer));
    }
    server.idle().await;
}

#[tokio::test]
async fn silence_ends_a_connection_and_pongs_keep_it() {
    let config = Config {
        heartbeat_interval: 0.5,
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut mute = Client::connect(&server.address).await;
    let mut alive = Client::connect(&server.address).await;
    let pings = tokio::spawn(async move {
        for _ in 0..4 {
            let ping = alive.next().await.unwrap();
            assert_eq!(ping.first, 0x89);
            alive.frame(0x8a, &ping.payload).await;
        }
        alive
    });
    let reason = "Connection timed out. Heartbeat interval 0.5. Max connection lifespan 3600.0";
    assert_eq!(mute.closed().await, (1003, reason.to_owned()));
    pings.await.unwrap().ping().await;
}

#[tokio::test]
async fn a_lifespan_ends_a_busy_connection() {
    let config = Config {
        max_connection_lifespan: 0.3,
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    let reason = "Connection timed out. Heartbeat interval 30.0. Max connection lifespan 0.3";
    assert_eq!(client.closed().await, (1003, reason.to_owned()));
}

#[tokio::test]
async fn who_never_answers_a_close_is_cut() {
    let config = Config {
        max_connection_lifespan: 0.1,
        limits: Limits {
            close_timeout: 0.2,
            ..Limits::default()
        },
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    client.closed().await;
    assert_eq!(client.next().await, None);
    server.idle().await;
}

#[tokio::test]
async fn a_drain_tells_flushes_and_closes() {
    let config = Config {
        drain: Drain {
            reconnect_window: 2.0,
            timeout: 10.0,
            ..Drain::default()
        },
        ..Config::default()
    };
    let mut server = Server::start(config).await;
    let mut clients = Vec::new();
    for _ in 0..10 {
        let mut client = Client::connect(&server.address).await;
        client.subscribe("a").await;
        clients.push(client);
    }
    for n in 0..100 {
        server.desk.publish("a", &json!(n));
    }
    let done = server.shut_down();
    let mut delays = Vec::new();
    for client in &mut clients {
        let mut updates = 0;
        let delay = loop {
            let message = client.json().await;
            if message["type"] == "system.reconnect" {
                break message["payload"]["afterMs"].as_u64().unwrap();
            }
            updates += 1;
        };
        assert_eq!(updates, 100);
        delays.push(delay);
        assert_eq!(
            client.closed().await,
            (1001, "Server shutting down".to_owned())
        );
        client.frame(0x88, &[3, 0xe9]).await;
    }
    delays.sort_unstable();
    assert_eq!(delays, (0..10).map(|n| n * 200).collect::<Vec<u64>>());
    done.await.unwrap();
    assert_eq!(
        server.desk.notes(),
        ["start a", "started a", "stop a", "stopped a"]
    );
}

#[tokio::test]
async fn a_drain_under_load_ends_within_its_bound() {
    let config = Config {
        drain: Drain {
            reconnect_window: 0.0,
            timeout: 0.5,
            ..Drain::default()
        },
        ..Config::default()
    };
    let mut server = Server::start(config).await;
    let mut mute = Client::connect(&server.address).await;
    mute.subscribe("a").await;
    let publisher = server.desk.publisher("a");
    let load = tokio::spawn(async move {
        while !publisher.is_closed() {
            publisher.publish(&json!("x".repeat(1_000)));
            tokio::task::yield_now().await;
        }
    });
    server.shut_down().await.unwrap();
    load.await.unwrap();
}

#[tokio::test]
async fn what_was_said_before_a_drain_is_heard() {
    let config = Config {
        drain: Drain {
            reconnect_window: 0.0,
            timeout: 10.0,
            ..Drain::default()
        },
        ..Config::default()
    };
    let mut server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    // Begun first, so that nothing else has its turn in between.
    let done = server.shut_down();
    server.desk.publish("a", &json!("last"));
    server.events.broadcast("news", &json!("down for repairs"));
    let mut heard = Vec::new();
    for _ in 0..3 {
        heard.push(client.json().await["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(client.closed().await.0, 1001);
    heard.sort_unstable();
    assert_eq!(heard, ["news", "system.reconnect", "ticks.update"]);
    client.frame(0x88, &[3, 0xe9]).await;
    done.await.unwrap();
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

#[tokio::test]
async fn who_leaves_while_not_listened_to_is_let_go() {
    let config = Config {
        heartbeat_interval: 0.0,
        limits: Limits {
            max_requests_in_flight: 1,
            ..Limits::default()
        },
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    client
        .send(&json!({"type": "say", "payload": "wait"}))
        .await;
    server.until(|stats| stats["messagesIn"] == 2).await;
    drop(client);
    // The request is still at work.
    server.idle().await;
}
