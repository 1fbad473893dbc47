//! Counters of a module, written on the hot path and read by the REST surface.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::codes::ErrorCode;
use crate::sync::{Mutex, lock};

/// A number that many tasks count on.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn sub(&self, less: u64) {
        self.0.fetch_sub(less, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What one module counts.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) connections: Count,
    pub(crate) connections_total: Count,
    pub(crate) subscriptions: Count,
    pub(crate) messages_in: Count,
    pub(crate) messages_out: Count,
    /// Updates that a newer one took the place of in a queue.
    pub(crate) replaced: Count,
    pub(crate) bytes_in: Count,
    pub(crate) bytes_out: Count,
    pub(crate) fanout: Histogram,
    closes: Mutex<BTreeMap<u16, u64>>,
    errors: Mutex<BTreeMap<ErrorCode, u64>>,
}

impl Counters {
    pub(crate) fn sent(&self, messages: u64, bytes: u64) {
        self.messages_out.add(messages);
        self.bytes_out.add(bytes);
    }

    pub(crate) fn closed(&self, code: u16) {
        *lock(&self.closes).entry(code).or_default() += 1;
    }

    pub(crate) fn error(&self, code: ErrorCode) {
        *lock(&self.errors).entry(code).or_default() += 1;
    }

    pub(crate) fn closes(&self) -> BTreeMap<u16, u64> {
        lock(&self.closes).clone()
    }

    pub(crate) fn errors(&self) -> BTreeMap<String, u64> {
        lock(&self.errors)
            .iter()
            .map(|(code, count)| (code.as_str().to_owned(), *count))
            .collect()
    }
}

/// Upper ends of the latency buckets, in microseconds.
const BOUNDS: [u64; 14] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000,
];

/// How long updates take from their publication to the last socket.
#[derive(Debug, Default)]
pub(crate) struct Histogram {
    counts: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Histogram {
    pub(crate) fn record(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS.partition_point(|&bound| bound < micros);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Upper ends in seconds, counts (one more than ends), sum in seconds.
    pub(crate) fn read(&self) -> (Vec<f64>, Vec<u64>, f64) {
        let seconds = |micros: u64| micros as f64 / 1e6;
        (
            BOUNDS.iter().map(|&bound| seconds(bound)).collect(),
            self.counts
                .iter()
                .map(|count| count.load(Ordering::Relaxed))
                .collect(),
            seconds(self.micros.load(Ordering::Relaxed)),
        )
    }
}
