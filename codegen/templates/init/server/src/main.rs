//! The server: listens, serves the greeter, and lets connections go before it ends.

mod greeter;

use std::sync::Arc;

use __SNAKE___generated::greeter::router::GreeterRouter;

use specwire_runtime::{Config, Gateway, run};
use tokio::net::TcpListener;

use greeter::Greeter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8000".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let site = Gateway::new(Config::default())
        .mount(GreeterRouter::new(Arc::new(Greeter)))?
        .open();
    run(&site, vec![listener], async {
        // Where no signal can be had the server runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
    .await;
    Ok(())
}
