//! Market data over the socket.

use serde_json::{Value, json};

use crate::harness::Server;

#[tokio::test]
async fn bars_come_at_once_and_grow_with_the_trades() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let topic = socket
        .subscribe("bars", json!({ "symbol": "AAPL", "resolution": "1" }))
        .await;
    assert_eq!(topic, r#"bars:{"resolution":"1","symbol":"AAPL"}"#);

    let mut last = socket.update(&topic).await;
    for _ in 0..5 {
        let bar = socket.update(&topic).await;
        let number = |member: &str| bar[member].as_f64().unwrap();
        assert!(
            number("low") <= number("close") && number("close") <= number("high"),
            "{bar}"
        );
        assert_eq!(bar["time"].as_i64().unwrap() % 60_000, 0);
        assert!(bar["time"].as_i64() >= last["time"].as_i64());
        last = bar;
    }
}

#[tokio::test]
async fn a_second_subscriber_gets_the_last_bar_without_waiting() {
    let server = Server::with(&[], "[simulation]\nstep_ms = 60000").await;
    let mut first = server.connect("datafeed").await;
    let params = json!({ "symbol": "XOM", "resolution": "D" });
    let topic = first.subscribe("bars", params.clone()).await;
    let seen = first.update(&topic).await;
    let mut second = server.connect("datafeed").await;
    second.subscribe("bars", params).await;
    assert_eq!(second.update(&topic).await, seen);
}

#[tokio::test]
async fn a_watchlist_is_sent_whole_and_in_order() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let params = json!({ "symbols": ["MSFT", "AAPL"], "fast_symbols": ["NVDA"] });
    let topic = socket.subscribe("quotes", params).await;
    for _ in 0..3 {
        let board = socket.update(&topic).await;
        let symbols: Vec<&str> = board
            .as_array()
            .unwrap()
            .iter()
            .map(|q| q["symbol"].as_str().unwrap())
            .collect();
        assert_eq!(symbols, ["MSFT", "AAPL", "NVDA"]);
        for quote in board.as_array().unwrap() {
            assert!(quote["bid"].as_f64() < quote["ask"].as_f64(), "{quote}");
        }
    }
}

#[tokio::test]
async fn trades_are_numbered_without_a_gap() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let topic = socket.subscribe("trades", json!({ "symbol": "SPY" })).await;
    let first = socket.update(&topic).await["id"].as_i64().unwrap();
    for n in 1..10 {
        assert_eq!(socket.update(&topic).await["id"], first + n);
    }
}

#[tokio::test]
async fn a_book_has_the_depth_that_was_asked_for() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let topic = socket
        .subscribe("orderbook", json!({ "symbol": "TSLA", "depth": 5 }))
        .await;
    let mut sequence = -1;
    for _ in 0..3 {
        let book = socket.update(&topic).await;
        assert_eq!(book["bids"].as_array().unwrap().len(), 5);
        assert_eq!(book["asks"].as_array().unwrap().len(), 5);
        assert!(book["bids"][0][0].as_f64() < book["asks"][0][0].as_f64());
        assert!(book["sequence"].as_i64().unwrap() > sequence);
        sequence = book["sequence"].as_i64().unwrap();
    }
}

#[tokio::test]
async fn what_is_not_listed_is_refused_by_name() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let cases = [
        ("bars", json!({ "symbol": "NONE", "resolution": "1" })),
        ("trades", json!({ "symbol": "NONE" })),
        ("orderbook", json!({ "symbol": "NONE", "depth": 5 })),
        (
            "quotes",
            json!({ "symbols": ["AAPL", "NONE"], "fast_symbols": [] }),
        ),
    ];
    for (route, params) in cases {
        let answer = socket.call(&format!("{route}.subscribe"), params).await;
        assert_eq!(answer["payload"]["status"], "error", "{answer}");
        assert!(
            answer["payload"]["message"]
                .as_str()
                .unwrap()
                .contains("NONE"),
            "{answer}"
        );
    }
    let info = socket.call("session.info", Value::Null).await;
    assert_eq!(info["payload"]["topics"], json!([]));
}

#[tokio::test]
async fn after_unsubscribing_nothing_more_comes() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let params = json!({ "symbol": "AAPL", "depth": 5 });
    let topic = socket.subscribe("orderbook", params.clone()).await;
    socket.update(&topic).await;
    let answer = socket.call("orderbook.unsubscribe", params).await;
    assert_eq!(answer["payload"]["status"], "ok");
    // Steps of the market go by; another topic shows it.
    let other = socket
        .subscribe("orderbook", json!({ "symbol": "MSFT", "depth": 5 }))
        .await;
    socket
        .update_where(&other, |book| book["sequence"].as_i64().unwrap() > 3)
        .await;
    let stats = server.json("/api/v1/ws/stats").await;
    assert_eq!(stats["modules"]["datafeed"]["topics"], 1, "{stats}");
}

#[tokio::test]
async fn the_same_seed_shows_the_same_market() {
    let mut seen = Vec::new();
    for seed in ["7", "7", "8"] {
        let server = Server::with(&["--seed", seed], "[simulation]\nstep_ms = 60000").await;
        let mut socket = server.connect("datafeed").await;
        let topic = socket
            .subscribe("orderbook", json!({ "symbol": "AAPL", "depth": 50 }))
            .await;
        let book = socket.update(&topic).await;
        seen.push((book["bids"].clone(), book["asks"].clone()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[0], seen[2]);
}

#[tokio::test]
async fn a_bad_param_closes_the_connection_after_an_error() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let answer = socket
        .call(
            "bars.subscribe",
            json!({ "symbol": "AAPL", "resolution": "2" }),
        )
        .await;
    assert_eq!(answer["type"], "error");
    assert_eq!(answer["payload"]["code"], "validation_failed");
    assert_eq!(answer["payload"]["path"], "/resolution");
    assert_eq!(
        socket.closed().await,
        (1003, "Could not validate payload".to_owned())
    );
}
