//! What the market gives an order: the rules of filling, one order and one tick at a time.

use super::order::{Kind, Order, Side, TimeInForce};
use crate::market::{Cents, Tick};

/// Shares at a price.
pub type Fill = (i64, Cents);

/// What becomes of an order at a tick.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    pub fills: Vec<Fill>,
    pub maker: bool,
    /// Whether its stop was reached at this tick.
    pub woken: bool,
    /// Why it ends with shares unfilled, where it does.
    pub cancelled: Option<&'static str>,
}

/// Shows a working order the market.
pub fn meet(order: &Order, tick: &Tick) -> Outcome {
    let woken = !order.awake && reached(order, tick);
    if !order.awake && !woken {
        return Outcome::default();
    }
    let maker = order.resting && matches!(order.kind, Kind::Limit { .. } | Kind::StopLimit { .. });
    let outcome = |fills, cancelled| Outcome {
        fills,
        maker,
        woken,
        cancelled,
    };
    match order.time_in_force {
        TimeInForce::Day | TimeInForce::Gtc => outcome(best_level(order, tick, maker), None),
        TimeInForce::Ioc => {
            let fills = all_levels(order, tick);
            let short = total(&fills) < order.remaining();
            outcome(
                fills,
                short.then_some("Nothing more could be filled at once."),
            )
        }
        TimeInForce::Fok => {
            let fills = all_levels(order, tick);
            if total(&fills) < order.remaining() {
                outcome(Vec::new(), Some("It could not be filled at once in full."))
            } else {
                outcome(fills, None)
            }
        }
    }
}

/// A buy wakes when the price has risen to its stop, a sell when it has fallen to it.
fn reached(order: &Order, tick: &Tick) -> bool {
    let Some(stop) = order.kind.stop() else {
        return true;
    };
    let prices = || {
        tick.trades
            .iter()
            .map(|trade| trade.price)
            .chain([tick.last])
    };
    match order.side {
        Side::Buy => prices().any(|price| price >= stop),
        Side::Sell => prices().any(|price| price <= stop),
    }
}

fn accepts(order: &Order, price: Cents) -> bool {
    order.kind.limit().is_none_or(|limit| match order.side {
        Side::Buy => price <= limit,
        Side::Sell => price >= limit,
    })
}

/// Patient orders take what stands at the best price, and wait for more.
fn best_level(order: &Order, tick: &Tick, maker: bool) -> Vec<Fill> {
    let best = match order.side {
        Side::Buy => tick.ask(),
        Side::Sell => tick.bid(),
    };
    let Some((price, size)) = best.filter(|(price, _)| accepts(order, *price)) else {
        return Vec::new();
    };
    // Whoever waits is met at the price for which it waited.
    let price = order.kind.limit().filter(|_| maker).unwrap_or(price);
    vec![(size.min(order.remaining()), price)]
}

/// Hurried orders go through the book as far as their limit lets them.
fn all_levels(order: &Order, tick: &Tick) -> Vec<Fill> {
    let levels = match order.side {
        Side::Buy => &tick.asks,
        Side::Sell => &tick.bids,
    };
    let mut wanted = order.remaining();
    let mut fills = Vec::new();
    for (price, size) in levels.iter().filter(|(price, _)| accepts(order, *price)) {
        let shares = wanted.min(*size);
        if shares > 0 {
            fills.push((shares, *price));
            wanted -= shares;
        }
    }
    fills
}

fn total(fills: &[Fill]) -> i64 {
    fills.iter().map(|(shares, _)| shares).sum()
}

#[cfg(test)]
mod tests {
    use super::super::order::Ticket;
    use super::*;
    use crate::market::{INSTRUMENTS, Listing};

    fn tick(bid: Cents, ask: Cents, last: Cents) -> Tick {
        let mut tick = Listing::new(INSTRUMENTS[0], 1, 0).tick(0, Vec::new());
        tick.bids = vec![(bid, 100), (bid - 1, 200)];
        tick.asks = vec![(ask, 100), (ask + 1, 200)];
        tick.last = last;
        tick
    }

    fn order(side: Side, kind: Kind, quantity: i64, time_in_force: TimeInForce) -> Order {
        let ticket = Ticket {
            client_id: None,
            symbol: "AAPL".into(),
            side,
            kind,
            quantity,
            time_in_force,
            whole_cents: true,
        };
        Order::new("1".into(), "A", ticket, 0)
    }

    #[test]
    fn a_market_order_takes_the_best_level_and_waits_for_more() {
        let order = order(Side::Buy, Kind::Market, 250, TimeInForce::Day);
        let outcome = meet(&order, &tick(99, 101, 100));
        assert_eq!(
            (outcome.fills, outcome.maker, outcome.cancelled),
            (vec![(100, 101)], false, None)
        );
    }

    #[test]
    fn a_limit_order_takes_no_worse_price() {
        let far = order(Side::Buy, Kind::Limit { limit: 100 }, 50, TimeInForce::Gtc);
        assert_eq!(meet(&far, &tick(99, 101, 100)).fills, []);
        let near = order(Side::Buy, Kind::Limit { limit: 102 }, 50, TimeInForce::Gtc);
        assert_eq!(meet(&near, &tick(99, 101, 100)).fills, [(50, 101)]);
        let sell = order(Side::Sell, Kind::Limit { limit: 100 }, 50, TimeInForce::Gtc);
        assert_eq!(meet(&sell, &tick(99, 101, 100)).fills, []);
    }

    #[test]
    fn a_resting_limit_order_is_met_at_its_own_price() {
        let mut order = order(Side::Buy, Kind::Limit { limit: 102 }, 50, TimeInForce::Gtc);
        order.resting = true;
        let outcome = meet(&order, &tick(99, 101, 100));
        assert_eq!((outcome.fills, outcome.maker), (vec![(50, 102)], true));
    }

    #[test]
    fn a_stop_sleeps_until_the_market_reaches_it() {
        let sell = order(Side::Sell, Kind::Stop { stop: 95 }, 50, TimeInForce::Gtc);
        assert_eq!(meet(&sell, &tick(95, 97, 96)), Outcome::default());
        let outcome = meet(&sell, &tick(94, 96, 95));
        assert_eq!((outcome.woken, outcome.fills), (true, vec![(50, 94)]));
    }

    #[test]
    fn a_woken_stop_limit_still_minds_its_limit() {
        let kind = Kind::StopLimit {
            stop: 105,
            limit: 106,
        };
        let buy = order(Side::Buy, kind, 50, TimeInForce::Gtc);
        let outcome = meet(&buy, &tick(106, 107, 106));
        assert_eq!((outcome.woken, outcome.fills.len()), (true, 0));
    }

    #[test]
    fn immediate_or_cancel_walks_the_book_and_drops_the_rest() {
        let order = order(Side::Buy, Kind::Limit { limit: 102 }, 500, TimeInForce::Ioc);
        let outcome = meet(&order, &tick(99, 101, 100));
        assert_eq!(outcome.fills, [(100, 101), (200, 102)]);
        assert!(outcome.cancelled.is_some());
    }

    #[test]
    fn fill_or_kill_fills_all_or_nothing() {
        let all = order(Side::Sell, Kind::Market, 300, TimeInForce::Fok);
        let outcome = meet(&all, &tick(99, 101, 100));
        assert_eq!(
            (outcome.fills, outcome.cancelled),
            (vec![(100, 99), (200, 98)], None)
        );
        let more = order(Side::Sell, Kind::Market, 301, TimeInForce::Fok);
        let outcome = meet(&more, &tick(99, 101, 100));
        assert!(outcome.fills.is_empty() && outcome.cancelled.is_some());
    }
}
