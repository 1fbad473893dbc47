//! The life of orders at the desk, as its callers see it.

mod refusals;

use super::*;
use crate::market::{Listing, Market};

const NOW: Millis = 1_715_767_200_000;

struct Floor {
    desk: Desk,
    now: Millis,
}

impl Floor {
    fn new() -> Floor {
        Floor {
            desk: Desk::new(1, 1_000_000_000, 0, NOW),
            now: NOW,
        }
    }

    /// The market as it is wanted: a best level of 100 shares on each side, and 200 behind.
    fn tick(&mut self, bid: Cents, ask: Cents) -> Events {
        let mut tick = Listing::new(INSTRUMENTS[0], 1, NOW).tick(self.now, Vec::new());
        tick.bids = vec![(bid, 100), (bid - 1, 200)];
        tick.asks = vec![(ask, 100), (ask + 1, 200)];
        tick.last = bid;
        self.now += 100;
        self.desk.tick(&tick)
    }

    fn place(&mut self, side: Side, kind: Kind, quantity: i64) -> Order {
        self.desk
            .place("A", ticket(side, kind, quantity), self.now)
            .unwrap()
            .0
    }

    fn status(&mut self, order: &Order) -> Status {
        self.desk
            .account("A")
            .unwrap()
            .order(&order.id)
            .unwrap()
            .status
    }
}

fn ticket(side: Side, kind: Kind, quantity: i64) -> Ticket {
    Ticket {
        client_id: None,
        symbol: "AAPL".to_owned(),
        side,
        kind,
        quantity,
        time_in_force: TimeInForce::Day,
        whole_cents: true,
    }
}

/// Events in short, for comparing whole stories.
fn story(events: &Events) -> Vec<String> {
    let line = |event: &Event| match event {
        Event::Order(order) => format!("{:?} {}/{}", order.status, order.filled, order.quantity),
        Event::Execution(execution) => {
            format!("execution {}@{}", execution.quantity, execution.price)
        }
        Event::Position(symbol) => format!("position {symbol}"),
        Event::Note(note) => format!("note: {}", note.message),
    };
    events.iter().map(|(_, event)| line(event)).collect()
}

#[test]
fn a_market_order_is_pending_then_working_then_filled_in_parts() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Market, 150);
    assert_eq!(order.status, Status::Pending);
    let first = floor.tick(18_900, 18_902);
    assert_eq!(
        story(&first),
        [
            "Working 0/150",
            "execution 100@18902",
            "position AAPL",
            "note: Bought 100 AAPL at 189.02.",
            "PartiallyFilled 100/150",
        ]
    );
    let second = floor.tick(18_903, 18_905);
    assert_eq!(
        story(&second),
        [
            "execution 50@18905",
            "position AAPL",
            "note: Bought 50 AAPL at 189.05.",
            "Filled 150/150",
            "note: Order to buy 150 AAPL is filled.",
        ]
    );
    assert!(floor.tick(18_903, 18_905).is_empty());
    let account = floor.desk.account("A").unwrap();
    assert_eq!(account.holdings["AAPL"].quantity, 150);
    assert_eq!(account.executions.len(), 2);
}

#[test]
fn a_limit_order_works_until_the_market_comes_to_it() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Limit { limit: 18_900 }, 50);
    assert_eq!(story(&floor.tick(18_905, 18_907)), ["Working 0/50"]);
    assert!(floor.tick(18_904, 18_906).is_empty());
    let events = floor.tick(18_890, 18_895);
    assert_eq!(story(&events)[0], "execution 50@18900");
    assert_eq!(floor.status(&order), Status::Filled);
    assert!(floor.desk.account("A").unwrap().executions[0].maker);
}

#[test]
fn a_stop_sleeps_and_wakes() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Sell, Kind::Stop { stop: 18_800 }, 10);
    floor.tick(18_900, 18_902);
    assert_eq!(floor.status(&order), Status::Working);
    floor.tick(18_799, 18_801);
    assert_eq!(floor.status(&order), Status::Filled);
    assert_eq!(
        floor.desk.account("A").unwrap().holdings["AAPL"].quantity,
        -10
    );
}

#[test]
fn cancelling_keeps_what_was_filled_and_happens_once() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Market, 150);
    floor.tick(18_900, 18_902);
    let (cancelled, events) = floor.desk.cancel("A", &order.id, floor.now).unwrap();
    assert_eq!(
        (cancelled.status, cancelled.filled),
        (Status::Cancelled, 100)
    );
    assert_eq!(events.len(), 2);
    assert_eq!(
        floor.desk.cancel("A", &order.id, floor.now),
        Err(Refusal::NotWorking)
    );
    assert_eq!(
        floor.desk.cancel("A", "ORD-9", floor.now),
        Err(Refusal::NotFound)
    );
    assert!(floor.tick(18_900, 18_902).is_empty());
}

#[test]
fn another_account_can_neither_see_nor_touch_an_order() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Limit { limit: 100 }, 1);
    assert_eq!(
        floor.desk.cancel("B", &order.id, floor.now),
        Err(Refusal::NotFound)
    );
    assert!(floor.desk.account("B").unwrap().orders.is_empty());
    let events = floor.tick(18_900, 18_902);
    assert!(events.iter().all(|(account, _)| account == "A"));
}

#[test]
fn a_change_obeys_the_orders_type_and_its_fills() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Limit { limit: 18_902 }, 150);
    floor.tick(18_900, 18_902);
    let now = floor.now;
    let mut change = |quantity, limit, stop| {
        floor
            .desk
            .modify("A", &order.id, (quantity, limit, stop), now)
    };
    assert!(matches!(
        change(Some(100), None, None),
        Err(Refusal::Invalid(_))
    ));
    assert!(matches!(
        change(None, None, Some(5)),
        Err(Refusal::Invalid(_))
    ));
    let (changed, _) = change(Some(120), Some(18_800), None).unwrap();
    assert_eq!(
        (changed.quantity, changed.kind),
        (120, Kind::Limit { limit: 18_800 })
    );
    assert!(floor.tick(18_900, 18_902).is_empty());
    floor.desk.cancel("A", &order.id, now).unwrap();
    let late = floor
        .desk
        .modify("A", &order.id, (Some(130), None, None), now);
    assert_eq!(late, Err(Refusal::NotWorking));
}

#[test]
fn a_repriced_order_takes_what_the_market_offers() {
    let mut floor = Floor::new();
    let order = floor.place(Side::Buy, Kind::Limit { limit: 18_800 }, 50);
    floor.tick(18_900, 18_902);
    floor
        .desk
        .modify("A", &order.id, (None, Some(19_000), None), floor.now)
        .unwrap();
    assert_eq!(story(&floor.tick(18_900, 18_902))[0], "execution 50@18902");
}
