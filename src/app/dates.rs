//! Dates in the Solar Hijri calendar, as offices in Iran write them, over ISO dates, as files keep them.
//!
//! A decree may be known by its year or month only: such a date is stored as the ISO 8601 interval of
//! its days (`1973-03-21/1974-03-20` is the year 1352), so that nothing is made up. The calendar is the
//! astronomical one of `icu_calendar`.

use icu_calendar::cal::Persian;
use icu_calendar::{Date, Iso};
use thiserror::Error;

use crate::app::language::{Language, Words, is_direction_mark};
use crate::app::numbers;
use crate::model::IsoDate;

/// Years that are read: `icu_calendar`'s own range for this calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A day, a month or a year of the Solar Hijri calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SolarDate {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text or a triple of numbers is no date.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DateError {
    /// The text has another form than `1405/09/01`, `1405/09` or `1405`.
    #[error("a date is written as 1405/09/01, 1405/09 or 1405")]
    NotADate,
    /// No year between 1 and 9999.
    #[error("the year {year} is not between 1 and 9999")]
    NoSuchYear {
        /// The year that was given.
        year: i32,
    },
    /// No month between 1 and 12.
    #[error("there is no month {month}")]
    NoSuchMonth {
        /// The month that was given.
        month: u8,
    },
    /// The month has fewer days: 30 Esfand of a common year.
    #[error("month {month} of {year} has {days} days")]
    NoSuchDay {
        /// The year that was given.
        year: i32,
        /// The month that was given.
        month: u8,
        /// How many days that month has.
        days: u8,
    },
}

/// The Solar Hijri year of a day.
///
/// ```
/// use marz::app::dates::solar_year;
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(solar_year(day("2012-03-19")), 1390);
/// assert_eq!(solar_year(day("2012-03-20")), 1391);
/// ```
pub fn solar_year(day: IsoDate) -> i32 {
    let (year, month, day) = day.parts();
    let date = Date::try_new_iso(year, month, day);
    // Every day of the model is one of the calendar.
    date.map_or(year - 621, |date| SolarDate::of_iso_day(date).year)
}

impl SolarDate {
    /// A day of the calendar.
    ///
    /// # Errors
    /// When there is no such year, month or day.
    pub fn day(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        let first = first_of_month(year, month)?;
        let days = first.days_in_month();
        if day == 0 || day > days {
            return Err(DateError::NoSuchDay { year, month, days });
        }
        Ok(Self {
            year,
            month: Some(month),
            day: Some(day),
        })
    }

    /// A month of the calendar, its day unknown.
    ///
    /// # Errors
    /// When there is no such year or month.
    pub fn month(year: i32, month: u8) -> Result<Self, DateError> {
        first_of_month(year, month)?;
        Ok(Self {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// A year of the calendar, the rest unknown.
    ///
    /// # Errors
    /// When the year is not between 1 and 9999.
    pub fn year(year: i32) -> Result<Self, DateError> {
        first_of_month(year, 1)?;
        Ok(Self {
            year,
            month: None,
            day: None,
        })
    }

    /// Its year, month and day, as far as they are known.
    pub const fn parts(self) -> (i32, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// Reads an ISO date (`2026-11-22`), or the interval of a Solar Hijri month or year as
    /// [`SolarDate::to_iso`] writes it.
    ///
    /// # Errors
    /// When the text is neither.
    ///
    /// ```
    /// use marz::app::dates::SolarDate;
    /// let date = SolarDate::from_iso("2026-11-22")?;
    /// assert_eq!(date, SolarDate::day(1405, 9, 1)?);
    /// # Ok::<(), marz::app::dates::DateError>(())
    /// ```
    pub fn from_iso(text: &str) -> Result<Self, DateError> {
        match text.trim().split_once('/') {
            None => Ok(Self::of_iso_day(iso_day(text.trim())?)),
            Some((from, to)) => {
                let first = Self::of_iso_day(iso_day(from)?);
                let last = Self::of_iso_day(iso_day(to)?);
                let whole = [
                    Self { day: None, ..first },
                    Self {
                        month: None,
                        day: None,
                        ..first
                    },
                ];
                whole
                    .into_iter()
                    .find(|date| date.first_day() == Some(first) && date.last_day() == Some(last))
                    .ok_or(DateError::NotADate)
            }
        }
    }

    /// The ISO form that files keep: a date, or the interval of the days it may be.
    ///
    /// ```
    /// use marz::app::dates::SolarDate;
    /// assert_eq!(SolarDate::year(1352)?.to_iso(), "1973-03-21/1974-03-20");
    /// # Ok::<(), marz::app::dates::DateError>(())
    /// ```
    pub fn to_iso(self) -> String {
        let first = self.first_day().and_then(Self::iso_text);
        let last = self.last_day().and_then(Self::iso_text);
        match (first, last) {
            (Some(first), Some(last)) if first == last => first,
            (Some(first), Some(last)) => format!("{first}/{last}"),
            _ => String::new(),
        }
    }

    /// The first day that it may be.
    pub fn first_day(self) -> Option<Self> {
        Self::day(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day that it may be.
    pub fn last_day(self) -> Option<Self> {
        let month = self.month.unwrap_or(12);
        let days = first_of_month(self.year, month).ok()?.days_in_month();
        Self::day(self.year, month, self.day.unwrap_or(days)).ok()
    }

    /// Reads what someone typed: `۱۴۰۵/۹/۱`, `1405-09-01`, `1405/09`, `۱۳۵۲`.
    ///
    /// # Errors
    /// When it has another form or no such day exists.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let latin: String = numbers::digits(Language::English, text.trim())
            .chars()
            .filter(|character| !is_direction_mark(*character))
            .collect();
        let parts: Vec<&str> = latin.split(['/', '-', '.']).map(str::trim).collect();
        let number = |part: &str| part.parse::<u16>().map_err(|_| DateError::NotADate);
        let small = |part: &str| part.parse::<u8>().map_err(|_| DateError::NotADate);
        match parts.as_slice() {
            [year] => Self::year(i32::from(number(year)?)),
            [year, month] => Self::month(i32::from(number(year)?), small(month)?),
            [year, month, day] => Self::day(i32::from(number(year)?), small(month)?, small(day)?),
            _ => Err(DateError::NotADate),
        }
    }

    /// The short form: «۱۴۰۵/۰۹/۰۱», «۱۴۰۵/۰۹», «۱۴۰۵»; in English the same in Latin digits.
    pub fn short(self, language: Language) -> String {
        let text = match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}/{month:02}/{day:02}", self.year),
            (Some(month), None) => format!("{:04}/{month:02}", self.year),
            _ => format!("{:04}", self.year),
        };
        numbers::digits(language, &text)
    }

    /// The long form with the month's name: «۱ آذر ۱۴۰۵».
    pub fn long(self, words: &Words) -> String {
        let language = words.language();
        let year = numbers::ungrouped(language, i64::from(self.year));
        let Some(month) = self.month else {
            return year;
        };
        let name = words.text(&format!("month-{month}"));
        match self.day {
            Some(day) => format!(
                "{} {name} {year}",
                numbers::ungrouped(language, i64::from(day))
            ),
            None => format!("{name} {year}"),
        }
    }

    fn of_iso_day(iso: Date<Iso>) -> Self {
        let date = iso.to_calendar(Persian);
        Self {
            year: date.year().extended_year(),
            month: Some(date.month().ordinal),
            day: Some(date.day_of_month().0),
        }
    }

    fn iso_text(self) -> Option<String> {
        let date = Date::try_new_persian(self.year, self.month?, self.day?)
            .ok()?
            .to_calendar(Iso);
        Some(format!(
            "{:04}-{:02}-{:02}",
            date.year().extended_year(),
            date.month().ordinal,
            date.day_of_month().0
        ))
    }
}

/// Tehran is three and a half hours before Greenwich all the year round (since 1401).
const TEHRAN_MINUTES: i64 = 210;

/// An ISO date as the window shows it, or the text itself when it is no ISO date: nothing that was
/// stored is hidden. A time in UTC (`2026-11-25T22:37:10Z`) is shown as day and time of Tehran.
pub fn shown(iso: &str, language: Language) -> String {
    if let Some((date, minutes)) = tehran_time(iso) {
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        return format!(
            "{} {}",
            date.short(language),
            numbers::digits(language, &time)
        );
    }
    SolarDate::from_iso(iso).map_or_else(|_| iso.to_owned(), |date| date.short(language))
}

/// The day and the minute of the day in Tehran of an ISO time in UTC.
fn tehran_time(iso: &str) -> Option<(SolarDate, i64)> {
    let (day, time) = iso.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split(':');
    let mut next = |below: i64| {
        let number: i64 = parts.next()?.parse().ok()?;
        (0..below).contains(&number).then_some(number)
    };
    let minutes = next(24)? * 60 + next(60)? + TEHRAN_MINUTES;
    let day = iso_day(day).ok()?.to_rata_die() + minutes.div_euclid(1440);
    let date = Date::from_rata_die(day, Persian);
    let (month, of_month) = (date.month().ordinal, date.day_of_month().0);
    let date = SolarDate::day(date.year().extended_year(), month, of_month).ok()?;
    Some((date, minutes.rem_euclid(1440)))
}

fn first_of_month(year: i32, month: u8) -> Result<Date<Persian>, DateError> {
    if !YEARS.contains(&year) {
        return Err(DateError::NoSuchYear { year });
    }
    Date::try_new_persian(year, month, 1).map_err(|_| DateError::NoSuchMonth { month })
}

fn iso_day(text: &str) -> Result<Date<Iso>, DateError> {
    // A time after the date (`2026-11-22T08:00:00Z`) does not change the day that is shown.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(DateError::NotADate);
    };
    let year = year.parse().map_err(|_| DateError::NotADate)?;
    let month = month.parse().map_err(|_| DateError::NotADate)?;
    let day = day.parse().map_err(|_| DateError::NotADate)?;
    Date::try_new_iso(year, month, day).map_err(|_| DateError::NotADate)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test that fails should stop

    use super::*;

    #[test]
    fn a_time_in_utc_is_shown_as_the_day_and_time_of_tehran() {
        let shown = |iso| shown(iso, Language::English);
        assert_eq!(shown("2026-11-25T19:37:10Z"), "1405/09/04 23:07");
        assert_eq!(shown("2026-11-25T22:37:10Z"), "1405/09/05 02:07");
        // Esfand of a common year has 29 days.
        assert_eq!(shown("2027-03-20T20:30:00Z"), "1406/01/01 00:00");
        assert_eq!(shown("2026-11-25"), "1405/09/04");
        assert_eq!(shown("2026-11-25T99:00:00Z"), "1405/09/04");
        assert_eq!(shown("yesterday"), "yesterday");
    }

    #[test]
    fn known_days_agree_with_the_almanac() {
        // Nowruz of a common and of a leap year, and two dates that every Iranian knows.
        for (iso, solar) in [
            ("2026-11-22", (1405, 9, 1)),
            ("1979-02-11", (1357, 11, 22)),
            ("2021-03-20", (1399, 12, 30)),
            ("2021-03-21", (1400, 1, 1)),
            ("2025-03-20", (1403, 12, 30)),
            ("1983-07-06", (1362, 4, 15)),
        ] {
            let date = SolarDate::from_iso(iso).unwrap();
            assert_eq!(
                date,
                SolarDate::day(solar.0, solar.1, solar.2).unwrap(),
                "{iso}"
            );
            assert_eq!(date.to_iso(), iso);
        }
    }

    #[test]
    fn a_day_that_is_not_in_the_year_is_refused() {
        assert_eq!(
            SolarDate::parse("۱۴۰۴/۱۲/۳۰"),
            Err(DateError::NoSuchDay {
                year: 1404,
                month: 12,
                days: 29
            })
        );
        assert!(SolarDate::parse("1403/12/30").is_ok());
        assert_eq!(
            SolarDate::parse("1403/13/1"),
            Err(DateError::NoSuchMonth { month: 13 })
        );
        assert_eq!(
            SolarDate::parse("0/1/1"),
            Err(DateError::NoSuchYear { year: 0 })
        );
        for text in ["", "آذر", "1405/", "1405/9/1/2", "1405/300/1", "-5"] {
            assert!(SolarDate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_form_is_shown_and_stored_and_read_again() {
        for (text, persian) in [
            ("1405/9/1", "۱۴۰۵/۰۹/۰۱"),
            ("1405-9", "۱۴۰۵/۰۹"),
            ("۱۳۵۲", "۱۳۵۲"),
            ("1403/12/30", "۱۴۰۳/۱۲/۳۰"),
        ] {
            let date = SolarDate::parse(text).unwrap();
            assert_eq!(date.short(Language::Persian), persian);
            assert_eq!(SolarDate::parse(persian).unwrap(), date);
            assert_eq!(SolarDate::from_iso(&date.to_iso()).unwrap(), date);
        }
        let words = Words::new(Language::Persian);
        assert_eq!(
            SolarDate::parse("1405/9/1").unwrap().long(&words),
            "۱ آذر ۱۴۰۵"
        );
    }

    #[test]
    fn what_is_no_iso_date_is_shown_as_it_is() {
        assert_eq!(shown("پیش از انقلاب", Language::Persian), "پیش از انقلاب");
        assert_eq!(
            shown("2026-11-22T08:00:00Z", Language::Persian),
            "۱۴۰۵/۰۹/۰۱ ۱۱:۳۰"
        );
        assert_eq!(
            shown("1973-03-21/1974-03-19", Language::English),
            "1973-03-21/1974-03-19"
        );
    }
}
