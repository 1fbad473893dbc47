//! Updates on their way: order, sharing, replay, conflation, adapters, compression, events.

use std::time::Duration;

use serde_json::{Value, json};
use specwire_runtime::{Compression, Config, Limits};

use crate::client::Client;
use crate::desk::Server;

async fn connect_all(server: &Server, count: usize, name: &str) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..count {
        let mut client = Client::connect(&server.address).await;
        client.subscribe(name).await;
        clients.push(client);
    }
    clients
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_gets_everything_in_order() {
    let config = Config {
        shards: 3,
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut clients = connect_all(&server, 150, "a").await;
    let publisher = server.desk.publisher("a");
    let publishing = tokio::spawn(async move {
        for n in 0..500 {
            publisher.publish(&json!(n));
            if n % 7 == 0 {
                tokio::task::yield_now().await;
            }
        }
    });
    for client in &mut clients {
        for n in 0..500 {
            assert_eq!(client.json().await["payload"]["payload"], n);
        }
    }
    publishing.await.unwrap();
    assert_eq!(server.stats().await["messagesOut"], 150 * 500 + 150);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_come_and_go_disturb_nobody() {
    let server = Server::start(Config::default()).await;
    let mut steady = connect_all(&server, 20, "a").await;
    let publisher = server.desk.publisher("a");
    let publishing = tokio::spawn(async move {
        for n in 0..2_000 {
            publisher.publish(&json!(n));
            tokio::task::yield_now().await;
        }
    });
    let address = server.address.clone();
    let coming = tokio::spawn(async move {
        for _ in 0..100 {
            let mut client = Client::connect(&address).await;
            client.subscribe("a").await;
        }
    });
    for client in &mut steady {
        for n in 0..2_000 {
            assert_eq!(client.json().await["payload"]["payload"], n);
        }
    }
    publishing.await.unwrap();
    coming.await.unwrap();
    drop(steady);
    server.idle().await;
}

#[tokio::test]
async fn one_connection_with_many_topics_gets_each_in_order() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    let names: Vec<String> = (0..50).map(|n| format!("t{n}")).collect();
    for name in &names {
        client.subscribe(name).await;
    }
    for round in 0..20 {
        for name in &names {
            server.desk.publish(name, &json!(round));
        }
    }
    let mut next = std::collections::HashMap::new();
    for _ in 0..names.len() * 20 {
        let update = client.json().await;
        let due = next
            .entry(update["payload"]["topic"].to_string())
            .or_insert(0);
        assert_eq!(update["payload"]["payload"], *due);
        *due += 1;
    }
}

#[tokio::test]
async fn the_last_value_is_replayed_after_the_answer() {
    let server = Server::start(Config::default()).await;
    let subscribe = json!({"type": "latest.subscribe", "payload": {"name": "a"}});
    let mut first = Client::connect(&server.address).await;
    first.send(&subscribe).await;
    first.json().await;
    server.desk.publish("a", &json!(1));
    server.desk.publish("a", &json!(2));
    assert_eq!(first.json().await["payload"]["payload"], 1);
    assert_eq!(first.json().await["payload"]["payload"], 2);
    let mut late = Client::connect(&server.address).await;
    late.send(&subscribe).await;
    assert_eq!(late.json().await["payload"]["status"], "ok");
    assert_eq!(late.json().await["payload"]["payload"], 2);
}

#[tokio::test]
async fn a_slow_reader_of_a_conflated_route_skips_to_the_newest() {
    let config = Config {
        limits: Limits {
            max_queue_bytes: 64 * 1024,
            ..Limits::default()
        },
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "newest.subscribe", "payload": {"name": "a"}}))
        .await;
    client.json().await;
    let filler = "x".repeat(8_000);
    for n in 0..3_000 {
        server.desk.publish("a", &json!({"n": n, "filler": filler}));
        if n % 10 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let mut last = -1;
    let mut seen = 0;
    while last < 2_999 {
        let n = client.json().await["payload"]["payload"]["n"]
            .as_i64()
            .unwrap();
        assert!(n > last);
        last = n;
        seen += 1;
    }
    assert!(seen < 3_000, "nothing was skipped");
    assert_eq!(server.stats().await["updatesReplaced"], 3_000 - seen);
    client.ping().await;
}

#[tokio::test]
async fn a_new_subscription_of_a_conflated_route_gets_nothing_before_its_answer() {
    let server = Server::start(Config::default()).await;
    let (mut client, mut keeper) = (
        Client::connect(&server.address).await,
        Client::connect(&server.address).await,
    );
    let subscribe = json!({"type": "newest.subscribe", "payload": {"name": "a"}});
    for one in [&mut client, &mut keeper] {
        one.send(&subscribe).await;
        one.json().await;
    }
    // Until the socket takes no more, and updates begin to wait.
    let filler = "x".repeat(8_000);
    let mut n = 0;
    while server.stats().await["updatesReplaced"] == 0 {
        n += 1;
        server.desk.publish("a", &json!({"n": n, "filler": filler}));
    }
    client
        .send(&json!({"type": "newest.unsubscribe", "payload": {"name": "a"}}))
        .await;
    client.send(&subscribe).await;
    server.until(|stats| stats["messagesIn"] == 4).await;
    server.desk.publish("a", &json!({"n": "newest"}));
    let mut got = Vec::new();
    loop {
        let message = client.json().await;
        if message["type"] != "newest.update" {
            got.push(message["payload"]["message"].clone());
        } else if message["payload"]["payload"]["n"] == "newest" {
            break;
        }
    }
    assert_eq!(got, ["Unsubscribed", "Subscribed"]);
}

#[tokio::test]
async fn conflation_keeps_the_newest_and_paces() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    let paced = server
        .desk
        .publisher("a")
        .conflate(Duration::from_millis(700));
    for n in 0..5 {
        paced.publish(&json!(n));
    }
    assert_eq!(client.json().await["payload"]["payload"], 0);
    assert_eq!(client.json().await["payload"]["payload"], 4);
    paced.publish(&json!(5));
    paced.publish(&json!(6));
    assert_eq!(client.json().await["payload"]["payload"], 6);
}

#[tokio::test]
async fn thresholds_hold_small_changes_back() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    let number = |value: &Value| value.as_f64().unwrap();
    let coarse = server
        .desk
        .publisher("a")
        .threshold(move |last, new| (number(last) - number(new)).abs() >= 1.0);
    let sent: Vec<bool> = [1.0, 1.5, 2.0, 2.9, 0.5]
        .iter()
        .map(|n| coarse.publish(&json!(n)))
        .collect();
    assert_eq!(sent, [true, false, true, false, true]);
    for n in [1.0, 2.0, 0.5] {
        assert_eq!(client.json().await["payload"]["payload"], n);
    }
}

#[tokio::test]
async fn updates_are_compressed_for_those_who_asked() {
    let config = Config {
        compression: Compression {
            min_bytes: 50,
            ..Compression::default()
        },
        ..Config::default()
    };
    let server = Server::start(config).await;
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    let mut packed = Client::connect_with(&server.address, "/api/v1/test/ws", offer).await;
    assert!(packed.head.contains("server_no_context_takeover"));
    packed
        .send(&json!({"type": "ticks.subscribe", "payload": {"name": "a"}}))
        .await;
    packed.next().await.unwrap();
    let mut plain = Client::connect(&server.address).await;
    plain.subscribe("a").await;
    server.desk.publish("a", &json!("z".repeat(5_000)));
    server.desk.publish("a", &json!("small"));
    let frame = packed.next().await.unwrap();
    assert_eq!(frame.first, 0xc1);
    assert!(frame.payload.len() < 200);
    let text = inflate(&frame.payload);
    assert_eq!(
        serde_json::from_slice::<Value>(&text).unwrap(),
        plain.json().await
    );
}

fn inflate(data: &[u8]) -> Vec<u8> {
    let mut inflater = flate2::Decompress::new(false);
    let mut out = Vec::with_capacity(100_000);
    let whole = [data, &[0, 0, 0xff, 0xff]].concat();
    inflater
        .decompress_vec(&whole, &mut out, flate2::FlushDecompress::Sync)
        .unwrap();
    out
}

#[tokio::test]
async fn events_reach_every_connection() {
    let server = Server::start(Config::default()).await;
    let mut clients = connect_all(&server, 3, "a").await;
    server
        .events
        .broadcast("system.notification", &json!({"text": "hello"}));
    for client in &mut clients {
        assert_eq!(
            client.json().await,
            json!({"type": "system.notification", "payload": {"text": "hello"}})
        );
    }
}
