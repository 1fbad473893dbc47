//! A small server to measure the runtime with: one route whose updates its clients publish, and an echo.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use serde::{Deserialize, Serialize};
use specwire_runtime::codegen::{
    Caller, Publisher, RequestInfo, RouteInfo, ServiceError, Source, Spec,
};
use specwire_runtime::{Config, Drain, Gateway, Limits, Module};
use tokio::net::TcpListener;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Params {
    symbol: String,
    resolution: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bar {
    symbol: String,
    ts: u64,
    o: f64,
    h: f64,
    l: f64,
    c: f64,
    v: f64,
}

type Publishers = Arc<RwLock<HashMap<String, Publisher<Bar>>>>;

struct Bars(Publishers);

impl Source for Bars {
    type Params = Params;
    type Update = Bar;

    async fn authorize(&self, _: &Caller, _: &Params) -> Result<(), ServiceError> {
        Ok(())
    }

    async fn start(&self, params: Params, publisher: Publisher<Bar>) -> Result<(), ServiceError> {
        let mut publishers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        publishers.insert(params.symbol, publisher);
        Ok(())
    }

    async fn stop(&self, params: Params) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&params.symbol);
    }
}

fn spec() -> Spec {
    Spec {
        module: "bars",
        title: "Bench",
        version: "1.0.0",
        hash: "",
        json: include_str!("../schema/bars.json"),
        yaml: "",
        docs: "",
    }
}

fn module() -> Module {
    let publishers = Publishers::default();
    let info = RouteInfo {
        name: "bars",
        replay_last: false,
        conflate: false,
    };
    let request = RequestInfo {
        name: "bars.publish",
        reply: None,
    };
    Module::builder(spec())
        .route::<Params, Bar>(info, Bars(Arc::clone(&publishers)))
        .request::<Bar, (), _, _>(request, move |_, bar| {
            let publishers = publishers.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(publisher) = publishers.get(&bar.symbol) {
                publisher.publish(&bar);
            }
            async { Ok(()) }
        })
        .build()
}

/// As the server's defaults, but for the bounds that a load generator runs into by its nature.
fn config() -> Config {
    Config {
        limits: Limits {
            max_inbound_rate: 0.0,
            max_message_bytes: 64 * 1024 * 1024,
            max_queue_bytes: 128 * 1024 * 1024,
            ..Limits::default()
        },
        drain: Drain {
            reconnect_window: 0.0,
            timeout: 1.0,
        },
        ..Config::default()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut address = "127.0.0.1:0".to_owned();
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--listen", Some(value)) => address = value,
            _ => return Err("usage: specwire-bench [--listen ADDR]".into()),
        }
    }
    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let site = Gateway::new(config()).mount(module())?.open();
    let bars = site.socket("bars").ok_or("no module")?;
    let router = Router::new().route("/", bars).route("/echo", site.echo());
    specwire_runtime::serve(vec![listener], router, async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    Ok(())
}
