//! Clocks that jump, and the end of a server under load.

use std::sync::Arc;

use serde_json::json;
use specwire_runtime::{Config, Drain};
use tokio::runtime::Builder;
use tokio::sync::Barrier;
use tokio::time::Duration;

use crate::client::{Client, get};
use crate::desk::Server;
use crate::scene::{Held, Steady, alone, settled, two_threads};
use crate::stopped::Stopped;

#[test]
fn a_clock_that_jumps() {
    alone(&mut Builder::new_current_thread(), jumps());
}

async fn jumps() {
    let clock = Stopped::clock();
    let server = Server::start(Config::default()).await;
    let mut steady = Steady::start(&server).await;
    let mut before: Option<Held> = None;
    for jump in [1, 29, 31, 3_599, 3_601, 86_400, 1_000_000] {
        // As old as the guests are.
        steady = Steady::start(&server).await.after(steady);
        // Some talk, some are in the middle of a frame, some of the handshake.
        let mut guests = Vec::new();
        for n in 0..20 {
            let mut guest = Client::connect(&server.address).await;
            guest.subscribe(&format!("own-{n}")).await;
            guest.raw(&[0x81, 0xfe][..n % 3]).await;
            guests.push(guest);
        }
        steady.hear(&server).await;
        clock.jump(Duration::from_secs(jump)).await;
        if jump < 3_600 {
            steady.hear(&server).await;
        } else {
            // The lifespan is over for everybody, and for nobody is it anything else.
            for mut guest in guests.drain(..) {
                let reason =
                    "Connection timed out. Heartbeat interval 30.0. Max connection lifespan 3600.0";
                assert_eq!(guest.closed().await, (1003, reason.to_owned()));
            }
            steady = Steady::start(&server).await.after(steady);
        }
        drop(guests);
        clock
            .until(&server, |stats| stats["connections"] == 1)
            .await;
        settled(&server).await;
        let held = Held::now();
        before.get_or_insert(held).no_less_than(&held);
    }
    let health = get(&server.address, "/api/v1/health").await;
    assert_eq!(health["status"], "ok");
}

/// Reads numbered updates up to the close frame: how many there were.
async fn in_order(mut client: Client) -> u64 {
    let mut next = None;
    let mut count = 0;
    loop {
        let frame = client.next().await.unwrap();
        if frame.first == 0x88 {
            assert_eq!(frame.payload[..2], 1001_u16.to_be_bytes());
            client.frame(0x88, &frame.payload[..2]).await;
            assert_eq!(client.next().await, None);
            return count;
        }
        let message: serde_json::Value = serde_json::from_slice(&frame.payload).unwrap();
        if message["type"] == "ticks.update" {
            let n = message["payload"]["payload"].as_u64().unwrap();
            assert!(next.is_none_or(|next| next == n), "{n} after {next:?}");
            next = Some(n + 1);
            count += 1;
        }
    }
}

#[test]
fn a_server_told_to_end_under_load() {
    alone(&mut two_threads(), ends());
}

async fn ends() {
    let config = Config {
        drain: Drain {
            reconnect_window: 1.0,
            timeout: 10.0,
            ..Drain::default()
        },
        ..Config::default()
    };
    let before = Held::calm().await;
    for _ in 0..3 {
        let mut server = Server::start(config.clone()).await;
        let mut readers = Vec::new();
        for n in 0..50 {
            let mut client = Client::connect(&server.address).await;
            let answer = client.subscribe(&format!("load-{}", n % 5)).await;
            assert_eq!(answer["payload"]["status"], "ok");
            readers.push(client);
        }
        // Each load runs before the server is told to end.
        let running = Arc::new(Barrier::new(6));
        let loads: Vec<_> = (0..5)
            .map(|n| {
                let publisher = server.desk.publisher(&format!("load-{n}"));
                let running = Arc::clone(&running);
                tokio::spawn(async move {
                    publisher.publish(&json!(0));
                    running.wait().await;
                    let mut n = 1;
                    while !publisher.is_closed() {
                        publisher.publish(&json!(n));
                        n += 1;
                        tokio::task::yield_now().await;
                    }
                })
            })
            .collect();
        let readers: Vec<_> = readers
            .into_iter()
            .map(|client| tokio::spawn(in_order(client)))
            .collect();
        running.wait().await;
        server.shut_down().await.unwrap();
        for reader in readers {
            assert!(reader.await.unwrap() > 0);
        }
        for load in loads {
            load.await.unwrap();
        }
        let notes = server.desk.notes();
        let count = |what: &str| notes.iter().filter(|note| note.starts_with(what)).count();
        assert_eq!((count("start "), count("stopped ")), (5, 5));
        drop(server);
        before.back().await;
    }
}
