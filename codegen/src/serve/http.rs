//! As much of HTTP/1.1 as a page, a stream of events and an upgrade need.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use tungstenite::WebSocket;
use tungstenite::handshake::derive_accept_key;
use tungstenite::protocol::Role;

/// A request's head is never longer than this.
const MAX_HEAD: usize = 16 * 1024;
/// The one subprotocol that is spoken here.
const JSON_PROTOCOL: &str = "specwire.json";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) method: String,
    /// Without the query.
    pub(super) path: String,
    headers: Vec<(String, String)>,
}

impl Head {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn is_upgrade(&self) -> bool {
        self.header("upgrade")
            .is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
    }
}

#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    kind: &'static str,
    body: String,
    location: Option<String>,
}

impl Reply {
    pub(super) fn new(status: u16, kind: &'static str, body: String) -> Self {
        Self {
            status,
            kind,
            body,
            location: None,
        }
    }

    pub(super) fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body.to_owned())
    }

    pub(super) fn redirect(to: &str) -> Self {
        Self {
            location: Some(to.to_owned()),
            ..Self::text(302, "")
        }
    }
}

/// `None` where the peer closed without a request.
pub(super) fn read_head(stream: &mut TcpStream) -> io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    let mut byte = [0u8; 1];
    // Byte by byte: what follows the head belongs to the WebSocket and must stay unread.
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        bytes.push(byte[0]);
        if bytes.len() > MAX_HEAD {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the request's head is too long",
            ));
        }
    }
    let head = parse(&String::from_utf8_lossy(&bytes));
    head.map(Some)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not an HTTP request"))
}

fn parse(text: &str) -> Option<Head> {
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?, first.next()?);
    let path = target.split(['?', '#']).next()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    Some(Head {
        method: method.to_owned(),
        path: path.to_owned(),
        headers: headers.collect(),
    })
}

pub(super) fn write(stream: &mut TcpStream, head: &Head, reply: &Reply) -> io::Result<()> {
    let reason = match reply.status {
        200 => "OK",
        302 => "Found",
        404 => "Not Found",
        405 => "Method Not Allowed",
        426 => "Upgrade Required",
        _ => "Service Unavailable",
    };
    let location = reply
        .location
        .as_ref()
        .map(|to| format!("location: {to}\r\n"))
        .unwrap_or_default();
    let text = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: {}\r\ncontent-length: {}\r\ncache-control: no-store\r\n{location}connection: close\r\n\r\n",
        reply.status,
        reply.kind,
        reply.body.len()
    );
    stream.write_all(text.as_bytes())?;
    if head.method != "HEAD" {
        stream.write_all(reply.body.as_bytes())?;
    }
    stream.flush()
}

pub(super) fn start_events(stream: &mut TcpStream) -> io::Result<()> {
    send(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n:\n\n",
    )
}

pub(super) fn send(stream: &mut TcpStream, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Answers the handshake and hands over the socket.
pub(super) fn upgrade(mut stream: TcpStream, head: &Head) -> io::Result<WebSocket<TcpStream>> {
    let Some(key) = head.header("sec-websocket-key") else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "an upgrade without a key",
        ));
    };
    let offered = head.header("sec-websocket-protocol").unwrap_or_default();
    let spoken = offered
        .split(',')
        .any(|protocol| protocol.trim() == JSON_PROTOCOL);
    let protocol = if spoken {
        format!("sec-websocket-protocol: {JSON_PROTOCOL}\r\n")
    } else {
        String::new()
    };
    let accept = derive_accept_key(key.as_bytes());
    let text = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: {accept}\r\n{protocol}\r\n"
    );
    send(&mut stream, &text)?;
    Ok(WebSocket::from_raw_socket(stream, Role::Server, None))
}
