//! What the document asks for: a trait for each route and each request, implemented by one service.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use __SNAKE___generated::greeter::models::{ClockParams, GreetRequest, Greeting, Tick};
use __SNAKE___generated::greeter::services::{ClockService, GreetService};

use specwire_runtime::{Caller, Publisher, ServiceError};

/// Tells the time and says hello.
pub struct Greeter;

impl ClockService for Greeter {
    /// Called when a clock gains its first listener. The task ends by itself when the last one leaves.
    async fn start(&self, params: ClockParams, clock: Publisher<Tick>) -> Result<(), ServiceError> {
        let pace = Duration::from_millis(u64::from(*params.interval_ms));
        let ticks = clock.clone();
        clock.spawn(async move {
            for count in 1.. {
                ticks.publish(&Tick {
                    count,
                    unix_ms: now(),
                });
                tokio::time::sleep(pace).await;
            }
        });
        Ok(())
    }

    async fn stop(&self, _: ClockParams) {}
}

impl GreetService for Greeter {
    async fn greet(&self, _: &Caller, request: GreetRequest) -> Result<Greeting, ServiceError> {
        Ok(greeting(&request.name))
    }
}

fn greeting(name: &str) -> Greeting {
    Greeting {
        text: format!("Hello, {name}!"),
    }
}

fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::greeting;

    #[test]
    fn a_greeting_names_whom_it_greets() {
        assert_eq!(greeting("world").text, "Hello, world!");
    }
}
