//! Candles: trades gathered over a span of time.

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::instrument::{Cents, Millis};

const MINUTE: Millis = 60_000;
const DAY: Millis = 86_400_000;

/// How much time a bar covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    Minutes(u8),
    Day,
    /// From Monday.
    Week,
    Month,
}

impl Resolution {
    /// Every resolution there is; [`Resolution::index`] is the place in it.
    pub const ALL: [Resolution; 8] = [
        Resolution::Minutes(1),
        Resolution::Minutes(5),
        Resolution::Minutes(15),
        Resolution::Minutes(30),
        Resolution::Minutes(60),
        Resolution::Day,
        Resolution::Week,
        Resolution::Month,
    ];

    pub fn index(self) -> usize {
        Resolution::ALL
            .iter()
            .position(|each| *each == self)
            .unwrap_or_default()
    }

    /// Begin and end of the bar that holds this time.
    fn bounds(self, time: Millis) -> (Millis, Millis) {
        let day = time.div_euclid(DAY);
        match self {
            Resolution::Minutes(minutes) => {
                let length = Millis::from(minutes) * MINUTE;
                let start = time.div_euclid(length) * length;
                (start, start + length)
            }
            Resolution::Day => (day * DAY, (day + 1) * DAY),
            Resolution::Week => {
                // Day 0 was a Thursday.
                let monday = day - (day + 3).rem_euclid(7);
                (monday * DAY, (monday + 7) * DAY)
            }
            Resolution::Month => month(time).unwrap_or((day * DAY, (day + 1) * DAY)),
        }
    }

    /// When the bar that holds this time begins.
    pub fn start(self, time: Millis) -> Millis {
        self.bounds(time).0
    }
}

fn month(time: Millis) -> Option<(Millis, Millis)> {
    let moment = Timestamp::from_millisecond(time)
        .ok()?
        .to_zoned(TimeZone::UTC);
    let first = moment.date().first_of_month();
    let next = first.checked_add(1.month()).ok()?;
    let millis = |date: jiff::civil::Date| {
        Some(
            date.to_zoned(TimeZone::UTC)
                .ok()?
                .timestamp()
                .as_millisecond(),
        )
    };
    Some((millis(first)?, millis(next)?))
}

/// One candle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub time: Millis,
    pub open: Cents,
    pub high: Cents,
    pub low: Cents,
    pub close: Cents,
    pub volume: i64,
}

/// The forming bar of each resolution.
#[derive(Debug, Clone)]
pub struct Bars {
    bars: [Bar; Resolution::ALL.len()],
    ends: [Millis; Resolution::ALL.len()],
}

impl Bars {
    /// Bars that begin with a first trade.
    pub fn new(time: Millis, price: Cents) -> Bars {
        let bounds = Resolution::ALL.map(|resolution| resolution.bounds(time));
        Bars {
            bars: bounds.map(|(start, _)| Bar {
                time: start,
                open: price,
                high: price,
                low: price,
                close: price,
                volume: 0,
            }),
            ends: bounds.map(|(_, end)| end),
        }
    }

    /// Takes in a trade, not older than the last.
    pub fn add(&mut self, time: Millis, price: Cents, volume: i64) {
        for (index, resolution) in Resolution::ALL.into_iter().enumerate() {
            let bar = &mut self.bars[index];
            if time >= self.ends[index] {
                let (start, end) = resolution.bounds(time);
                self.ends[index] = end;
                *bar = Bar {
                    time: start,
                    open: price,
                    high: price,
                    low: price,
                    close: price,
                    volume,
                };
            } else {
                bar.high = bar.high.max(price);
                bar.low = bar.low.min(price);
                bar.close = price;
                bar.volume += volume;
            }
        }
    }

    pub fn get(&self, resolution: Resolution) -> Bar {
        self.bars[resolution.index()]
    }

    pub fn all(&self) -> [Bar; Resolution::ALL.len()] {
        self.bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn bars_begin_on_the_clock_and_the_calendar() {
        let time = at("2024-02-29T13:47:12.345Z");
        let expected = [
            "2024-02-29T13:47:00Z",
            "2024-02-29T13:45:00Z",
            "2024-02-29T13:45:00Z",
            "2024-02-29T13:30:00Z",
            "2024-02-29T13:00:00Z",
            "2024-02-29T00:00:00Z",
            "2024-02-26T00:00:00Z",
            "2024-02-01T00:00:00Z",
        ];
        for (resolution, start) in Resolution::ALL.into_iter().zip(expected) {
            assert_eq!(resolution.start(time), at(start), "{resolution:?}");
        }
    }

    #[test]
    fn trades_shape_a_bar_and_the_next_minute_starts_another() {
        let start = at("2024-05-06T10:00:10Z");
        let mut bars = Bars::new(start, 100);
        bars.add(start + 1, 120, 5);
        bars.add(start + 2, 90, 7);
        let minute = Resolution::Minutes(1);
        let first = bars.get(minute);
        assert_eq!(
            (first.open, first.high, first.low, first.close, first.volume),
            (100, 120, 90, 90, 12)
        );

        bars.add(at("2024-05-06T10:01:00Z"), 95, 3);
        let next = bars.get(minute);
        assert_eq!(next.time, at("2024-05-06T10:01:00Z"));
        assert_eq!(
            (next.open, next.high, next.low, next.close, next.volume),
            (95, 95, 95, 95, 3)
        );
        assert_eq!(bars.get(Resolution::Day).volume, 15);
    }
}
