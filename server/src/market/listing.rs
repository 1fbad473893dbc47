//! The life of one instrument: a random walk, the book around it, the trades that it makes.

use super::bars::{Bar, Bars, Resolution};
use super::book::{Book, Level};
use super::instrument::{Cents, Instrument, Millis};
use super::rng::Rng;

const MINUTE: Millis = 60_000;
const DAY: Millis = 86_400_000;
/// Steps of the walk in a minute, for a history as rough as the present.
const STEPS_A_MINUTE: f64 = 600.0;

/// Shares that changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    pub id: i64,
    pub price: Cents,
    pub size: i64,
    /// Whether the buyer was in a hurry.
    pub buy: bool,
    /// One of several price levels taken at once.
    pub sweep: bool,
}

/// How the day has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub start: Millis,
    pub open: Cents,
    pub high: Cents,
    pub low: Cents,
    pub volume: i64,
    pub previous_close: Cents,
}

/// An instrument after one step: all that anybody may want to publish of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub symbol: &'static str,
    pub time: Millis,
    pub last: Cents,
    pub bids: Vec<Level>,
    pub asks: Vec<Level>,
    pub sequence: i64,
    pub trades: Vec<Print>,
    pub day: Day,
    pub bars: [Bar; Resolution::ALL.len()],
}

impl Tick {
    pub fn bid(&self) -> Option<Level> {
        self.bids.first().copied()
    }

    pub fn ask(&self) -> Option<Level> {
        self.asks.first().copied()
    }

    pub fn bar(&self, resolution: Resolution) -> Bar {
        self.bars[resolution.index()]
    }
}

/// One instrument.
#[derive(Debug, Clone)]
pub struct Listing {
    instrument: Instrument,
    rng: Rng,
    /// The walk, in cents, between bid and ask.
    middle: f64,
    /// How nervous the market is: 1 on average.
    mood: f64,
    book: Book,
    last: Cents,
    trades: i64,
    day: Day,
    bars: Bars,
}

impl Listing {
    /// Begins at the instrument's price, with a past that leads up to it.
    pub fn new(instrument: Instrument, seed: u64, now: Millis) -> Listing {
        let mut rng = Rng::named(seed, instrument.symbol);
        let (bid, ask) = (instrument.price - 1, instrument.price + 1);
        let book = Book::new(bid, ask, instrument.depth, &mut rng);
        // The past draws from a generator of its own: how long it is depends on the clock, what comes must not.
        let mut past = Rng::named(seed ^ 0x5eed, instrument.symbol);
        let (bars, day) = history(&instrument, now, &mut past);
        Listing {
            instrument,
            rng,
            middle: instrument.price as f64,
            mood: 1.0,
            book,
            last: instrument.price,
            trades: 0,
            day,
            bars,
        }
    }

    /// One step of the walk.
    pub fn step(&mut self, now: Millis) -> Tick {
        self.turn_day(now);
        self.drift();
        let (bid, ask) = self.touch();
        self.book.step(bid, ask, &mut self.rng);
        let trades = self.trade(now, bid, ask);
        self.tick(now, trades)
    }

    /// How things stand, with nothing new.
    pub fn tick(&self, now: Millis, trades: Vec<Print>) -> Tick {
        Tick {
            symbol: self.instrument.symbol,
            time: now,
            last: self.last,
            bids: self.book.bids(),
            asks: self.book.asks(),
            sequence: self.book.sequence(),
            trades,
            day: self.day,
            bars: self.bars.all(),
        }
    }

    fn turn_day(&mut self, now: Millis) {
        let start = Resolution::Day.start(now);
        if start > self.day.start {
            self.day = Day {
                start,
                open: self.last,
                high: self.last,
                low: self.last,
                volume: 0,
                previous_close: self.last,
            };
        }
    }

    fn drift(&mut self) {
        // Calm returns slowly, nerves come suddenly.
        self.mood += (1.0 - self.mood) * 0.005;
        if self.rng.chance(0.001) {
            self.mood = 3.0 + 2.0 * self.rng.unit();
        }
        let step = self.rng.normal() * self.instrument.volatility * self.mood;
        // A weak pull to where it began keeps prices plausible over days.
        let home = (self.instrument.price as f64 / self.middle - 1.0) * 1e-5;
        self.middle = (self.middle * (1.0 + step + home)).max(100.0);
    }

    fn touch(&mut self) -> (Cents, Cents) {
        let half = self.middle * 3e-5 * self.mood * (0.5 + self.rng.unit());
        let bid = (self.middle - half).floor() as Cents;
        let ask = (self.middle + half).ceil() as Cents;
        (bid, ask.max(bid + 1))
    }

    fn trade(&mut self, now: Millis, bid: Cents, ask: Cents) -> Vec<Print> {
        let mut wanted = self.instrument.activity * self.mood;
        let mut prints = Vec::new();
        while wanted > 0.0 && self.rng.chance(wanted.min(0.95)) {
            wanted -= 0.9;
            let buy = self.rng.chance(0.5);
            let sweep = self.rng.chance(0.02);
            let price = if buy { ask } else { bid };
            let size = self.size();
            self.trades += 1;
            self.book.take(buy, size, &mut self.rng);
            self.record(now, price, size);
            prints.push(Print {
                id: self.trades,
                price,
                size,
                buy,
                sweep,
            });
        }
        prints
    }

    /// Mostly small, seldom huge.
    fn size(&mut self) -> i64 {
        let size = (3.8 + 1.3 * self.rng.normal()).exp();
        if size > 100.0 {
            (size / 100.0).round() as i64 * 100
        } else {
            (size as i64).max(1)
        }
    }

    fn record(&mut self, now: Millis, price: Cents, size: i64) {
        self.last = price;
        self.day.high = self.day.high.max(price);
        self.day.low = self.day.low.min(price);
        self.day.volume += size;
        self.bars.add(now, price, size);
    }
}

/// Bars and the day so far, walked backwards from the price of now: by minutes to midnight, by days before that.
fn history(instrument: &Instrument, now: Millis, rng: &mut Rng) -> (Bars, Day) {
    let midnight = Resolution::Day.start(now);
    let oldest = Resolution::Month
        .start(now)
        .min(Resolution::Week.start(now));
    let minute = instrument.volatility * STEPS_A_MINUTE.sqrt();
    let mut points: Vec<(Millis, Cents)> = Vec::new();
    let mut price = instrument.price as f64;
    let mut time = now - 1;
    while time >= oldest {
        points.push((time, (price.round() as Cents).max(1)));
        let (span, deviation) = if time >= midnight {
            (MINUTE, minute)
        } else {
            (DAY, minute * 20.0)
        };
        price /= 1.0 + rng.normal() * deviation;
        time -= span;
    }
    points.reverse();
    let (first, opening) = points.first().copied().unwrap_or((now, instrument.price));
    let mut bars = Bars::new(first, opening);
    let mut previous_close = opening;
    for (time, price) in points {
        let minutes = if time < midnight { 390 } else { 1 };
        let volume = (instrument.activity * 6_000.0 * (0.5 + rng.unit())) as i64 * minutes;
        bars.add(time, price, volume);
        if time < midnight {
            previous_close = price;
        }
    }
    let today = bars.get(Resolution::Day);
    let day = Day {
        start: midnight,
        open: today.open,
        high: today.high,
        low: today.low,
        volume: today.volume,
        previous_close,
    };
    (bars, day)
}

#[cfg(test)]
mod tests {
    use super::super::instrument::INSTRUMENTS;
    use super::*;

    // A Wednesday in the middle of a month, mid-morning.
    const NOW: Millis = 1_715_767_200_000;

    fn run(seed: u64, start: Millis, steps: i64) -> Vec<Tick> {
        let mut listing = Listing::new(INSTRUMENTS[0], seed, start);
        (1..=steps).map(|n| listing.step(start + n * 100)).collect()
    }

    #[test]
    fn the_same_seed_tells_the_same_story_whenever_it_starts() {
        let view = |ticks: Vec<Tick>| -> Vec<_> {
            ticks
                .into_iter()
                .map(|t| (t.bids, t.asks, t.trades))
                .collect()
        };
        let first = view(run(1, NOW, 300));
        assert_eq!(first, view(run(1, NOW, 300)));
        assert_eq!(first, view(run(1, NOW + 12_345_678, 300)));
        assert_ne!(first, view(run(2, NOW, 300)));
    }

    #[test]
    fn bid_is_below_ask_and_trades_happen_at_one_of_them() {
        for tick in run(5, NOW, 5_000) {
            let (bid, ask) = (tick.bids[0].0, tick.asks[0].0);
            assert!(bid < ask, "{bid} {ask}");
            for trade in &tick.trades {
                assert_eq!(trade.price, if trade.buy { ask } else { bid });
                assert!(trade.size > 0);
            }
        }
    }

    #[test]
    fn the_market_is_lively_but_keeps_its_head() {
        let ticks = run(9, NOW, 20_000);
        let trades: usize = ticks.iter().map(|tick| tick.trades.len()).sum();
        assert!(trades > 5_000, "{trades} trades");
        let prices = ticks.iter().map(|tick| tick.last);
        let (low, high) = (prices.clone().min().unwrap(), prices.max().unwrap());
        assert!(high - low > 20, "moved from {low} to {high}");
        assert!(low > INSTRUMENTS[0].price / 2 && high < INSTRUMENTS[0].price * 2);
    }

    #[test]
    fn trade_ids_count_without_a_gap() {
        let ids: Vec<i64> = run(2, NOW, 500)
            .iter()
            .flat_map(|t| t.trades.iter().map(|p| p.id).collect::<Vec<_>>())
            .collect();
        assert_eq!(ids, (1..=ids.len() as i64).collect::<Vec<_>>());
    }

    #[test]
    fn every_bar_holds_its_prices_and_ends_at_the_last_trade() {
        for tick in run(4, NOW, 2_000) {
            for (bar, resolution) in tick.bars.iter().zip(Resolution::ALL) {
                assert!(bar.low <= bar.open.min(bar.close) && bar.high >= bar.open.max(bar.close));
                assert!(bar.time <= tick.time && bar.time == resolution.start(bar.time));
                assert_eq!(bar.close, tick.last);
            }
        }
    }

    #[test]
    fn longer_bars_hold_what_came_before_the_start() {
        let tick = Listing::new(INSTRUMENTS[0], 1, NOW).tick(NOW, Vec::new());
        let volume = |resolution| tick.bar(resolution).volume;
        assert!(volume(Resolution::Minutes(60)) > 0);
        assert!(volume(Resolution::Day) > volume(Resolution::Minutes(60)));
        assert!(volume(Resolution::Week) > volume(Resolution::Day));
        assert!(volume(Resolution::Month) > volume(Resolution::Week));
        assert_eq!(tick.bar(Resolution::Day).open, tick.day.open);
    }

    #[test]
    fn midnight_begins_a_new_day() {
        let mut listing = Listing::new(INSTRUMENTS[0], 1, NOW);
        let before = listing.step(NOW + 100);
        let midnight = Resolution::Day.start(NOW) + DAY;
        let after = listing.step(midnight);
        assert_eq!(after.day.previous_close, before.last);
        assert_eq!(after.day.start, midnight);
        assert!(after.day.volume < before.day.volume);
    }
}
