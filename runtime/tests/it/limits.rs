//! Bounds: connections, topics, size, rate, queue.

use serde_json::json;
use specwire_runtime::{Config, Limits};

use crate::client::Client;
use crate::desk::Server;

fn with(limits: Limits) -> Config {
    Config {
        limits,
        ..Config::default()
    }
}

#[tokio::test]
async fn connections() {
    let server = Server::start(with(Limits {
        max_connections: 2,
        ..Limits::default()
    }))
    .await;
    let first = Client::connect(&server.address).await;
    let _second = Client::connect(&server.address).await;
    let mut third = Client::connect(&server.address).await;
    assert_eq!(
        third.json().await["payload"]["code"],
        "too_many_connections"
    );
    assert_eq!(
        third.closed().await,
        (4429, "Too many connections".to_owned())
    );
    drop((first, third));
    server.until(|stats| stats["connections"] == 1).await;
    Client::connect(&server.address).await.ping().await;
}

#[tokio::test]
async fn topics_of_a_connection() {
    let server = Server::start(with(Limits {
        max_topics_per_connection: 2,
        ..Limits::default()
    }))
    .await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    client.subscribe("b").await;
    let refused = client.subscribe("c").await;
    assert_eq!(refused["payload"]["status"], "error");
    assert_eq!(
        refused["payload"]["message"],
        "Too many topics: a connection may hold 2"
    );
    client.unsubscribe("a").await;
    assert_eq!(client.subscribe("c").await["payload"]["status"], "ok");
    assert_eq!(server.stats().await["errors"]["too_many_topics"], 1);
}

#[tokio::test]
async fn size_of_a_message() {
    let server = Server::start(with(Limits {
        max_message_bytes: 1_000,
        ..Limits::default()
    }))
    .await;
    let say = |length: usize| json!({"type": "say", "payload": "x".repeat(length)}).to_string();
    let mut client = Client::connect(&server.address).await;
    client.frame(0x81, say(900).as_bytes()).await;
    assert_eq!(client.json().await["type"], "said");
    client.frame(0x81, say(1_000).as_bytes()).await;
    assert_eq!(client.json().await["payload"]["code"], "message_too_large");
    assert_eq!(
        client.closed().await,
        (1009, "Message too large".to_owned())
    );
    let mut client = Client::connect(&server.address).await;
    client.frame(0x01, &[b'x'; 600]).await;
    client.frame(0x80, &[b'x'; 600]).await;
    client.json().await;
    assert_eq!(client.closed().await.0, 1009);
    let deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    let mut bomber = Client::connect_with(&server.address, "/api/v1/test/ws", deflate).await;
    let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
    let mut bomb = Vec::with_capacity(100_000);
    packer
        .compress_vec(&vec![b'x'; 900_000], &mut bomb, flate2::FlushCompress::Sync)
        .unwrap();
    assert!(bomb.len() < 1_000);
    bomber.frame(0xc1, &bomb).await;
    assert_eq!(bomber.next().await.unwrap().first, 0xc1);
    assert_eq!(bomber.closed().await.0, 1009);
}

#[tokio::test]
async fn rate_of_messages() {
    let server = Server::start(with(Limits {
        max_inbound_rate: 0.001,
        inbound_burst: 3,
        ..Limits::default()
    }))
    .await;
    let mut client = Client::connect(&server.address).await;
    for _ in 0..3 {
        client.ping().await;
    }
    client.send(&json!({"type": "ping"})).await;
    assert_eq!(client.json().await["payload"]["code"], "rate_limited");
    assert_eq!(
        client.closed().await,
        (4429, "Rate limit exceeded".to_owned())
    );
}

#[tokio::test]
async fn a_client_that_never_reads_is_closed_and_costs_nobody_else() {
    let server = Server::start(with(Limits {
        max_queue_bytes: 100_000,
        close_timeout: 60.0,
        ..Limits::default()
    }))
    .await;
    let mut mute = Client::connect(&server.address).await;
    mute.subscribe("a").await;
    let mut reader = Client::connect(&server.address).await;
    reader.subscribe("a").await;
    // More than the system keeps for a socket, and the queue on top of it.
    let filler = "y".repeat(50_000);
    for n in 0..1_500 {
        server.desk.publish("a", &json!([n, filler]));
        assert_eq!(reader.json().await["payload"]["payload"][0], n);
    }
    let mut last = mute.drained_to_close().await;
    assert_eq!(last.pop(), Some((1013, "Slow consumer".to_owned())));
    drop((mute, reader));
    server.idle().await;
}

#[tokio::test]
async fn answers_to_many_requests_at_once_are_no_sign_of_slowness() {
    let server = Server::start(with(Limits {
        max_queue_bytes: 20_000,
        max_inbound_rate: 0.0,
        ..Limits::default()
    }))
    .await;
    let mut client = Client::connect(&server.address).await;
    let words = "x".repeat(600);
    let request = crate::client::masked(
        0x81,
        json!({"type": "say", "payload": words})
            .to_string()
            .as_bytes(),
    );
    client.raw(&request.repeat(80)).await;
    for _ in 0..80 {
        assert_eq!(client.json().await["payload"], words);
    }
}

#[tokio::test]
async fn requests_at_work() {
    let server = Server::start(with(Limits {
        max_requests_in_flight: 2,
        ..Limits::default()
    }))
    .await;
    let mut client = Client::connect(&server.address).await;
    let request = |id: u32, words: &str| {
        let text = json!({"type": "say", "payload": words, "id": id}).to_string();
        crate::client::masked(0x81, text.as_bytes())
    };
    // All in one piece: the third is not looked at before one of the two ended.
    client
        .raw(&[request(1, "wait"), request(2, "wait"), request(3, "now")].concat())
        .await;
    server.until(|stats| stats["messagesIn"] == 2).await;
    let mut other = Client::connect(&server.address).await;
    other.ping().await;
    assert_eq!(server.stats().await["messagesIn"], 3);
    server.desk.gate.add_permits(1);
    let first = client.json().await["id"].clone();
    assert!(first == 1 || first == 2);
    assert_eq!(client.json().await["id"], 3);
    server.desk.gate.add_permits(1);
    client.json().await;
}
