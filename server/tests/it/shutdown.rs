//! How the server goes down.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{Server, soon};

const FAST: &str = "[ws.drain]\nreconnect_window = 2.0\ntimeout = 10.0";

#[tokio::test]
async fn a_signal_drains_flushes_and_ends_the_process() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::with(&[], FAST).await;
        let mut socket = server.connect("datafeed").await;
        socket
            .subscribe("trades", json!({ "symbol": "AAPL" }))
            .await;
        server.signal(signal).await;
        let told = socket
            .wait(|message| message["type"] == "system.reconnect")
            .await;
        let after = told["payload"]["afterMs"].as_f64().unwrap();
        assert!((0.0..=2_000.0).contains(&after), "{told}");
        assert_eq!(
            socket.closed().await,
            (1001, "Server shutting down".to_owned())
        );
        let status = soon("the process to end", server.child.wait())
            .await
            .unwrap();
        assert!(status.success(), "{signal}: {status}");
    }
}

#[tokio::test]
async fn a_draining_server_takes_nobody_new() {
    let mut server = Server::with(&[], FAST).await;
    // It does not answer the close frame, so that the drain lasts.
    let _slow = server.connect("datafeed").await;
    let mut half = TcpStream::connect(&server.addresses[0]).await.unwrap();
    half.write_all(b"GET /api/v1/datafeed/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        .await
        .unwrap();
    // Whoever comes later is served, so this one was taken in.
    server.json("/api/v1/health").await;
    server.signal("TERM").await;
    let refused = async {
        while TcpStream::connect(&server.addresses[0]).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    soon("the listener to be closed", refused).await;
    // What is left of its request comes too late, whether it is still read or not.
    let rest = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let _ = half.write_all(rest).await;
    let mut answer = Vec::new();
    let _ = soon("the end of the other", half.read_to_end(&mut answer)).await;
    assert!(!answer.starts_with(b"HTTP/1.1 101"), "it was taken in");
    assert!(server.child.try_wait().unwrap().is_none());
}

#[tokio::test]
async fn a_signal_under_load_leaves_no_gap_in_what_was_sent() {
    let mut server = Server::with(&[], FAST).await;
    let mut sockets = Vec::new();
    for _ in 0..50 {
        let mut socket = server.connect("datafeed").await;
        let topic = socket.subscribe("trades", json!({ "symbol": "SPY" })).await;
        let first = socket.update(&topic).await["id"].as_i64().unwrap();
        sockets.push((socket, first));
    }
    server.signal("TERM").await;
    for (socket, last) in &mut sockets {
        let (rest, close) = socket.rest().await;
        let mut told = 0;
        for message in &rest {
            match message["type"].as_str() {
                Some("trades.update") => *last += 1,
                Some("system.reconnect") => {
                    told += 1;
                    continue;
                }
                Some("system.notification") => continue,
                _ => panic!("{message}"),
            }
            assert_eq!(message["payload"]["payload"]["id"], *last);
        }
        assert_eq!(told, 1);
        assert_eq!(close, (1001, "Server shutting down".to_owned()));
    }
    let status = soon("the process to end", server.child.wait())
        .await
        .unwrap();
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn a_delay_lets_load_balancers_look_elsewhere() {
    let mut server = Server::with(&[], "[ws.drain]\ndelay = 1000.0").await;
    let mut early = server.connect("datafeed").await;
    server.signal("TERM").await;
    let told = async {
        while server.get("/api/v1/health").await.status() != 503 {
            tokio::task::yield_now().await;
        }
    };
    soon("the word that it goes down", told).await;
    let health = server.json("/api/v1/health").await;
    assert_eq!(health["status"], "draining");
    // Whoever is still sent here is served like everybody else.
    let mut late = server.connect("datafeed").await;
    for socket in [&mut early, &mut late] {
        let topic = socket
            .subscribe("trades", json!({ "symbol": "AAPL" }))
            .await;
        socket.update(&topic).await;
    }
    server.signal("TERM").await;
    let status = soon("the process to end", server.child.wait())
        .await
        .unwrap();
    assert_eq!(status.code(), Some(1));
}
