//! What an operator can set. Every member has a default; unknown members are refused.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the gateway, the same for every module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Seconds without any inbound frame after which a connection is closed (1003). The server pings idle
    /// connections at half of it. 0 switches the heartbeat off.
    #[schemars(range(min = 0.0))]
    pub heartbeat_interval: f64,
    /// Seconds after which a connection is closed (1003), however busy it is. 0 means never.
    #[schemars(range(min = 0.0))]
    pub max_connection_lifespan: f64,
    /// What happens after a message that cannot be read: the `error` envelope is sent either way.
    pub on_bad_message: OnBadMessage,
    /// Bounds that keep one client, or many, from costing the others.
    pub limits: Limits,
    /// permessage-deflate (RFC 7692).
    pub compression: Compression,
    /// How the server goes down.
    pub drain: Drain,
    /// Origins that browsers may connect from, as in `https://app.example.com`. Empty allows every origin.
    /// A client that sends no `Origin` is no browser and is let in.
    pub allowed_origins: Vec<String>,
    /// How many tasks share the writing of updates. 0 takes one for each core, at most 8.
    #[schemars(range(max = 256))]
    pub shards: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            heartbeat_interval: 30.0,
            max_connection_lifespan: 3600.0,
            on_bad_message: OnBadMessage::Close,
            limits: Limits::default(),
            compression: Compression::default(),
            drain: Drain::default(),
            allowed_origins: Vec::new(),
            shards: 0,
        }
    }
}

/// What happens after a message that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnBadMessage {
    /// Send the error, then close with 1003.
    #[default]
    Close,
    /// Send the error and keep the connection.
    Reply,
}

/// Bounds that keep one client, or many, from costing the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Open connections, all modules together. More are closed with 4429.
    pub max_connections: usize,
    /// Topics that one connection may hold. More subscriptions are refused.
    pub max_topics_per_connection: usize,
    /// Size in bytes of one inbound message, after inflating. Larger ones close with 1009.
    pub max_message_bytes: usize,
    /// Inbound messages a second and connection, on average. Faster clients are closed with 4429. 0 sets no limit.
    #[schemars(range(min = 0.0))]
    pub max_inbound_rate: f64,
    /// Inbound messages that may come at once before the rate counts.
    pub inbound_burst: u32,
    /// Bytes that may wait for one slow connection. More close it with 1013.
    pub max_queue_bytes: usize,
    /// Requests of one connection that may be at work at once. Further messages wait in the socket.
    pub max_requests_in_flight: usize,
    /// Seconds that a closing connection may take for its last bytes and the other side's close frame.
    #[schemars(range(min = 0.0))]
    pub close_timeout: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 100_000,
            max_topics_per_connection: 1_000,
            max_message_bytes: 256 * 1024,
            max_inbound_rate: 200.0,
            inbound_burst: 400,
            max_queue_bytes: 1024 * 1024,
            max_requests_in_flight: 64,
            close_timeout: 5.0,
        }
    }
}

/// permessage-deflate (RFC 7692). An update is compressed once and shared, so no context is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Compression {
    /// Whether to accept the extension from clients that offer it.
    pub enabled: bool,
    /// 1 (fastest) to 9 (smallest).
    #[schemars(range(min = 1, max = 9))]
    pub level: u32,
    /// Messages below this size in bytes are sent as they are.
    pub min_bytes: usize,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            enabled: true,
            level: 3,
            min_bytes: 128,
        }
    }
}

/// How the server goes down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Drain {
    /// Seconds between the word that the server goes down (`/api/v1/health` says 503) and the end of listening: load
    /// balancers need some to notice. New connections are still taken meanwhile.
    #[schemars(range(min = 0.0))]
    pub delay: f64,
    /// Seconds over which clients are told to come back, spread evenly (`system.reconnect`).
    #[schemars(range(min = 0.0))]
    pub reconnect_window: f64,
    /// Seconds within which everything is flushed, closed with 1001 and stopped; what is left then is cut.
    #[schemars(range(min = 0.0))]
    pub timeout: f64,
}

impl Default for Drain {
    fn default() -> Self {
        Self {
            delay: 0.0,
            reconnect_window: 5.0,
            timeout: 10.0,
        }
    }
}

/// Seconds of the configuration as a duration; what is no duration counts as none.
pub(crate) fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value).unwrap_or(Duration::ZERO)
}

impl Config {
    /// How many shards the hub has.
    pub(crate) fn shard_count(&self) -> usize {
        if self.shards > 0 {
            return self.shards.min(256);
        }
        std::thread::available_parallelism().map_or(1, |n| n.get().min(8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_members_are_refused_and_missing_ones_default() {
        let config: Config = serde_json::from_str(r#"{"limits":{"max_connections":5}}"#).unwrap();
        assert_eq!(config.limits.max_connections, 5);
        assert_eq!(config.limits.inbound_burst, Limits::default().inbound_burst);
        assert!(serde_json::from_str::<Config>(r#"{"limts":{}}"#).is_err());
        assert!(serde_json::from_str::<Config>(r#"{"drain":{"windw":1}}"#).is_err());
    }
}
