//! Examples and defaults against their schemas.
//!
//! All schemas that a document's values need are compiled together, each once, so that the cost stays linear however
//! the schemas refer to each other.

mod avro;
mod convert;
mod formats;
mod quick;
mod words;

use serde_json::{Map, Value};

use super::operations;
use crate::diag::Edit;
use crate::doc::grammar::{Kind, Language, spots};
use crate::doc::node::Node;
use crate::doc::views::sources;
use crate::lint::Context;
use crate::source::Span;

/// What a value is to its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Default,
    /// An item of a schema's `examples`.
    Example,
    /// The payload or headers of a message's example.
    MessageExample,
}

/// A value that does not fit its schema.
#[derive(Debug, Clone)]
pub(crate) struct Mismatch {
    pub role: Role,
    /// Of a schema inside another one.
    pub nested: bool,
    /// By the letter of a format that people and tools read more freely.
    pub tolerable: bool,
    pub place: Span,
    /// What does not fit, in words.
    pub text: String,
    pub hint: String,
    pub fix: Option<(String, Vec<Edit>)>,
}

struct Pair<'p> {
    role: Role,
    schema: Node<'p>,
    /// Schemas of traits, merged over it.
    over: Vec<Node<'p>>,
    language: Language,
    value: Node<'p>,
}

/// Findings for one value; more would say the same thing again.
const PER_VALUE: usize = 4;

pub(crate) fn mismatches(context: &Context<'_>) -> Vec<Mismatch> {
    let quick = quick::Quick::default();
    let mut pairs = pairs(context);
    pairs.retain(|pair| {
        let settled = pair.language == Language::JsonSchema
            && pair.over.is_empty()
            && (quick.surely_fits(pair.schema, pair.value) || quick.gave_up());
        !settled
    });
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut schemas = convert::Schemas::default();
    let keys: Vec<usize> = pairs
        .iter()
        .map(|pair| match pair.over.is_empty() {
            true => schemas.id(pair.schema, pair.language),
            false => schemas.merged(pair.schema, &pair.over),
        })
        .collect();
    let Some((validator, root)) = schemas.compile() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (pair, key) in pairs.iter().zip(keys) {
        let Some(value) = convert::value(pair.value) else {
            continue;
        };
        let instance = Value::Object(Map::from_iter([(key.to_string(), value)]));
        for error in validator.iter_errors(&instance).take(PER_VALUE) {
            let words = words::of(&error, &root);
            let at = node_at(pair.value, &words.path);
            let place = match words.member.as_deref().and_then(|name| at.key(name)) {
                Some(key) => key.span(),
                None => place_of(at),
            };
            let fix = words.replacement.as_deref().map(|text| {
                (
                    format!("Replace by `{text}`"),
                    super::edits::replace(at, text),
                )
            });
            let nested = pair.role != Role::MessageExample && is_nested(pair.schema);
            found.push(Mismatch {
                role: pair.role,
                nested,
                tolerable: words.tolerable,
                place,
                text: words.text,
                hint: words.hint,
                fix,
            });
        }
    }
    found
}

/// Whether the schema is a part of another: its values are advice then, and no demand.
fn is_nested(schema: Node<'_>) -> bool {
    let own = schema.own_key().and_then(Node::as_str);
    let section = schema
        .parent()
        .and_then(Node::own_key)
        .and_then(Node::as_str);
    !matches!(own, Some("payload" | "headers" | "schema")) && section != Some("schemas")
}

fn place_of(node: Node<'_>) -> Span {
    match node.own_key() {
        Some(key) => spots::entry(key, node),
        None => spots::item(node),
    }
}

/// The node at a path; the deepest one that there is.
fn node_at<'p>(value: Node<'p>, path: &[String]) -> Node<'p> {
    let mut node = value;
    for step in path {
        let inner = node.resolve();
        let next = inner.get(step).or_else(|| {
            step.parse()
                .ok()
                .and_then(|at: usize| inner.items().nth(at))
        });
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

fn pairs<'p>(context: &Context<'p>) -> Vec<Pair<'p>> {
    let mut pairs = Vec::new();
    for visit in context.schemas() {
        let schema = visit.node;
        if let Some(value) = schema.get("default") {
            pairs.push(Pair {
                role: Role::Default,
                schema,
                over: Vec::new(),
                language: Language::JsonSchema,
                value,
            });
        }
        let examples = schema.get("examples").into_iter().flat_map(Node::items);
        pairs.extend(examples.map(|value| Pair {
            role: Role::Example,
            schema,
            over: Vec::new(),
            language: Language::JsonSchema,
            value,
        }));
    }
    for message in context.definitions(Kind::Message) {
        message_pairs(message.node, &mut pairs);
    }
    pairs
}

fn message_pairs<'p>(message: Node<'p>, pairs: &mut Vec<Pair<'p>>) {
    let Some((_, examples)) = operations::traited(message, "examples") else {
        return;
    };
    let language = Language::of_message(message);
    let read = matches!(
        language,
        Language::JsonSchema | Language::OpenApi | Language::Avro
    );
    let payload = message
        .get("payload")
        .filter(|_| read)
        .map(|payload| (payload, language));
    let mut headers = sources(message).filter_map(|part| part.get("headers"));
    let headers = headers
        .next()
        .map(|own| (own, headers.map(Node::resolve).collect::<Vec<_>>()));
    for example in examples.items().map(Node::resolve) {
        if let (Some((schema, language)), Some(value)) = (payload, example.get("payload")) {
            pairs.push(Pair {
                role: Role::MessageExample,
                schema: schema.resolve(),
                over: Vec::new(),
                language,
                value,
            });
        }
        if let (Some((schema, over)), Some(value)) = (&headers, example.get("headers")) {
            pairs.push(Pair {
                role: Role::MessageExample,
                schema: schema.resolve(),
                over: over.clone(),
                language: Language::JsonSchema,
                value,
            });
        }
    }
}
