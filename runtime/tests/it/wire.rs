//! Envelopes, replies, errors and encodings.

use serde_json::{Value, json};
use specwire_runtime::{
    AuthError, AuthFuture, Authenticator, Config, Credentials, OnBadMessage, Principal,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::Client;
use crate::desk::Server;

#[tokio::test]
async fn subscribe_update_unsubscribe() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    let topic = r#"ticks:{"name":"a"}"#;
    client
        .send(&json!({"type": "ticks.subscribe", "id": 7, "payload": {"name": "a"}}))
        .await;
    let payload = json!({"status": "ok", "message": "Subscribed", "topic": topic});
    assert_eq!(
        client.json().await,
        json!({"type": "ticks.subscribe.response", "id": 7, "payload": payload})
    );
    assert_eq!(
        client.subscribe("a").await["payload"]["message"],
        "Already subscribed"
    );
    server.desk.publish("a", &json!({"n": 1}));
    let update = json!({"type": "ticks.update", "payload": {"topic": topic, "payload": {"n": 1}}});
    assert_eq!(client.json().await, update);
    assert_eq!(
        client.unsubscribe("a").await["payload"],
        json!({"status": "ok", "message": "Unsubscribed", "topic": topic})
    );
    let again = client.unsubscribe("a").await;
    assert_eq!(
        again["payload"],
        json!({"status": "error", "message": "Not subscribed", "topic": topic})
    );
    server
        .noted(&["start a", "started a", "stop a", "stopped a"])
        .await;
}

#[tokio::test]
async fn the_runtime_answers_about_the_session() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    for name in ["b", "a", "c"] {
        client.subscribe(name).await;
    }
    client.unsubscribe("a").await;
    let topics = json!([r#"ticks:{"name":"b"}"#, r#"ticks:{"name":"c"}"#]);
    client
        .send(&json!({"type": "session.info", "id": "i"}))
        .await;
    let info = client.json().await;
    assert_eq!(
        (&info["type"], &info["id"]),
        (&json!("session.info.response"), &json!("i"))
    );
    assert_eq!(info["payload"]["topics"], topics);
    assert_eq!(info["payload"]["version"], "1.2.3");
    assert!(
        info["payload"]["connectionId"]
            .as_str()
            .is_some_and(|id| id.len() > 16)
    );
    client.send(&json!({"type": "session.subscriptions"})).await;
    assert_eq!(client.json().await["payload"], json!({ "topics": topics }));
    client.send(&json!({"type": "session.clear"})).await;
    let cleared =
        json!({"status": "ok", "message": "Unsubscribed from 2 topics", "topics": topics});
    assert_eq!(client.json().await["payload"], cleared);
    client.send(&json!({"type": "ping", "id": 1})).await;
    assert!(
        client.json().await["payload"]["time"]
            .as_u64()
            .is_some_and(|time| time > 1_600_000_000_000)
    );
    server
        .until(|stats| stats["topics"] == 0 && stats["subscriptions"] == 0)
        .await;
}

#[tokio::test]
async fn requests_are_answered_in_any_order() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    for (id, words) in [(1, "wait"), (2, "error"), (3, "panic"), (4, "hello")] {
        client
            .send(&json!({"type": "say", "id": id, "payload": words}))
            .await;
    }
    client.send(&json!({"type": "tell"})).await;
    let error = client.json().await;
    assert_eq!(
        error,
        json!({"type": "error", "id": 2, "payload": {"code": "out_of_words", "message": "nothing to say"}})
    );
    let panicked = client.json().await;
    assert_eq!(
        (&panicked["id"], &panicked["payload"]["code"]),
        (&json!(3), &json!("service_panicked"))
    );
    assert_eq!(
        client.json().await,
        json!({"type": "said", "id": 4, "payload": "hello"})
    );
    server.desk.gate.add_permits(1);
    assert_eq!(
        client.json().await,
        json!({"type": "said", "id": 1, "payload": "wait"})
    );
}

#[tokio::test]
async fn bad_messages_are_answered_with_their_place_and_closed() {
    let server = Server::start(Config::default()).await;
    let cases = [
        (
            "nonsense",
            "decode_failed",
            Value::Null,
            "Could not decode message",
        ),
        (
            r#"{"payload":1}"#,
            "decode_failed",
            Value::Null,
            "Could not decode message",
        ),
        (
            r#"{"type":"no.such"}"#,
            "no_matching_type",
            Value::Null,
            "No matching type",
        ),
        (
            r#"{"type":"ticks.update"}"#,
            "no_matching_type",
            Value::Null,
            "No matching type",
        ),
        (
            r#"{"type":"say","payload":""}"#,
            "validation_failed",
            json!(""),
            "Could not validate payload",
        ),
        (
            r#"{"type":"say"}"#,
            "validation_failed",
            json!(""),
            "Could not validate payload",
        ),
        (
            r#"{"type":"ticks.subscribe","payload":{"name":5}}"#,
            "validation_failed",
            json!("/name"),
            "Could not validate payload",
        ),
        (
            r#"{"type":"ticks.subscribe","payload":{"name":"A"}}"#,
            "validation_failed",
            json!("/name"),
            "Could not validate payload",
        ),
        (
            r#"{"type":"ticks.subscribe","payload":{"name":"a","b":1}}"#,
            "validation_failed",
            json!(""),
            "Could not validate payload",
        ),
    ];
    for (text, code, path, reason) in cases {
        let mut client = Client::connect(&server.address).await;
        client.frame(0x81, text.as_bytes()).await;
        let error = client.json().await;
        assert_eq!(
            (&error["type"], &error["payload"]["code"]),
            (&json!("error"), &json!(code)),
            "{text}"
        );
        assert_eq!(error["payload"]["path"], path, "{text}: {error}");
        assert!(
            error["payload"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
        assert_eq!(client.closed().await, (1003, reason.to_owned()), "{text}");
    }
    let mut client = Client::connect(&server.address).await;
    client.frame(0x82, b"{}").await;
    client.json().await;
    assert_eq!(
        client.closed().await,
        (1003, "Could not decode message".to_owned())
    );
}

#[tokio::test]
async fn reply_keeps_the_connection() {
    let config = Config {
        on_bad_message: OnBadMessage::Reply,
        ..Config::default()
    };
    let server = Server::start(config).await;
    let mut client = Client::connect(&server.address).await;
    for text in [
        "nonsense",
        r#"{"type":"no.such","id":1}"#,
        r#"{"type":"say","payload":""}"#,
    ] {
        client.frame(0x81, text.as_bytes()).await;
        assert_eq!(client.json().await["type"], "error");
    }
    client.ping().await;
}

#[tokio::test]
async fn messagepack_says_the_same() {
    let server = Server::start(Config::default()).await;
    let headers = "Sec-WebSocket-Protocol: other, specwire.msgpack\r\n";
    let mut packed = Client::connect_with(&server.address, "/api/v1/test/ws", headers).await;
    assert!(packed.head.contains("specwire.msgpack"));
    let mut plain = Client::connect(&server.address).await;
    let subscribe = json!({"type": "latest.subscribe", "id": 5, "payload": {"name": "a"}});
    packed
        .frame(0x82, &rmp_serde::to_vec_named(&subscribe).unwrap())
        .await;
    let read = |frame: crate::client::Frame| -> Value {
        assert_eq!(frame.first, 0x82);
        rmp_serde::from_slice(&frame.payload).unwrap()
    };
    let reply = read(packed.next().await.unwrap());
    assert_eq!(
        (&reply["id"], &reply["payload"]["status"]),
        (&json!(5), &json!("ok"))
    );
    plain.send(&subscribe).await;
    plain.json().await;
    server
        .desk
        .publish("a", &json!({"x": [1, -2, 1.5, null, "é"]}));
    let update = plain.json().await;
    assert_eq!(read(packed.next().await.unwrap()), update);
    let mut late = Client::connect_with(&server.address, "/api/v1/test/ws", headers).await;
    late.frame(0x82, &rmp_serde::to_vec_named(&subscribe).unwrap())
        .await;
    late.next().await.unwrap();
    assert_eq!(read(late.next().await.unwrap()), update);
    late.frame(0x81, b"{}").await;
    assert_eq!(
        read(late.next().await.unwrap())["payload"]["code"],
        "decode_failed"
    );
    assert_eq!(late.closed().await.0, 1003);
}

struct Tokens;

impl Authenticator for Tokens {
    fn authenticate(&self, credentials: Credentials) -> AuthFuture<'_> {
        Box::pin(async move {
            match credentials.token.as_deref() {
                Some("good") => Ok(Principal::default()),
                Some("short") => Ok(Principal {
                    expires_in: Some(std::time::Duration::from_millis(30)),
                    ..Principal::default()
                }),
                Some("old") => Err(AuthError::Expired),
                Some("other") => Err(AuthError::Forbidden),
                Some("many") => Err(AuthError::RateLimited),
                _ => Err(AuthError::Unauthenticated),
            }
        })
    }
}

#[tokio::test]
async fn callers_are_let_in_by_their_tokens() {
    let config = Config {
        heartbeat_interval: 0.2,
        ..Config::default()
    };
    let server = Server::build(config, |gateway| gateway.authenticator(Tokens)).await;
    let path = "/api/v1/test/ws";
    for (path, headers) in [
        (path.to_owned(), "Authorization: Bearer good\r\n"),
        (format!("{path}?access_token=good"), ""),
        (path.to_owned(), "Sec-WebSocket-Protocol: bearer.good\r\n"),
    ] {
        Client::connect_with(&server.address, &path, headers)
            .await
            .ping()
            .await;
    }
    for (token, code, name) in [
        ("bad", 4401, "unauthenticated"),
        ("old", 4401, "token_expired"),
        ("short", 4401, "token_expired"),
        ("other", 4403, "forbidden"),
        ("many", 4429, "rate_limited"),
    ] {
        let mut client =
            Client::connect_with(&server.address, &format!("{path}?access_token={token}"), "")
                .await;
        assert_eq!(client.json().await["payload"]["code"], name);
        assert_eq!(client.closed().await.0, code);
    }
    server.idle().await;
}

#[tokio::test]
async fn requests_that_are_no_upgrade_are_told_so() {
    let config = Config {
        allowed_origins: vec!["https://app.example.com".into()],
        ..Config::default()
    };
    let server = Server::start(config).await;
    let path = "/api/v1/test/ws";
    for (headers, status) in [
        ("Origin: https://evil.example.com\r\n", "403"),
        ("Origin: https://app.example.com\r\n", "101"),
        ("Sec-WebSocket-Protocol: unknown\r\n", "101"),
    ] {
        let client = Client::try_connect(&server.address, path, headers).await;
        assert_eq!(client.head.split(' ').nth(1), Some(status), "{headers}");
    }
}

#[tokio::test]
async fn what_can_never_be_a_websocket_is_told_why() {
    let server = Server::start(Config::default()).await;
    for (line, status, told) in [
        ("POST /api/v1/test/ws HTTP/1.1", "405", "\r\nallow: GET\r\n"),
        ("GET /api/v1/test/ws HTTP/1.0", "400", "HTTP/1.1"),
    ] {
        let mut stream = TcpStream::connect(&server.address).await.unwrap();
        let request = format!(
            "{line}\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
        assert!(answer.contains(told), "{answer}");
    }
}
