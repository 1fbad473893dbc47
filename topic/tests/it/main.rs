//! The canonical form: vectors shared with TypeScript, and the properties that a topic must have.
#![allow(clippy::unwrap_used)]

mod reference;

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

    #[test]
    fn it_is_what_a_slow_reader_of_the_rules_writes(value in any_json()) {
        prop_assert_eq!(canonical(&value).unwrap(), reference::canonical(&value));
    }

    /// Any bits: small and large exponents, subnormals, neighbours of round numbers.
    #[test]
    fn numbers_are_written_as_ecmascript_does(bits in any::<u64>(), near in -400_i32..400, step in -3_i64..=3) {
        let round = 10_f64.powi(near / 2) * 5.0;
        for x in [f64::from_bits(bits), f64::from_bits(round.to_bits().wrapping_add_signed(step))] {
            if x.is_finite() && (x.fract() != 0.0 || x.abs() < 9_007_199_254_740_992.0) {
                prop_assert_eq!(canonical(&json!(x)).unwrap(), reference::number(x));
            }
        }
    }
}

#[test]
fn numbers_at_the_edges() {
    for (number, text) in [
        (5e-324, "5e-324"),
        (2.2250738585072014e-308, "2.2250738585072014e-308"),
        (1e-7, "1e-7"),
        (1e-6, "0.000001"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-0.0, "0"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (4_503_599_627_370_495.5, "4503599627370495.5"),
        // Ends in .25 and .75: as near to the digit below as to the one above.
        (1_032_841_627_585_800.2, "1032841627585800.2"),
        (1_032_841_627_585_800.8, "1032841627585800.8"),
        (333_333_333.333_333_3, "333333333.3333333"),
        (1.5e-10, "1.5e-10"),
    ] {
        assert_eq!(canonical(&json!(number)).unwrap(), text);
        assert_eq!(reference::number(number), text);
    }
    assert_eq!(reference::number(1e21), "1e+21");
    assert_eq!(reference::number(123e18), "123000000000000000000");
}
