//! The simulation set in motion: one task steps the market, shows it to the desk, and tells whoever listens.

mod clock;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};
use tokio::time::{MissedTickBehavior, interval};

pub use clock::now;

use crate::config::Config;
use crate::desk::{Desk, Event, Events};
use crate::market::{INSTRUMENTS, Market, Millis, Move, Tick};

/// Ticks of an instrument that a reader may be behind: some seconds.
const TICKS: usize = 64;

/// Events of an account that a reader may be behind.
const EVENTS: usize = 1024;

/// Milliseconds between looks at the broker's link.
const LINK_CHECK: Millis = 1_000;

/// The market and the desk, moving.
#[derive(Debug)]
pub struct Floor {
    market: Mutex<Market>,
    desk: Mutex<Desk>,
    latest: Mutex<Vec<Arc<Tick>>>,
    ticks: Vec<Sender<Arc<Tick>>>,
    moves: Sender<Move>,
    accounts: Mutex<HashMap<String, Sender<Event>>>,
}

impl Floor {
    pub fn new(config: &Config) -> Arc<Floor> {
        let now = now();
        let market = Market::new(config.seed, now);
        let cash = (config.simulation.starting_cash * 10_000.0).round() as i64;
        let outages = Millis::from(config.simulation.outage_every) * 1_000;
        let latest = market.ticks(now).into_iter().map(Arc::new).collect();
        Arc::new(Floor {
            market: Mutex::new(market),
            desk: Mutex::new(Desk::new(config.seed, cash, outages, now)),
            latest: Mutex::new(latest),
            ticks: INSTRUMENTS
                .iter()
                .map(|_| broadcast::channel(TICKS).0)
                .collect(),
            moves: broadcast::channel(TICKS).0,
            accounts: Mutex::new(HashMap::new()),
        })
    }

    /// Steps until the task is dropped.
    pub async fn run(self: Arc<Floor>, step: Duration) {
        let mut clock = interval(step);
        clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut checked = now();
        loop {
            clock.tick().await;
            let now = now();
            self.step(now);
            if now - checked >= LINK_CHECK {
                checked = now;
                let events = self.desk().check_link(now);
                self.tell(events);
            }
        }
    }

    fn step(&self, now: Millis) {
        let steps = lock(&self.market).step(now);
        for (index, (tick, moved)) in steps.into_iter().enumerate() {
            let tick = Arc::new(tick);
            let events = self.desk().tick(&tick);
            if let Some(slot) = lock(&self.latest).get_mut(index) {
                *slot = Arc::clone(&tick);
            }
            // Nobody listening is no failure, here and below.
            let _ = self.ticks[index].send(tick);
            if let Some(moved) = moved {
                let _ = self.moves.send(moved);
            }
            self.tell(events);
        }
    }

    /// The desk, for one short look or change. Never held over an await.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        lock(&self.desk)
    }

    /// Passes events on to the readers of their accounts.
    pub fn tell(&self, events: Events) {
        let accounts = lock(&self.accounts);
        for (account, event) in events {
            if let Some(sender) = accounts.get(&account) {
                let _ = sender.send(event);
            }
        }
    }

    /// An instrument as it is now, and every step from now on.
    pub fn follow(&self, index: usize) -> (Arc<Tick>, Feed<Arc<Tick>>) {
        let receiver = self.ticks[index].subscribe();
        let latest = Arc::clone(&lock(&self.latest)[index]);
        (latest, Feed(receiver))
    }

    /// An instrument as it is now.
    pub fn latest(&self, index: usize) -> Arc<Tick> {
        Arc::clone(&lock(&self.latest)[index])
    }

    /// Events of one account from now on.
    pub fn account(&self, id: &str) -> Feed<Event> {
        let mut accounts = lock(&self.accounts);
        // Accounts that nobody follows any more.
        accounts.retain(|_, sender| sender.receiver_count() > 0);
        let sender = accounts
            .entry(id.to_owned())
            .or_insert_with(|| broadcast::channel(EVENTS).0);
        Feed(sender.subscribe())
    }

    /// Great moves of any instrument.
    pub fn moves(&self) -> Feed<Move> {
        Feed(self.moves.subscribe())
    }
}

/// What comes, one by one.
#[derive(Debug)]
pub struct Feed<T>(Receiver<T>);

impl<T: Clone> Feed<T> {
    /// The next; `None` once there will be no more. A reader too slow misses some and is told in the log.
    pub async fn next(&mut self) -> Option<T> {
        loop {
            match self.0.recv().await {
                Ok(value) => return Some(value),
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "a topic's task fell behind")
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// What the lock guards is sound after every statement, so a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Kind, Side, Ticket, TimeInForce};

    fn floor() -> Arc<Floor> {
        Floor::new(&Config::default())
    }

    #[tokio::test]
    async fn followers_get_every_step_in_order() {
        let floor = floor();
        let (latest, mut feed) = floor.follow(0);
        for n in 1..=5 {
            floor.step(latest.time + n * 100);
        }
        for n in 1..=5 {
            assert_eq!(feed.next().await.unwrap().time, latest.time + n * 100);
        }
        assert_eq!(floor.latest(0).time, latest.time + 500);
    }

    #[tokio::test]
    async fn an_accounts_events_reach_its_readers_and_no_others() {
        let floor = floor();
        let (mut mine, mut other) = (floor.account("A"), floor.account("B"));
        let ticket = Ticket {
            client_id: None,
            symbol: "AAPL".to_owned(),
            side: Side::Buy,
            kind: Kind::Market,
            quantity: 1,
            time_in_force: TimeInForce::Day,
            whole_cents: true,
        };
        let (order, events) = floor.desk().place("A", ticket, now()).unwrap();
        floor.tell(events);
        assert_eq!(mine.next().await, Some(Event::Order(order)));
        drop(floor);
        assert_eq!(other.next().await, None);
    }

    #[tokio::test]
    async fn accounts_that_nobody_follows_are_forgotten() {
        let floor = floor();
        drop(floor.account("A"));
        let _kept = floor.account("B");
        assert_eq!(lock(&floor.accounts).len(), 1);
    }
}
