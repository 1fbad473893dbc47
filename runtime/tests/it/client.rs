//! A WebSocket client that can also misbehave.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};

/// Nothing here takes nearly so long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub first: u8,
    pub payload: Vec<u8>,
}

pub struct Client {
    pub stream: TcpStream,
    buffer: Vec<u8>,
    pub head: String,
}

pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        n @ 0..=125 => out.push(0x80 | n as u8),
        n @ 126..=0xffff => {
            out.push(0xfe);
            out.extend((n as u16).to_be_bytes());
        }
        n => {
            out.push(0xff);
            out.extend((n as u64).to_be_bytes());
        }
    }
    let key = [0x12, 0x34, 0x56, 0x78];
    out.extend(key);
    out.extend(
        payload
            .iter()
            .enumerate()
            .map(|(at, byte)| byte ^ key[at & 3]),
    );
    out
}

/// A request of so many bytes, which is answered with its payload.
pub fn say(length: usize) -> String {
    let frame = r#"{"type":"say","payload":""}"#.len();
    format!(
        r#"{{"type":"say","payload":"{}"}}"#,
        "x".repeat(length - frame)
    )
}

impl Client {
    pub async fn connect(address: &str) -> Self {
        Self::connect_with(address, "/api/v1/test/ws", "").await
    }

    /// Connects with more header lines, each ending in CRLF.
    pub async fn connect_with(address: &str, path: &str, headers: &str) -> Self {
        let client = Self::try_connect(address, path, headers).await;
        assert!(client.head.starts_with("HTTP/1.1 101"), "{}", client.head);
        client
    }

    pub async fn try_connect(address: &str, path: &str, headers: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut buffer = Vec::new();
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            let read = timeout(PATIENCE, stream.read_buf(&mut buffer))
                .await
                .unwrap()
                .unwrap();
            assert!(read > 0, "closed during the handshake");
        };
        let rest = buffer.split_off(end);
        Self {
            stream,
            buffer: rest,
            head: String::from_utf8(buffer).unwrap(),
        }
    }

    pub async fn raw(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    pub async fn frame(&mut self, first: u8, payload: &[u8]) {
        self.raw(&masked(first, payload)).await;
    }

    pub async fn send(&mut self, value: &Value) {
        self.frame(0x81, value.to_string().as_bytes()).await;
    }

    /// The next frame, pings included; `None` where the connection ended.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((frame, used)) = parse(&self.buffer) {
                self.buffer.drain(..used);
                return Some(frame);
            }
            let read = timeout(PATIENCE, self.stream.read_buf(&mut self.buffer))
                .await
                .unwrap();
            match read {
                Ok(read) if read > 0 => {}
                _ => return None,
            }
        }
    }

    /// The next message, as JSON. Pings are answered on the way.
    pub async fn json(&mut self) -> Value {
        loop {
            let frame = self.next().await.unwrap();
            match frame.first {
                0x81 => return serde_json::from_slice(&frame.payload).unwrap(),
                0x89 => self.frame(0x8a, &frame.payload).await,
                _ => panic!("not a text: {frame:?}"),
            }
        }
    }

    /// The code and the reason of the close frame, which has to be next but for pings.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            let frame = self.next().await.unwrap();
            match frame.first {
                0x88 => {
                    let code = u16::from_be_bytes([frame.payload[0], frame.payload[1]]);
                    return (
                        code,
                        String::from_utf8(frame.payload[2..].to_vec()).unwrap(),
                    );
                }
                0x89 => {}
                _ => panic!("not a close: {:?}", String::from_utf8_lossy(&frame.payload)),
            }
        }
    }

    /// Reads on until the connection ends.
    pub async fn drained(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }

    pub async fn subscribe(&mut self, name: &str) -> Value {
        self.send(&json!({"type": "ticks.subscribe", "payload": {"name": name}}))
            .await;
        self.json().await
    }

    pub async fn unsubscribe(&mut self, name: &str) -> Value {
        self.send(&json!({"type": "ticks.unsubscribe", "payload": {"name": name}}))
            .await;
        self.json().await
    }

    /// A round trip: everything sent before was handled.
    pub async fn ping(&mut self) {
        self.send(&json!({"type": "ping", "id": "sync"})).await;
        let pong = self.json().await;
        assert_eq!(
            (&pong["type"], &pong["id"]),
            (&json!("pong"), &json!("sync")),
            "{pong}"
        );
    }
}

fn parse(bytes: &[u8]) -> Option<(Frame, usize)> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    assert_eq!(second & 0x80, 0, "a server does not mask");
    let (length, start) = match second {
        126 => (
            u16::from_be_bytes(bytes.get(2..4)?.try_into().unwrap()) as usize,
            4,
        ),
        127 => (
            u64::from_be_bytes(bytes.get(2..10)?.try_into().unwrap()) as usize,
            10,
        ),
        short => (short as usize, 2),
    };
    let payload = bytes.get(start..start + length)?.to_vec();
    Some((Frame { first, payload }, start + length))
}

/// The JSON of a GET.
pub async fn get(address: &str, path: &str) -> Value {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    serde_json::from_str(text.split_once("\r\n\r\n").unwrap().1).unwrap()
}

impl Client {
    /// Reads on to the close frame and answers it.
    pub async fn drained_to_close(&mut self) -> Vec<(u16, String)> {
        let mut closes = Vec::new();
        while let Some(frame) = self.next().await {
            if frame.first == 0x88 {
                let code = u16::from_be_bytes([frame.payload[0], frame.payload[1]]);
                closes.push((
                    code,
                    String::from_utf8(frame.payload[2..].to_vec()).unwrap(),
                ));
                self.frame(0x88, &frame.payload[..2]).await;
            }
        }
        closes
    }
}
