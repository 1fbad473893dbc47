//! An endpoint that sends every message back.

use axum::Router;
use specwire_runtime::{Config, Gateway, Limits};
use tokio::net::TcpListener;

/// Starts it on the runtime of this test; where it listens.
pub async fn echo(max_message_bytes: usize) -> String {
    let limits = Limits {
        max_message_bytes,
        ..Limits::default()
    };
    let site = Gateway::new(Config {
        limits,
        ..Config::default()
    })
    .open();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/", site.echo());
    tokio::spawn(specwire_runtime::serve(
        vec![listener],
        router,
        std::future::pending(),
    ));
    address
}
