//! The pages that belong to no module: a landing page and the REST reference. One file each, no network.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::VERSION;
use super::types::ModuleLinks;

const STYLE: &str = include_str!("pages/style.css");
const LANDING: &str = include_str!("pages/landing.html");
const REST: &str = include_str!("pages/rest.html");

/// What the pages may do: their own script and style, and asking this server.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'";

/// A page with its headers.
pub(crate) fn page(html: String) -> Response {
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, Html(html)).into_response()
}

/// `/`: leads a newcomer to everything else.
pub(crate) fn landing(modules: &[ModuleLinks]) -> String {
    let cards: Vec<String> = modules.iter().map(card).collect();
    let example = modules.first().map_or("/api/v1/", |module| &module.url);
    LANDING
        .replace("{{style}}", STYLE)
        .replace("{{version}}", VERSION)
        .replace("{{example}}", &escape(example))
        .replace("{{modules}}", &cards.join("\n"))
}

/// `/api/v1/docs`: the OpenAPI document, for people.
pub(crate) fn rest() -> String {
    REST.replace("{{style}}", STYLE)
}

fn card(module: &ModuleLinks) -> String {
    let (name, title, version) = (
        escape(module.name),
        escape(module.title),
        escape(module.version),
    );
    let (url, docs) = (escape(&module.url), escape(&module.docs));
    let (json, yaml) = (escape(&module.spec), escape(&module.spec_yaml));
    format!(
        r#"    <li class="card">
      <div class="head"><h3>{title}</h3><span class="soft mono">{name} {version}</span></div>
      <div class="address"><code data-path="{url}">{url}</code><button type="button" data-copy="{url}" aria-label="Copy the address of {title}">Copy</button></div>
      <div class="links"><a class="button main" href="{docs}">Docs and console</a><a href="{json}">AsyncAPI</a><a href="{yaml}">YAML</a></div>
    </li>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::Spec;

    fn module(title: &'static str) -> ModuleLinks {
        ModuleLinks::new(&Spec {
            module: "datafeed",
            title,
            version: "1.0.0",
            hash: "00",
            json: "{}",
            yaml: "",
            docs: "",
        })
    }

    #[test]
    fn the_landing_page_leads_to_each_modules_parts() {
        let html = landing(&[module("Datafeed")]);
        for part in [
            "/api/v1/datafeed/ws",
            "/api/v1/datafeed/ws/asyncapi.json",
            "/api/v1/datafeed/ws/asyncapi\"",
        ] {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("{{"));
    }

    #[test]
    fn titles_are_text() {
        assert!(landing(&[module("<b>\"&")]).contains("&lt;b&gt;&quot;&amp;"));
    }

    #[test]
    fn pages_fetch_nothing_from_elsewhere() {
        for html in [landing(&[]), rest()] {
            assert!(!html.contains("https://") && !html.contains("http://"));
        }
    }
}
