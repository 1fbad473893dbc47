//! What `/api/v1/ws/stats` and `/metrics` report: one snapshot, taken by the gateway.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

/// What the WebSocket endpoints are doing.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    /// Seconds since the start.
    pub(crate) uptime_seconds: f64,
    /// Asynchronous tasks of the process: one for each connection, some for each busy topic, a few more.
    pub(crate) tasks: usize,
    /// All modules together.
    pub(crate) totals: ModuleStats,
    /// Each module, by name.
    pub(crate) modules: BTreeMap<String, ModuleStats>,
}

/// What one module is doing.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModuleStats {
    /// Open connections.
    pub(crate) connections: u64,
    /// Connections since the start.
    pub(crate) connections_total: u64,
    /// Topics with a subscriber.
    pub(crate) topics: u64,
    /// Subscriptions, over all connections.
    pub(crate) subscriptions: u64,
    /// Messages received.
    pub(crate) messages_in: u64,
    /// Messages sent.
    pub(crate) messages_out: u64,
    /// Updates that a newer one took the place of while they waited for a slow reader (`x-conflate`).
    pub(crate) updates_replaced: u64,
    /// Bytes received.
    pub(crate) bytes_in: u64,
    /// Bytes sent.
    pub(crate) bytes_out: u64,
    /// Bytes that wait for slow readers.
    pub(crate) queue_bytes: u64,
    /// Closed connections, by close code.
    pub(crate) closes: BTreeMap<u16, u64>,
    /// Errors told to clients, by error code.
    pub(crate) errors: BTreeMap<String, u64>,
    /// From an update's publication to its bytes' way into the sockets.
    pub(crate) fanout: Latency,
}

/// A histogram of seconds.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Latency {
    /// Upper ends of the buckets, in seconds; the last bucket has none.
    pub(crate) bounds: Vec<f64>,
    /// How many fell into each bucket.
    pub(crate) counts: Vec<u64>,
    /// Sum of all, in seconds.
    pub(crate) sum: f64,
}

impl Stats {
    /// A report of these modules, with their sums.
    pub(crate) fn new(
        uptime: Duration,
        tasks: usize,
        modules: BTreeMap<String, ModuleStats>,
    ) -> Self {
        let mut totals = ModuleStats::default();
        for module in modules.values() {
            totals.add(module);
        }
        Self {
            uptime_seconds: uptime.as_secs_f64(),
            tasks,
            totals,
            modules,
        }
    }
}

impl ModuleStats {
    fn add(&mut self, other: &Self) {
        self.connections += other.connections;
        self.connections_total += other.connections_total;
        self.topics += other.topics;
        self.subscriptions += other.subscriptions;
        self.messages_in += other.messages_in;
        self.messages_out += other.messages_out;
        self.updates_replaced += other.updates_replaced;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.queue_bytes += other.queue_bytes;
        for (code, count) in &other.closes {
            *self.closes.entry(*code).or_default() += count;
        }
        for (code, count) in &other.errors {
            *self.errors.entry(code.clone()).or_default() += count;
        }
        self.fanout.add(&other.fanout);
    }
}

impl Latency {
    fn add(&mut self, other: &Self) {
        if self.counts.is_empty() {
            self.clone_from(other);
            return;
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.sum += other.sum;
    }
}
