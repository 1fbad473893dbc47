//! A small server to measure the runtime with: the router that codegen makes of `schema/bars.yaml`, whose one route
//! carries what clients publish, and an echo. `load` measures such a server.

mod client;
mod load;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use specwire_bench_generated::bars::models::{Bar, BarsParams};
use specwire_bench_generated::bars::router::BarsRouter;
use specwire_bench_generated::bars::services::{BarsPublishService, BarsService};
use specwire_runtime::codegen::{Caller, Publisher, ServiceError};
use specwire_runtime::{Config, Drain, Gateway, Limits};
use tokio::net::TcpListener;

/// Hands what one client publishes to all who subscribed to its symbol.
#[derive(Default)]
struct Exchange {
    publishers: RwLock<HashMap<String, Publisher<Bar>>>,
}

impl BarsService for Exchange {
    async fn start(
        &self,
        params: BarsParams,
        publisher: Publisher<Bar>,
    ) -> Result<(), ServiceError> {
        let mut publishers = self
            .publishers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        publishers.insert(params.symbol.into(), publisher);
        Ok(())
    }

    async fn stop(&self, params: BarsParams) {
        let mut publishers = self
            .publishers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        publishers.remove(&*params.symbol);
    }
}

impl BarsPublishService for Exchange {
    async fn bars_publish(&self, _: &Caller, bar: Bar) -> Result<(), ServiceError> {
        let publishers = self
            .publishers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(publisher) = publishers.get(&bar.symbol) {
            publisher.publish(&bar);
        }
        Ok(())
    }
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
            ..Drain::default()
        },
        ..Config::default()
    }
}

#[tokio::main]
async fn serve(address: &str) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let site = Gateway::new(config())
        .mount(BarsRouter::new(Arc::new(Exchange::default())))?
        .open();
    let bars = site.socket("bars").ok_or("no module")?;
    let router = Router::new().route("/", bars).route("/echo", site.echo());
    specwire_runtime::serve(vec![listener], router, async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    Ok(())
}

/// On one thread: the load takes one core, the rest is the server's.
#[tokio::main(flavor = "current_thread")]
async fn load() -> Result<(), Box<dyn std::error::Error>> {
    load::run().await
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => serve("127.0.0.1:0"),
        ["--listen", address] => serve(address),
        ["load"] => load(),
        _ => Err("usage: specwire-bench [--listen ADDR | load]".into()),
    }
}
