//! Today's date, for what is written down: a report, an exception, a comment; and the time of a save.

use std::time::{SystemTime, UNIX_EPOCH};

use icu_calendar::types::RataDie;
use icu_calendar::{Date, Iso};

use crate::model::IsoDate;

/// The day 1970-01-01, counted from the first of the Gregorian calendar.
const FIRST_OF_1970: i64 = 719_163;

/// Tehran is three and a half hours before Greenwich all the year round (since 1401).
const TEHRAN_S: u64 = 12_600;

/// Today in Tehran; the first of 1970 where the clock stands before it.
pub fn today() -> IsoDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs() + TEHRAN_S);
    day_of_1970(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The time in UTC to the second, as projects write it: `2026-11-25T22:37:10Z`.
pub fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    time_of_1970(since.map_or(0, |since| since.as_secs()))
}

/// The time in UTC so many seconds after 1970 began.
fn time_of_1970(seconds: u64) -> String {
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let day = day_of_1970(i64::try_from(days).unwrap_or(0));
    let (hours, minutes) = (of_day / 3600, of_day / 60 % 60);
    format!("{day}T{hours:02}:{minutes:02}:{:02}Z", of_day % 60)
}

/// The day so many days after the first of 1970.
fn day_of_1970(days: i64) -> IsoDate {
    let date = Date::from_rata_die(RataDie::new(FIRST_OF_1970 + days), Iso);
    let (year, month, day) = (
        date.year().extended_year(),
        date.month().ordinal,
        date.day_of_month().0,
    );
    // Both calendars are the same, so that the day is always there.
    IsoDate::new(year, month, day).unwrap_or(IsoDate::FIRST_OF_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(day_of_1970(0).to_string(), "1970-01-01");
        assert_eq!(day_of_1970(11_016).to_string(), "2000-02-29");
        assert_eq!(day_of_1970(20_779).to_string(), "2026-11-22");
    }

    #[test]
    fn times_are_those_of_utc() {
        assert_eq!(time_of_1970(0), "1970-01-01T00:00:00Z");
        assert_eq!(time_of_1970(951_868_799), "2000-02-29T23:59:59Z");
    }
}
