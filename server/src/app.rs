//! Puts the parts together: the simulation, the services on it, the gateway in front of them.

use std::sync::Arc;
use std::time::Duration;

use specwire_generated::broker::router::{BrokerEvents, BrokerRouter};
use specwire_generated::datafeed::router::{DatafeedEvents, DatafeedRouter};
use specwire_runtime::{Gateway, SetupError, Site};
use tokio::task::JoinSet;

use crate::auth::Tokens;
use crate::config::Config;
use crate::live::Floor;
use crate::market::rng::Rng;
use crate::modules::{Broker, Datafeed};
use crate::view::system;

/// A server that is ready to listen. The simulation runs for as long as this lives.
pub struct App {
    pub site: Site,
    datafeed: Option<DatafeedEvents>,
    broker: Option<BrokerEvents>,
    _tasks: JoinSet<()>,
}

/// The modules that are switched on, each with its services.
pub fn app(config: &Config) -> Result<App, SetupError> {
    let floor = Floor::new(config);
    let mut tasks = JoinSet::new();
    let mut gateway = Gateway::new(config.ws.clone());
    if !config.auth.tokens.is_empty() {
        gateway = gateway.authenticator(Tokens::new(&config.auth.tokens));
    }
    let (mut datafeed, mut broker) = (None, None);
    for name in &config.modules {
        match name.as_str() {
            "datafeed" => {
                let router = DatafeedRouter::new(Arc::new(Datafeed::new(Arc::clone(&floor))));
                datafeed = Some(router.events());
                tasks.spawn(alerts(Arc::clone(&floor), router.events(), config.seed));
                gateway = gateway.mount(router)?;
            }
            "broker" => {
                let router = BrokerRouter::new(Arc::new(Broker::new(Arc::clone(&floor))));
                broker = Some(router.events());
                gateway = gateway.mount(router)?;
            }
            // `Config::check` lets no other name pass.
            _ => {}
        }
    }
    let step = Duration::from_millis(config.simulation.step_ms);
    tasks.spawn(floor.run(step));
    Ok(App {
        site: gateway.open(),
        datafeed,
        broker,
        _tasks: tasks,
    })
}

impl App {
    /// Tells everybody that the server goes down.
    pub fn announce_end(&self) {
        if let Some(datafeed) = &self.datafeed {
            datafeed.system_notification(&system::going_down_datafeed());
        }
        if let Some(broker) = &self.broker {
            broker.system_notification(&system::going_down_broker());
        }
    }
}

/// Tells everybody of great moves.
async fn alerts(floor: Arc<Floor>, events: DatafeedEvents, seed: u64) {
    let (mut moves, mut rng) = (floor.moves(), Rng::named(seed, "alerts"));
    while let Some(moved) = moves.next().await {
        events.alerts_alert(&system::alert(&moved, &mut rng));
    }
}
