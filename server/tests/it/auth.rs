//! Callers with tokens.

use serde_json::json;

use crate::harness::Server;

const TOKENS: &str = r#"
[[auth.tokens]]
token = "one"
principal = "desk-one"
accounts = ["A"]

[[auth.tokens]]
token = "reader"
principal = "screen"
modules = ["datafeed"]

[[auth.tokens]]
token = "old"
principal = "desk-old"
expires = "2001-01-01T00:00:00Z"
"#;

#[tokio::test]
async fn a_caller_sees_the_accounts_of_its_token_and_no_other() {
    let server = Server::with(&[], TOKENS).await;
    let mut socket = server.connect_as("broker", Some("one")).await;
    socket
        .subscribe("orders", json!({ "accountId": "A" }))
        .await;
    let answer = socket
        .call("orders.subscribe", json!({ "accountId": "B" }))
        .await;
    assert_eq!(answer["payload"]["status"], "error", "{answer}");
    let answer = socket
        .call("account.state", json!({ "accountId": "B" }))
        .await;
    assert_eq!(answer["payload"]["code"], "forbidden", "{answer}");
    let cancel = json!({ "accountId": "B", "orderId": "ORD-000001" });
    assert_eq!(
        socket.call("orders.cancel", cancel).await["payload"]["code"],
        "forbidden"
    );
}

#[tokio::test]
async fn without_a_good_token_the_connection_is_closed() {
    let server = Server::with(&[], TOKENS).await;
    for (module, token, code) in [
        ("broker", None, 4401),
        ("broker", Some("wrong"), 4401),
        ("broker", Some("old"), 4401),
        ("broker", Some("reader"), 4403),
    ] {
        let mut socket = server.connect_as(module, token).await;
        assert_eq!(socket.closed().await.0, code, "{module} {token:?}");
    }
    let mut reader = server.connect_as("datafeed", Some("reader")).await;
    reader
        .subscribe("trades", json!({ "symbol": "AAPL" }))
        .await;
}

#[tokio::test]
async fn a_connection_ends_with_its_token() {
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(2);
    let file =
        format!("[[auth.tokens]]\ntoken = \"short\"\nprincipal = \"desk\"\nexpires = \"{end}\"");
    let server = Server::with(&[], &file).await;
    let mut socket = server.connect_as("datafeed", Some("short")).await;
    assert_eq!(socket.closed().await.0, 4401);
}
