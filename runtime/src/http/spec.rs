//! The module's document and docs page, with validators for caches.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::codegen::Spec;

/// What a docs page may do: its own script and style, and speaking to any server from its console.
const DOCS_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src * ws: wss:; base-uri 'none'";

/// One file that a module serves.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    body: &'static str,
    content_type: &'static str,
    etag: HeaderValue,
    policy: Option<&'static str>,
}

impl Served {
    pub(crate) fn json(spec: &Spec) -> Self {
        Self::new(spec.json, "application/json", spec.hash, "")
    }

    pub(crate) fn yaml(spec: &Spec) -> Self {
        Self::new(
            spec.yaml,
            "application/yaml; charset=utf-8",
            spec.hash,
            "-yaml",
        )
    }

    pub(crate) fn docs(spec: &Spec) -> Self {
        // The page changes with its generator too, so the document's hash alone does not name it.
        let suffix = format!("-docs-{:x}", checksum(spec.docs));
        Self {
            policy: Some(DOCS_POLICY),
            ..Self::new(spec.docs, "text/html; charset=utf-8", spec.hash, &suffix)
        }
    }

    fn new(body: &'static str, content_type: &'static str, hash: &str, suffix: &str) -> Self {
        let etag = format!("\"{hash}{suffix}\"");
        Self {
            body,
            content_type,
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\"")),
            policy: None,
        }
    }
}

/// FNV-1a: tells pages apart, promises nothing more.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The file, or 304 where the client has it already.
pub(crate) async fn serve(State(file): State<Served>, headers: HeaderMap) -> Response {
    let validators = [
        (header::ETAG, file.etag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if holds(&headers, &file.etag) {
        return (StatusCode::NOT_MODIFIED, validators).into_response();
    }
    let kind = [(header::CONTENT_TYPE, file.content_type)];
    let mut response = (validators, kind, Body::from(file.body)).into_response();
    if let Some(policy) = file.policy {
        response.headers_mut().insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        );
    }
    response
}

/// `If-None-Match`: a list of tags, weak or strong, or `*`.
fn holds(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let tags = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let same = |tag: &str| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes();
    tags.flat_map(|list| list.split(','))
        .map(str::trim)
        .any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_every_spelling() {
        let etag = HeaderValue::from_static("\"abc\"");
        let holds = |value: &'static str| {
            let headers =
                HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]);
            super::holds(&headers, &etag)
        };
        for value in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            assert!(holds(value), "{value}");
        }
        for value in ["abc", "\"abcd\"", "\"x\""] {
            assert!(!holds(value), "{value}");
        }
    }
}
