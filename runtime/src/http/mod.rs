//! The REST surface of any specwire server: everything that is not a socket.

mod metrics;
mod openapi;
mod pages;
mod spec;
pub(crate) mod stats;
mod text;
mod types;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};

use self::spec::Served;
use self::stats::Stats;
use self::types::{Health, HealthStatus, ModuleLinks, ModuleVersion, Overview, Problem, Versions};
use crate::codegen::Spec;
use crate::config::Config;

/// Version of the runtime.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the surface asks of the gateway.
pub(crate) trait Facts: Send + Sync + 'static {
    /// The documents of the mounted modules, in order.
    fn specs(&self) -> Vec<Spec>;
    fn config(&self) -> &Config;
    /// Whether the server has begun to shut down.
    fn draining(&self) -> bool;
    /// How long the server has run.
    fn uptime(&self) -> Duration;
    fn stats(&self) -> Stats;
}

type Site = Arc<dyn Facts>;

/// Routes of everything but the sockets, which are merged in: each with its path.
pub(crate) fn router(facts: Site, sockets: Vec<(String, MethodRouter)>) -> Router {
    let specs = facts.specs();
    let links: Vec<ModuleLinks> = specs.iter().map(ModuleLinks::new).collect();
    let names: Vec<&str> = specs.iter().map(|spec| spec.module).collect();
    let openapi = openapi::document(&names);
    let landing = pages::landing(&links);
    let mut router = Router::new()
        .route("/", get(async move || pages::page(landing)))
        .route("/metrics", get(metrics))
        .route("/api/v1", get(overview))
        .route("/api/v1/", get(overview))
        .route("/api/v1/health", get(health))
        .route("/api/v1/versions", get(versions))
        .route("/api/v1/ws/config", get(config))
        .route("/api/v1/ws/stats", get(stats))
        .route("/api/v1/openapi.json", get(async move || Json(openapi)))
        .route("/api/v1/docs", get(async || pages::page(pages::rest())))
        .with_state(facts);
    for (spec, links) in specs.iter().zip(&links) {
        router = router
            .route(&links.spec, get(spec::serve).with_state(Served::json(spec)))
            .route(
                &links.spec_yaml,
                get(spec::serve).with_state(Served::yaml(spec)),
            )
            .route(&links.docs, get(spec::serve).with_state(Served::docs(spec)));
    }
    for (path, socket) in sockets {
        router = router.route(&path, socket);
    }
    router
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(common_headers))
}

async fn overview(State(site): State<Site>) -> Json<Overview> {
    Json(Overview {
        name: "specwire",
        version: VERSION,
        modules: site.specs().iter().map(ModuleLinks::new).collect(),
        health: "/api/v1/health",
        versions: "/api/v1/versions",
        config: "/api/v1/ws/config",
        stats: "/api/v1/ws/stats",
        openapi: "/api/v1/openapi.json",
        docs: "/api/v1/docs",
        metrics: "/metrics",
    })
}

async fn health(State(site): State<Site>) -> Response {
    let (code, status) = if site.draining() {
        (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Draining)
    } else {
        (StatusCode::OK, HealthStatus::Ok)
    };
    let health = Health {
        status,
        version: VERSION,
        uptime_seconds: site.uptime().as_secs_f64(),
        modules: site.specs().iter().map(|spec| spec.module).collect(),
    };
    (code, Json(health)).into_response()
}

async fn versions(State(site): State<Site>) -> Json<Versions> {
    let version = |spec: &Spec| ModuleVersion {
        version: spec.version,
        hash: spec.hash,
    };
    Json(Versions {
        server: VERSION,
        api: vec!["v1"],
        modules: site
            .specs()
            .iter()
            .map(|spec| (spec.module, version(spec)))
            .collect(),
    })
}

async fn config(State(site): State<Site>) -> Json<Config> {
    Json(site.config().clone())
}

async fn stats(State(site): State<Site>) -> Json<Stats> {
    Json(site.stats())
}

async fn metrics(State(site): State<Site>) -> Response {
    let text = metrics::render(&site.stats(), VERSION);
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response()
}

async fn not_found(uri: Uri) -> Response {
    let problem = Problem {
        code: "not_found",
        message: format!(
            "nothing is served at {}; /api/v1/ tells what is where",
            uri.path()
        ),
    };
    (StatusCode::NOT_FOUND, Json(problem)).into_response()
}

async fn wrong_method(method: Method, uri: Uri) -> Response {
    let problem = Problem {
        code: "method_not_allowed",
        message: format!(
            "{} is only read: it answers GET and HEAD, not {method}",
            uri.path()
        ),
    };
    (StatusCode::METHOD_NOT_ALLOWED, Json(problem)).into_response()
}

/// Everything here is public and only read, so pages of any origin may read it.
async fn common_headers(request: Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut set = |name, value| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if preflight {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, "If-None-Match");
        set(header::ACCESS_CONTROL_MAX_AGE, "86400");
    }
    response
}

#[cfg(test)]
mod tests;
