//! A module made by hand, whose service does what the topic's name says, and the server around it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use specwire_runtime::codegen::{
    Builtin, Caller, Publisher, RequestInfo, RouteInfo, ServiceError, Source, Spec,
};
use specwire_runtime::{Config, Gateway, Module, Site};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep, timeout};

use crate::client::get;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Params {
    pub name: String,
}

/// What the service did and what tests do through it.
pub struct Desk {
    pub log: Mutex<Vec<String>>,
    publishers: Mutex<HashMap<String, Publisher<Value>>>,
    /// Of the route whose updates are lists.
    pub lists: Mutex<HashMap<String, Publisher<Vec<Value>>>>,
    /// Opens the calls of topics whose names say that they wait.
    pub gate: Semaphore,
}

impl Desk {
    fn note(&self, what: &str, name: &str) {
        self.log.lock().unwrap().push(format!("{what} {name}"));
    }

    pub fn notes(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    pub fn publisher(&self, name: &str) -> Publisher<Value> {
        self.publishers.lock().unwrap()[name].clone()
    }

    pub fn publish(&self, name: &str, value: &Value) {
        self.publisher(name).publish(value);
    }

    async fn pass(&self) {
        self.gate.acquire().await.unwrap().forget();
    }
}

struct Ticks(Arc<Desk>);

impl Source for Ticks {
    type Params = Params;
    type Update = Value;

    async fn authorize(&self, _: &Caller, params: &Params) -> Result<(), ServiceError> {
        if params.name.starts_with("ask") {
            self.0.pass().await;
        }
        if params.name.starts_with("deny") {
            return Err(ServiceError::forbidden("not for you"));
        }
        Ok(())
    }

    async fn start(&self, params: Params, publisher: Publisher<Value>) -> Result<(), ServiceError> {
        let name = params.name;
        self.0.note("start", &name);
        self.0
            .publishers
            .lock()
            .unwrap()
            .insert(name.clone(), publisher.clone());
        if name.starts_with("greet") {
            publisher.publish(&json!("welcome"));
        }
        if name.starts_with("slow") {
            self.0.pass().await;
        }
        self.0.note("started", &name);
        assert!(!name.starts_with("panic"), "as asked");
        if name.starts_with("fail") {
            return Err(ServiceError::failed("no such luck"));
        }
        Ok(())
    }

    async fn stop(&self, params: Params) {
        self.0.note("stop", &params.name);
        if params.name.contains("lingers") {
            self.0.pass().await;
        }
        assert!(!params.name.contains("breaks"), "as asked");
        self.0.note("stopped", &params.name);
    }
}

struct Lists(Arc<Desk>);

impl Source for Lists {
    type Params = Params;
    type Update = Vec<Value>;

    async fn authorize(&self, _: &Caller, _: &Params) -> Result<(), ServiceError> {
        Ok(())
    }

    async fn start(
        &self,
        params: Params,
        publisher: Publisher<Vec<Value>>,
    ) -> Result<(), ServiceError> {
        self.0.lists.lock().unwrap().insert(params.name, publisher);
        Ok(())
    }

    async fn stop(&self, params: Params) {
        self.0.lists.lock().unwrap().remove(&params.name);
    }
}

fn message(name: &str, payload: &Value) -> Value {
    json!({"name": name, "payload": {"type": "object", "required": ["type", "payload"], "properties": {
        "type": {"const": name}, "payload": payload, "id": {"type": ["string", "integer"]}}}})
}

fn spec() -> Spec {
    let params = json!({"$ref": "#/components/schemas/Params"});
    let mut messages = serde_json::Map::new();
    for route in ["ticks", "latest", "newest", "lists"] {
        for verb in ["subscribe", "unsubscribe"] {
            let name = format!("{route}.{verb}");
            messages.insert(name.replace('.', "_"), message(&name, &params));
        }
    }
    messages.insert(
        "say".into(),
        message(
            "say",
            &json!({"type": "string", "minLength": 1, "maxLength": 100_000}),
        ),
    );
    for name in [
        "tell",
        "ping",
        "session.info",
        "session.subscriptions",
        "session.clear",
    ] {
        messages.insert(name.into(), json!({"name": name}));
    }
    let document = json!({
        "asyncapi": "2.4.0", "info": {"title": "Test", "version": "1.2.3"}, "channels": {},
        "components": {"messages": messages, "schemas": {"Params": {
            "type": "object", "required": ["name"], "additionalProperties": false,
            "properties": {"name": {"type": "string", "pattern": "^[a-z0-9-]+$"}},
        }}},
    });
    Spec {
        module: "test",
        title: "Test",
        version: "1.2.3",
        hash: "00",
        json: document.to_string().leak(),
        yaml: "",
        docs: "",
    }
}

fn module(desk: &Arc<Desk>) -> Module {
    let route = |name, replay_last, conflate| RouteInfo {
        name,
        replay_last,
        conflate,
    };
    let held = Arc::clone(desk);
    Module::builder(spec())
        .route::<Params, Value>(route("ticks", false, false), Ticks(Arc::clone(desk)))
        .route::<Params, Value>(route("latest", true, false), Ticks(Arc::clone(desk)))
        .route::<Params, Value>(route("newest", false, true), Ticks(Arc::clone(desk)))
        .route::<Params, Vec<Value>>(route("lists", false, false), Lists(Arc::clone(desk)))
        .request::<String, String, _, _>(
            RequestInfo {
                name: "say",
                reply: Some("said"),
            },
            move |_, words| {
                let desk = Arc::clone(&held);
                async move {
                    match words.as_str() {
                        "wait" => desk.pass().await,
                        "panic" => panic!("as asked"),
                        "error" => return Err(ServiceError::new("out_of_words", "nothing to say")),
                        _ => {}
                    }
                    Ok(words)
                }
            },
        )
        .request::<(), (), _, _>(
            RequestInfo {
                name: "tell",
                reply: None,
            },
            |_, ()| async { Ok(()) },
        )
        .builtin(Builtin::Ping {
            request: "ping",
            reply: "pong",
        })
        .builtin(Builtin::SessionInfo {
            request: "session.info",
            reply: "session.info.response",
        })
        .builtin(Builtin::SessionSubscriptions {
            request: "session.subscriptions",
            reply: "session.subscriptions.response",
        })
        .builtin(Builtin::SessionClear {
            request: "session.clear",
            reply: "session.clear.response",
        })
        .build()
}

/// A server under test.
pub struct Server {
    pub address: String,
    pub desk: Arc<Desk>,
    pub events: specwire_runtime::EventSink,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Server {
    pub async fn start(config: Config) -> Self {
        Self::build(config, |gateway| gateway).await
    }

    pub async fn build(config: Config, set: impl FnOnce(Gateway) -> Gateway) -> Self {
        let desk = Arc::new(Desk {
            log: Mutex::default(),
            publishers: Mutex::default(),
            lists: Mutex::default(),
            gate: Semaphore::new(0),
        });
        let module = module(&desk);
        let events = module.events();
        let site: Site = set(Gateway::new(config)).mount(module).unwrap().open();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(async move {
            specwire_runtime::run(&site, vec![listener], async {
                let _ = stopped.await;
            })
            .await;
        });
        Self {
            address,
            desk,
            events,
            stop: Some(stop),
            serving: Some(serving),
        }
    }

    /// Begins the shutdown; the handle resolves at its end.
    pub fn shut_down(&mut self) -> JoinHandle<()> {
        self.stop.take().unwrap().send(()).unwrap();
        self.serving.take().unwrap()
    }

    pub async fn stats(&self) -> Value {
        get(&self.address, "/api/v1/ws/stats").await["totals"].clone()
    }

    /// Waits until nothing is held any more.
    pub async fn idle(&self) {
        self.until(|stats| {
            ["connections", "topics", "subscriptions", "queueBytes"]
                .iter()
                .all(|key| stats[key] == 0)
        })
        .await;
    }

    /// Waits until the statistics are as they should be.
    pub async fn until(&self, fits: impl Fn(&Value) -> bool) {
        let wait = async {
            while !fits(&self.stats().await) {
                sleep(Duration::from_millis(2)).await;
            }
        };
        if timeout(Duration::from_secs(20), wait).await.is_err() {
            panic!("never so: {}", self.stats().await);
        }
    }

    /// Waits until the service's log is as it should be.
    pub async fn noted(&self, notes: &[&str]) {
        let wait = async {
            while self.desk.notes() != notes {
                sleep(Duration::from_millis(2)).await;
            }
        };
        if timeout(Duration::from_secs(20), wait).await.is_err() {
            panic!("never so: {:?}", self.desk.notes());
        }
    }
}
