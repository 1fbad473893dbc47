//! The life of topics: first and last calls, failures, disconnects in the middle.

use serde_json::json;
use specwire_runtime::{Config, ServiceError};

use crate::client::Client;
use crate::desk::Server;

#[tokio::test]
async fn first_and_last_subscriber_of_many() {
    let server = Server::start(Config::default()).await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut client = Client::connect(&server.address).await;
        client.subscribe("a").await;
        clients.push(client);
    }
    server
        .until(|stats| stats["topics"] == 1 && stats["subscriptions"] == 5)
        .await;
    clients[0].unsubscribe("a").await;
    drop(clients);
    server
        .noted(&["start a", "started a", "stop a", "stopped a"])
        .await;
    server.idle().await;
}

#[tokio::test]
async fn a_failed_start_leaves_nothing() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    for (name, message) in [
        ("fail", "no such luck"),
        ("panic", "broke down"),
        ("deny", "not for you"),
    ] {
        let reply = client.subscribe(name).await;
        assert_eq!(reply["payload"]["status"], "error");
        assert!(
            reply["payload"]["message"]
                .as_str()
                .is_some_and(|text| text.contains(message)),
            "{reply}"
        );
        assert_eq!(
            client.unsubscribe(name).await["payload"]["message"],
            "Not subscribed"
        );
    }
    server
        .until(|stats| stats["topics"] == 0 && stats["subscriptions"] == 0)
        .await;
    assert_eq!(
        server.desk.notes(),
        ["start fail", "started fail", "start panic", "started panic"]
    );
    // Each refusal is counted as what it was.
    assert_eq!(
        server.stats().await["errors"],
        json!({"start_failed": 2, "forbidden": 1, "not_subscribed": 3})
    );
}

#[tokio::test]
async fn a_slow_start_blocks_only_its_topic_and_keeps_updates_in_order() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    let mut other = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "ticks.subscribe", "id": 1, "payload": {"name": "slow"}}))
        .await;
    client
        .send(&json!({"type": "ticks.subscribe", "id": 2, "payload": {"name": "slow"}}))
        .await;
    client.ping().await;
    other
        .send(&json!({"type": "ticks.subscribe", "id": 3, "payload": {"name": "slow"}}))
        .await;
    assert_eq!(client.subscribe("fast").await["payload"]["status"], "ok");
    other.ping().await;
    server.desk.publish("slow", &json!(1));
    server.desk.gate.add_permits(1);
    let answers = [
        client.json().await["id"].clone(),
        client.json().await["id"].clone(),
    ];
    assert_eq!(answers, [json!(1), json!(2)]);
    server.desk.publish("slow", &json!(2));
    for n in [1, 2] {
        assert_eq!(client.json().await["payload"]["payload"], n);
    }
    assert_eq!(other.json().await["id"], 3);
    assert_eq!(other.json().await["payload"]["payload"], 1);
}

#[tokio::test]
async fn what_a_start_publishes_comes_after_its_answer() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    assert_eq!(client.subscribe("greet").await["payload"]["status"], "ok");
    assert_eq!(client.json().await["payload"]["payload"], "welcome");
}

#[tokio::test]
async fn a_disconnect_while_starting_releases() {
    let server = Server::start(Config::default()).await;
    for name in ["slow", "ask"] {
        let mut client = Client::connect(&server.address).await;
        client
            .send(&json!({"type": "ticks.subscribe", "payload": {"name": name}}))
            .await;
        client.ping().await;
        drop(client);
        server.until(|stats| stats["connections"] == 0).await;
        server.desk.gate.add_permits(1);
        server.idle().await;
    }
    server
        .noted(&["start slow", "started slow", "stop slow", "stopped slow"])
        .await;
}

#[tokio::test]
async fn giving_up_while_starting_is_answered() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "ticks.subscribe", "id": 1, "payload": {"name": "slow"}}))
        .await;
    client
        .send(&json!({"type": "ticks.unsubscribe", "id": 2, "payload": {"name": "slow"}}))
        .await;
    let first = client.json().await;
    assert_eq!(
        (&first["id"], &first["payload"]["status"]),
        (&json!(1), &json!("error"))
    );
    let second = client.json().await;
    assert_eq!(
        (&second["id"], &second["payload"]["status"]),
        (&json!(2), &json!("ok"))
    );
    server.desk.gate.add_permits(1);
    server
        .noted(&["start slow", "started slow", "stop slow", "stopped slow"])
        .await;
}

#[tokio::test]
async fn who_comes_while_stopping_waits_for_a_new_start() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("lingers").await;
    client.unsubscribe("lingers").await;
    client
        .send(&json!({"type": "ticks.subscribe", "id": 9, "payload": {"name": "lingers"}}))
        .await;
    client.ping().await;
    server
        .noted(&["start lingers", "started lingers", "stop lingers"])
        .await;
    server.desk.gate.add_permits(1);
    assert_eq!(client.json().await["id"], 9);
    server.desk.publish("lingers", &json!("back"));
    assert_eq!(client.json().await["payload"]["payload"], "back");
    let whole = [
        "start lingers",
        "started lingers",
        "stop lingers",
        "stopped lingers",
        "start lingers",
        "started lingers",
    ];
    server.noted(&whole).await;
}

#[tokio::test]
async fn a_topic_that_breaks_down_takes_only_its_subscribers() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    client.subscribe("breaks").await;
    let publisher = server.desk.publisher("breaks");
    let broken = tokio::spawn(async move {
        let _publisher = publisher;
        panic!("as asked");
    });
    assert!(broken.await.is_err());
    let error = client.json().await;
    assert_eq!(error["payload"]["code"], "service_panicked");
    assert_eq!(error["payload"]["topic"], r#"ticks:{"name":"breaks"}"#);
    server.desk.publish("a", &json!(1));
    assert_eq!(client.json().await["payload"]["payload"], 1);
    server
        .until(|stats| stats["topics"] == 1 && stats["subscriptions"] == 1)
        .await;
    server
        .desk
        .publisher("a")
        .fail(&ServiceError::new("feed_down", "the feed is down"));
    assert_eq!(client.json().await["payload"]["code"], "feed_down");
    // Both had started long before.
    assert_eq!(
        server.stats().await["errors"],
        json!({"service_panicked": 1, "service_error": 1})
    );
    assert_eq!(client.subscribe("a").await["payload"]["status"], "ok");
}

#[tokio::test]
async fn who_waits_for_a_start_gets_the_last_value_too() {
    let server = Server::start(Config::default()).await;
    let subscribe = json!({"type": "latest.subscribe", "payload": {"name": "slow"}});
    let mut early = Client::connect(&server.address).await;
    early.send(&subscribe).await;
    early.ping().await;
    server
        .desk
        .publish("slow", &json!("before the start ended"));
    let mut late = Client::connect(&server.address).await;
    late.send(&subscribe).await;
    late.ping().await;
    server.desk.gate.add_permits(1);
    for client in [&mut early, &mut late] {
        assert_eq!(client.json().await["payload"]["status"], "ok");
        assert_eq!(
            client.json().await["payload"]["payload"],
            "before the start ended"
        );
    }
    server.desk.publish("slow", &json!("after"));
    for client in [&mut early, &mut late] {
        assert_eq!(client.json().await["payload"]["payload"], "after");
    }
}

#[tokio::test]
async fn who_waits_for_a_topic_that_is_given_up_is_told_why() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client
        .send(&json!({"type": "ticks.subscribe", "payload": {"name": "slow"}}))
        .await;
    client.ping().await;
    server
        .desk
        .publisher("slow")
        .fail(&ServiceError::new("feed_down", "the feed is down"));
    server.desk.gate.add_permits(1);
    let reply = client.json().await["payload"].clone();
    assert_eq!(reply["status"], "error");
    assert_eq!(reply["message"], "the feed is down");
    server.until(|stats| stats["topics"] == 0).await;
}

#[tokio::test]
async fn last_words_come_before_the_end() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    let publisher = server.desk.publisher("a");
    publisher.publish(&json!("delisted"));
    publisher.fail(&ServiceError::new("delisted", "no longer traded"));
    assert_eq!(client.json().await["payload"]["payload"], "delisted");
    assert_eq!(client.json().await["payload"]["code"], "delisted");
    client.subscribe("b").await;
    server.desk.publish("b", &json!(1));
    client
        .send(&json!({"type": "ticks.unsubscribe", "payload": {"name": "b"}}))
        .await;
    assert_eq!(client.json().await["payload"]["payload"], 1);
    assert_eq!(client.json().await["type"], "ticks.unsubscribe.response");
}

#[tokio::test]
async fn a_task_that_breaks_down_ends_its_topic_and_a_stopped_topic_ends_its_tasks() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.subscribe("a").await;
    let publisher = server.desk.publisher("a");
    let task = publisher.clone().spawn(async { panic!("as asked") });
    drop(publisher);
    assert_eq!(client.json().await["payload"]["code"], "service_panicked");
    task.await.unwrap();
    client.subscribe("b").await;
    let endless = server.desk.publisher("b").spawn(std::future::pending());
    client.unsubscribe("b").await;
    endless.await.unwrap();
    server.until(|stats| stats["topics"] == 0).await;
}
