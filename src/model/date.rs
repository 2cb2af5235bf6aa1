//! Dates as the register needs them: a day, or only a year of the Solar Hijri
//! calendar where a source gives no more («تأسیس ۱۳۵۲»).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the ISO (Gregorian) calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IsoDate {
    year: i32,
    month: u8,
    day: u8,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a date: write YYYY-MM-DD, or the Solar Hijri year alone as “1352 SH”")]
pub struct DateError(pub String);

impl IsoDate {
    /// The day 1970-01-01.
    pub const FIRST_OF_1970: Self = Self {
        year: 1970,
        month: 1,
        day: 1,
    };

    /// The day, if the month has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            1..=12 => 31,
            _ => return None,
        };
        (1..=days)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// The day after.
    pub fn next(self) -> Option<Self> {
        let Self { year, month, day } = self;
        Self::new(year, month, day + 1)
            .or_else(|| Self::new(year, month + 1, 1))
            .or_else(|| Self::new(year + 1, 1, 1))
    }

    /// Year, month and day.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }
}

impl fmt::Display for IsoDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

impl FromStr for IsoDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.to_owned());
        let mut parts = text.trim().splitn(3, '-');
        let mut next = || parts.next().ok_or_else(error);
        let (year, month, day) = (next()?, next()?, next()?);
        let year = year.parse().map_err(|_| error())?;
        let month = month.parse().map_err(|_| error())?;
        let day = day.parse().map_err(|_| error())?;
        Self::new(year, month, day).ok_or_else(error)
    }
}

impl TryFrom<String> for IsoDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<IsoDate> for String {
    fn from(date: IsoDate) -> Self {
        date.to_string()
    }
}

/// A date that may be known only by its year.
///
/// ```
/// use marz::model::PartialDate;
/// assert_eq!("1352 SH".parse(), Ok(PartialDate::SolarYear(1352)));
/// assert!("1983-07-06".parse::<PartialDate>().is_ok());
/// assert!("1983-02-30".parse::<PartialDate>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// A day.
    Day(IsoDate),
    /// A year of the Solar Hijri calendar.
    SolarYear(i32),
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(formatter),
            Self::SolarYear(year) => write!(formatter, "{year} SH"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.trim().strip_suffix("SH") {
            Some(year) => year
                .trim()
                .parse()
                .map(Self::SolarYear)
                .map_err(|_| DateError(text.to_owned())),
            None => text.parse().map(Self::Day),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}
