//! What an operator can set: defaults, then a file, then the environment, then flags. One structure holds the result.

pub mod env;
pub mod load;
mod suggest;

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwire_runtime::Config as WsConfig;

pub use load::{ConfigError, Flags, load};

/// The modules that this server knows, in the order in which it shows them.
pub const MODULES: [&str; 2] = ["datafeed", "broker"];

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Addresses to listen on, as in `127.0.0.1:8000` or `[::1]:8000`; port 0 takes a free one.
    pub listen: Vec<String>,
    /// Modules to serve.
    pub modules: Vec<String>,
    /// What the simulated market is drawn from: the same seed, the same prices.
    pub seed: u64,
    /// What is written about the server's own doings.
    pub log: Log,
    /// The simulated market and broker.
    pub simulation: Simulation,
    /// Who may connect.
    pub auth: Auth,
    /// The WebSocket endpoints.
    pub ws: WsConfig,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: vec!["127.0.0.1:8000".to_owned()],
            modules: MODULES.map(str::to_owned).into(),
            seed: 1,
            log: Log::default(),
            simulation: Simulation::default(),
            auth: Auth::default(),
            ws: WsConfig::default(),
        }
    }
}

/// What is written to standard error, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub format: LogFormat,
    /// A level (`error`, `warn`, `info`, `debug`, `trace`) or directives such as `info,specwire_runtime=debug`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Log {
        Log {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The simulated market and broker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Simulation {
    /// Milliseconds between two steps of the market.
    pub step_ms: u64,
    /// What a new account begins with.
    pub starting_cash: f64,
    /// Seconds between losses of the broker's link to the exchange; 0 for none.
    pub outage_every: u32,
}

impl Default for Simulation {
    fn default() -> Simulation {
        Simulation {
            step_ms: 100,
            starting_cash: 100_000.0,
            outage_every: 0,
        }
    }
}

/// Who may connect. Without tokens everybody may, and every account is open to all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Auth {
    pub tokens: Vec<Token>,
}

/// One token, and what it opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The secret that a client sends.
    pub token: String,
    /// Who that is, for logs.
    pub principal: String,
    /// Accounts that it may see and trade.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Modules that it may use; empty for all.
    #[serde(default)]
    pub modules: Vec<String>,
    /// When it ends, as in `2030-01-01T00:00:00Z`; never, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<jiff::Timestamp>,
}

impl Config {
    /// As TOML, with secrets blanked out.
    pub fn printed(&self) -> String {
        let mut shown = self.clone();
        for token in &mut shown.auth.tokens {
            token.token = "***".to_owned();
        }
        toml::to_string_pretty(&shown).unwrap_or_else(|error| format!("# {error}\n"))
    }

    /// The addresses to listen on.
    pub fn addresses(&self) -> Result<Vec<SocketAddr>, ConfigError> {
        let parse = |text: &String| {
            text.parse().map_err(|_| {
                ConfigError::value(
                    "listen",
                    format!("`{text}` is no address and port, such as 127.0.0.1:8000"),
                )
            })
        };
        self.listen.iter().map(parse).collect()
    }

    pub fn serves(&self, module: &str) -> bool {
        self.modules.iter().any(|name| name == module)
    }

    /// What types alone do not say.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.addresses()?.is_empty() {
            return Err(ConfigError::value("listen", "name at least one address"));
        }
        if self.modules.is_empty() {
            return Err(ConfigError::value(
                "modules",
                format!("name at least one of {}", MODULES.join(", ")),
            ));
        }
        for (index, name) in self.modules.iter().enumerate() {
            if self.modules[..index].contains(name) {
                let message = format!("`{name}` stands twice");
                return Err(ConfigError::value("modules", message));
            }
        }
        let named = |token: &Token| token.modules.clone();
        for name in self
            .modules
            .iter()
            .cloned()
            .chain(self.auth.tokens.iter().flat_map(named))
        {
            if !MODULES.contains(&name.as_str()) {
                let known = MODULES.join(", ");
                return Err(ConfigError::value(
                    "modules",
                    format!("there is no module `{name}`, only {known}"),
                ));
            }
        }
        crate::logging::filter(&self.log.level)?;
        self.check_limits()?;
        self.check_numbers()
    }

    /// With a limit of none, nobody could do anything.
    fn check_limits(&self) -> Result<(), ConfigError> {
        let limits = &self.ws.limits;
        for (name, limit) in [
            ("max_connections", limits.max_connections),
            (
                "max_topics_per_connection",
                limits.max_topics_per_connection,
            ),
            ("max_message_bytes", limits.max_message_bytes),
            ("inbound_burst", limits.inbound_burst as usize),
            ("max_queue_bytes", limits.max_queue_bytes),
            ("max_requests_in_flight", limits.max_requests_in_flight),
        ] {
            if limit == 0 {
                let name = format!("ws.limits.{name}");
                return Err(ConfigError::value(&name, "must be at least 1"));
            }
        }
        if !(0.0..=1e9).contains(&limits.max_inbound_rate) {
            return Err(ConfigError::value(
                "ws.limits.max_inbound_rate",
                "must be from 0 (no limit) to 1000000000",
            ));
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), ConfigError> {
        let duration = |name: &str, seconds: f64| {
            if (0.0..=1e9).contains(&seconds) {
                Ok(())
            } else {
                Err(ConfigError::value(
                    name,
                    format!("{seconds} is no number of seconds from 0 to 1000000000"),
                ))
            }
        };
        duration("ws.heartbeat_interval", self.ws.heartbeat_interval)?;
        duration(
            "ws.max_connection_lifespan",
            self.ws.max_connection_lifespan,
        )?;
        duration("ws.drain.timeout", self.ws.drain.timeout)?;
        duration("ws.drain.delay", self.ws.drain.delay)?;
        duration("ws.drain.reconnect_window", self.ws.drain.reconnect_window)?;
        duration("ws.limits.close_timeout", self.ws.limits.close_timeout)?;
        if !(1..=9).contains(&self.ws.compression.level) {
            return Err(ConfigError::value(
                "ws.compression.level",
                "must be from 1 to 9",
            ));
        }
        if self.ws.shards > 256 {
            return Err(ConfigError::value("ws.shards", "must be from 0 to 256"));
        }
        if let Some(origin) = self.ws.allowed_origins.iter().find(|text| !is_origin(text)) {
            return Err(ConfigError::value(
                "ws.allowed_origins",
                format!(
                    "`{origin}` is no origin, such as https://app.example.com; an empty list allows all"
                ),
            ));
        }
        if !(10..=60_000).contains(&self.simulation.step_ms) {
            return Err(ConfigError::value(
                "simulation.step_ms",
                "must be from 10 to 60000",
            ));
        }
        if !(0.0..=1e9).contains(&self.simulation.starting_cash) {
            return Err(ConfigError::value(
                "simulation.starting_cash",
                "must be from 0 to 1000000000",
            ));
        }
        if self.auth.tokens.iter().any(|token| token.token.is_empty()) {
            return Err(ConfigError::value(
                "auth.tokens",
                "a token must not be empty",
            ));
        }
        Ok(())
    }
}

/// As browsers send it: scheme, host and port, and nothing after them.
fn is_origin(text: &str) -> bool {
    let host = text.split_once("://").map_or("", |(_, host)| host);
    text == "null" || (!host.is_empty() && !host.contains(['/', '*', ' ']))
}

#[cfg(test)]
mod tests;
