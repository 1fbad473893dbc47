//! Messages: one or a choice of several, with a payload whose language `schemaFormat` names.

use super::fault::Fact;
use super::kind::Kind;
use super::objects;
use super::shape::{SCHEMA, Shape};
use super::spot::Spot;
use super::walk::Walker;
use crate::doc::node::Node;
use crate::doc::views::sources;

/// The language of a payload's schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JSON Schema draft 7, as AsyncAPI 2.x extends it.
    JsonSchema,
    OpenApi,
    Avro,
    Other,
}

impl Language {
    pub fn of(schema_format: Option<&str>) -> Self {
        let Some(text) = schema_format else {
            return Self::JsonSchema;
        };
        let (media, parameters) = text.split_once(';').unwrap_or((text, ""));
        let media = media.trim();
        let version = parameters.trim().strip_prefix("version=").map(str::trim);
        match media
            .strip_suffix("+json")
            .or_else(|| media.strip_suffix("+yaml"))
            .unwrap_or(media)
        {
            "application/vnd.aai.asyncapi" => Self::JsonSchema,
            "application/schema" if matches!(version, None | Some("draft-07")) => Self::JsonSchema,
            "application/vnd.oai.openapi" if version == Some("3.0.0") => Self::OpenApi,
            "application/vnd.apache.avro" => Self::Avro,
            _ => Self::Other,
        }
    }

    /// The language of a message's payload; the message is no reference.
    pub fn of_message(message: Node<'_>) -> Self {
        match schema_format(message) {
            None => Self::JsonSchema,
            // Whatever stands there instead of text, it is not the default.
            Some(node) => node
                .as_str()
                .map_or(Self::Other, |text| Self::of(Some(text))),
        }
    }
}

/// The `schemaFormat` of a message, which a trait may bring.
pub fn schema_format(message: Node<'_>) -> Option<Node<'_>> {
    let parts = sources(message).filter_map(|part| part.get("schemaFormat"));
    parts.last()
}

pub(super) fn walk<'p>(walker: &mut Walker<'_, 'p>, node: Node<'p>, spot: Spot<'p>) {
    if node.has("oneOf") {
        walker.visit_as(node, Kind::MessageChoice, spot);
        let choice = objects::fixed(Kind::MessageChoice);
        return choice
            .into_iter()
            .for_each(|object| walker.object(node, object, spot));
    }
    walker.visit_as(node, Kind::Message, spot);
    if let Some(object) = objects::fixed(Kind::Message) {
        walker.object(node, object, spot);
    }
    payload(walker, node, spot);
    examples(walker, node, spot);
}

fn payload<'p>(walker: &mut Walker<'_, 'p>, message: Node<'p>, spot: Spot<'p>) {
    let (Some(key), Some(payload)) = (message.key("payload"), message.get("payload")) else {
        return;
    };
    let inner = Spot {
        key: Some(key),
        owner: Kind::Message,
        field: "payload",
        ..spot
    };
    let shape = match Language::of_message(message) {
        Language::JsonSchema => SCHEMA,
        Language::OpenApi => Shape::Object(Kind::OpenApiSchema),
        Language::Avro | Language::Other => return walker.visit_as(payload, Kind::Foreign, inner),
    };
    walker.value(payload, shape, inner);
}

/// An example without a payload and without headers shows nothing. Said since 2.1.0.
fn examples<'p>(walker: &mut Walker<'_, 'p>, message: Node<'p>, spot: Spot<'p>) {
    if walker.out.version < super::version::Version::V2_1 {
        return;
    }
    let examples = message.get("examples").into_iter().flat_map(Node::items);
    for example in examples.filter(|example| example.is_map() && example.reference().is_none()) {
        let meant = walker.out.faults.iter().any(|fault| match &fault.fact {
            Fact::UnknownKey { key, nearest, .. } => {
                matches!(nearest, Some("payload" | "headers")) && key.parent() == Some(example)
            }
            _ => false,
        });
        if !example.has("payload") && !example.has("headers") && !meant {
            let fact = Fact::MissingOneOf {
                object: Kind::MessageExample,
                fields: &["payload", "headers"],
            };
            walker.fault(super::spots::item(example), fact, spot);
        }
    }
}
