//! The mock server over a real socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use specwire_codegen::mock::{Effect, Mock, Options};
use specwire_codegen::serve::{Content, Site};
use specwire_codegen::served::Served;
use std::sync::Arc;
use tungstenite::client::IntoClientRequest;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

use crate::docs::spec;

type Client = WebSocket<MaybeTlsStream<TcpStream>>;

fn options() -> Options {
    Options {
        module: "weather".into(),
        hash: "abc".into(),
        interval: Duration::from_millis(5),
        ..Options::default()
    }
}

/// Serves until the test's process ends.
fn start(options: Options) -> SocketAddr {
    start_with("weather.json", options)
}

fn start_with(document: &str, options: Options) -> SocketAddr {
    let mock = Mock::new(&spec(document), options);
    let content = Content {
        page: "<p>page".into(),
        spec: "{}".into(),
        mock: Some(Arc::new(mock)),
    };
    let site = Site::new("weather", content);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || site.serve(&listener));
    address
}

fn connect(address: SocketAddr) -> Client {
    let (client, _) = tungstenite::connect(format!("ws://{address}/api/v1/weather/ws")).unwrap();
    client
}

fn send(client: &mut Client, frame: &Value) {
    client.send(Message::text(frame.to_string())).unwrap();
}

fn next(client: &mut Client) -> Value {
    loop {
        if let Message::Text(text) = client.read().unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

/// The next frame of a type; others are passed over.
fn next_of(client: &mut Client, tag: &str) -> Value {
    loop {
        let frame = next(client);
        if frame["type"] == tag {
            return frame;
        }
    }
}

fn ask(client: &mut Client, frame: &Value, tag: &str) -> Value {
    send(client, frame);
    next_of(client, tag)
}

fn readings(interval: u64) -> Value {
    json!({ "type": "readings.subscribe", "payload": { "station": "roof", "interval": interval }, "id": 7 })
}

#[test]
fn a_subscription_is_confirmed_and_streams() {
    let spec = spec("weather.json");
    let served = Served::new(&spec);
    let check = served
        .check(&spec["components"]["schemas"]["Reading"])
        .unwrap();
    let mut client = connect(start(options()));
    let reply = ask(&mut client, &readings(5), "readings.subscribe.response");
    let topic = r#"readings:{"interval":5,"station":"roof"}"#;
    assert_eq!(reply["id"], 7);
    assert_eq!(
        reply["payload"],
        json!({ "status": "ok", "message": "Subscribed", "topic": topic })
    );
    let mut temperatures = Vec::new();
    for _ in 0..50 {
        let update = next_of(&mut client, "readings.update");
        assert_eq!(update["payload"]["topic"], topic);
        let model = &update["payload"]["payload"];
        assert_eq!(check.fault(model), None, "{model}");
        assert_eq!(model["station"], "roof");
        temperatures.push(model["temperature"].to_string());
    }
    temperatures.dedup();
    assert!(
        temperatures.len() > 10,
        "the stream stands still: {temperatures:?}"
    );
}

#[test]
fn unsubscribing_ends_the_stream() {
    let mut client = connect(start(options()));
    ask(&mut client, &readings(5), "readings.subscribe.response");
    let unsubscribe =
        json!({ "type": "readings.unsubscribe", "payload": { "station": "roof", "interval": 5 } });
    let reply = ask(&mut client, &unsubscribe, "readings.unsubscribe.response");
    assert_eq!(reply["payload"]["status"], "ok");
    // The next frame answers the next request: no update is in between.
    send(&mut client, &unsubscribe);
    let again = next(&mut client);
    assert_eq!(
        (again["type"].as_str(), again["payload"]["status"].as_str()),
        (Some("readings.unsubscribe.response"), Some("error"))
    );
}

#[test]
fn requests_are_answered_with_the_id_that_they_had() {
    let spec = spec("weather.json");
    let served = Served::new(&spec);
    let check = served
        .check(&spec["components"]["schemas"]["CalibrationResult"])
        .unwrap();
    let mut client = connect(start(options()));
    let request = json!({ "type": "instrument.calibrate", "id": "a", "payload": { "station": "roof", "instrument": "barometer", "offset": 1 } });
    let reply = ask(&mut client, &request, "instrument.calibrate.response");
    assert_eq!(reply["id"], "a");
    assert_eq!(check.fault(&reply["payload"]), None);
    assert_eq!(
        ask(&mut client, &json!({ "type": "ping", "id": 1 }), "pong")["id"],
        1
    );
    assert!(
        ask(&mut client, &json!({ "type": "ping" }), "pong")
            .get("id")
            .is_none()
    );
}

/// The error and then the close that a bad message brings.
fn refused(message: Message) -> (Value, u16, String) {
    let mut client = connect(start(options()));
    client.send(message).unwrap();
    let error = next(&mut client);
    loop {
        if let Message::Close(Some(frame)) = client.read().unwrap() {
            return (
                error["payload"].clone(),
                frame.code.into(),
                frame.reason.to_string(),
            );
        }
    }
}

#[test]
fn bad_messages_are_refused_as_the_server_refuses_them() {
    let cases = [
        ("no json", "decode_failed", "Could not decode message"),
        ("[]", "decode_failed", "Could not decode message"),
        (
            r#"{"payload":1}"#,
            "decode_failed",
            "Could not decode message",
        ),
        (
            r#"{"type":"nobody.knows"}"#,
            "no_matching_type",
            "No matching type",
        ),
        (
            r#"{"type":"readings.update","payload":{}}"#,
            "no_matching_type",
            "No matching type",
        ),
        (
            r#"{"type":"readings.subscribe"}"#,
            "validation_failed",
            "Could not validate payload",
        ),
        (
            r#"{"type":"instrument.calibrate"}"#,
            "validation_failed",
            "Could not validate payload",
        ),
    ];
    for (text, code, reason) in cases {
        let (error, close, why) = refused(Message::text(text));
        assert_eq!(
            (error["code"].as_str(), close, why.as_str()),
            (Some(code), 1003, reason),
            "{text}"
        );
    }
    let (error, _, _) = refused(Message::Binary(vec![1, 2].into()));
    assert_eq!(error["code"], "decode_failed");
    let deep = r#"{"type":"readings.subscribe","payload":{"station":"roof","interval":0}}"#;
    let (error, _, _) = refused(Message::text(deep));
    assert_eq!(
        (error["path"].as_str(), error["expected"].as_str()),
        (Some("/payload/interval"), Some("minimum"))
    );
}

#[test]
fn a_bad_message_can_leave_the_connection_open() {
    let mut client = connect(start(Options {
        keep_on_bad_message: true,
        ..options()
    }));
    send(&mut client, &json!({ "type": "nobody.knows", "id": 4 }));
    let error = next(&mut client);
    assert_eq!(
        (error["id"].as_u64(), error["payload"]["code"].as_str()),
        (Some(4), Some("no_matching_type"))
    );
    ask(&mut client, &json!({ "type": "ping" }), "pong");
}

#[test]
fn the_seed_decides_the_data() {
    let stream = |seed| {
        let mut client = connect(start(Options { seed, ..options() }));
        send(&mut client, &readings(5));
        (0..20)
            .map(|_| next_of(&mut client, "readings.update").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(stream(3), stream(3));
    assert_ne!(stream(3), stream(4));
}

#[test]
fn the_json_subprotocol_is_spoken_and_no_other() {
    let address = start(options());
    let request = |protocols: &str| {
        let mut request = format!("ws://{address}/api/v1/weather/ws")
            .into_client_request()
            .unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocols.parse().unwrap());
        tungstenite::connect(request)
    };
    let (_, response) = request("specwire.json, bearer.secret").unwrap();
    assert_eq!(
        response.headers()["sec-websocket-protocol"],
        "specwire.json"
    );
    assert!(request("specwire.msgpack").is_err());
}

fn get(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(format!("{request} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes())
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn page_and_spec_stand_beside_the_socket() {
    let address = start(options());
    assert!(get(address, "GET /api/v1/weather/ws/asyncapi?x=1").ends_with("\r\n\r\n<p>page"));
    assert!(get(address, "GET /api/v1/weather/ws/asyncapi.json").contains("application/json"));
    assert!(get(address, "GET /").contains("location: /api/v1/weather/ws/asyncapi\r\n"));
    assert!(get(address, "GET /nowhere").starts_with("HTTP/1.1 404"));
    assert!(get(address, "POST /").starts_with("HTTP/1.1 405"));
    assert!(get(address, "HEAD /api/v1/weather/ws/asyncapi").ends_with("\r\n\r\n"));
    assert!(get(address, "GET /api/v1/weather/ws").starts_with("HTTP/1.1 426"));
}

#[test]
fn open_pages_hear_of_a_change() {
    let site = Site::new("weather", Content::default());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Arc::clone(&site);
    std::thread::spawn(move || server.serve(&listener));
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET /changes HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut read_to = |end: &str| {
        let mut text = String::new();
        let mut byte = [0u8];
        while !text.ends_with(end) {
            stream.read_exact(&mut byte).unwrap();
            text.push(char::from(byte[0]));
        }
        text
    };
    read_to(":\n\n");
    site.replace(Content {
        page: "new".into(),
        ..Content::default()
    });
    assert_eq!(read_to("\n\n"), "data: changed\n\n");
    assert!(get(address, "GET /api/v1/weather/ws/asyncapi").ends_with("new"));
}

fn plain(address: SocketAddr, path: &str) -> Client {
    let (client, _) = tungstenite::connect(format!("ws://{address}{path}")).unwrap();
    client
}

#[test]
fn a_document_without_the_envelope_speaks_in_turn() {
    let address = start_with("plain.json", options());
    let document = spec("plain.json");
    let served = Served::new(&document);
    let check = served
        .check(&document["components"]["messages"]["Brightness"]["payload"])
        .unwrap();
    for path in ["/api/v1/weather/ws", "/lamps/l-7/brightness"] {
        let mut client = plain(address, path);
        for _ in 0..20 {
            let value = next(&mut client);
            assert_eq!(check.fault(&value), None, "{path}: {value}");
        }
    }
}

#[test]
fn without_the_envelope_what_fits_a_message_is_taken_and_the_rest_refused() {
    let options = Options {
        keep_on_bad_message: true,
        ..options()
    };
    let address = start_with("plain.json", options);
    let mut client = plain(address, "/lamps/l-7/brightness");
    // `Off` has no payload: whatever is sent fits it.
    send(&mut client, &json!({ "by": "timer", "percent": 400 }));
    client.send(Message::text("no json")).unwrap();
    let error = loop {
        let frame = next(&mut client);
        if frame["type"] == "error" {
            break frame;
        }
    };
    assert_eq!(error["payload"]["code"], "decode_failed");
}

#[test]
fn a_payload_that_fits_no_message_of_the_channel_closes_the_connection() {
    let mut document = spec("plain.json");
    let publish = &mut document["channels"]["lamps/{lampId}/brightness"]["publish"];
    publish["message"] = json!({ "$ref": "#/components/messages/Dim" });
    let mock = Mock::new(&document, options());
    let mut talk = mock.talk("/lamps/1/brightness");
    let now = std::time::Instant::now();
    assert_eq!(
        talk.receive(r#"{"by":"timer","percent":40}"#, now),
        Vec::new()
    );
    let effects = talk.receive(r#"{"by":"timer","percent":400}"#, now);
    let [Effect::Send(error), Effect::Close(1003, reason)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(error["payload"]["code"], "validation_failed");
    assert_eq!(error["payload"]["path"], "/percent");
    assert_eq!(*reason, "Could not validate payload");
}
