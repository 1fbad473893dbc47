//! The OpenAPI document of the REST surface, derived from the types that the handlers return.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::VERSION;
use super::stats::Stats;
use super::types::{Health, Overview, Problem, Versions};
use crate::config::Config;

/// What an endpoint answers with.
enum Answer {
    /// JSON of a type.
    Json(fn(&mut SchemaGenerator) -> Value),
    /// Text of a kind.
    Text(&'static str),
    /// A file with an ETag.
    File(&'static str),
}

struct Endpoint {
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    description: &'static str,
    answer: Answer,
}

fn schema<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().into()
}

const ENDPOINTS: [Endpoint; 13] = [
    Endpoint {
        path: "/api/v1/",
        id: "overview",
        summary: "What this server offers, and where.",
        description: "The place to start: each module's endpoint, document and docs page.",
        answer: Answer::Json(schema::<Overview>),
    },
    Endpoint {
        path: "/api/v1/health",
        id: "health",
        summary: "Whether the server takes connections.",
        description: "Answers 200 while it does and 503 while it shuts down, for load balancers and probes.",
        answer: Answer::Json(schema::<Health>),
    },
    Endpoint {
        path: "/api/v1/versions",
        id: "versions",
        summary: "Versions of everything that has one.",
        description: "A client compares a module's hash with its own to learn whether it was made from this document.",
        answer: Answer::Json(schema::<Versions>),
    },
    Endpoint {
        path: "/api/v1/ws/config",
        id: "wsConfig",
        summary: "Settings of the WebSocket endpoints.",
        description: "Heartbeat, lifespan, limits, compression and how the server goes down.",
        answer: Answer::Json(schema::<Config>),
    },
    Endpoint {
        path: "/api/v1/ws/stats",
        id: "wsStats",
        summary: "What the WebSocket endpoints are doing.",
        description: "Counted since the start; `connections`, `topics` and `subscriptions` are those of now.",
        answer: Answer::Json(schema::<Stats>),
    },
    Endpoint {
        path: "/api/v1/openapi.json",
        id: "openapi",
        summary: "This document.",
        description: "",
        answer: Answer::Text("application/json"),
    },
    Endpoint {
        path: "/api/v1/docs",
        id: "docs",
        summary: "This document, for people.",
        description: "",
        answer: Answer::Text("text/html"),
    },
    Endpoint {
        path: "/api/v1/{module}/ws/asyncapi.json",
        id: "specJson",
        summary: "A module's AsyncAPI document, JSON.",
        description: "Describes what is on the wire, envelope included.",
        answer: Answer::File("application/json"),
    },
    Endpoint {
        path: "/api/v1/{module}/ws/asyncapi.yaml",
        id: "specYaml",
        summary: "A module's AsyncAPI document, YAML.",
        description: "",
        answer: Answer::File("application/yaml"),
    },
    Endpoint {
        path: "/api/v1/{module}/ws/asyncapi",
        id: "moduleDocs",
        summary: "A module's docs page, with a live console.",
        description: "",
        answer: Answer::File("text/html"),
    },
    Endpoint {
        path: "/api/v1/{module}/ws",
        id: "socket",
        summary: "A module's WebSocket endpoint.",
        description: "Upgrades the connection. What is said on it stands in the module's AsyncAPI document.",
        answer: Answer::Text(""),
    },
    Endpoint {
        path: "/metrics",
        id: "metrics",
        summary: "Metrics for Prometheus.",
        description: "",
        answer: Answer::Text("text/plain"),
    },
    Endpoint {
        path: "/",
        id: "landing",
        summary: "A page that leads to everything else.",
        description: "",
        answer: Answer::Text("text/html"),
    },
];

/// The whole document, for a server with these modules.
pub(crate) fn document(modules: &[&str]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = schema::<Problem>(&mut generator);
    let mut paths = Map::new();
    for endpoint in &ENDPOINTS {
        let operation = operation(endpoint, modules, &problem, &mut generator);
        paths.insert(endpoint.path.to_owned(), json!({ "get": operation }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "specwire server",
            "version": VERSION,
            "description": "What a specwire server offers over plain HTTP, beside its WebSocket endpoints."
        },
        "paths": paths,
        "components": { "schemas": generator.take_definitions(true) }
    })
}

fn operation(
    endpoint: &Endpoint,
    modules: &[&str],
    problem: &Value,
    generator: &mut SchemaGenerator,
) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".into(), endpoint.id.into());
    operation.insert("summary".into(), endpoint.summary.into());
    if !endpoint.description.is_empty() {
        operation.insert("description".into(), endpoint.description.into());
    }
    let mut responses = responses(&endpoint.answer, generator);
    if endpoint.path.contains("{module}") {
        operation.insert("parameters".into(), json!([parameter(modules)]));
        let body = json!({ "application/json": { "schema": problem } });
        responses.insert(
            "404".into(),
            json!({ "description": "There is no such module.", "content": body }),
        );
    }
    if endpoint.id == "health" {
        let mut unwell = responses.get("200").cloned().unwrap_or_default();
        unwell["description"] = json!("The server shuts down.");
        responses.insert("503".into(), unwell);
    }
    if endpoint.id == "socket" {
        responses = socket_responses(problem);
    }
    operation.insert("responses".into(), responses.into());
    operation.into()
}

fn parameter(modules: &[&str]) -> Value {
    json!({
        "name": "module",
        "in": "path",
        "required": true,
        "description": "A module's name.",
        "schema": { "type": "string", "enum": modules }
    })
}

fn responses(answer: &Answer, generator: &mut SchemaGenerator) -> Map<String, Value> {
    let text = |kind: &str| json!({ kind: { "schema": { "type": "string" } } });
    let ok = |content: Value| json!({ "description": "As asked for.", "content": content });
    let mut responses = Map::new();
    match answer {
        Answer::Json(schema) => {
            let body = json!({ "application/json": { "schema": schema(generator) } });
            responses.insert("200".into(), ok(body));
        }
        Answer::Text(kind) => {
            responses.insert("200".into(), ok(text(kind)));
        }
        Answer::File(kind) => {
            let mut found = ok(text(kind));
            found["headers"] = json!({
                "ETag": { "description": "Send it back in `If-None-Match`.", "schema": { "type": "string" } }
            });
            responses.insert("200".into(), found);
            responses.insert(
                "304".into(),
                json!({ "description": "The client has it already." }),
            );
        }
    }
    responses
}

fn socket_responses(problem: &Value) -> Map<String, Value> {
    let text = json!({ "text/plain": { "schema": { "type": "string" } } });
    let body = json!({ "application/json": { "schema": problem } });
    let refused = |why: &str, content: &Value| json!({ "description": why, "content": content });
    Map::from_iter([
        (
            "101".to_owned(),
            json!({ "description": "The connection now speaks WebSocket." }),
        ),
        (
            "400".to_owned(),
            refused("The request asks for a WebSocket, but wrongly.", &text),
        ),
        ("404".to_owned(), refused("There is no such module.", &body)),
        (
            "426".to_owned(),
            refused(
                "The request asks for no WebSocket, or for a version that is not 13.",
                &text,
            ),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_leads_to_a_schema() {
        let document = document(&["m"]);
        let text = document.to_string();
        let mut found = 0;
        for part in text.split("\"$ref\":\"#").skip(1) {
            let pointer = part.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
            found += 1;
        }
        assert!(found > 5);
    }

    #[test]
    fn every_operation_has_an_id_of_its_own_and_an_answer() {
        let document = document(&["m"]);
        let mut ids = std::collections::BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let operation = &item["get"];
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
                "{path}"
            );
            assert!(
                !operation["responses"].as_object().unwrap().is_empty(),
                "{path}"
            );
        }
    }
}
