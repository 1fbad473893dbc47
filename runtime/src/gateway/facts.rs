//! What the REST surface asks of the gateway.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::runtime::Handle;

use super::Shared;
use crate::codegen::Spec;
use crate::config::Config;
use crate::http::Facts;
use crate::http::stats::{Latency, ModuleStats, Stats};
use crate::module::ModuleCore;

impl Facts for Shared {
    fn specs(&self) -> Vec<Spec> {
        self.modules.iter().map(|module| module.spec).collect()
    }

    fn config(&self) -> &Config {
        &self.config
    }

    fn draining(&self) -> bool {
        self.is_leaving()
    }

    fn uptime(&self) -> Duration {
        self.clock.elapsed()
    }

    fn stats(&self) -> Stats {
        let mut queued: BTreeMap<&str, u64> = BTreeMap::new();
        for shard in self.hub.shards() {
            shard.for_each(|conn| {
                *queued.entry(conn.module.spec.module).or_default() += conn.queue_size() as u64
            });
        }
        let modules = self.modules.iter().map(|module| {
            let name = module.spec.module;
            (
                name.to_owned(),
                module_stats(module, queued.get(name).copied().unwrap_or_default()),
            )
        });
        let tasks = Handle::try_current().map_or(0, |runtime| runtime.metrics().num_alive_tasks());
        Stats::new(self.uptime(), tasks, modules.collect())
    }
}

fn module_stats(module: &ModuleCore, queue_bytes: u64) -> ModuleStats {
    let counters = &module.counters;
    let (bounds, counts, sum) = counters.fanout.read();
    ModuleStats {
        connections: counters.connections.get(),
        connections_total: counters.connections_total.get(),
        topics: module.topics.len() as u64,
        subscriptions: counters.subscriptions.get(),
        messages_in: counters.messages_in.get(),
        messages_out: counters.messages_out.get(),
        updates_replaced: counters.replaced.get(),
        bytes_in: counters.bytes_in.get(),
        bytes_out: counters.bytes_out.get(),
        queue_bytes,
        closes: counters.closes(),
        errors: counters.errors(),
        fanout: Latency {
            bounds,
            counts,
            sum,
        },
    }
}
