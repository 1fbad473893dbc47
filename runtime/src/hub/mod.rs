//! The hub: topics, their lives, and the way of an update from its publisher to every socket.
//!
//! Locks are taken in this order and no other: topic, session, run, lane's work, lane's inbox or connection. A
//! registry's part is taken inside a topic's lock, never around it.

mod lane;
mod life;
mod log;
mod registry;
mod run;
mod shard;
mod topic;
mod variant;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use lane::Seat;
pub(crate) use registry::Registry;
pub(crate) use run::{Run, frame_for};
pub(crate) use shard::Shard;
pub(crate) use topic::{Topic, TopicParts};
pub(crate) use variant::{Variant, WriteEnvelope};

use crate::config::Config;

/// The shards of a gateway.
pub(crate) struct Hub {
    shards: Vec<Arc<Shard>>,
    next: AtomicUsize,
}

impl Hub {
    pub(crate) fn new(config: &Config) -> Self {
        let shard = || Arc::new(Shard::new(config.compression.clone()));
        Self {
            shards: std::iter::repeat_with(shard)
                .take(config.shard_count())
                .collect(),
            next: AtomicUsize::new(0),
        }
    }

    pub(crate) fn shards(&self) -> &[Arc<Shard>] {
        &self.shards
    }

    /// A shard for a new connection, each in turn.
    pub(crate) fn assign(&self) -> Arc<Shard> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.shards[turn % self.shards.len()])
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.shards.iter().for_each(|shard| shard.stop());
    }
}
