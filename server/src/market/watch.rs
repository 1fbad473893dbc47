//! Notices when a price has moved unusually far within a minute.

use std::collections::VecDeque;

use super::instrument::{Cents, Millis};
use super::listing::Tick;

const WINDOW: Millis = 60_000;

/// How far is unusual, in tenths of a percent.
const THRESHOLD: Cents = 7;

/// A move worth an alert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    pub symbol: &'static str,
    pub time: Millis,
    pub percent: f64,
}

/// Follows one instrument.
#[derive(Debug, Default, Clone)]
pub struct Watch {
    /// One price a second is enough.
    prices: VecDeque<(Millis, Cents)>,
    quiet_until: Millis,
}

impl Watch {
    /// Takes in a tick; says so, once a minute at most, when it makes a great move.
    pub fn see(&mut self, tick: &Tick) -> Option<Move> {
        while self
            .prices
            .front()
            .is_some_and(|(time, _)| *time + WINDOW < tick.time)
        {
            self.prices.pop_front();
        }
        if self
            .prices
            .back()
            .is_none_or(|(time, _)| *time + 1_000 <= tick.time)
        {
            self.prices.push_back((tick.time, tick.last));
        }
        let (_, before) = *self.prices.front()?;
        let change = tick.last - before;
        if tick.time < self.quiet_until || change.abs() * 1_000 < before * THRESHOLD {
            return None;
        }
        self.quiet_until = tick.time + WINDOW;
        Some(Move {
            symbol: tick.symbol,
            time: tick.time,
            percent: change as f64 * 100.0 / before as f64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::instrument::INSTRUMENTS;
    use super::super::listing::Listing;
    use super::*;

    fn tick(time: Millis, last: Cents) -> Tick {
        let mut tick = Listing::new(INSTRUMENTS[0], 1, 0).tick(time, Vec::new());
        tick.last = last;
        tick
    }

    #[test]
    fn a_great_move_is_told_once_a_minute() {
        let mut watch = Watch::default();
        assert_eq!(watch.see(&tick(0, 10_000)), None);
        assert_eq!(watch.see(&tick(30_000, 10_069)), None);
        let told = watch.see(&tick(31_000, 9_930)).unwrap();
        assert_eq!(told.percent, -0.7);
        assert_eq!(watch.see(&tick(32_000, 9_800)), None);
        assert!(watch.see(&tick(91_000, 9_600)).is_some());
    }

    #[test]
    fn a_slow_move_is_not_told() {
        let mut watch = Watch::default();
        for n in 0..600 {
            assert_eq!(watch.see(&tick(n * 1_000, 10_000 + n)), None, "{n}");
        }
    }
}
