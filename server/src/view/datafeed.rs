//! Market data in the words of the schema.

use specwire_generated::datafeed::models::{
    Bar, BookDepth, MarketPhase, OrderBook, Quote, Resolution, Side, Trade, TradeCondition,
};

use super::rounded;
use crate::market::book::Level;
use crate::market::{self, Print, Tick, dollars};

/// What counts as a block.
const BLOCK: i64 = 1_000;

/// What fewer shares than which count as an odd lot.
const LOT: i64 = 100;

pub fn resolution(resolution: Resolution) -> market::Resolution {
    match resolution {
        Resolution::N1 => market::Resolution::Minutes(1),
        Resolution::N5 => market::Resolution::Minutes(5),
        Resolution::N15 => market::Resolution::Minutes(15),
        Resolution::N30 => market::Resolution::Minutes(30),
        Resolution::N60 => market::Resolution::Minutes(60),
        Resolution::D => market::Resolution::Day,
        Resolution::W => market::Resolution::Week,
        Resolution::M => market::Resolution::Month,
    }
}

pub fn depth(depth: BookDepth) -> usize {
    match depth {
        BookDepth::N5 => 5,
        BookDepth::N10 => 10,
        BookDepth::N25 => 25,
        BookDepth::N50 => 50,
    }
}

pub fn bar(bar: market::Bar) -> Bar {
    Bar {
        time: bar.time,
        open: dollars(bar.open),
        high: dollars(bar.high),
        low: dollars(bar.low),
        close: dollars(bar.close),
        volume: bar.volume,
    }
}

pub fn quote(tick: &Tick) -> Quote {
    let day = &tick.day;
    let change = tick.last - day.previous_close;
    let percent = change as f64 * 100.0 / day.previous_close.max(1) as f64;
    Quote {
        symbol: tick.symbol.to_owned(),
        time: tick.time,
        bid: tick.bid().map(|(price, _)| dollars(price)),
        ask: tick.ask().map(|(price, _)| dollars(price)),
        bid_size: tick.bid().map_or(0, |(_, size)| size),
        ask_size: tick.ask().map_or(0, |(_, size)| size),
        last: dollars(tick.last),
        open: dollars(day.open),
        high: dollars(day.high),
        low: dollars(day.low),
        previous_close: dollars(day.previous_close),
        change: dollars(change),
        change_percent: rounded(percent),
        volume: day.volume,
        phase: MarketPhase::Open,
    }
}

pub fn trade(tick: &Tick, print: &Print) -> Trade {
    let mut conditions = Vec::new();
    if print.size < LOT {
        conditions.push(TradeCondition::OddLot);
    }
    if print.size >= BLOCK {
        conditions.push(TradeCondition::Block);
    }
    if print.sweep {
        conditions.push(TradeCondition::Sweep);
    }
    Trade {
        id: print.id,
        symbol: tick.symbol.to_owned(),
        time: tick.time,
        price: dollars(print.price),
        size: print.size,
        side: if print.buy { Side::Buy } else { Side::Sell },
        conditions,
    }
}

pub fn book(tick: &Tick, depth: usize) -> OrderBook {
    let levels = |levels: &[Level]| {
        levels
            .iter()
            .take(depth)
            .map(|(price, size)| (dollars(*price), *size))
            .collect()
    };
    OrderBook {
        symbol: tick.symbol.to_owned(),
        time: tick.time,
        sequence: tick.sequence,
        bids: levels(&tick.bids),
        asks: levels(&tick.asks),
    }
}
