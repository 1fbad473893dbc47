//! A simulated exchange: quotes, trades, bars and order books, the same for the same seed.
//!
//! Nothing here knows of sockets, tasks or clocks: a caller says what time it is and gets what happened.

pub mod bars;
pub mod book;
pub mod instrument;
pub mod listing;
pub mod rng;
pub mod watch;

pub use bars::{Bar, Resolution};
pub use instrument::{Cents, INSTRUMENTS, Instrument, Millis, cents, dollars, find};
pub use listing::{Listing, Print, Tick};
pub use watch::Move;

use watch::Watch;

/// All listed instruments.
#[derive(Debug)]
pub struct Market {
    listings: Vec<(Listing, Watch)>,
}

impl Market {
    pub fn new(seed: u64, now: Millis) -> Market {
        let list = |instrument| (Listing::new(instrument, seed, now), Watch::default());
        Market {
            listings: INSTRUMENTS.map(list).into(),
        }
    }

    /// One step of every instrument, in the order of [`INSTRUMENTS`], and the great moves that it made.
    pub fn step(&mut self, now: Millis) -> Vec<(Tick, Option<Move>)> {
        let step = |(listing, watch): &mut (Listing, Watch)| {
            let tick = listing.step(now);
            let told = watch.see(&tick);
            (tick, told)
        };
        self.listings.iter_mut().map(step).collect()
    }

    /// How things stand, in the order of [`INSTRUMENTS`].
    pub fn ticks(&self, now: Millis) -> Vec<Tick> {
        self.listings
            .iter()
            .map(|(listing, _)| listing.tick(now, Vec::new()))
            .collect()
    }
}
