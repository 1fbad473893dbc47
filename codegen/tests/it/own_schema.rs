//! The proof for this repository's own documents: for every schema, what the emitted Rust reads, what its derived schema
//! says and what the document says are the same. Asked with values in the shape of the schema and with small faults in
//! them.
//!
//! Where they differ it is on purpose, and said here: an open enum (`x-open`) takes what it does not list, and a derived
//! schema writes null beside the type of every optional member, which the reader refuses.

use std::fs;
use std::path::Path;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};
use specwire_codegen::served::Served;
use specwire_codegen::served::sample::Sampler;

use crate::golden_rust::{Verdict, ask, holds_null, same};

macro_rules! modules {
    ($($module:ident $path:literal [$($name:ident)*];)*) => {
        $(
            #[rustfmt::skip]
            #[path = $path]
            #[allow(dead_code, unreachable_pub, clippy::enum_variant_names)]
            mod $module;
        )*

        const MODULES: &[(&str, &[&str])] = &[$((stringify!($module), &[$(stringify!($name)),*])),*];

        fn verdict(module: &str, name: &str, text: &str) -> Verdict {
            match (module, name) {
                $($((stringify!($module), stringify!($name)) => ask::<$module::$name>(text),)*)*
                _ => panic!("{module}: the type {name} is not asked: add it to the list"),
            }
        }
    };
}

modules! {
    datafeed "../../../generated/src/datafeed/models.rs" [
        BarsSubscriptionRequest QuotesSubscriptionRequest TradesSubscriptionRequest
        OrderbookSubscriptionRequest Resolution BookDepth Bar QuoteBoard Quote MarketPhase Trade
        TradeCondition OrderBook BookLevel SubscriptionReply Symbol UnixMillis Price Quantity Side Pong
        SessionInfo SessionTopics SessionCleared ProtocolError SystemNotification SystemReconnect Alert
        SubscriptionStatus ErrorCode Severity Instant
    ];
    broker "../../../generated/src/broker/models.rs" [
        OrdersSubscriptionRequest PositionsSubscriptionRequest ExecutionsSubscriptionRequest
        EquitySubscriptionRequest BrokerConnectionSubscriptionRequest NotificationsSubscriptionRequest
        PlaceOrder OrderTicket MarketOrder LimitOrder StopOrder StopLimitOrder ModifyOrder CancelOrder
        AccountStateRequest OrderId OrderQuantity OrderPrice TimeInForce Order OrderType OrderStatus
        Position Execution Liquidity Equity BrokerConnection ConnectionStatus Notification OrderNotification
        ExecutionNotification RiskNotification ConnectionNotification NotificationId NotificationText
        AccountState Account AccountKind SubscriptionReply AccountId Symbol Side Quantity Instant Price
        Money Severity Pong SessionInfo SessionTopics SessionCleared ProtocolError SystemNotification
        SystemReconnect Alert SubscriptionStatus UnixMillis ErrorCode
    ];
}

/// The bundled document, with open enums as open as they are meant.
fn document(module: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/spec");
    let text = fs::read_to_string(root.join(format!("{module}.json"))).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    open_enums(&mut document);
    document
}

fn open_enums(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.get("x-open") == Some(&Value::Bool(true)) {
                members.remove("enum");
            }
            members.values_mut().for_each(open_enums);
        }
        Value::Array(items) => items.iter_mut().for_each(open_enums),
        _ => {}
    }
}

fn validator(schema: &Value, draft: Draft, formats: bool) -> Validator {
    jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(formats)
        // No format of draft 7, and one of ours.
        .with_format("uuid", |text: &str| text.len() == 36)
        .build(schema)
        .unwrap()
}

/// The value with one fault at a time, at any depth, and whether members were added.
fn faulty(value: &Value, out: &mut Vec<(Value, bool)>) {
    let wrong = [
        json!(null),
        json!(-1),
        json!(0.5),
        json!("?"),
        json!([]),
        json!({}),
        json!(true),
    ];
    out.extend(wrong.into_iter().map(|wrong| (wrong, false)));
    match value {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("not-a-member".to_owned(), json!(1));
            out.push((Value::Object(more), true));
            for name in members.keys() {
                let mut fewer = members.clone();
                fewer.remove(name);
                out.push((Value::Object(fewer), false));
                within(&members[name], out, &|inner| replaced(members, name, inner));
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                within(first, out, &|inner| {
                    let rest = items.iter().skip(1).cloned();
                    std::iter::once(inner).chain(rest).collect()
                });
                out.push((items.iter().chain([first]).cloned().collect(), false));
            }
        }
        _ => {}
    }
}

fn within(value: &Value, out: &mut Vec<(Value, bool)>, around: &dyn Fn(Value) -> Value) {
    let mut inner = Vec::new();
    faulty(value, &mut inner);
    out.extend(
        inner
            .into_iter()
            .map(|(value, added)| (around(value), added)),
    );
}

fn replaced(members: &Map<String, Value>, name: &str, value: Value) -> Value {
    let mut members = members.clone();
    members.insert(name.to_owned(), value);
    Value::Object(members)
}

#[test]
fn emitted_rust_reads_what_our_documents_describe() {
    let mut asked = [0, 0];
    for (module, names) in MODULES {
        let document = document(module);
        let served = Served::new(&document);
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            assert!(
                names.contains(&name.as_str()),
                "{module}: {name} is not asked: add it to the list"
            );
            let root = json!({
                "$ref": format!("#/components/schemas/{name}"),
                "components": document["components"],
            });
            let (strict, lenient) = (
                validator(&root, Draft::Draft7, true),
                validator(&root, Draft::Draft7, false),
            );
            let derived = validator(
                &verdict(module, name, "null").schema,
                Draft::Draft202012,
                false,
            );
            let mut values = Vec::new();
            for seed in 0..8 {
                let value = Sampler::lively(&served, seed).value(schema);
                faulty(&value, &mut values);
                values.push((value, false));
            }
            for (value, added) in values {
                let text = value.to_string();
                // As it is read: not every number comes back from its text to the last bit.
                let value: Value = serde_json::from_str(&text).unwrap();
                let at = format!("{module} {name} {text}");
                let valid = strict.is_valid(&value);
                asked[usize::from(valid)] += 1;
                match verdict(module, name, &text).read {
                    Ok(back) => {
                        assert!(valid, "accepted: {at}");
                        assert!(added || same(&back, &value), "changed: {at}\n{back}");
                    }
                    Err(error) => assert!(!valid, "refused: {at}: {error}"),
                }
                if !holds_null(&value) {
                    assert_eq!(
                        derived.is_valid(&value),
                        lenient.is_valid(&value),
                        "derived: {at}"
                    );
                }
            }
        }
    }
    assert!(asked.iter().all(|count| *count > 500), "{asked:?}");
}
