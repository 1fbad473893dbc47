//! What is listed, and the units in which the simulation counts.

/// Prices are whole cents: sums and comparisons are exact.
pub type Cents = i64;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// As the wire writes a price.
pub fn dollars(cents: Cents) -> f64 {
    cents as f64 / 100.0
}

/// The nearest whole number of cents, where the price is one.
pub fn cents(dollars: f64) -> Option<Cents> {
    let scaled = dollars * 100.0;
    let rounded = scaled.round();
    let exact = (scaled - rounded).abs() < 1e-6 && rounded.abs() < 1e15;
    exact.then_some(rounded as Cents)
}

/// One listed instrument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Instrument {
    pub symbol: &'static str,
    /// Where the simulation begins.
    pub price: Cents,
    /// Deviation of the price over one step, as a share of the price.
    pub volatility: f64,
    /// Trades in a step, on average.
    pub activity: f64,
    /// Shares at a price level, on average.
    pub depth: i64,
}

const fn listed(
    symbol: &'static str,
    price: Cents,
    volatility: f64,
    activity: f64,
    depth: i64,
) -> Instrument {
    Instrument {
        symbol,
        price,
        volatility: volatility * 1e-5,
        activity,
        depth,
    }
}

/// Everything that is listed, by symbol.
pub const INSTRUMENTS: [Instrument; 12] = [
    listed("AAPL", 18_925, 7.0, 0.9, 900),
    listed("AMD", 14_210, 12.0, 0.7, 700),
    listed("AMZN", 17_840, 8.0, 0.7, 800),
    listed("BRK.B", 41_275, 4.0, 0.2, 250),
    listed("GOOGL", 16_530, 8.0, 0.6, 800),
    listed("JPM", 19_880, 5.0, 0.4, 600),
    listed("META", 48_360, 9.0, 0.5, 350),
    listed("MSFT", 41_510, 6.0, 0.6, 450),
    listed("NVDA", 87_740, 13.0, 1.1, 400),
    listed("SPY", 51_690, 4.0, 1.2, 1500),
    listed("TSLA", 17_760, 14.0, 1.0, 650),
    listed("XOM", 11_325, 5.0, 0.3, 700),
];

/// The place of a symbol in [`INSTRUMENTS`].
pub fn find(symbol: &str) -> Option<usize> {
    INSTRUMENTS
        .binary_search_by(|instrument| instrument.symbol.cmp(symbol))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_symbol_is_found_at_its_place() {
        for (index, instrument) in INSTRUMENTS.iter().enumerate() {
            assert_eq!(find(instrument.symbol), Some(index));
        }
        assert_eq!(find("NONE"), None);
    }

    #[test]
    fn only_whole_cents_are_prices() {
        assert_eq!(cents(149.5), Some(14_950));
        assert_eq!(cents(0.07), Some(7));
        assert_eq!(cents(1.005), None);
        assert_eq!(cents(f64::NAN), None);
        assert_eq!(cents(1e300), None);
    }

    #[test]
    fn dollars_and_cents_agree() {
        for price in [1, 7, 29, 14_957, 87_741] {
            assert_eq!(cents(dollars(price)), Some(price));
        }
    }
}
