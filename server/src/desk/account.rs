//! The books of one account: cash, holdings, orders, fills, and what they come to.

use std::collections::BTreeMap;

use super::order::{Order, Side};
use crate::market::{Cents, Millis};

/// Hundredths of a cent, so that commissions stay exact.
pub type Money = i64;

/// How much may be held for each unit of equity.
const LEVERAGE: Money = 2;

/// Half a cent for each share.
const COMMISSION: Money = 50;

/// As the wire writes an amount.
pub fn amount(money: Money) -> f64 {
    money as f64 / 10_000.0
}

fn money(cents: Cents) -> Money {
    cents * 100
}

/// What an account holds of one instrument.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Holding {
    /// Below 0 where shares are owed.
    pub quantity: i64,
    /// What the shares held have cost; below 0 for shares owed.
    pub cost: Money,
    /// Profit of what has been closed.
    pub realized: Money,
    pub updated: Millis,
}

impl Holding {
    /// Takes in a fill.
    fn apply(&mut self, side: Side, shares: i64, price: Cents, now: Millis) {
        let signed = side.sign() * shares;
        let closing = if self.quantity.signum() == -signed.signum() {
            shares.min(self.quantity.abs())
        } else {
            0
        };
        if closing > 0 {
            let part = share_of(self.cost, closing, self.quantity.abs());
            let proceeds = money(price) * closing * self.quantity.signum();
            self.realized += proceeds - part;
            self.cost -= part;
        }
        self.cost += money(price) * side.sign() * (shares - closing);
        self.quantity += signed;
        self.updated = now;
    }

    pub fn value(&self, price: Cents) -> Money {
        money(price) * self.quantity
    }

    pub fn unrealized(&self, price: Cents) -> Money {
        self.value(price) - self.cost
    }

    /// Mean price of the shares held.
    pub fn average(&self) -> f64 {
        if self.quantity == 0 {
            0.0
        } else {
            amount(self.cost) / self.quantity as f64
        }
    }
}

/// `total * part / whole`, without overflow on the way.
fn share_of(total: Money, part: i64, whole: i64) -> Money {
    let exact = i128::from(total) * i128::from(part) / i128::from(whole);
    Money::try_from(exact).unwrap_or(total)
}

/// One fill of one order.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    pub id: [u8; 16],
    pub order: String,
    pub account: String,
    pub symbol: String,
    pub side: Side,
    pub quantity: i64,
    pub price: Cents,
    pub commission: Money,
    /// Whether the order waited for the trade.
    pub maker: bool,
    pub time: Millis,
}

/// What an account is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    pub cash: Money,
    pub value: Money,
    pub unrealized: Money,
    pub realized: Money,
    pub buying_power: Money,
    /// Value by symbol, of what is held.
    pub exposure: BTreeMap<String, Money>,
}

impl Worth {
    pub fn equity(&self) -> Money {
        self.cash + self.value
    }
}

/// One account.
#[derive(Debug, Clone)]
pub struct Account {
    pub cash: Money,
    pub commissions: Money,
    pub holdings: BTreeMap<String, Holding>,
    /// Oldest first.
    pub orders: Vec<Order>,
    /// Oldest first.
    pub executions: Vec<Execution>,
    /// Whether its owner knows that buying power is low.
    pub warned: bool,
}

impl Account {
    pub fn new(cash: Money) -> Account {
        Account {
            cash,
            commissions: 0,
            holdings: BTreeMap::new(),
            orders: Vec::new(),
            executions: Vec::new(),
            warned: false,
        }
    }

    /// Books a fill and returns its commission.
    pub fn apply(
        &mut self,
        symbol: &str,
        side: Side,
        shares: i64,
        price: Cents,
        now: Millis,
    ) -> Money {
        let commission = shares * COMMISSION;
        self.cash -= money(price) * shares * side.sign() + commission;
        self.commissions += commission;
        let holding = self.holdings.entry(symbol.to_owned()).or_default();
        holding.apply(side, shares, price, now);
        commission
    }

    pub fn working(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| order.open())
    }

    pub fn order(&mut self, id: &str) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id)
    }

    /// What the account is worth at these prices.
    pub fn worth(&self, price: impl Fn(&str) -> Cents) -> Worth {
        let held = || {
            self.holdings
                .iter()
                .filter(|(_, holding)| holding.quantity != 0)
        };
        let value = held()
            .map(|(symbol, holding)| holding.value(price(symbol)))
            .sum();
        let realized: Money = self.holdings.values().map(|holding| holding.realized).sum();
        let mut worth = Worth {
            cash: self.cash,
            value,
            unrealized: held()
                .map(|(symbol, holding)| holding.unrealized(price(symbol)))
                .sum(),
            realized: realized - self.commissions,
            buying_power: 0,
            exposure: held()
                .map(|(symbol, holding)| (symbol.clone(), holding.value(price(symbol))))
                .collect(),
        };
        worth.buying_power = (LEVERAGE * worth.equity() - self.reserved(&price, None)).max(0);
        worth
    }

    /// Whether there is buying power for one more order, or for one in place of another of the same id.
    pub fn affords(&self, order: &Order, price: impl Fn(&str) -> Cents) -> bool {
        let limit = LEVERAGE * self.worth(&price).equity();
        let with = self.reserved(&price, Some(order));
        // An order that only closes or hedges is always welcome.
        with <= limit || with <= self.reserved(&price, None)
    }

    /// The most that could come to be held, long or short, if all working orders were filled.
    fn reserved(&self, price: &impl Fn(&str) -> Cents, extra: Option<&Order>) -> Money {
        let mut sides: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
        for (symbol, holding) in &self.holdings {
            let value = holding.value(price(symbol));
            sides.insert(symbol, (value, -value));
        }
        let replaced = |order: &&Order| extra.is_none_or(|extra| extra.id != order.id);
        for order in self.working().filter(replaced).chain(extra) {
            let at = order
                .kind
                .limit()
                .or(order.kind.stop())
                .unwrap_or_else(|| price(&order.symbol));
            let cost = money(at) * order.remaining();
            let (long, short) = sides.entry(&order.symbol).or_default();
            match order.side {
                Side::Buy => *long += cost,
                Side::Sell => *short += cost,
            }
        }
        sides
            .values()
            .map(|(long, short)| (*long).max(*short).max(0))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASH: Money = 1_000_000_000;

    fn account() -> Account {
        Account::new(CASH)
    }

    #[test]
    fn buying_more_moves_the_average_and_selling_does_not() {
        let mut account = account();
        account.apply("X", Side::Buy, 100, 10_000, 1);
        account.apply("X", Side::Buy, 100, 11_000, 2);
        assert_eq!(account.holdings["X"].average(), 105.0);
        account.apply("X", Side::Sell, 50, 12_000, 3);
        let holding = account.holdings["X"];
        assert_eq!((holding.quantity, holding.average()), (150, 105.0));
        assert_eq!(amount(holding.realized), 750.0);
        assert_eq!(amount(holding.unrealized(12_000)), 2_250.0);
    }

    #[test]
    fn a_sale_beyond_what_is_held_turns_the_position() {
        let mut account = account();
        account.apply("X", Side::Buy, 100, 10_000, 1);
        account.apply("X", Side::Sell, 150, 9_000, 2);
        let holding = account.holdings["X"];
        assert_eq!((holding.quantity, holding.average()), (-50, 90.0));
        assert_eq!(amount(holding.realized), -1_000.0);
        account.apply("X", Side::Buy, 50, 8_000, 3);
        let holding = account.holdings["X"];
        assert_eq!((holding.quantity, holding.cost), (0, 0));
        assert_eq!(amount(holding.realized), -500.0);
    }

    #[test]
    fn equity_changes_by_profit_and_commission_alone() {
        let mut account = account();
        let fills = [
            (Side::Buy, 300, 5_000),
            (Side::Sell, 700, 5_250),
            (Side::Buy, 123, 4_990),
        ];
        for (side, shares, price) in fills {
            account.apply("X", side, shares, price, 1);
        }
        let worth = account.worth(|_| 5_111);
        assert_eq!(worth.equity(), CASH + worth.realized + worth.unrealized);
    }

    #[test]
    fn uneven_parts_lose_no_money() {
        let mut account = account();
        account.apply("X", Side::Buy, 3, 3_333, 1);
        account.apply("X", Side::Buy, 4, 3_334, 1);
        for _ in 0..7 {
            account.apply("X", Side::Sell, 1, 3_340, 2);
        }
        let holding = account.holdings["X"];
        assert_eq!((holding.quantity, holding.cost), (0, 0));
        assert_eq!(account.worth(|_| 1).equity(), account.cash);
        assert_eq!(account.cash, CASH + holding.realized - account.commissions);
    }
}
