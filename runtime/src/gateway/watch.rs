//! One task for the time limits of all connections: none of them needs a timer.

use std::sync::Weak;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Shared;

/// Between two looks at most.
const SLOWEST: Duration = Duration::from_secs(1);
const FASTEST: Duration = Duration::from_millis(5);

pub(super) async fn watch(shared: Weak<Shared>) {
    let Some(times) = shared.upgrade().map(|shared| shared.times()) else {
        return;
    };
    let shortest = [times.heartbeat, times.lifespan, times.close_timeout]
        .into_iter()
        .filter(|&time| time > 0)
        .min();
    let step = Duration::from_millis(shortest.unwrap_or(u64::MAX) / 8).clamp(FASTEST, SLOWEST);
    let mut ticks = interval(step);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = Instant::now();
    loop {
        ticks.tick().await;
        let Some(shared) = shared.upgrade() else {
            return;
        };
        let late = last.elapsed().saturating_sub(step);
        last = Instant::now();
        // What came while the process stood still lies unread in the sockets.
        let stalled = if late > step * 4 {
            u64::try_from(late.as_millis()).unwrap_or(0)
        } else {
            0
        };
        let now = shared.now();
        for shard in shared.hub.shards() {
            for conn in shard.connections() {
                if stalled > 0 {
                    conn.forgive(stalled);
                }
                conn.tick(now, &times);
            }
        }
    }
}
