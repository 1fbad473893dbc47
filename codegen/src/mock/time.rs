//! Clocks inside values: which members are one, and what they show a moment later.

use std::time::Duration;

/// A number above this counts milliseconds since 1970, one above the other seconds.
const MILLISECONDS: f64 = 1e11;
const SECONDS: f64 = 1e9;

/// The next value of a whole number that is a clock or a counter by its name.
pub(super) fn later(name: &str, value: f64, interval: Duration) -> Option<i64> {
    let lower = name.to_ascii_lowercase();
    let clock = lower.contains("time") || lower == "ts" || lower == "t" || name.ends_with("At");
    let counter = ["sequence", "seq", "offset", "serial", "version"].contains(&lower.as_str());
    let step = match () {
        () if clock && value > MILLISECONDS => interval.as_millis().max(1) as i64,
        () if clock && value > SECONDS => interval.as_secs().max(1) as i64,
        () if counter => 1,
        () => return None,
    };
    (value as i64).checked_add(step)
}

/// An RFC 3339 time in UTC, moved on. `None` where it is none, or has another zone.
pub(super) fn advanced(text: &str, by: Duration) -> Option<String> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let date: Vec<i64> = date
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let clock: Vec<i64> = clock
        .split(':')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let ([year, month, day], [hour, minute, second]) = (date.as_slice(), clock.as_slice()) else {
        return None;
    };
    if !(1..=9999).contains(year) || !(1..=12).contains(month) {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let days = days_from_civil(*year, *month, *day);
    let total = ((days * 24 + hour) * 60 + minute) * 60_000
        + second * 1000
        + millis
        + by.as_millis() as i64;
    let (year, month, day) = civil_from_days(total.div_euclid(86_400_000));
    let rest = total.rem_euclid(86_400_000);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    let fraction = if fraction.is_empty() && rest % 1000 == 0 {
        String::new()
    } else {
        format!(".{:03}", rest % 1000)
    };
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
    ))
}

/// Days since 1970-01-01 in the Gregorian calendar. A year counts from March, so that the leap day ends it.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_cross_days_and_years() {
        let second = Duration::from_secs(1);
        let cases = [
            ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
            ("2024-02-28T23:59:59.500Z", "2024-02-29T00:00:00.500Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"),
        ];
        for (from, to) in cases {
            assert_eq!(advanced(from, second).as_deref(), Some(to));
        }
        assert_eq!(advanced("yesterday", second), None);
        assert_eq!(advanced("2026-01-01T00:00:00+01:00", second), None);
    }

    #[test]
    fn every_day_survives_the_round_trip() {
        for days in -800_000..800_000 {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
