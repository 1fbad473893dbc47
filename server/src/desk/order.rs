//! Orders: what was asked, how far it has come, which states follow which.

use crate::market::{Cents, Millis};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    /// What a share does to a position.
    pub fn sign(self) -> i64 {
        match self {
            Side::Buy => 1,
            Side::Sell => -1,
        }
    }
}

/// How an order finds its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Market,
    Limit { limit: Cents },
    Stop { stop: Cents },
    StopLimit { stop: Cents, limit: Cents },
}

impl Kind {
    pub fn limit(self) -> Option<Cents> {
        match self {
            Kind::Limit { limit } | Kind::StopLimit { limit, .. } => Some(limit),
            Kind::Market | Kind::Stop { .. } => None,
        }
    }

    pub fn stop(self) -> Option<Cents> {
        match self {
            Kind::Stop { stop } | Kind::StopLimit { stop, .. } => Some(stop),
            Kind::Market | Kind::Limit { .. } => None,
        }
    }

    /// The same kind at other prices; `None` where it has no such price.
    pub fn repriced(self, limit: Option<Cents>, stop: Option<Cents>) -> Option<Kind> {
        match (self, limit, stop) {
            (kind, None, None) => Some(kind),
            (Kind::Limit { .. }, Some(limit), None) => Some(Kind::Limit { limit }),
            (Kind::Stop { .. }, None, Some(stop)) => Some(Kind::Stop { stop }),
            (Kind::StopLimit { stop: s, limit: l }, limit, stop) => Some(Kind::StopLimit {
                stop: stop.unwrap_or(s),
                limit: limit.unwrap_or(l),
            }),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeInForce {
    Day,
    Gtc,
    Ioc,
    Fok,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    Working,
    PartiallyFilled,
    Filled,
    Cancelled,
    Rejected,
    Expired,
}

impl Status {
    /// Whether nothing can follow.
    pub fn is_final(self) -> bool {
        !matches!(
            self,
            Status::Pending | Status::Working | Status::PartiallyFilled
        )
    }
}

/// What a client asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    pub client_id: Option<String>,
    pub symbol: String,
    pub side: Side,
    pub kind: Kind,
    pub quantity: i64,
    pub time_in_force: TimeInForce,
    /// False where a price that was asked for is none and `kind` holds one near it: such a ticket is rejected.
    pub whole_cents: bool,
}

/// An order that the desk has taken, or refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    pub id: String,
    pub account: String,
    pub client_id: Option<String>,
    pub symbol: String,
    pub side: Side,
    pub kind: Kind,
    pub quantity: i64,
    pub filled: i64,
    /// Sum of price times shares over all fills.
    pub paid: Cents,
    pub time_in_force: TimeInForce,
    pub status: Status,
    pub reason: Option<String>,
    /// Whether a stop has been reached; true at once for orders without one.
    pub awake: bool,
    /// Whether it has seen the market while awake: from then on it waits there for others.
    pub resting: bool,
    pub created: Millis,
    pub updated: Millis,
}

impl Order {
    pub fn new(id: String, account: &str, ticket: Ticket, now: Millis) -> Order {
        Order {
            id,
            account: account.to_owned(),
            client_id: ticket.client_id,
            symbol: ticket.symbol,
            side: ticket.side,
            kind: ticket.kind,
            quantity: ticket.quantity,
            filled: 0,
            paid: 0,
            time_in_force: ticket.time_in_force,
            status: Status::Pending,
            reason: None,
            awake: ticket.kind.stop().is_none(),
            resting: false,
            created: now,
            updated: now,
        }
    }

    pub fn open(&self) -> bool {
        !self.status.is_final()
    }

    pub fn remaining(&self) -> i64 {
        self.quantity - self.filled
    }

    /// Mean price of the fills, in cents.
    pub fn average(&self) -> Option<f64> {
        (self.filled > 0).then(|| self.paid as f64 / self.filled as f64)
    }

    /// Ends it, saying why.
    pub fn finish(&mut self, status: Status, reason: &str, now: Millis) {
        self.status = status;
        self.reason = Some(reason.to_owned());
        self.updated = now;
    }

    /// Takes in a fill.
    pub fn fill(&mut self, shares: i64, price: Cents, now: Millis) {
        self.filled += shares;
        self.paid += shares * price;
        self.updated = now;
        self.status = if self.remaining() == 0 {
            Status::Filled
        } else {
            Status::PartiallyFilled
        };
    }
}
