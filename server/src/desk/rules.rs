//! What the desk refuses, and in which words.

use super::account::Account;
use super::order::{Order, Ticket};
use crate::market::{Cents, find};

/// Working orders that an account may have at once.
const WORKING: usize = 200;

/// Why a request concerning an order is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NotFound,
    NotWorking,
    /// The change makes no sense for this order.
    Invalid(&'static str),
    /// There are as many accounts as the desk keeps.
    TooManyAccounts,
}

impl Refusal {
    /// For programs.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::NotFound => "order_not_found",
            Refusal::NotWorking => "order_not_working",
            Refusal::Invalid(_) => "invalid_change",
            Refusal::TooManyAccounts => "too_many_accounts",
        }
    }

    /// For people.
    pub fn message(self) -> &'static str {
        match self {
            Refusal::NotFound => "the account has no order of this id",
            Refusal::NotWorking => "the order is no longer working",
            Refusal::Invalid(why) => why,
            Refusal::TooManyAccounts => "no more accounts can be opened on this server",
        }
    }
}

/// What is wrong with a new order before the account's money is looked at.
pub fn flaw(account: &Account, ticket: &Ticket, link_up: bool) -> Option<&'static str> {
    let same_name =
        |order: &Order| ticket.client_id.is_some() && order.client_id == ticket.client_id;
    if find(&ticket.symbol).is_none() {
        Some("The symbol is not listed.")
    } else if !ticket.whole_cents {
        Some("Prices must be in whole cents.")
    } else if !link_up {
        Some("The exchange cannot be reached.")
    } else if account.orders.iter().any(same_name) {
        Some("There is an order of this clientOrderId already.")
    } else if account.working().count() >= WORKING {
        Some("The account has too many working orders.")
    } else {
        None
    }
}

pub const NO_BUYING_POWER: &str = "Not enough buying power.";

/// The order as it would be after a change.
pub fn changed(
    order: &Order,
    quantity: Option<i64>,
    limit: Option<Cents>,
    stop: Option<Cents>,
) -> Result<Order, Refusal> {
    if !order.open() {
        return Err(Refusal::NotWorking);
    }
    if order.awake && order.kind.stop().is_some() && stop.is_some() {
        return Err(Refusal::Invalid("the stop price has been reached already"));
    }
    let kind = order
        .kind
        .repriced(limit, stop)
        .ok_or(Refusal::Invalid("an order of this type has no such price"))?;
    let quantity = quantity.unwrap_or(order.quantity);
    if quantity <= order.filled {
        return Err(Refusal::Invalid(
            "the quantity must exceed what has been filled",
        ));
    }
    Ok(Order {
        kind,
        quantity,
        ..order.clone()
    })
}
