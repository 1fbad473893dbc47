//! What a server process holds after many have come and gone.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{Server, Socket, soon};

/// Clients that vanish: with words or without, in the handshake, in a frame, in a subscribe. Some take and leave the
/// topic that the steady one holds.
async fn vanish(address: String, count: usize) {
    const UPGRADE: &str = "GET /api/v1/datafeed/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    for n in 0..count {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let half = if n % 7 == 0 {
            UPGRADE.len() / 2
        } else {
            UPGRADE.len()
        };
        stream.write_all(&UPGRADE.as_bytes()[..half]).await.unwrap();
        if n % 7 == 0 {
            continue;
        }
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let read = soon("the upgrade", stream.read_buf(&mut head))
                .await
                .unwrap();
            assert!(read > 0, "closed in the upgrade");
        }
        let symbol = ["AAPL", "SPY", "TSLA"][n % 3];
        let wish = json!({"type": "trades.subscribe", "payload": {"symbol": symbol}}).to_string();
        let mut frame = vec![0x81, 0x80 | u8::try_from(wish.len()).unwrap(), 0, 0, 0, 0];
        frame.extend(wish.as_bytes());
        match n % 5 {
            0 => {}
            1 => stream.write_all(&frame[..20]).await.unwrap(),
            2 => stream.write_all(&frame).await.unwrap(),
            3 => {
                // Takes it, leaves it, takes it again.
                let leave = wish.replace(".subscribe", ".unsubscribe");
                let mut bytes = frame.clone();
                bytes.extend([0x81, 0x80 | u8::try_from(leave.len()).unwrap(), 0, 0, 0, 0]);
                bytes.extend(leave.as_bytes());
                bytes.extend(&frame);
                stream.write_all(&bytes).await.unwrap();
            }
            _ => {
                stream.write_all(&frame).await.unwrap();
                let mut some = [0; 64];
                soon("an answer", stream.read(&mut some)).await.unwrap();
            }
        }
    }
}

/// Open files of the process, and KiB of memory of its own: pages of the program come and go.
fn held(server: &Server) -> (usize, usize) {
    let folder = format!("/proc/{}", server.child.id().unwrap());
    let files = std::fs::read_dir(format!("{folder}/fd")).unwrap().count();
    let status = std::fs::read_to_string(format!("{folder}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("RssAnon:"))
        .unwrap();
    (
        files,
        line.split_whitespace().nth(1).unwrap().parse().unwrap(),
    )
}

async fn alone(server: &Server) {
    let steady = |totals: &Value| {
        ["connections", "topics", "subscriptions"]
            .iter()
            .all(|key| totals[key] == 1)
    };
    let wait = async {
        while !steady(&server.json("/api/v1/ws/stats").await["totals"]) {
            tokio::task::yield_now().await;
        }
    };
    soon("the others to be gone", wait).await;
}

/// Asynchronous tasks of the process.
async fn tasks(server: &Server) -> u64 {
    server.json("/api/v1/ws/stats").await["tasks"]
        .as_u64()
        .unwrap()
}

/// The steady one gets every trade, whoever comes and goes.
async fn follow(socket: &mut Socket, topic: &str, last: &mut i64, count: i64) {
    for _ in 0..count {
        *last += 1;
        assert_eq!(socket.update(topic).await["id"], *last);
    }
}

#[tokio::test]
async fn ten_thousand_connects_and_drops_leave_nothing() {
    let server = Server::with(&[], "[simulation]\nstep_ms = 10").await;
    let mut steady = server.connect("datafeed").await;
    let topic = steady.subscribe("trades", json!({ "symbol": "SPY" })).await;
    let mut last = steady.update(&topic).await["id"].as_i64().unwrap();
    let mut measured = Vec::new();
    for _ in 0..4 {
        let crowd: Vec<_> = (0..10)
            .map(|_| tokio::spawn(vanish(server.addresses[0].clone(), 250)))
            .collect();
        follow(&mut steady, &topic, &mut last, 20).await;
        for clients in crowd {
            clients.await.unwrap();
        }
        alone(&server).await;
        measured.push((held(&server), tasks(&server).await));
    }
    follow(&mut steady, &topic, &mut last, 20).await;
    let [
        _,
        ((files, memory), tasks),
        _,
        ((files_then, memory_then), tasks_then),
    ] = measured[..]
    else {
        panic!("four rounds");
    };
    // What asks may still be on its way out.
    assert!(tasks_then <= tasks + 4, "tasks: {measured:?}");
    assert!(files_then <= files + 4, "files: {measured:?}");
    // A connection takes some 2 KiB: were they kept, 5,000 of them could not hide.
    assert!(memory_then <= memory + 5_000, "memory: {measured:?}");
}
