//! Modules switched on and off, and several listeners.

use serde_json::json;

use crate::harness::Server;

#[tokio::test]
async fn only_the_modules_that_are_switched_on_are_served() {
    let server = Server::with(&["--modules", "datafeed"], "").await;
    let overview = server.json("/api/v1/").await;
    let names: Vec<&str> = overview["modules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["datafeed"]);
    for path in [
        "/api/v1/broker/ws",
        "/api/v1/broker/ws/asyncapi.json",
        "/api/v1/broker/ws/asyncapi",
    ] {
        assert_eq!(server.get(path).await.status(), 404, "{path}");
    }
    let mut socket = server.connect("datafeed").await;
    socket
        .subscribe("trades", json!({ "symbol": "AAPL" }))
        .await;
}

#[tokio::test]
async fn the_broker_trades_without_the_datafeed() {
    let server = Server::with(&["--modules", "broker"], "").await;
    let mut socket = server.connect("broker").await;
    let topic = socket
        .subscribe("orders", json!({ "accountId": "A" }))
        .await;
    let order = json!({ "type": "market", "symbol": "SPY", "side": "buy", "quantity": 1, "timeInForce": "day" });
    socket
        .call("orders.place", json!({ "accountId": "A", "order": order }))
        .await;
    socket
        .update_where(&topic, |order| order["status"] == "filled")
        .await;
}

#[tokio::test]
async fn every_listener_serves_the_same() {
    let mut server =
        Server::with(&["--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"], "").await;
    assert_ne!(server.addresses[0], server.addresses[1]);
    let mut first = server.connect("datafeed").await;
    server.addresses.swap(0, 1);
    let mut second = server.connect("datafeed").await;
    let params = json!({ "symbol": "AAPL" });
    let topic = first.subscribe("trades", params.clone()).await;
    second.subscribe("trades", params).await;
    let wanted = second.update(&topic).await;
    first.update_where(&topic, |trade| *trade == wanted).await;
}
