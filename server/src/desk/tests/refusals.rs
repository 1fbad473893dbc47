//! What the desk refuses, reserves, keeps and forgets.

use super::*;

#[test]
fn orders_are_rejected_with_a_reason() {
    let mut floor = Floor::new();
    let unlisted = Ticket {
        symbol: "NONE".to_owned(),
        ..ticket(Side::Buy, Kind::Market, 1)
    };
    let (order, events) = floor.desk.place("A", unlisted, NOW).unwrap();
    assert_eq!(order.status, Status::Rejected);
    assert_eq!(
        story(&events)[1],
        "note: Order to buy 1 NONE was rejected. The symbol is not listed."
    );

    let fraction = Ticket {
        whole_cents: false,
        ..ticket(Side::Buy, Kind::Limit { limit: 100 }, 1)
    };
    let (order, _) = floor.desk.place("A", fraction, NOW).unwrap();
    assert_eq!(
        order.reason.as_deref(),
        Some("Prices must be in whole cents.")
    );

    let order = floor.place(Side::Buy, Kind::Market, 1_000_000);
    assert_eq!(order.reason.as_deref(), Some(rules::NO_BUYING_POWER));

    let named = Ticket {
        client_id: Some("mine".to_owned()),
        ..ticket(Side::Buy, Kind::Limit { limit: 1 }, 1)
    };
    assert_eq!(
        floor.desk.place("A", named.clone(), NOW).unwrap().0.status,
        Status::Pending
    );
    assert_eq!(
        floor.desk.place("A", named, NOW).unwrap().0.status,
        Status::Rejected
    );
}

#[test]
fn working_orders_reserve_buying_power_and_closing_ones_need_none() {
    let mut floor = Floor::new();
    // 200,000 of buying power: one such order fits, two do not.
    let first = floor.place(Side::Buy, Kind::Limit { limit: 15_000 }, 1_000);
    assert_eq!(first.status, Status::Pending);
    assert_eq!(
        floor
            .place(Side::Buy, Kind::Limit { limit: 15_000 }, 1_000)
            .status,
        Status::Rejected
    );
    floor.desk.cancel("A", &first.id, NOW).unwrap();
    floor.place(Side::Buy, Kind::Market, 100);
    floor.tick(18_900, 18_902);
    floor.place(Side::Buy, Kind::Limit { limit: 15_000 }, 1_200);
    assert_eq!(
        floor.place(Side::Sell, Kind::Market, 100).status,
        Status::Pending
    );
}

#[test]
fn low_buying_power_is_told_once() {
    let mut floor = Floor::new();
    floor.place(Side::Buy, Kind::Market, 1_040);
    let told: Vec<String> = (0..12)
        .flat_map(|_| story(&floor.tick(18_900, 18_902)))
        .collect();
    let warnings = told
        .iter()
        .filter(|line| line.contains("Buying power"))
        .count();
    assert_eq!(warnings, 1, "{told:#?}");
}

#[test]
fn day_orders_expire_at_midnight_and_others_do_not() {
    let mut floor = Floor::new();
    let day = floor.place(Side::Buy, Kind::Limit { limit: 100 }, 1);
    let patient = Ticket {
        time_in_force: TimeInForce::Gtc,
        ..ticket(Side::Buy, Kind::Limit { limit: 100 }, 1)
    };
    let gtc = floor.desk.place("A", patient, NOW).unwrap().0;
    floor.tick(18_900, 18_902);
    floor.now += 86_400_000;
    floor.tick(18_900, 18_902);
    assert_eq!(floor.status(&day), Status::Expired);
    assert_eq!(floor.status(&gtc), Status::Working);
}

#[test]
fn history_is_bounded_and_keeps_what_still_works() {
    let mut floor = Floor::new();
    let kept = floor.place(Side::Buy, Kind::Limit { limit: 100 }, 1);
    for _ in 0..HISTORY + 50 {
        let order = floor.place(Side::Buy, Kind::Limit { limit: 100 }, 1);
        floor.desk.cancel("A", &order.id, NOW).unwrap();
    }
    let account = floor.desk.account("A").unwrap();
    assert_eq!(account.orders.len(), HISTORY);
    assert!(account.order(&kept.id).is_some());
}

#[test]
fn a_lost_link_refuses_orders_and_lets_the_others_wait() {
    let mut desk = Desk::new(1, 1_000_000_000, 60_000, NOW);
    let waiting = desk
        .place("A", ticket(Side::Buy, Kind::Market, 1), NOW)
        .unwrap()
        .0;
    let told = desk.check_link(NOW + 60_000);
    assert_eq!(story(&told), ["note: The exchange cannot be reached."]);
    assert_eq!(
        desk.place("A", ticket(Side::Buy, Kind::Market, 1), NOW)
            .unwrap()
            .0
            .status,
        Status::Rejected
    );
    let tick = Listing::new(INSTRUMENTS[0], 1, NOW).tick(NOW, Vec::new());
    assert!(desk.tick(&tick).is_empty());
    desk.check_link(NOW + 66_000);
    desk.tick(&tick);
    assert_eq!(
        desk.account("A")
            .unwrap()
            .order(&waiting.id)
            .unwrap()
            .status,
        Status::Filled
    );
}

/// Random orders against the real simulation: whatever happens, the books balance.
#[test]
fn the_books_balance_under_random_trading() {
    let mut rng = Rng::named(11, "trader");
    let mut market = Market::new(11, NOW);
    let mut desk = Desk::new(11, 1_000_000_000, 0, NOW);
    let mut open: Vec<String> = Vec::new();
    for step in 1..=3_000 {
        let now = NOW + step * 100;
        for (tick, _) in market.step(now) {
            desk.tick(&tick);
        }
        let instrument = &INSTRUMENTS[rng.between(0, 11) as usize];
        let price = instrument.price + rng.between(-20, 20);
        let kind = match rng.between(0, 3) {
            0 => Kind::Market,
            1 => Kind::Limit { limit: price },
            2 => Kind::Stop { stop: price },
            _ => Kind::StopLimit {
                stop: price,
                limit: price + 5,
            },
        };
        let ticket = Ticket {
            client_id: None,
            symbol: instrument.symbol.to_owned(),
            side: if rng.chance(0.5) {
                Side::Buy
            } else {
                Side::Sell
            },
            kind,
            quantity: rng.between(1, 200),
            time_in_force: [
                TimeInForce::Day,
                TimeInForce::Gtc,
                TimeInForce::Ioc,
                TimeInForce::Fok,
            ][rng.between(0, 3) as usize],
            whole_cents: true,
        };
        open.push(desk.place("A", ticket, now).unwrap().0.id);
        if rng.chance(0.3) {
            let victim = open[rng.between(0, open.len() as i64 - 1) as usize].clone();
            let _ = desk.cancel("A", &victim, now);
        }
        let worth = desk.worth("A").unwrap();
        assert_eq!(
            worth.equity(),
            1_000_000_000 + worth.realized + worth.unrealized
        );
    }
    let account = desk.account("A").unwrap().clone();
    for order in &account.orders {
        assert!(order.filled <= order.quantity);
        assert_eq!(
            order.status == Status::Filled,
            order.filled == order.quantity
        );
    }
    assert!(
        account
            .orders
            .iter()
            .any(|order| order.status == Status::Filled)
    );
    assert!(account.executions.iter().any(|execution| execution.maker));
}
