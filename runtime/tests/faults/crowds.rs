//! Many that come and go.

use serde_json::json;
use specwire_runtime::Config;

use crate::client::Client;
use crate::scene::{STEADY, survives};

/// Clients that connect, do something or nothing, and vanish.
async fn come_and_go(address: String, topic: usize, count: usize) {
    let topics = [STEADY.to_owned(), format!("t{topic}")];
    for n in 0..count {
        let mut client = Client::connect(&address).await;
        if n % 3 == 0 {
            let params = json!({"name": topics[n % 2]});
            client
                .send(&json!({"type": "ticks.subscribe", "payload": params}))
                .await;
        }
        if n % 5 == 0 {
            client.send(&json!({"type": "ping"})).await;
            client.json().await;
        }
    }
}

#[test]
fn ten_thousand_connects_and_drops() {
    survives(Config::default(), 3, async |server| {
        let address = &server.address;
        let crowd = (0..20).map(|n| tokio::spawn(come_and_go(address.clone(), n % 5, 125)));
        for clients in crowd.collect::<Vec<_>>() {
            clients.await.unwrap();
        }
    });
}
