//! Today's date as the window shows it.

use std::time::{SystemTime, UNIX_EPOCH};

use icu_calendar::types::RataDie;
use icu_calendar::{Date, Iso};

/// The day 1970-01-01, counted from the first of the Gregorian calendar.
const FIRST_OF_1970: i64 = 719_163;

/// Tehran is three and a half hours before Greenwich all the year round (since 1401).
const TEHRAN_S: u64 = 12_600;

/// Today in Tehran, as an ISO date; nothing where the clock stands before 1970.
pub fn today_iso() -> Option<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let days = i64::try_from((since.as_secs() + TEHRAN_S) / 86_400).ok()?;
    Some(iso_of_days(days))
}

fn iso_of_days(days: i64) -> String {
    let date = Date::from_rata_die(RataDie::new(FIRST_OF_1970 + days), Iso);
    format!(
        "{:04}-{:02}-{:02}",
        date.year().extended_year(),
        date.month().ordinal,
        date.day_of_month().0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(iso_of_days(0), "1970-01-01");
        assert_eq!(iso_of_days(11_016), "2000-02-29");
        assert_eq!(iso_of_days(20_779), "2026-11-22");
    }
}
