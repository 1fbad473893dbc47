//! Orders, books and notes in the words of the schema, and tickets out of them.

use specwire_generated::broker::models::{
    Account, AccountId, AccountKind, AccountState, BrokerConnection, ConnectionNotification,
    ConnectionStatus, Equity, Execution, ExecutionNotification, Liquidity, ModifyOrder,
    Notification, Order, OrderNotification, OrderQuantity, OrderStatus, OrderTicket, OrderType,
    PlaceOrder, Position, RiskNotification, Severity, Side, TimeInForce,
};

use super::{instant, rounded, uuid};
use crate::desk::{
    self, About, Desk, Holding, Kind, Link, LinkStatus, Note, Refusal, Ticket, Worth, amount,
};
use crate::market::{Cents, Millis, cents, dollars};

/// Of everything here.
const CURRENCY: &str = "USD";

/// What to trade and how, out of a request.
pub fn ticket(request: PlaceOrder) -> Ticket {
    let client_id = request.client_order_id.map(String::from);
    let mut prices = Prices { whole: true };
    let (symbol, side, quantity, time_in_force, kind) = match request.order {
        OrderTicket::MarketOrder(order) => (
            order.symbol,
            order.side,
            order.quantity,
            order.time_in_force,
            Kind::Market,
        ),
        OrderTicket::LimitOrder(order) => {
            let limit = prices.cents(order.limit_price.into());
            (
                order.symbol,
                order.side,
                order.quantity,
                order.time_in_force,
                Kind::Limit { limit },
            )
        }
        OrderTicket::StopOrder(order) => {
            let stop = prices.cents(order.stop_price.into());
            (
                order.symbol,
                order.side,
                order.quantity,
                order.time_in_force,
                Kind::Stop { stop },
            )
        }
        OrderTicket::StopLimitOrder(order) => {
            let (stop, limit) = (
                prices.cents(order.stop_price.into()),
                prices.cents(order.limit_price.into()),
            );
            (
                order.symbol,
                order.side,
                order.quantity,
                order.time_in_force,
                Kind::StopLimit { stop, limit },
            )
        }
    };
    Ticket {
        client_id,
        symbol,
        side: desk_side(side),
        kind,
        quantity: shares(quantity),
        time_in_force: desk_time(time_in_force),
        whole_cents: prices.whole,
    }
}

/// The schema bounds a quantity far below where this could fail.
fn shares(quantity: OrderQuantity) -> i64 {
    i64::try_from(u64::from(quantity)).unwrap_or(i64::MAX)
}

/// Remembers whether every price was one.
struct Prices {
    whole: bool,
}

impl Prices {
    fn cents(&mut self, price: f64) -> Cents {
        cents(price).unwrap_or_else(|| {
            self.whole = false;
            (price * 100.0).round() as Cents
        })
    }
}

/// New quantity, limit and stop, as far as they are to be new.
pub type Change = (Option<i64>, Option<Cents>, Option<Cents>);

pub fn change(request: &ModifyOrder) -> Result<Change, Refusal> {
    let price = |price: Option<f64>| match price {
        None => Ok(None),
        Some(price) => cents(price)
            .map(Some)
            .ok_or(Refusal::Invalid("prices must be in whole cents")),
    };
    let limit = price(request.limit_price.map(f64::from))?;
    let stop = price(request.stop_price.map(f64::from))?;
    Ok((request.quantity.map(shares), limit, stop))
}

fn desk_side(side: Side) -> desk::Side {
    match side {
        Side::Buy => desk::Side::Buy,
        Side::Sell => desk::Side::Sell,
    }
}

fn side(side: desk::Side) -> Side {
    match side {
        desk::Side::Buy => Side::Buy,
        desk::Side::Sell => Side::Sell,
    }
}

fn desk_time(time: TimeInForce) -> desk::TimeInForce {
    match time {
        TimeInForce::Day => desk::TimeInForce::Day,
        TimeInForce::Gtc => desk::TimeInForce::Gtc,
        TimeInForce::Ioc => desk::TimeInForce::Ioc,
        TimeInForce::Fok => desk::TimeInForce::Fok,
    }
}

fn time_in_force(time: desk::TimeInForce) -> TimeInForce {
    match time {
        desk::TimeInForce::Day => TimeInForce::Day,
        desk::TimeInForce::Gtc => TimeInForce::Gtc,
        desk::TimeInForce::Ioc => TimeInForce::Ioc,
        desk::TimeInForce::Fok => TimeInForce::Fok,
    }
}

fn status(status: desk::Status) -> OrderStatus {
    match status {
        desk::Status::Pending => OrderStatus::Pending,
        desk::Status::Working => OrderStatus::Working,
        desk::Status::PartiallyFilled => OrderStatus::PartiallyFilled,
        desk::Status::Filled => OrderStatus::Filled,
        desk::Status::Cancelled => OrderStatus::Cancelled,
        desk::Status::Rejected => OrderStatus::Rejected,
        desk::Status::Expired => OrderStatus::Expired,
    }
}

fn kind(kind: Kind) -> OrderType {
    match kind {
        Kind::Market => OrderType::Market,
        Kind::Limit { .. } => OrderType::Limit,
        Kind::Stop { .. } => OrderType::Stop,
        Kind::StopLimit { .. } => OrderType::StopLimit,
    }
}

pub fn order(account: &AccountId, order: &desk::Order) -> Order {
    Order {
        id: order.id.clone(),
        client_order_id: order.client_id.clone(),
        account_id: account.clone(),
        symbol: order.symbol.clone(),
        side: side(order.side),
        r#type: kind(order.kind),
        quantity: order.quantity,
        filled_quantity: order.filled,
        limit_price: order.kind.limit().map(dollars),
        stop_price: order.kind.stop().map(dollars),
        average_fill_price: order.average().map(|average| average / 100.0),
        time_in_force: time_in_force(order.time_in_force),
        status: status(order.status),
        reason: order.reason.clone(),
        created_at: instant(order.created),
        updated_at: instant(order.updated),
    }
}

pub fn execution(account: &AccountId, execution: &desk::Execution) -> Execution {
    Execution {
        id: uuid(execution.id),
        order_id: execution.order.clone(),
        account_id: account.clone(),
        symbol: execution.symbol.clone(),
        side: side(execution.side),
        quantity: execution.quantity,
        price: dollars(execution.price),
        commission: amount(execution.commission),
        liquidity: if execution.maker {
            Liquidity::Maker
        } else {
            Liquidity::Taker
        },
        time: instant(execution.time),
    }
}

/// One holding at the market's price.
pub fn position(desk: &mut Desk, account: &AccountId, symbol: &str) -> Option<Position> {
    let price = desk.price(symbol);
    let holding = *desk.account(account).ok()?.holdings.get(symbol)?;
    Some(holding_at(&holding, account, symbol, price))
}

/// Everything that is held.
pub fn positions(desk: &mut Desk, account: &AccountId) -> Vec<Position> {
    let Ok(books) = desk.account(account) else {
        return Vec::new();
    };
    let held: Vec<(String, Holding)> = books
        .holdings
        .iter()
        .filter(|(_, holding)| holding.quantity != 0)
        .map(|(symbol, holding)| (symbol.clone(), *holding))
        .collect();
    held.iter()
        .map(|(symbol, holding)| holding_at(holding, account, symbol, desk.price(symbol)))
        .collect()
}

fn holding_at(holding: &Holding, account: &AccountId, symbol: &str, price: Cents) -> Position {
    Position {
        account_id: account.clone(),
        symbol: symbol.to_owned(),
        quantity: holding.quantity,
        average_price: holding.average(),
        market_price: dollars(price),
        market_value: rounded(amount(holding.value(price))),
        unrealized_pnl: rounded(amount(holding.unrealized(price))),
        realized_pnl: rounded(amount(holding.realized)),
        updated_at: instant(holding.updated),
    }
}

pub fn equity(account: &AccountId, worth: &Worth, now: Millis) -> Equity {
    Equity {
        account_id: account.clone(),
        currency: CURRENCY.to_owned(),
        cash: rounded(amount(worth.cash)),
        market_value: rounded(amount(worth.value)),
        equity: rounded(amount(worth.equity())),
        buying_power: rounded(amount(worth.buying_power)),
        unrealized_pnl: rounded(amount(worth.unrealized)),
        realized_pnl: rounded(amount(worth.realized)),
        exposure: worth
            .exposure
            .iter()
            .map(|(symbol, value)| (symbol.clone(), rounded(amount(*value))))
            .collect(),
        updated_at: instant(now),
    }
}

fn link_status(status: LinkStatus) -> ConnectionStatus {
    match status {
        LinkStatus::Connected => ConnectionStatus::Connected,
        LinkStatus::Degraded => ConnectionStatus::Degraded,
        LinkStatus::Connecting => ConnectionStatus::Connecting,
        LinkStatus::Disconnected => ConnectionStatus::Disconnected,
    }
}

pub fn connection(account: &AccountId, link: &Link) -> BrokerConnection {
    BrokerConnection {
        account_id: account.clone(),
        status: link_status(link.status),
        latency_ms: link.latency.map(|tenths| tenths as f64 / 10.0),
        message: link.message().map(str::to_owned),
        since: instant(link.since),
    }
}

pub fn notification(account: &AccountId, note: &Note) -> Notification {
    let (id, time, message) = (uuid(note.id), instant(note.time), note.message.clone());
    let account_id = account.clone();
    match &note.about {
        About::Order {
            id: order,
            status: end,
        } => Notification::OrderNotification(OrderNotification {
            kind: Default::default(),
            id,
            account_id,
            time,
            message,
            order_id: order.clone(),
            status: status(*end),
        }),
        About::Execution(fill) => Notification::ExecutionNotification(ExecutionNotification {
            kind: Default::default(),
            id,
            account_id,
            time,
            message,
            execution: execution(account, fill),
        }),
        About::BuyingPower(power) => Notification::RiskNotification(RiskNotification {
            kind: Default::default(),
            id,
            account_id,
            time,
            message,
            severity: Severity::Warning,
            buying_power: amount(*power),
        }),
        About::Link(link) => Notification::ConnectionNotification(ConnectionNotification {
            kind: Default::default(),
            id,
            account_id,
            time,
            message,
            severity: if *link == LinkStatus::Disconnected {
                Severity::Critical
            } else {
                Severity::Info
            },
            status: link_status(*link),
        }),
    }
}

/// Everything there is to know of an account.
pub fn state(desk: &mut Desk, account: &AccountId, now: Millis) -> Result<AccountState, Refusal> {
    let worth = desk.worth(account)?;
    let positions = positions(desk, account);
    let connection = connection(account, &desk.link());
    let books = desk.account(account)?;
    Ok(AccountState {
        account: Account {
            id: account.clone(),
            name: format!("Paper account {account}"),
            kind: AccountKind::Paper,
            currency: CURRENCY.to_owned(),
        },
        equity: equity(account, &worth, now),
        positions,
        orders: books
            .orders
            .iter()
            .map(|each| order(account, each))
            .collect(),
        executions: books
            .executions
            .iter()
            .map(|each| execution(account, each))
            .collect(),
        connection,
    })
}
