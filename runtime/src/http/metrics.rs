//! `/metrics`: the statistics in the form that Prometheus reads.

use super::stats::{ModuleStats, Stats};
use super::text::Text;

/// What Prometheus expects to be told.
pub(crate) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A family with one sample for each module.
struct Family {
    name: &'static str,
    kind: &'static str,
    help: &'static str,
    value: fn(&ModuleStats) -> u64,
}

const FAMILIES: [Family; 10] = [
    Family {
        name: "specwire_connections",
        kind: "gauge",
        help: "Open connections.",
        value: |module| module.connections,
    },
    Family {
        name: "specwire_connections_total",
        kind: "counter",
        help: "Connections since the start.",
        value: |module| module.connections_total,
    },
    Family {
        name: "specwire_topics",
        kind: "gauge",
        help: "Topics with a subscriber.",
        value: |module| module.topics,
    },
    Family {
        name: "specwire_subscriptions",
        kind: "gauge",
        help: "Subscriptions, over all connections.",
        value: |module| module.subscriptions,
    },
    Family {
        name: "specwire_messages_in_total",
        kind: "counter",
        help: "Messages received.",
        value: |module| module.messages_in,
    },
    Family {
        name: "specwire_messages_out_total",
        kind: "counter",
        help: "Messages sent.",
        value: |module| module.messages_out,
    },
    Family {
        name: "specwire_updates_replaced_total",
        kind: "counter",
        help: "Updates that a newer one took the place of while they waited for a slow reader.",
        value: |module| module.updates_replaced,
    },
    Family {
        name: "specwire_bytes_in_total",
        kind: "counter",
        help: "Bytes received.",
        value: |module| module.bytes_in,
    },
    Family {
        name: "specwire_bytes_out_total",
        kind: "counter",
        help: "Bytes sent.",
        value: |module| module.bytes_out,
    },
    Family {
        name: "specwire_queue_bytes",
        kind: "gauge",
        help: "Bytes that wait for slow readers.",
        value: |module| module.queue_bytes,
    },
];

/// The whole page.
pub(crate) fn render(stats: &Stats, version: &str) -> String {
    let mut text = Text::default();
    text.family("specwire_build_info", "gauge", "Version of the runtime.");
    text.sample("specwire_build_info", &[("version", version)], 1);
    text.family(
        "specwire_uptime_seconds",
        "gauge",
        "Seconds since the start.",
    );
    text.sample("specwire_uptime_seconds", &[], stats.uptime_seconds);
    text.family("specwire_tasks", "gauge", "Asynchronous tasks.");
    text.sample("specwire_tasks", &[], stats.tasks);
    for family in &FAMILIES {
        text.family(family.name, family.kind, family.help);
        for (name, module) in &stats.modules {
            text.sample(family.name, &[("module", name)], (family.value)(module));
        }
    }
    text.family(
        "specwire_closes_total",
        "counter",
        "Closed connections, by close code.",
    );
    for (name, module) in &stats.modules {
        for (code, count) in &module.closes {
            let labels = [("module", name.as_str()), ("code", &code.to_string())];
            text.sample("specwire_closes_total", &labels, count);
        }
    }
    text.family(
        "specwire_errors_total",
        "counter",
        "Errors told to clients, by error code.",
    );
    for (name, module) in &stats.modules {
        for (code, count) in &module.errors {
            let labels = [("module", name.as_str()), ("code", code)];
            text.sample("specwire_errors_total", &labels, count);
        }
    }
    let help = "Seconds from an update's publication to its bytes' way into the sockets.";
    text.family("specwire_fanout_seconds", "histogram", help);
    for (name, module) in &stats.modules {
        let latency = &module.fanout;
        text.histogram(
            "specwire_fanout_seconds",
            &[("module", name)],
            &latency.bounds,
            &latency.counts,
            latency.sum,
        );
    }
    text.finish()
}
