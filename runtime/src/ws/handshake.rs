//! The upgrade: HTTP up to the switch of protocols, the socket itself from there on.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header,
};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast as downcast_auto;
use serde::Deserialize;
use sha1::{Digest, Sha1};
use tokio::net::TcpStream;

use super::conn::{Conn, ConnParts};
use super::outbox::Sink;
use super::task::{Reader, Task};
use crate::auth::{AuthError, Caller, CallerData, Credentials, Principal};
use crate::codes::ErrorCode;
use crate::encoding::Encoding;
use crate::gateway::{Place, Shared};
use crate::hub::Variant;
use crate::module::ModuleCore;
use crate::session;
use crate::sync::{Mutex, lock};

/// Appended to a client's key (RFC 6455, 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const JSON: &str = "specwire.json";
const MSGPACK: &str = "specwire.msgpack";
const BEARER: &str = "bearer.";

#[derive(Deserialize)]
struct QueryToken {
    access_token: Option<String>,
}

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
        return refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "a WebSocket begins with GET",
        );
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

/// The comma-separated values of all headers of a name.
fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let values = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect()
}

/// The first subprotocol that is spoken here. A browser wants one of its own back, so a token alone is given back.
fn choose_protocol(offered: &[&str]) -> (Option<String>, Encoding) {
    for one in offered {
        match *one {
            JSON => return (Some(JSON.to_owned()), Encoding::Json),
            MSGPACK => return (Some(MSGPACK.to_owned()), Encoding::MsgPack),
            _ => {}
        }
    }
    let bearer = offered.iter().find(|one| one.starts_with(BEARER));
    (bearer.map(|one| (*one).to_owned()), Encoding::Json)
}

fn token(request: &Request<Body>, protocols: &[&str]) -> Option<String> {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    let query = || {
        Query::<QueryToken>::try_from_uri(request.uri())
            .ok()
            .and_then(|query| query.0.access_token)
    };
    let protocol = || {
        protocols
            .iter()
            .find_map(|one| one.strip_prefix(BEARER))
            .map(str::to_owned)
    };
    bearer
        .or_else(query)
        .or_else(protocol)
        .filter(|token| !token.is_empty())
}

/// The window of the first permessage-deflate offer that can be met.
fn offered_window(headers: &HeaderMap) -> Option<u8> {
    list(headers, &header::SEC_WEBSOCKET_EXTENSIONS)
        .into_iter()
        .find_map(deflate_offer)
}

fn deflate_offer(offer: &str) -> Option<u8> {
    let mut parts = offer.split(';').map(str::trim);
    if parts.next() != Some("permessage-deflate") {
        return None;
    }
    let mut window = 15;
    let mut seen = Vec::new();
    for part in parts {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim().trim_matches('"'))),
            None => (part, None),
        };
        if seen.contains(&name) {
            return None;
        }
        seen.push(name);
        let bits = value.map(|text| {
            text.parse::<u8>()
                .ok()
                .filter(|bits| (8..=15).contains(bits))
        });
        match (name, bits) {
            ("server_no_context_takeover" | "client_no_context_takeover", None) => {}
            ("client_max_window_bits", None | Some(Some(_))) => {}
            // The compressor has no window of 8 bits.
            ("server_max_window_bits", Some(Some(bits))) if bits >= 9 => window = bits,
            _ => return None,
        }
    }
    Some(window)
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

/// Who may come in; a refusal is told over the WebSocket, where browsers can read it.
type Admission = Result<(Place, Option<Principal>), ErrorCode>;

async fn admit(gateway: &Arc<Shared>, credentials: Credentials) -> Admission {
    let principal = match &gateway.authenticator {
        Some(authenticator) => {
            let known: Result<_, AuthError> = authenticator.authenticate(credentials).await;
            Some(known.map_err(|error| error.code())?)
        }
        None => None,
    };
    match Shared::take_place(gateway) {
        Some(place) => Ok((place, principal)),
        None => Err(ErrorCode::TooManyConnections),
    }
}

/// A connection between its HTTP request and its first frame.
struct Pending {
    gateway: Arc<Shared>,
    module: Arc<ModuleCore>,
    encoding: Encoding,
    window: Option<u8>,
    admission: Admission,
}

impl Pending {
    /// Boxed, so that the task that lives as long as the connection is as small as can be.
    async fn run(self, upgrading: OnUpgrade) {
        let Some((task, place)) = Box::pin(self.open(upgrading)).await else {
            return;
        };
        Box::pin(task.run()).await;
        drop(place);
    }

    async fn open(self, upgrading: OnUpgrade) -> Option<(Task, Option<OpenConn>)> {
        let upgraded = match upgrading.await {
            Ok(upgraded) => upgraded,
            Err(error) => {
                tracing::debug!(%error, "an upgrade failed");
                return None;
            }
        };
        let (reader, sink, early) = split(upgraded);
        let (id, connection) = self.gateway.next_id();
        let (place, refusal, principal) = match self.admission {
            Ok((place, principal)) => (Some(place), None, principal),
            Err(code) => (None, Some(code), None),
        };
        let caller = Caller(Arc::new(CallerData {
            connection,
            module: self.module.spec.module,
            principal,
        }));
        let conn = Conn::new(ConnParts {
            id,
            caller,
            variant: Variant {
                encoding: self.encoding,
                // Updates are made with the largest window; who asked for a smaller one gets them uncompressed.
                deflate: self.window == Some(15),
            },
            deflate_window: self.window,
            module: self.module,
            gateway: self.gateway,
            sink,
        });
        let open = OpenConn::new(&conn, place);
        match refusal {
            Some(code) => session::refuse(&conn, code),
            None => open.join_events(),
        }
        Some((Task::new(conn, reader, early), Some(open)))
    }
}

/// Takes the socket back out of HTTP's hands, with what HTTP had read ahead.
fn split(upgraded: Upgraded) -> (Reader, Sink, Bytes) {
    let tcp = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => Ok((parts.io, parts.read_buf)),
        Err(upgraded) => {
            downcast_auto::<TokioIo<TcpStream>>(upgraded).map(|parts| (parts.io, parts.read_buf))
        }
    };
    match tcp {
        Ok((io, early)) => {
            let stream = io.into_inner();
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a socket keeps its delay");
            }
            let (read, write) = stream.into_split();
            (Reader::Tcp(read), Sink::Tcp(write), early)
        }
        Err(upgraded) => (
            Reader::Other(Box::new(TokioIo::new(upgraded))),
            Sink::Task,
            Bytes::new(),
        ),
    }
}

/// Registers a connection for as long as its task lives, however that ends.
struct OpenConn {
    conn: Arc<Conn>,
    events: Mutex<Option<crate::hub::Seat>>,
    _place: Option<Place>,
}

impl OpenConn {
    fn new(conn: &Arc<Conn>, place: Option<Place>) -> Self {
        let counters = &conn.module.counters;
        counters.connections.add(1);
        counters.connections_total.add(1);
        conn.shard().attach(Arc::clone(conn));
        conn.gateway.watch();
        tracing::debug!(
            connection = conn.caller.connection_id(),
            module = conn.caller.module(),
            "connected"
        );
        Self {
            conn: Arc::clone(conn),
            events: Mutex::new(None),
            _place: place,
        }
    }

    /// Server events reach the connection from now on.
    fn join_events(&self) {
        let seat = self.conn.module.broadcast.join(&self.conn, |_| {});
        *lock(&self.events) = Some(seat);
    }
}

impl Drop for OpenConn {
    fn drop(&mut self) {
        let conn = &self.conn;
        let code = conn.with_out(|out| {
            let code = out.close_code().unwrap_or(1006);
            out.shut();
            code
        });
        if let Some(seat) = lock(&self.events).take() {
            conn.module.broadcast.leave(&seat);
        }
        session::release(conn);
        conn.shard().detach(conn);
        conn.module.counters.connections.sub(1);
        conn.module.counters.closed(code);
        tracing::debug!(
            connection = conn.caller.connection_id(),
            code,
            "disconnected"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_met_or_declined() {
        let cases = [
            ("permessage-deflate", Some(15)),
            (
                "permessage-deflate; client_max_window_bits; server_max_window_bits=10",
                Some(10),
            ),
            (
                "permessage-deflate; server_max_window_bits=\"9\"; client_no_context_takeover",
                Some(9),
            ),
            ("permessage-deflate; server_max_window_bits=8", None),
            ("permessage-deflate; server_max_window_bits", None),
            ("permessage-deflate; client_max_window_bits=16", None),
            ("permessage-deflate; unheard_of", None),
            (
                "permessage-deflate; server_max_window_bits=9; server_max_window_bits=10",
                None,
            ),
            ("x-webkit-deflate-frame", None),
        ];
        for (offer, window) in cases {
            assert_eq!(deflate_offer(offer), window, "{offer}");
        }
    }

    #[test]
    fn the_first_protocol_known_is_chosen() {
        assert_eq!(
            choose_protocol(&["x", MSGPACK, JSON]),
            (Some(MSGPACK.to_owned()), Encoding::MsgPack)
        );
        assert_eq!(
            choose_protocol(&["bearer.t", JSON]),
            (Some(JSON.to_owned()), Encoding::Json)
        );
        assert_eq!(
            choose_protocol(&["bearer.t"]),
            (Some("bearer.t".to_owned()), Encoding::Json)
        );
        assert_eq!(choose_protocol(&["x"]), (None, Encoding::Json));
    }
}
