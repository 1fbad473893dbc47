//! Market data: every topic follows the simulated market in a task of its own.

use std::sync::Arc;
use std::time::Duration;

use specwire_generated::datafeed::models::{
    Bar, BarsSubscriptionRequest, OrderBook, OrderbookSubscriptionRequest, QuoteBoard,
    QuotesSubscriptionRequest, Trade, TradesSubscriptionRequest,
};
use specwire_generated::datafeed::services::{
    BarsService, OrderbookService, QuotesService, TradesService,
};
use specwire_runtime::{Publisher, ServiceError};
use tokio::time::interval;

use crate::live::Floor;
use crate::market::find;
use crate::view::datafeed as view;

/// How closely fast symbols of a watchlist are followed, and how many such steps the others take.
const FAST: Duration = Duration::from_millis(200);
const SLOW_STEPS: u32 = 5;

/// An order book changes more often than anybody can read.
const BOOK_INTERVAL: Duration = Duration::from_millis(100);

/// The module's services.
#[derive(Debug)]
pub struct Datafeed {
    floor: Arc<Floor>,
}

impl Datafeed {
    pub fn new(floor: Arc<Floor>) -> Datafeed {
        Datafeed { floor }
    }
}

/// The place of a listed symbol.
fn listed(symbol: &str) -> Result<usize, ServiceError> {
    find(symbol).ok_or_else(|| {
        ServiceError::new("unknown_symbol", format!("symbol {symbol} is not listed"))
    })
}

impl BarsService for Datafeed {
    async fn start(
        &self,
        params: BarsSubscriptionRequest,
        publisher: Publisher<Bar>,
    ) -> Result<(), ServiceError> {
        let index = listed(&params.symbol)?;
        let resolution = view::resolution(params.resolution);
        let (latest, mut ticks) = self.floor.follow(index);
        publisher.clone().spawn(async move {
            publisher.publish(&view::bar(latest.bar(resolution)));
            while let Some(tick) = ticks.next().await {
                if !tick.trades.is_empty() {
                    publisher.publish(&view::bar(tick.bar(resolution)));
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: BarsSubscriptionRequest) {}
}

impl QuotesService for Datafeed {
    async fn start(
        &self,
        params: QuotesSubscriptionRequest,
        publisher: Publisher<QuoteBoard>,
    ) -> Result<(), ServiceError> {
        let indexes = |symbols: &[String]| {
            symbols
                .iter()
                .map(|symbol| listed(symbol))
                .collect::<Result<Vec<_>, _>>()
        };
        let slow = indexes(&params.symbols)?;
        let fast = indexes(&params.fast_symbols)?;
        let floor = Arc::clone(&self.floor);
        publisher.clone().spawn(async move {
            let quote = |index: &usize| view::quote(&floor.latest(*index));
            let (mut clock, mut steps) = (interval(FAST), 0_u32);
            let mut board: QuoteBoard = Vec::new();
            loop {
                clock.tick().await;
                let whole = steps.is_multiple_of(SLOW_STEPS);
                steps = steps.wrapping_add(1);
                if whole {
                    board = slow.iter().chain(&fast).map(quote).collect();
                } else if fast.is_empty() {
                    continue;
                } else {
                    board.truncate(slow.len());
                    board.extend(fast.iter().map(quote));
                }
                publisher.publish(&board);
            }
        });
        Ok(())
    }

    async fn stop(&self, _: QuotesSubscriptionRequest) {}
}

impl TradesService for Datafeed {
    async fn start(
        &self,
        params: TradesSubscriptionRequest,
        publisher: Publisher<Trade>,
    ) -> Result<(), ServiceError> {
        let (_, mut ticks) = self.floor.follow(listed(&params.symbol)?);
        publisher.clone().spawn(async move {
            while let Some(tick) = ticks.next().await {
                for print in &tick.trades {
                    publisher.publish(&view::trade(&tick, print));
                }
            }
        });
        Ok(())
    }

    async fn stop(&self, _: TradesSubscriptionRequest) {}
}

impl OrderbookService for Datafeed {
    async fn start(
        &self,
        params: OrderbookSubscriptionRequest,
        publisher: Publisher<OrderBook>,
    ) -> Result<(), ServiceError> {
        let (latest, mut ticks) = self.floor.follow(listed(&params.symbol)?);
        let depth = view::depth(params.depth);
        publisher.clone().spawn(async move {
            let books = publisher.conflate(BOOK_INTERVAL);
            books.publish(&view::book(&latest, depth));
            while let Some(tick) = ticks.next().await {
                books.publish(&view::book(&tick, depth));
            }
        });
        Ok(())
    }

    async fn stop(&self, _: OrderbookSubscriptionRequest) {}
}
