//! What concerns everybody, in the words of the schema.

use specwire_generated::{broker, datafeed};

use super::{instant, uuid};
use crate::live::now;
use crate::market::Move;
use crate::market::rng::Rng;

/// A great move of the market.
pub fn alert(moved: &Move, rng: &mut Rng) -> datafeed::models::Alert {
    datafeed::models::Alert {
        id: uuid(rng.bytes16()),
        severity: datafeed::models::Severity::Warning,
        symbol: Some(moved.symbol.to_owned()),
        message: format!(
            "{} moved {:.1} % within a minute.",
            moved.symbol, moved.percent
        ),
        time: instant(moved.time),
    }
}

const GOING: &str = "The server is about to restart.";

/// The server goes down.
pub fn going_down_datafeed() -> datafeed::models::SystemNotification {
    datafeed::models::SystemNotification {
        severity: datafeed::models::Severity::Warning,
        message: GOING.to_owned(),
        time: instant(now()),
    }
}

/// The same, for the other module.
pub fn going_down_broker() -> broker::models::SystemNotification {
    broker::models::SystemNotification {
        severity: broker::models::Severity::Warning,
        message: GOING.to_owned(),
        time: instant(now()),
    }
}
