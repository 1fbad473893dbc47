//! What the JSON endpoints answer with. The OpenAPI document is derived from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::codegen::Spec;

/// What this server offers, and where.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Overview {
    /// What speaks here.
    pub(crate) name: &'static str,
    /// Version of the runtime.
    pub(crate) version: &'static str,
    /// The modules that are switched on.
    pub(crate) modules: Vec<ModuleLinks>,
    /// Path of the health report.
    pub(crate) health: &'static str,
    /// Path of the versions.
    pub(crate) versions: &'static str,
    /// Path of the WebSocket configuration.
    pub(crate) config: &'static str,
    /// Path of the WebSocket statistics.
    pub(crate) stats: &'static str,
    /// Path of the OpenAPI document of this REST surface.
    pub(crate) openapi: &'static str,
    /// Path of the REST reference.
    pub(crate) docs: &'static str,
    /// Path of the Prometheus metrics.
    pub(crate) metrics: &'static str,
}

/// A module and its parts, as paths on this server.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModuleLinks {
    /// The module's name.
    pub(crate) name: &'static str,
    /// The document's title.
    pub(crate) title: &'static str,
    /// The document's version.
    pub(crate) version: &'static str,
    /// SHA-256 of the served JSON document, in hexadecimal.
    pub(crate) hash: &'static str,
    /// The WebSocket endpoint.
    pub(crate) url: String,
    /// The AsyncAPI document, JSON.
    pub(crate) spec: String,
    /// The AsyncAPI document, YAML.
    pub(crate) spec_yaml: String,
    /// The docs page.
    pub(crate) docs: String,
}

impl ModuleLinks {
    pub(crate) fn new(spec: &Spec) -> Self {
        let url = format!("/api/v1/{}/ws", spec.module);
        Self {
            name: spec.module,
            title: spec.title,
            version: spec.version,
            hash: spec.hash,
            spec: format!("{url}/asyncapi.json"),
            spec_yaml: format!("{url}/asyncapi.yaml"),
            docs: format!("{url}/asyncapi"),
            url,
        }
    }
}

/// Whether the server takes connections.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Health {
    /// `ok`, or `draining` while the server shuts down.
    pub(crate) status: HealthStatus,
    /// Version of the runtime.
    pub(crate) version: &'static str,
    /// Seconds since the start.
    pub(crate) uptime_seconds: f64,
    /// The modules that are switched on.
    pub(crate) modules: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HealthStatus {
    Ok,
    Draining,
}

/// Versions of everything that has one.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Versions {
    /// Of the runtime.
    pub(crate) server: &'static str,
    /// Of the REST surface and of the paths: all that are served.
    pub(crate) api: Vec<&'static str>,
    /// Of each module's document, by module.
    pub(crate) modules: BTreeMap<&'static str, ModuleVersion>,
}

/// A document's version.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModuleVersion {
    /// As its author counts.
    pub(crate) version: &'static str,
    /// SHA-256 of the served JSON document, in hexadecimal.
    pub(crate) hash: &'static str,
}

/// A request that could not be served.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    /// For programs.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) message: String,
}
