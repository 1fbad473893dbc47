//! Keys that are no slips of the pen but other names for a thing: from OpenAPI, from AsyncAPI 3, from habit.

use super::kind::Kind;
use crate::doc::node::Node;

/// The field that such a key means.
pub fn of(kind: Kind, name: &str) -> Option<&'static str> {
    Some(match (kind, name) {
        (_, "desc") => "description",
        (Kind::Message | Kind::MessageExample, "body" | "value" | "data")
        | (Kind::Message, "schema") => "payload",
        (Kind::Message, "header") => "headers",
        (Kind::Message, "mediaType") => "contentType",
        (Kind::Message, "example") => "examples",
        (Kind::Operation | Kind::OperationTrait, "id") => "operationId",
        (Kind::Message, "id") => "messageId",
        (Kind::Server, "host") => "url",
        (Kind::Schema, "property" | "fields" | "props") => "properties",
        _ => return None,
    })
}

/// Whether a value can be what such a field holds: a list of `fields` is no map of schemas.
pub(super) fn may_hold(kind: Kind, field: &str, value: Option<Node<'_>>) -> bool {
    (kind, field) != (Kind::Schema, "properties") || value.is_some_and(Node::is_map)
}

/// A required field that is said in another way, so that it is not missed as well.
pub(super) fn replaced(kind: Kind, name: &str) -> Option<&'static str> {
    (kind == Kind::Server && matches!(name, "host" | "pathname")).then_some("url")
}

/// What to do about a key that has no counterpart of its own here.
pub fn advice(kind: Kind, name: &str) -> Option<&'static str> {
    Some(match (kind, name) {
        (Kind::Root, "operations") => {
            "that is AsyncAPI 3: in 2.x operations stand in their channel, under `publish` and `subscribe`"
        }
        (Kind::Root, "paths" | "webhooks") => {
            "that is OpenAPI: here what is sent stands in `channels`"
        }
        (Kind::Root, "definitions") => "reusable schemas stand in `components.schemas`",
        (Kind::Channel, "address") => "that is AsyncAPI 3: in 2.x the channel's key is its address",
        (Kind::Channel, "messages") => {
            "that is AsyncAPI 3: in 2.x messages stand under `publish` and `subscribe`"
        }
        (Kind::Channel, "send" | "receive") => {
            "that is AsyncAPI 3: in 2.x the client's messages stand under `publish`, the server's under `subscribe`"
        }
        (Kind::Operation, "action" | "channel" | "reply") => {
            "that is AsyncAPI 3: in 2.x an operation stands in its channel, and `publish` or `subscribe` is its action"
        }
        (Kind::Operation, "responses" | "requestBody") => {
            "that is OpenAPI: here an operation has a `message`"
        }
        (Kind::Server, "pathname") => "that is AsyncAPI 3: in 2.x the path is part of `url`",
        (Kind::Parameter, "in") => "parameters are those of the channel's address: remove it",
        (Kind::Parameter, "required") => "every parameter of an address is required: remove it",
        (Kind::Parameter, "name") => "the parameter's key is its name: remove it",
        (
            Kind::Parameter,
            "type" | "enum" | "format" | "default" | "pattern" | "example" | "examples" | "minimum"
            | "maximum" | "minLength" | "maxLength",
        ) => "move it into the parameter's `schema`",
        (Kind::Schema, "schema") => {
            "that is AsyncAPI 3: in 2.x `payload` is the schema itself, and `schemaFormat` stands beside it"
        }
        _ => return None,
    })
}

/// Keywords of other dialects of JSON Schema that hold schemas.
pub(super) fn is_foreign_keyword(name: &str) -> bool {
    matches!(
        name,
        "example"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "dependentSchemas"
            | "contentSchema"
            | "extends"
            | "disallow"
            | "xml"
    )
}
