//! A paper broker: takes orders, shows them the market tick by tick, and keeps each account's books.
//!
//! Nothing here knows of sockets, tasks or clocks. Every call that changes something returns what there is to tell.

pub mod account;
pub mod event;
pub mod link;
pub mod matching;
pub mod order;
pub mod rules;

use std::collections::BTreeMap;

pub use account::{Account, Execution, Holding, Money, Worth, amount};
pub use event::{About, Event, Note};
pub use link::{Link, LinkSim, LinkStatus};
pub use order::{Kind, Order, Side, Status, Ticket, TimeInForce};
pub use rules::Refusal;

use crate::market::rng::Rng;
use crate::market::{Cents, INSTRUMENTS, Millis, Resolution, Tick, find};

/// Accounts, orders and executions that are kept; older ones of an account make room for new ones.
const ACCOUNTS: usize = 10_000;
const HISTORY: usize = 1_000;

/// Events with the account that they concern.
pub type Events = Vec<(String, Event)>;

/// The broker's desk.
#[derive(Debug)]
pub struct Desk {
    accounts: BTreeMap<String, Account>,
    /// Last prices, in the order of [`INSTRUMENTS`].
    last: Vec<Cents>,
    link: LinkSim,
    starting_cash: Money,
    orders: u64,
    rng: Rng,
}

impl Desk {
    /// `outage_every`: milliseconds between losses of the link; 0 for none.
    pub fn new(seed: u64, starting_cash: Money, outage_every: Millis, now: Millis) -> Desk {
        Desk {
            accounts: BTreeMap::new(),
            last: INSTRUMENTS.map(|instrument| instrument.price).into(),
            link: LinkSim::new(seed, outage_every, now),
            starting_cash,
            orders: 0,
            rng: Rng::named(seed, "desk"),
        }
    }

    pub fn link(&self) -> Link {
        self.link.link()
    }

    /// Last price of a listed symbol.
    pub fn price(&self, symbol: &str) -> Cents {
        price_in(&self.last, symbol)
    }

    /// The account, opened with the starting cash when it's first spoken of.
    pub fn account(&mut self, id: &str) -> Result<&mut Account, Refusal> {
        if !self.accounts.contains_key(id) && self.accounts.len() >= ACCOUNTS {
            return Err(Refusal::TooManyAccounts);
        }
        let cash = self.starting_cash;
        Ok(self
            .accounts
            .entry(id.to_owned())
            .or_insert_with(|| Account::new(cash)))
    }

    pub fn worth(&mut self, id: &str) -> Result<Worth, Refusal> {
        self.account(id)?;
        let worth = self.accounts[id].worth(|symbol| price_in(&self.last, symbol));
        Ok(worth)
    }

    /// Takes or rejects an order. What becomes of it is told at later ticks.
    pub fn place(
        &mut self,
        id: &str,
        ticket: Ticket,
        now: Millis,
    ) -> Result<(Order, Events), Refusal> {
        let link_up = self.link().up();
        self.orders += 1;
        let number = format!("ORD-{:06}", self.orders);
        self.account(id)?;
        let account = &self.accounts[id];
        let flaw = rules::flaw(account, &ticket, link_up);
        let mut order = Order::new(number, id, ticket, now);
        let broke = || !account.affords(&order, |symbol| price_in(&self.last, symbol));
        if let Some(why) = flaw.or_else(|| broke().then_some(rules::NO_BUYING_POWER)) {
            order.finish(Status::Rejected, why, now);
        }
        let events = self.told(id, &order);
        let account = self.account(id)?;
        account.orders.push(order.clone());
        forget(&mut account.orders, Order::open);
        Ok((order, events))
    }

    /// Changes a working order.
    pub fn modify(
        &mut self,
        id: &str,
        order_id: &str,
        (quantity, limit, stop): (Option<i64>, Option<Cents>, Option<Cents>),
        now: Millis,
    ) -> Result<(Order, Events), Refusal> {
        let found = self.account(id)?.order(order_id).ok_or(Refusal::NotFound)?;
        let mut order = rules::changed(found, quantity, limit, stop)?;
        let affordable = self.accounts[id].affords(&order, |symbol| price_in(&self.last, symbol));
        if !affordable {
            return Err(Refusal::Invalid(
                "there is not enough buying power for the change",
            ));
        }
        order.updated = now;
        // A new price comes to the market anew.
        order.resting &= limit.is_none();
        if let Some(kept) = self.account(id)?.order(order_id) {
            kept.clone_from(&order);
        }
        let events = self.told(id, &order);
        Ok((order, events))
    }

    /// Cancels what is left of a working order.
    pub fn cancel(
        &mut self,
        id: &str,
        order_id: &str,
        now: Millis,
    ) -> Result<(Order, Events), Refusal> {
        let order = self.account(id)?.order(order_id).ok_or(Refusal::NotFound)?;
        if !order.open() {
            return Err(Refusal::NotWorking);
        }
        order.finish(Status::Cancelled, "Cancelled by its owner.", now);
        let order = order.clone();
        let events = self.told(id, &order);
        Ok((order, events))
    }

    /// Shows every working order of an instrument what the market did.
    pub fn tick(&mut self, tick: &Tick) -> Events {
        if let Some(index) = find(tick.symbol) {
            self.last[index] = tick.last;
        }
        if !self.link().up() {
            return Vec::new();
        }
        let mut events = Vec::new();
        let concerned: Vec<(String, String)> = self
            .accounts
            .iter()
            .flat_map(|(id, account)| account.working().map(move |order| (id, order)))
            .filter(|(_, order)| order.symbol == tick.symbol)
            .map(|(id, order)| (id.clone(), order.id.clone()))
            .collect();
        for (id, order) in concerned {
            self.serve(&id, &order, tick, &mut events);
        }
        events
    }

    /// Looks at the link; tells every account when its status has changed.
    pub fn check_link(&mut self, now: Millis) -> Events {
        if !self.link.step(now) {
            return Vec::new();
        }
        let status = self.link().status;
        let message = self
            .link()
            .message()
            .unwrap_or("The exchange is connected.");
        let ids: Vec<String> = self.accounts.keys().cloned().collect();
        ids.into_iter()
            .map(|id| {
                let note = Note {
                    id: self.rng.bytes16(),
                    time: now,
                    message: message.to_owned(),
                    about: About::Link(status),
                };
                (id, Event::Note(note))
            })
            .collect()
    }

    /// One order, one tick.
    fn serve(&mut self, id: &str, order_id: &str, tick: &Tick, events: &mut Events) {
        let Some(account) = self.accounts.get_mut(id) else {
            return;
        };
        let Some(order) = account.order(order_id) else {
            return;
        };
        if expired(order, tick.time) {
            order.finish(Status::Expired, "The day has ended.", tick.time);
            let order = order.clone();
            events.extend(self.told(id, &order));
            return;
        }
        let before = order.clone();
        let outcome = matching::meet(order, tick);
        order.awake |= outcome.woken;
        order.resting |= order.awake;
        if order.status == Status::Pending {
            order.status = Status::Working;
            order.updated = tick.time;
        }
        if outcome.fills.is_empty() && outcome.cancelled.is_none() {
            if before.status != order.status {
                events.push((id.to_owned(), Event::Order(order.clone())));
            }
            return;
        }
        if before.status == Status::Pending {
            events.push((id.to_owned(), Event::Order(order.clone())));
        }
        self.book(id, order_id, tick, &outcome, events);
    }

    /// Books an outcome: fills, then the end where there is one.
    fn book(
        &mut self,
        id: &str,
        order_id: &str,
        tick: &Tick,
        outcome: &matching::Outcome,
        events: &mut Events,
    ) {
        for (shares, price) in &outcome.fills {
            let keys = (self.rng.bytes16(), self.rng.bytes16());
            let Some(account) = self.accounts.get_mut(id) else {
                return;
            };
            let Some(order) = account.order(order_id) else {
                return;
            };
            order.fill(*shares, *price, tick.time);
            let order = order.clone();
            let commission = account.apply(&order.symbol, order.side, *shares, *price, tick.time);
            let execution = Execution {
                id: keys.0,
                order: order.id.clone(),
                account: id.to_owned(),
                symbol: order.symbol.clone(),
                side: order.side,
                quantity: *shares,
                price: *price,
                commission,
                maker: outcome.maker,
                time: tick.time,
            };
            account.executions.push(execution.clone());
            forget(&mut account.executions, |_| false);
            events.push((id.to_owned(), Event::Execution(execution.clone())));
            events.push((id.to_owned(), Event::Position(order.symbol.clone())));
            events.push((
                id.to_owned(),
                Event::Note(Note::execution(keys.1, &execution)),
            ));
            events.extend(self.told(id, &order));
        }
        self.finish(id, order_id, tick.time, outcome.cancelled, events);
        self.warn(id, tick.time, events);
    }

    fn finish(
        &mut self,
        id: &str,
        order_id: &str,
        now: Millis,
        why: Option<&str>,
        events: &mut Events,
    ) {
        let Some(why) = why else {
            return;
        };
        let Some(order) = self
            .accounts
            .get_mut(id)
            .and_then(|account| account.order(order_id))
        else {
            return;
        };
        order.finish(Status::Cancelled, why, now);
        let order = order.clone();
        events.extend(self.told(id, &order));
    }

    /// Says once that buying power is low, and again only after it has recovered.
    fn warn(&mut self, id: &str, now: Millis, events: &mut Events) {
        let Ok(worth) = self.worth(id) else {
            return;
        };
        let key = self.rng.bytes16();
        let Some(account) = self.accounts.get_mut(id) else {
            return;
        };
        let (power, equity) = (worth.buying_power, worth.equity());
        if !account.warned && power * 10 < equity {
            account.warned = true;
            let note = Note {
                id: key,
                time: now,
                message: "Buying power is below 10 % of equity.".to_owned(),
                about: About::BuyingPower(power),
            };
            events.push((id.to_owned(), Event::Note(note)));
        } else if account.warned && power * 5 > equity {
            account.warned = false;
        }
    }

    /// An order's news: itself and, at its end, a note.
    fn told(&mut self, id: &str, order: &Order) -> Events {
        let mut events = vec![(id.to_owned(), Event::Order(order.clone()))];
        if !order.open() {
            let note = Note::order(self.rng.bytes16(), order);
            events.push((id.to_owned(), Event::Note(note)));
        }
        events
    }
}

fn price_in(last: &[Cents], symbol: &str) -> Cents {
    find(symbol)
        .and_then(|index| last.get(index))
        .copied()
        .unwrap_or_default()
}

fn expired(order: &Order, now: Millis) -> bool {
    order.time_in_force == TimeInForce::Day && Resolution::Day.start(now) > order.created
}

/// Drops the oldest that need not be kept.
fn forget<T>(history: &mut Vec<T>, keep: impl Fn(&T) -> bool) {
    if history.len() > HISTORY
        && let Some(oldest) = history.iter().position(|each| !keep(each))
    {
        history.remove(oldest);
    }
}

#[cfg(test)]
mod tests;
