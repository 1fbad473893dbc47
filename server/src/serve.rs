//! Listens, says where, serves until a signal comes, drains.

use std::fmt;
use std::io::Write;
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::app;
use crate::config::Config;

/// Why a server could not run.
#[derive(Debug)]
pub struct RunError(String);

impl RunError {
    fn new(error: impl fmt::Display) -> RunError {
        RunError(error.to_string())
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RunError {}

/// The whole life of a server.
pub async fn run(config: Config) -> Result<(), RunError> {
    let mut signals = Signals::new().map_err(RunError::new)?;
    let app = app(&config).map_err(RunError::new)?;
    let mut listeners = Vec::new();
    for address in config.addresses().map_err(RunError::new)? {
        let listener = TcpListener::bind(address).await;
        listeners.push(
            listener.map_err(|error| RunError(format!("cannot listen on {address}: {error}")))?,
        );
    }
    let addresses: Vec<SocketAddr> = listeners
        .iter()
        .filter_map(|listener| listener.local_addr().ok())
        .collect();
    announce(&addresses, &config.modules);
    if config.auth.tokens.is_empty() {
        tracing::info!("no tokens are configured: everybody may connect");
    }
    let stop = async {
        let name = signals.next().await;
        tracing::info!(signal = name, "draining");
        app.announce_end();
        tokio::spawn(async move {
            let name = signals.next().await;
            tracing::warn!(signal = name, "leaving at once");
            std::process::exit(1);
        });
    };
    specwire_runtime::run(&app.site, listeners, stop).await;
    tracing::info!("drained");
    Ok(())
}

/// Says where the server listens, and what to open. Scripts read the lines that begin with `listening on`.
fn announce(addresses: &[SocketAddr], modules: &[String]) {
    let mut text = String::new();
    for address in addresses {
        text += &format!("listening on http://{address}\n");
    }
    if let Some(address) = addresses.first() {
        text += &format!("  start here   http://{address}/\n");
        for module in modules {
            text += &format!("  {module:<12} http://{address}/api/v1/{module}/ws/asyncapi\n");
        }
    }
    // Whoever started the server may have closed the other end.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// What ends the server.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// The name of the next.
    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
