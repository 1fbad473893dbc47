//! The upgrade: HTTP up to the switch of protocols.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, header,
};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};

use super::negotiate::{choose_protocol, list, offered_window, token};
use super::open::{Pending, admit};
use crate::auth::Credentials;
use crate::gateway::Shared;
use crate::module::ModuleCore;

/// Appended to a client's key (RFC 6455, 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Answers an upgrade request of a module's endpoint.
pub(crate) async fn upgrade(
    gateway: Arc<Shared>,
    module: Arc<ModuleCore>,
    mut request: Request<Body>,
) -> Response<Body> {
    let key = match check(&gateway, &request) {
        Ok(key) => key,
        Err(refusal) => return *refusal,
    };
    let headers = request.headers();
    let protocols = list(headers, &header::SEC_WEBSOCKET_PROTOCOL);
    let (protocol, encoding) = choose_protocol(&protocols);
    let compression = gateway.config.compression.enabled;
    let deflate = if compression {
        offered_window(headers)
    } else {
        None
    };
    let credentials = Credentials {
        token: token(&request, &protocols),
        headers: headers.clone(),
        module: module.spec.module,
    };
    let admission = admit(&gateway, credentials).await;
    let answer = accept(&key, protocol.as_deref(), deflate);
    let pending = Pending {
        gateway,
        module,
        encoding,
        window: deflate,
        admission,
    };
    let upgrading = hyper::upgrade::on(&mut request);
    tokio::spawn(pending.run(upgrading));
    answer
}

/// What the request has to be: the client's key, or the refusal.
fn check(gateway: &Shared, request: &Request<Body>) -> Result<HeaderValue, Box<Response<Body>>> {
    let refuse =
        |status: StatusCode, why: &str| Err(Box::new((status, format!("{why}\n")).into_response()));
    let headers = request.headers();
    if request.method() != Method::GET {
        let refused = refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "a WebSocket begins with GET",
        );
        return refused.map_err(|mut response| {
            let get = HeaderValue::from_static("GET");
            response.headers_mut().insert(header::ALLOW, get);
            response
        });
    }
    if request.version() < Version::HTTP_11 {
        return refuse(StatusCode::BAD_REQUEST, "a WebSocket begins with HTTP/1.1");
    }
    let has = |name: &HeaderName, token: &str| {
        list(headers, name)
            .iter()
            .any(|value| value.eq_ignore_ascii_case(token))
    };
    if !has(&header::UPGRADE, "websocket") || !has(&header::CONNECTION, "upgrade") {
        let mut response = (
            StatusCode::UPGRADE_REQUIRED,
            "this is a WebSocket endpoint\n",
        )
            .into_response();
        response
            .headers_mut()
            .insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        return Err(Box::new(response));
    }
    if headers
        .get(header::SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != "13")
    {
        let mut response = (
            StatusCode::UPGRADE_REQUIRED,
            "only version 13 is spoken here\n",
        )
            .into_response();
        response.headers_mut().insert(
            header::SEC_WEBSOCKET_VERSION,
            HeaderValue::from_static("13"),
        );
        return Err(Box::new(response));
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY);
    let Some(key) = key.filter(|key| {
        STANDARD
            .decode(key.as_bytes())
            .is_ok_and(|bytes| bytes.len() == 16)
    }) else {
        return refuse(
            StatusCode::BAD_REQUEST,
            "Sec-WebSocket-Key has to be 16 bytes in base64",
        );
    };
    if !origin_allowed(&gateway.config.allowed_origins, headers) {
        return refuse(StatusCode::FORBIDDEN, "this origin may not connect");
    }
    if gateway.is_draining() {
        return refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server is shutting down",
        );
    }
    Ok(key.clone())
}

fn origin_allowed(allowed: &[String], headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    allowed.is_empty()
        || allowed
            .iter()
            .any(|one| origin.as_bytes().eq_ignore_ascii_case(one.as_bytes()))
}
fn accept(key: &HeaderValue, protocol: Option<&str>, window: Option<u8>) -> Response<Body> {
    let digest = Sha1::new()
        .chain_update(key.as_bytes())
        .chain_update(GUID)
        .finalize();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::UPGRADE, "websocket");
    set(header::CONNECTION, "Upgrade");
    set(header::SEC_WEBSOCKET_ACCEPT, &STANDARD.encode(digest));
    if let Some(protocol) = protocol {
        set(header::SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    if let Some(window) = window {
        let mut extension =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover".to_owned();
        if window < 15 {
            extension.push_str(&format!("; server_max_window_bits={window}"));
        }
        set(header::SEC_WEBSOCKET_EXTENSIONS, &extension);
    }
    response
}
