//! An order book that looks alive: levels keep their sizes while the market moves through them.

use std::collections::VecDeque;

use super::instrument::Cents;
use super::rng::Rng;

/// Levels kept on each side; the deepest that the schema lets a client ask for.
pub const LEVELS: usize = 50;

/// A price and the shares at it.
pub type Level = (Cents, i64);

#[derive(Debug, Clone)]
struct Ladder {
    /// The best price.
    touch: Cents,
    /// From the best price to the worse: -1 for bids, 1 for asks.
    away: Cents,
    sizes: VecDeque<i64>,
}

impl Ladder {
    fn new(touch: Cents, away: Cents, mean: i64, rng: &mut Rng) -> Ladder {
        let sizes = (0..LEVELS).map(|depth| draw(mean, depth, rng)).collect();
        Ladder { touch, away, sizes }
    }

    /// Moves the best price; levels that stay in reach keep their sizes.
    fn move_to(&mut self, touch: Cents, mean: i64, rng: &mut Rng) {
        let shift = (touch - self.touch) * self.away;
        let steps = usize::try_from(shift.unsigned_abs())
            .unwrap_or(LEVELS)
            .min(LEVELS);
        for _ in 0..steps {
            if shift > 0 {
                self.sizes.pop_front();
                self.sizes.push_back(draw(mean, LEVELS, rng));
            } else {
                self.sizes.pop_back();
                self.sizes.push_front(draw(mean, 0, rng));
            }
        }
        self.touch = touch;
    }

    fn levels(&self) -> Vec<Level> {
        let price = |depth: usize| self.touch + self.away * depth as Cents;
        self.sizes
            .iter()
            .enumerate()
            .map(|(depth, size)| (price(depth), *size))
            .collect()
    }
}

/// Both sides of an instrument's book.
#[derive(Debug, Clone)]
pub struct Book {
    bids: Ladder,
    asks: Ladder,
    mean: i64,
    sequence: i64,
}

impl Book {
    pub fn new(bid: Cents, ask: Cents, mean: i64, rng: &mut Rng) -> Book {
        Book {
            bids: Ladder::new(bid, -1, mean, rng),
            asks: Ladder::new(ask, 1, mean, rng),
            mean,
            sequence: 0,
        }
    }

    /// Follows the market to new best prices, with some orders come and gone at either side.
    pub fn step(&mut self, bid: Cents, ask: Cents, rng: &mut Rng) {
        self.bids.move_to(bid, self.mean, rng);
        self.asks.move_to(ask, self.mean, rng);
        for _ in 0..3 {
            let side = if rng.chance(0.5) {
                &mut self.bids
            } else {
                &mut self.asks
            };
            // Most of what happens, happens near the best price.
            let depth = ((rng.unit() * rng.unit()) * LEVELS as f64) as usize;
            if let Some(size) = side.sizes.get_mut(depth) {
                *size = draw(self.mean, depth, rng);
            }
        }
        self.sequence += 1;
    }

    /// A trade takes shares from the best price of a side; others take its place once it's empty.
    pub fn take(&mut self, from_asks: bool, shares: i64, rng: &mut Rng) {
        let side = if from_asks {
            &mut self.asks
        } else {
            &mut self.bids
        };
        if let Some(size) = side.sizes.front_mut() {
            *size -= shares;
            if *size <= 0 {
                *size = draw(self.mean, 0, rng);
            }
        }
    }

    pub fn bids(&self) -> Vec<Level> {
        self.bids.levels()
    }

    pub fn asks(&self) -> Vec<Level> {
        self.asks.levels()
    }

    pub fn sequence(&self) -> i64 {
        self.sequence
    }
}

/// Shares at a level: more of them farther from the best price, in round lots.
fn draw(mean: i64, depth: usize, rng: &mut Rng) -> i64 {
    let slope = 1.0 + depth.min(10) as f64 * 0.12;
    let size = mean as f64 * slope * (0.3 + 1.4 * rng.unit());
    ((size / 100.0).round() as i64).max(1) * 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> (Book, Rng) {
        let mut rng = Rng::named(3, "book");
        (Book::new(9_999, 10_001, 500, &mut rng), rng)
    }

    #[test]
    fn levels_run_from_the_best_price_outwards() {
        let (book, _) = book();
        let (bids, asks) = (book.bids(), book.asks());
        assert_eq!((bids.len(), asks.len()), (LEVELS, LEVELS));
        assert_eq!((bids[0].0, asks[0].0), (9_999, 10_001));
        assert!(bids.windows(2).all(|pair| pair[0].0 > pair[1].0));
        assert!(asks.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_level_keeps_its_size_while_the_market_moves_past() {
        let (mut book, mut rng) = book();
        let before: Vec<Level> = book.bids();
        book.bids.move_to(10_002, 500, &mut rng);
        assert_eq!(book.bids()[3..], before[..LEVELS - 3]);
        book.bids.move_to(9_999, 500, &mut rng);
        assert_eq!(book.bids()[..LEVELS - 3], before[..LEVELS - 3]);
    }

    #[test]
    fn a_jump_beyond_the_book_replaces_it() {
        let (mut book, mut rng) = book();
        book.step(20_000, 20_001, &mut rng);
        assert_eq!(book.bids()[0].0, 20_000);
        assert!(book.bids().iter().all(|(_, size)| *size > 0));
    }

    #[test]
    fn trades_eat_the_best_level_but_never_empty_it() {
        let (mut book, mut rng) = book();
        let before = book.asks()[0].1;
        book.take(true, 1, &mut rng);
        assert_eq!(book.asks()[0].1, before - 1);
        book.take(true, before * 2, &mut rng);
        assert!(book.asks()[0].1 > 0);
    }
}
