//! Going down: everybody is told when to come back, gets what is theirs, and is closed.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep, timeout_at};

use super::Shared;
use crate::codes::Close;
use crate::config::seconds;
use crate::envelope::write_envelope;
use crate::ws::Conn;

/// Between two looks whether all have left.
const STEP: Duration = Duration::from_millis(5);

pub(super) async fn drain(shared: &Arc<Shared>) {
    shared.leaving.store(true, Ordering::Release);
    shared.draining.store(true, Ordering::Release);
    let bound = Instant::now() + seconds(shared.config.drain.timeout);
    let connections = all(shared);
    tracing::info!(connections = connections.len(), "draining");
    let window = seconds(shared.config.drain.reconnect_window).as_millis();
    // A close frame is the last that a connection sends: what was published goes before it.
    for module in &shared.modules {
        module.broadcast.flush();
        module
            .topics
            .topics()
            .iter()
            .for_each(|topic| topic.flush());
    }
    for (index, conn) in connections.iter().enumerate() {
        let after = window * index as u128 / connections.len().max(1) as u128;
        tell(conn, u64::try_from(after).unwrap_or(u64::MAX));
        conn.close(&Close::SHUTDOWN);
    }
    drop(connections);
    if timeout_at(bound, left(shared)).await.is_err() {
        let rest = all(shared);
        tracing::warn!(connections = rest.len(), "the time to drain is up");
        rest.iter().for_each(|conn| conn.cut());
    }
}

fn all(shared: &Shared) -> Vec<Arc<Conn>> {
    shared
        .hub
        .shards()
        .iter()
        .flat_map(|shard| shard.connections())
        .collect()
}

fn tell(conn: &Conn, after: u64) {
    let payload = json!({ "afterMs": after });
    conn.send_envelope(&|encoding, out| {
        write_envelope(
            encoding,
            out,
            "system.reconnect",
            |out| encoding.write(out, &payload),
            None,
        )
    });
}

/// Resolves when no connection and no topic is left. Those that came in at the last moment are closed as well.
async fn left(shared: &Shared) {
    loop {
        let rest = all(shared);
        if rest.is_empty() && shared.modules.iter().all(|module| module.topics.len() == 0) {
            return;
        }
        rest.iter().for_each(|conn| conn.close(&Close::SHUTDOWN));
        drop(rest);
        sleep(STEP).await;
    }
}
