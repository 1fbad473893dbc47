//! Orders and what becomes of them, across routes and between accounts.

use serde_json::{Value, json};

use crate::harness::{Server, Socket};

fn market(account: &str, side: &str, quantity: i64) -> Value {
    let order = json!({ "type": "market", "symbol": "AAPL", "side": side, "quantity": quantity, "timeInForce": "day" });
    json!({ "accountId": account, "order": order })
}

fn limit(account: &str, price: f64) -> Value {
    let order = json!({
        "type": "limit", "symbol": "AAPL", "side": "buy", "quantity": 10, "limitPrice": price, "timeInForce": "gtc"
    });
    json!({ "accountId": account, "order": order })
}

async fn place(socket: &mut Socket, payload: Value) -> Value {
    let answer = socket.call("orders.place", payload).await;
    assert_eq!(answer["type"], "orders.place.response", "{answer}");
    answer["payload"].clone()
}

#[tokio::test]
async fn an_order_lives_across_all_routes() {
    let server = Server::start().await;
    let mut socket = server.connect("broker").await;
    let account = json!({ "accountId": "TEST-001" });
    let orders = socket.subscribe("orders", account.clone()).await;
    let positions = socket.subscribe("positions", account.clone()).await;
    let equity = socket.subscribe("equity", account.clone()).await;
    let notifications = socket.subscribe("notifications", account.clone()).await;
    let executions = socket
        .subscribe(
            "executions",
            json!({ "accountId": "TEST-001", "symbol": "" }),
        )
        .await;
    assert_eq!(socket.update(&equity).await["equity"], 100_000.0);

    let placed = place(&mut socket, market("TEST-001", "buy", 20)).await;
    assert_eq!(
        (&placed["status"], &placed["filledQuantity"]),
        (&json!("pending"), &json!(0))
    );

    let mut seen = Vec::new();
    let filled = loop {
        let order = socket.update(&orders).await;
        assert_eq!(order["id"], placed["id"]);
        seen.push(order["status"].as_str().unwrap().to_owned());
        if order["status"] == "filled" {
            break order;
        }
    };
    assert_eq!(seen[..2], ["pending", "working"], "{seen:?}");
    let execution = socket.update(&executions).await;
    assert_eq!(execution["orderId"], placed["id"]);
    let position = socket
        .update_where(&positions, |position| position["quantity"] == 20)
        .await;
    assert_eq!(position["averagePrice"], filled["averageFillPrice"]);
    let worth = socket
        .update_where(&equity, |equity| equity["marketValue"] != 0.0)
        .await;
    assert!(worth["cash"].as_f64().unwrap() < 100_000.0);
    assert!(worth["exposure"]["AAPL"].as_f64().unwrap() > 0.0);
    let told = socket
        .update_where(&notifications, |note| note["kind"] == "order")
        .await;
    assert_eq!(
        (&told["orderId"], &told["status"]),
        (&placed["id"], &json!("filled"))
    );

    let state = socket.call("account.state", account).await["payload"].clone();
    assert_eq!(state["account"]["id"], "TEST-001");
    assert_eq!(state["orders"][0]["status"], "filled");
    assert_eq!(state["positions"][0]["quantity"], 20);
    assert_eq!(state["executions"][0]["id"], execution["id"]);
    assert_eq!(state["connection"]["status"], "connected");
}

#[tokio::test]
async fn what_happens_in_one_account_is_not_seen_in_another() {
    let server = Server::start().await;
    let mut mine = server.connect("broker").await;
    let mut other = server.connect("broker").await;
    let topic = mine.subscribe("orders", json!({ "accountId": "A" })).await;
    let foreign = other.subscribe("orders", json!({ "accountId": "B" })).await;
    let placed = place(&mut mine, market("A", "buy", 1)).await;
    mine.update_where(&topic, |order| order["status"] == "filled")
        .await;

    // The first order that the other sees is its own.
    let own = place(&mut other, market("B", "sell", 2)).await;
    assert_eq!(other.update(&foreign).await["id"], own["id"]);
    let state = other
        .call("account.state", json!({ "accountId": "B" }))
        .await;
    assert_eq!(state["payload"]["orders"].as_array().unwrap().len(), 1);
    let answer = other
        .call(
            "orders.cancel",
            json!({ "accountId": "B", "orderId": placed["id"] }),
        )
        .await;
    assert_eq!(answer["payload"]["code"], "order_not_found");
}

#[tokio::test]
async fn a_working_order_is_changed_and_cancelled() {
    let server = Server::start().await;
    let mut socket = server.connect("broker").await;
    let topic = socket
        .subscribe("orders", json!({ "accountId": "A" }))
        .await;
    let placed = place(&mut socket, limit("A", 1.5)).await;
    socket
        .update_where(&topic, |order| order["status"] == "working")
        .await;

    let change =
        json!({ "accountId": "A", "orderId": placed["id"], "limitPrice": 2.25, "quantity": 30 });
    let changed = socket.call("orders.modify", change).await["payload"].clone();
    assert_eq!(
        (&changed["limitPrice"], &changed["quantity"]),
        (&json!(2.25), &json!(30))
    );
    let wrong = json!({ "accountId": "A", "orderId": placed["id"], "stopPrice": 2.0 });
    assert_eq!(
        socket.call("orders.modify", wrong).await["payload"]["code"],
        "invalid_change"
    );

    let which = json!({ "accountId": "A", "orderId": placed["id"] });
    let cancelled = socket.call("orders.cancel", which.clone()).await;
    assert_eq!(cancelled["payload"]["status"], "cancelled");
    socket
        .update_where(&topic, |order| order["status"] == "cancelled")
        .await;
    let again = socket.call("orders.cancel", which).await;
    assert_eq!(
        (&again["type"], &again["payload"]["code"]),
        (&json!("error"), &json!("order_not_working"))
    );
}

#[tokio::test]
async fn orders_are_rejected_with_a_reason() {
    let server = Server::start().await;
    let mut socket = server.connect("broker").await;
    let rejected = place(&mut socket, market("A", "buy", 1_000_000)).await;
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(rejected["reason"], "Not enough buying power.");
    let fraction = place(&mut socket, limit("A", 1.005)).await;
    assert_eq!(fraction["status"], "rejected");
    assert!(
        fraction["reason"].as_str().unwrap().contains("cent"),
        "{fraction}"
    );
}

#[tokio::test]
async fn a_ticket_without_its_price_does_not_fit_the_schema() {
    let server = Server::with(&[], "[ws]\non_bad_message = \"reply\"").await;
    let mut socket = server.connect("broker").await;
    let mut ticket = limit("A", 1.0);
    ticket["order"]
        .as_object_mut()
        .unwrap()
        .remove("limitPrice");
    let answer = socket.call("orders.place", ticket).await;
    assert_eq!(answer["payload"]["code"], "validation_failed");
    // The fault is that of the kind of order that was meant, not that it is none of four.
    assert_eq!(answer["payload"]["path"], "/order");
    assert_eq!(
        answer["payload"]["expected"], "member \"limitPrice\"",
        "{answer}"
    );
    let placed = place(&mut socket, limit("A", 1.0)).await;
    assert_eq!(placed["status"], "pending");
}

#[tokio::test]
async fn executions_of_one_symbol_leave_the_others_out() {
    let server = Server::start().await;
    let mut socket = server.connect("broker").await;
    let only = socket
        .subscribe("executions", json!({ "accountId": "A", "symbol": "AAPL" }))
        .await;
    let mut other = market("A", "buy", 1);
    other["order"]["symbol"] = json!("MSFT");
    let all = socket
        .subscribe("executions", json!({ "accountId": "A", "symbol": "" }))
        .await;
    place(&mut socket, other).await;
    assert_eq!(socket.update(&all).await["symbol"], "MSFT");
    place(&mut socket, market("A", "buy", 1)).await;
    assert_eq!(socket.update(&only).await["symbol"], "AAPL");
}

#[tokio::test]
async fn a_lost_exchange_is_told_and_orders_are_refused() {
    let server = Server::with(&[], "[simulation]\noutage_every = 2").await;
    let mut socket = server.connect("broker").await;
    let topic = socket
        .subscribe("broker-connection", json!({ "accountId": "A" }))
        .await;
    let lost = socket
        .update_where(&topic, |link| link["status"] == "disconnected")
        .await;
    assert_eq!(lost["latencyMs"], Value::Null);
    let rejected = place(&mut socket, market("A", "buy", 1)).await;
    assert_eq!(rejected["status"], "rejected");
}
