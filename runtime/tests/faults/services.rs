//! Services that break down.

use serde_json::json;
use specwire_runtime::Config;

use crate::client::Client;
use crate::scene::survives;

/// Says nothing of panics that are asked for. With `RUST_BACKTRACE` set, each would leave its backtrace in the output that
/// the test holds, and the debug information that it was read from.
fn quiet() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref() != Some(&"as asked") {
            tell(info);
        }
    }));
}

#[test]
fn services_that_panic() {
    quiet();
    survives(Config::default(), 10, async |server| {
        for n in 0..10 {
            let mut client = Client::connect(&server.address).await;
            // In the start of a topic, in a request, in a topic's task, in the stop of a topic.
            let name = format!("panic-{n}");
            assert_eq!(client.subscribe(&name).await["payload"]["status"], "error");
            client
                .send(&json!({"type": "say", "payload": "panic"}))
                .await;
            assert_eq!(client.json().await["payload"]["code"], "service_panicked");
            let name = format!("task-{n}");
            assert_eq!(client.subscribe(&name).await["payload"]["status"], "ok");
            server
                .desk
                .publisher(&name)
                .spawn(async { panic!("as asked") });
            let lost = client.json().await;
            assert_eq!(lost["payload"]["code"], "service_panicked", "{lost}");
            let name = format!("breaks-{n}");
            assert_eq!(client.subscribe(&name).await["payload"]["status"], "ok");
            if n % 2 == 0 {
                client.unsubscribe(&name).await;
            }
        }
    });
}
