//! What a FastWS application exports, as it is: the crate made of it compiles without a warning, and its router
//! dispatches.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket, connect};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/fastws")
        .join(name)
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{command:?}\n{said}");
    said
}

/// The crate of the export, and an application on it, built.
fn built(folder: &Path) -> PathBuf {
    let runtime = repository().join("runtime");
    succeed(
        Command::new(env!("CARGO_BIN_EXE_codegen"))
            .args(["generate", "desk.yaml", "--package", "desk-export"])
            .arg("--out")
            .arg(folder.join("export"))
            .arg("--runtime-path")
            .arg(&runtime)
            .current_dir(data("")),
    );
    let app = folder.join("app");
    fs::create_dir_all(app.join("src")).unwrap();
    fs::copy(data("main.rs"), app.join("src/main.rs")).unwrap();
    fs::copy(repository().join("Cargo.lock"), app.join("Cargo.lock")).unwrap();
    let manifest = format!(
        "[package]\nname = \"desk-app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ndesk-export = {{ path = \"../export\" }}\nspecwire-runtime = {{ path = {:?} }}\n\
         tokio = {{ version = \"1\", features = [\"net\", \"rt-multi-thread\", \"macros\", \"time\"] }}\n\n[workspace]\n",
        runtime.to_str().unwrap()
    );
    fs::write(app.join("Cargo.toml"), manifest).unwrap();
    // The same folder as other projects that tests build: what all of them depend on is built once.
    let target = repository().join("target/init");
    let said = succeed(
        Command::new(env!("CARGO"))
            .args(["build", "--offline"])
            .env("CARGO_TARGET_DIR", &target)
            .current_dir(&app),
    );
    assert!(!said.contains("warning"), "{said}");
    target.join("debug/desk-app")
}

struct Running(Child, String);

impl Running {
    fn start(binary: &Path) -> Self {
        let mut child = Command::new(binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut address).unwrap();
        Self(child, address.trim().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

struct Client(WebSocket<MaybeTlsStream<TcpStream>>);

impl Client {
    fn send(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).unwrap();
    }

    /// The next message of a type.
    fn next(&mut self, name: &str) -> Value {
        loop {
            let Message::Text(text) = self.0.read().unwrap() else {
                continue;
            };
            let message: Value = serde_json::from_str(&text).unwrap();
            if message["type"] == name {
                return message;
            }
            assert_eq!(message["type"], "bars.update", "{message}");
        }
    }

    fn ask(&mut self, message: &Value, answer: &str) -> Value {
        self.send(message);
        self.next(answer)
    }
}

#[test]
fn an_export_becomes_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(&built(folder.path()));
    let (socket, _) = connect(format!("ws://{}/api/v1/desk/ws", server.1)).unwrap();
    let mut client = Client(socket);

    let alert = json!({ "symbol": "AAPL", "above": 2.5 });
    assert_eq!(
        client.ask(
            &json!({ "type": "alert", "payload": alert, "id": 1 }),
            "alert.response"
        ),
        json!({ "type": "alert.response", "payload": { "text": "AAPL above 2.5" }, "id": 1 })
    );
    let raise = json!({ "type": "alerts.raise", "payload": { "text": "TSLA" } });
    let raised = client.ask(&raise, "alerts.raise.response");
    assert_eq!(raised["payload"], json!({ "symbol": "TSLA", "above": 1.0 }));
    client.ask(&json!({ "type": "ping" }), "pong");

    let params = json!({ "symbol": "AAPL", "resolution": "1" });
    let subscribe = json!({ "type": "bars.subscribe", "payload": params });
    let reply = client.ask(&subscribe, "bars.subscribe.response");
    assert_eq!(reply["payload"]["status"], "ok", "{reply}");
    let update = client.next("bars.update");
    assert_eq!(update["payload"]["topic"], reply["payload"]["topic"]);
    assert_eq!(
        update["payload"]["payload"],
        json!({ "time": 7, "o": 1.5, "O": 2.5 })
    );

    let wrong = json!({ "symbol": "AAPL", "above": 0 });
    let error = client.ask(&json!({ "type": "alert", "payload": wrong }), "error");
    assert_eq!(error["payload"]["code"], "validation_failed", "{error}");
    // The export lets null through beside the model: the fault is that of the model.
    assert_eq!(error["payload"]["path"], "/above", "{error}");
}
