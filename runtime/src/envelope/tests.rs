//! What is read and written, as people see it on the wire.

use std::sync::Arc;

use super::*;
use crate::encoding::Encoding;

fn envelope(encoding: Encoding, payload: &Value, id: Option<&Id>) -> Vec<u8> {
    let mut out = Vec::new();
    write_envelope(
        encoding,
        &mut out,
        "a.b",
        |out| encoding.write(out, payload),
        id,
    )
    .unwrap();
    out
}

#[test]
fn ids_come_back_to_the_last_digit() {
    for id in [
        "1",
        "-1.50",
        "1e400",
        "123456789012345678901234567890",
        r#""a\u0062""#,
    ] {
        let text = format!(r#"{{"type":"a.b","id":{id}}}"#);
        let inbound = decode(Encoding::Json, text.as_bytes()).unwrap();
        let out = envelope(Encoding::Json, &Value::Null, inbound.id.as_ref());
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }
}

#[test]
fn what_is_no_envelope_is_refused() {
    for text in [
        "",
        "1",
        "[]",
        "{}",
        r#"{"type":1}"#,
        r#"{"type":"a","id":{}}"#,
        r#"{"type":"a","id":true}"#,
        r#"{"type":"a","type":"b"}"#,
        r#"{"type":"a"} x"#,
        r#"{"type":"a","payload":1e999}"#,
        r#"["a",null,1]"#,
    ] {
        assert_eq!(
            decode(Encoding::Json, text.as_bytes())
                .unwrap_err()
                .body
                .code,
            "decode_failed",
            "{text}"
        );
    }
}

#[test]
fn an_error_has_the_id_of_what_it_is_about() {
    for (text, id) in [
        (r#"{"id":7}"#, Some("7")),
        (r#"{"id":"x","type":null}"#, Some("\"x\"")),
        (r#"{"type":"a","id":7,"payload":1e999}"#, Some("7")),
        (r#"{"type":"a","id":[7]}"#, None),
        (r#"{"type":"a","id":7"#, None),
        (r#"{"id":7,"id":7}"#, None),
    ] {
        let found = decode(Encoding::Json, text.as_bytes()).unwrap_err().id;
        let found = found.map(|id| match id {
            Id::Json(raw) => raw.get().to_owned(),
            Id::Value(value) => value.to_string(),
        });
        assert_eq!(found.as_deref(), id, "{text}");
    }
    // {"id": 7}, and ["a", nil, 7].
    let packed = decode(Encoding::MsgPack, b"\x81\xa2id\x07").unwrap_err();
    assert!(matches!(packed.id, Some(Id::Value(id)) if id == 7));
    assert_eq!(
        decode(Encoding::MsgPack, b"\x93\xa1a\xc0\x07")
            .unwrap_err()
            .body
            .message,
        "not a map"
    );
}

#[test]
fn both_encodings_say_the_same() {
    let payload = serde_json::json!({"a": [1, -2, 1.5, "x", null, true], "long": "y".repeat(300)});
    let id = Id::Value(7.into());
    for encoding in [Encoding::Json, Encoding::MsgPack] {
        let out = envelope(encoding, &payload, Some(&id));
        let inbound = decode(encoding, &out).unwrap();
        assert_eq!(
            (&*inbound.kind, inbound.payload),
            ("a.b", Some(payload.clone()))
        );
        assert!(inbound.id.is_some());
    }
}

#[test]
fn updates_say_the_same_in_both_encodings() {
    let topic: Arc<str> = format!("bars:{}", "é".repeat(200)).into();
    let names = UpdateNames::new("bars", &topic);
    let mut json = Vec::new();
    let mut packed = Vec::new();
    names.write(Encoding::Json, &mut json, &[1, 2]).unwrap();
    names
        .write(Encoding::MsgPack, &mut packed, &[1, 2])
        .unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["payload"]["topic"], *topic);
    assert_eq!(rmp_serde::from_slice::<Value>(&packed).unwrap(), json);
}
