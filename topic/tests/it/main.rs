//! The canonical form: vectors shared with TypeScript, and the properties that a topic must have.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use specwire_topic::{MAX_DEPTH, TopicError, canonical, topic, topic_of_text};

/// The same file is read by the TypeScript tests.
#[test]
fn vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../../vectors.json")).unwrap();
    assert!(vectors.len() > 60, "the file has lost its cases");
    for vector in &vectors {
        let text = |key: &str| vector[key].as_str();
        let (route, params) = (text("route").unwrap(), text("params").unwrap());
        let result = topic_of_text(route, params);
        match text("topic") {
            Some(expected) => assert_eq!(result.as_deref(), Ok(expected), "{params}"),
            None => assert_eq!(
                kind(&result.unwrap_err()),
                text("error").unwrap(),
                "{params}"
            ),
        }
    }
}

fn kind(error: &TopicError) -> &'static str {
    match error {
        TopicError::UnsafeInteger { .. } => "unsafe-integer",
        TopicError::NotFinite { .. } => "not-finite",
        TopicError::TooDeep => "too-deep",
        _ => "not-json",
    }
}

#[test]
fn an_error_names_the_place() {
    let error = topic(
        "bars",
        &json!({"filter": {"ids": [1, 9007199254740993_u64]}}),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "integer outside the safe range at params.filter.ids[1]: 9007199254740993; \
         use a string for numbers beyond 2^53-1"
    );
}

#[test]
fn depth_is_bounded() {
    let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert!(canonical(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(canonical(&nested(MAX_DEPTH + 1)), Err(TopicError::TooDeep));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<f64>()
            .prop_filter("a safe number", |x| x.is_finite()
                && (x.fract() != 0.0 || x.abs() < 9e15))
            .prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(".*", inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    /// Reading a canonical text and writing it again changes nothing.
    #[test]
    fn canonical_is_a_fixed_point(value in any_json()) {
        let first = canonical(&value).unwrap();
        let again: Value = serde_json::from_str(&first).unwrap();
        prop_assert_eq!(canonical(&again).unwrap(), first);
    }

    /// The order in which members were written does not matter.
    #[test]
    fn member_order_does_not_matter(members in prop::collection::vec((".*", any::<i32>()), 0..12)) {
        let unique: std::collections::BTreeMap<_, _> = members.into_iter().collect();
        let forward: serde_json::Map<_, _> = unique.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        let backward: serde_json::Map<_, _> = unique.iter().rev().map(|(k, v)| (k.clone(), json!(v))).collect();
        prop_assert_eq!(canonical(&forward.into()), canonical(&backward.into()));
    }
}
