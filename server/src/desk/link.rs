//! The broker's link to the exchange: mostly there, sometimes slow, and lost now and then where that is asked for.

use crate::market::Millis;
use crate::market::rng::Rng;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStatus {
    Connected,
    Degraded,
    Connecting,
    Disconnected,
}

/// The link as it is now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    pub status: LinkStatus,
    /// In tenths of a millisecond; `None` while there is no link.
    pub latency: Option<i64>,
    pub since: Millis,
}

impl Link {
    pub fn message(&self) -> Option<&'static str> {
        match self.status {
            LinkStatus::Connected => None,
            LinkStatus::Degraded => Some("The exchange answers slowly."),
            LinkStatus::Connecting => Some("Reconnecting to the exchange."),
            LinkStatus::Disconnected => Some("The exchange cannot be reached."),
        }
    }

    /// Whether orders can be sent.
    pub fn up(&self) -> bool {
        matches!(self.status, LinkStatus::Connected | LinkStatus::Degraded)
    }
}

/// Moves the link along.
#[derive(Debug)]
pub struct LinkSim {
    rng: Rng,
    link: Link,
    /// Milliseconds between outages; 0 for none.
    outage_every: Millis,
    started: Millis,
}

/// How long an outage lasts: the first half without a link, the second connecting.
const OUTAGE: Millis = 6_000;

/// Above this the link counts as slow.
const SLOW: i64 = 400;

impl LinkSim {
    pub fn new(seed: u64, outage_every: Millis, now: Millis) -> LinkSim {
        LinkSim {
            rng: Rng::named(seed, "link"),
            link: Link {
                status: LinkStatus::Connected,
                latency: Some(120),
                since: now,
            },
            outage_every,
            started: now,
        }
    }

    pub fn link(&self) -> Link {
        self.link
    }

    /// Looks again; says whether the status is another than before.
    pub fn step(&mut self, now: Millis) -> bool {
        let latency = 80 + (40.0 * self.rng.normal().abs()) as i64;
        let spike = if self.rng.chance(0.01) { 500 } else { 0 };
        let latency = latency + spike;
        let status = match self.outage(now) {
            Some(elapsed) if elapsed < OUTAGE / 2 => LinkStatus::Disconnected,
            Some(_) => LinkStatus::Connecting,
            None if latency > SLOW => LinkStatus::Degraded,
            None => LinkStatus::Connected,
        };
        let changed = status != self.link.status;
        if changed {
            self.link.since = now;
        }
        self.link.status = status;
        self.link.latency = self.link.up().then_some(latency);
        changed
    }

    /// How far into an outage this is.
    fn outage(&self, now: Millis) -> Option<Millis> {
        if self.outage_every == 0 {
            return None;
        }
        let elapsed = now - self.started;
        let into = elapsed.rem_euclid(self.outage_every);
        (elapsed >= self.outage_every && into < OUTAGE).then_some(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(outage_every: Millis, seconds: i64) -> Vec<LinkStatus> {
        let mut sim = LinkSim::new(1, outage_every, 0);
        (1..=seconds)
            .map(|second| {
                sim.step(second * 1_000);
                assert_eq!(sim.link().up(), sim.link().latency.is_some());
                sim.link().status
            })
            .collect()
    }

    #[test]
    fn without_outages_the_link_is_always_up() {
        let seen = statuses(0, 3_600);
        assert!(seen.contains(&LinkStatus::Degraded));
        assert!(
            !seen.contains(&LinkStatus::Disconnected) && !seen.contains(&LinkStatus::Connecting)
        );
    }

    #[test]
    fn an_outage_comes_on_time_and_heals_in_steps() {
        use LinkStatus::{Connecting, Disconnected};
        let seen = statuses(60_000, 66);
        assert_eq!(
            seen[59..65],
            [
                Disconnected,
                Disconnected,
                Disconnected,
                Connecting,
                Connecting,
                Connecting
            ]
        );
        assert!(!seen[..59].contains(&Disconnected));
        assert_ne!(seen[65], Connecting);
    }
}
