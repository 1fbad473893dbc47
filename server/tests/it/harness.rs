//! Starts servers, reads where they listen, and talks to them.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Nothing here takes this long; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits, but not for ever.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {PATIENCE:?} in vain for {what}"),
    }
}

/// The server's command, in an empty folder and without this process's settings.
pub(crate) fn command() -> (Command, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_server")));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SPECWIRE_")) {
        command.env_remove(name);
    }
    command.current_dir(folder.path()).kill_on_drop(true);
    (command, folder)
}

/// A running server.
pub(crate) struct Server {
    pub(crate) child: Child,
    /// Kept open: a server that cannot print has no reader.
    _lines: Lines<BufReader<ChildStdout>>,
    /// `127.0.0.1:PORT` of each listener.
    pub(crate) addresses: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Server {
    pub(crate) async fn start() -> Server {
        Server::with(&[], "").await
    }

    /// With further flags, and a configuration file.
    pub(crate) async fn with(flags: &[&str], file: &str) -> Server {
        let (mut command, folder) = command();
        std::fs::write(folder.path().join("server.toml"), file).unwrap();
        if !flags.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let listeners = flags
            .iter()
            .filter(|flag| **flag == "--listen")
            .count()
            .max(1);
        let mut child = command.args(flags).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut addresses = Vec::new();
        while addresses.len() < listeners {
            let line = soon("an address", lines.next_line())
                .await
                .unwrap()
                .expect("the server left");
            if let Some(address) = line.strip_prefix("listening on http://") {
                addresses.push(address.to_owned());
            }
        }
        Server {
            child,
            _lines: lines,
            addresses,
            _folder: folder,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addresses[0])
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        soon(path, reqwest::get(self.url(path))).await.unwrap()
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(
            response.headers()["content-type"],
            "application/json",
            "{path}"
        );
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    pub(crate) async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    pub(crate) async fn connect(&self, module: &str) -> Socket {
        self.connect_as(module, None).await
    }

    pub(crate) async fn connect_as(&self, module: &str, token: Option<&str>) -> Socket {
        let url = format!("ws://{}/api/v1/{module}/ws", self.addresses[0]);
        let mut request = url.into_client_request().unwrap();
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        let (stream, _) = soon("a connection", tokio_tungstenite::connect_async(request))
            .await
            .unwrap();
        Socket {
            stream,
            kept: VecDeque::new(),
            last_id: 0,
        }
    }

    /// Sends a signal to the process.
    pub(crate) async fn signal(&self, name: &str) {
        let pid = self.child.id().unwrap().to_string();
        let status = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .await
            .unwrap();
        assert!(status.success());
    }
}

/// A client's end of a connection.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Messages that came while another was awaited.
    kept: VecDeque<Value>,
    last_id: u64,
}

impl Socket {
    pub(crate) async fn send(&mut self, message: Value) {
        self.stream
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    /// The next message, or how the connection was closed.
    async fn read(&mut self) -> Result<Value, Option<CloseFrame>> {
        loop {
            match soon("a message", self.stream.next()).await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("the connection broke: {error}"),
                None => return Err(None),
            }
        }
    }

    /// The first message, kept or new, that is wanted.
    pub(crate) async fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.kept.iter().position(&wanted) {
            return self.kept.remove(index).unwrap();
        }
        let search = async {
            loop {
                let message = self
                    .read()
                    .await
                    .unwrap_or_else(|frame| panic!("closed: {frame:?}"));
                if wanted(&message) {
                    return message;
                }
                self.kept.push_back(message);
            }
        };
        soon("the wanted message", search).await
    }

    /// Payload of the next update of a topic.
    pub(crate) async fn update(&mut self, topic: &str) -> Value {
        self.update_where(topic, |_| true).await
    }

    /// ... that is wanted; updates before it are passed over.
    pub(crate) async fn update_where(
        &mut self,
        topic: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        loop {
            let message = self
                .wait(|message| message["payload"]["topic"] == topic && ends_update(message))
                .await;
            let payload = message["payload"]["payload"].clone();
            if wanted(&payload) {
                return payload;
            }
        }
    }

    /// Sends a request and returns the whole answer.
    pub(crate) async fn call(&mut self, kind: &str, payload: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(json!({ "type": kind, "payload": payload, "id": id }))
            .await;
        self.wait(|message| message["id"] == id).await
    }

    /// Subscribes and returns the topic.
    pub(crate) async fn subscribe(&mut self, route: &str, params: Value) -> String {
        let answer = self.call(&format!("{route}.subscribe"), params).await;
        assert_eq!(answer["payload"]["status"], "ok", "{answer}");
        answer["payload"]["topic"].as_str().unwrap().to_owned()
    }

    /// Reads on until the connection is closed.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        self.rest().await.1
    }

    /// Everything up to the close frame, what was kept first, and the close frame.
    pub(crate) async fn rest(&mut self) -> (Vec<Value>, (u16, String)) {
        let rest = async {
            let mut messages: Vec<_> = self.kept.drain(..).collect();
            loop {
                match self.read().await {
                    Ok(message) => messages.push(message),
                    Err(frame) => {
                        let close = frame.map_or((1005, String::new()), |frame| {
                            (frame.code.into(), frame.reason.to_string())
                        });
                        return (messages, close);
                    }
                }
            }
        };
        soon("the end of the connection", rest).await
    }
}

fn ends_update(message: &Value) -> bool {
    message["type"]
        .as_str()
        .is_some_and(|kind| kind.ends_with(".update"))
}
