//! What the desk has to tell: each for one account.

use super::account::{Execution, Money};
use super::link::LinkStatus;
use super::order::{Order, Side, Status};
use crate::market::{Millis, dollars};

/// Something happened to an account.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    Order(Order),
    Execution(Execution),
    /// The holding of this symbol changed.
    Position(String),
    Note(Note),
}

/// Something worth telling the account's owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub id: [u8; 16],
    pub time: Millis,
    pub message: String,
    pub about: About,
}

#[derive(Debug, Clone, PartialEq)]
pub enum About {
    Order { id: String, status: Status },
    Execution(Execution),
    BuyingPower(Money),
    Link(LinkStatus),
}

impl Note {
    pub fn order(id: [u8; 16], order: &Order) -> Note {
        let verb = match order.side {
            Side::Buy => "buy",
            Side::Sell => "sell",
        };
        let what = format!("{verb} {} {}", order.quantity, order.symbol);
        let message = match (order.status, &order.reason) {
            (Status::Filled, _) => format!("Order to {what} is filled."),
            (status, reason) => {
                let fate = match status {
                    Status::Rejected => "was rejected",
                    Status::Expired => "has expired",
                    _ => "was cancelled",
                };
                let reason = reason.as_deref().unwrap_or_default();
                format!("Order to {what} {fate}. {reason}")
                    .trim_end()
                    .to_owned()
            }
        };
        Note {
            id,
            time: order.updated,
            message,
            about: About::Order {
                id: order.id.clone(),
                status: order.status,
            },
        }
    }

    pub fn execution(id: [u8; 16], execution: &Execution) -> Note {
        let verb = match execution.side {
            Side::Buy => "Bought",
            Side::Sell => "Sold",
        };
        let (shares, symbol, price) = (
            execution.quantity,
            &execution.symbol,
            dollars(execution.price),
        );
        Note {
            id,
            time: execution.time,
            message: format!("{verb} {shares} {symbol} at {price:.2}."),
            about: About::Execution(execution.clone()),
        }
    }
}
