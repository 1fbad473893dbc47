//! The simulation's values in the words of the schema, and back.

pub mod broker;
pub mod datafeed;
pub mod system;

use std::time::{Duration, SystemTime};

use specwire_generated::support::{DateTime, Uuid};

use crate::market::Millis;

/// A moment as the schema writes it.
pub fn instant(time: Millis) -> DateTime {
    let since = Duration::from_millis(u64::try_from(time).unwrap_or_default());
    DateTime::from(SystemTime::UNIX_EPOCH + since)
}

/// An identifier of these bytes, marked as one of random bytes (version 4).
pub fn uuid(bytes: [u8; 16]) -> Uuid {
    let value = u128::from_be_bytes(bytes) & !(0xf << 76) & !(0x3 << 62);
    Uuid::from_u128(value | 0x4 << 76 | 0x2 << 62)
}

/// To hundredths: sums of many amounts carry more digits than money has.
pub fn rounded(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_identifiers_are_written_as_their_formats_ask() {
        assert_eq!(
            instant(1_697_097_600_250).as_str(),
            "2023-10-12T08:00:00.25Z"
        );
        assert_eq!(
            uuid([0xff; 16]).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            uuid([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
    }
}
