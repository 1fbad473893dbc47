//! Serves the exported module on a free port, which it prints. It ends with its standard input.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use desk_export::desk::models::{AlertPayload, AlertUnderscorePayload, Bar, P};
use desk_export::desk::router::DeskRouter;
use desk_export::desk::services::{AlertService, AlertsRaiseService, BarsService, PingService};
use specwire_runtime::{Caller, Config, Gateway, Publisher, ServiceError, run};

struct Desk;

impl BarsService for Desk {
    async fn start(&self, params: P, bars: Publisher<Bar>) -> Result<(), ServiceError> {
        assert_eq!(params.symbol, "AAPL");
        let feed = bars.clone();
        bars.spawn(async move {
            loop {
                feed.publish(&Bar { time: 7, o: 1.5, upper_o: 2.5 });
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        Ok(())
    }

    async fn stop(&self, _: P) {}
}

impl AlertService for Desk {
    async fn alert(&self, _: &Caller, alert: AlertPayload) -> Result<AlertUnderscorePayload, ServiceError> {
        Ok(AlertUnderscorePayload { text: format!("{} above {}", alert.symbol, *alert.above) })
    }
}

impl AlertsRaiseService for Desk {
    async fn alerts_raise(&self, _: &Caller, text: AlertUnderscorePayload) -> Result<AlertPayload, ServiceError> {
        let above = 1.0.try_into().map_err(|_| ServiceError::new("invalid", "not above 0"))?;
        Ok(AlertPayload::new(text.text, above))
    }
}

impl PingService for Desk {
    async fn ping(&self, _: &Caller) -> Result<(), ServiceError> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let site = Gateway::new(Config::default()).mount(DeskRouter::new(Arc::new(Desk)))?.open();
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    run(&site, vec![listener], async { drop(ended.await) }).await;
    Ok(())
}
