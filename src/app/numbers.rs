//! Numbers, areas, lengths and people as a reader of each language writes them.
//!
//! Digits, grouping and the decimal sign come from `icu_decimal` (Persian ۰–۹, `٬` and `٫`; Latin
//! digits, `,` and `.`); the units are messages of `format.ftl`. [`parse_number`] reads what people
//! type, in whichever digits.

use std::cell::OnceCell;

use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::locale;

use crate::app::language::{Language, Value, Words};

/// What a thread keeps ready to format one language's numbers.
#[derive(Default)]
struct Formatters {
    grouped: OnceCell<Option<DecimalFormatter>>,
    plain: OnceCell<Option<DecimalFormatter>>,
}

thread_local! {
    static PERSIAN: Formatters = Formatters::default();
    static ENGLISH: Formatters = Formatters::default();
}

impl Formatters {
    fn format(&self, language: Language, number: &Decimal, grouped: bool) -> String {
        let cell = if grouped { &self.grouped } else { &self.plain };
        match cell.get_or_init(|| formatter(language, grouped)) {
            Some(formatter) => formatter.format(number).to_string(),
            None => number.to_string(),
        }
    }
}

fn formatter(language: Language, grouped: bool) -> Option<DecimalFormatter> {
    let locale = match language {
        Language::Persian => locale!("fa"),
        Language::English => locale!("en"),
    };
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(if grouped {
        GroupingStrategy::Auto
    } else {
        GroupingStrategy::Never
    });
    DecimalFormatter::try_new(DecimalFormatterPreferences::from(&locale), options).ok()
}

fn format_decimal(language: Language, number: &Decimal, grouped: bool) -> String {
    match language {
        Language::Persian => {
            PERSIAN.with(|formatters| formatters.format(language, number, grouped))
        }
        Language::English => {
            ENGLISH.with(|formatters| formatters.format(language, number, grouped))
        }
    }
}

/// A whole number, grouped by thousands.
///
/// ```
/// use marz::app::{language::Language, numbers::integer};
/// assert_eq!(integer(Language::Persian, 28_294), "۲۸٬۲۹۴");
/// assert_eq!(integer(Language::English, 28_294), "28,294");
/// ```
pub fn integer(language: Language, number: i64) -> String {
    format_decimal(language, &Decimal::from(number), true)
}

/// A whole number without grouping, as for a year or a count of a list.
pub fn ungrouped(language: Language, number: i64) -> String {
    format_decimal(language, &Decimal::from(number), false)
}

/// A number with at most `digits` digits after the decimal sign, zeros at the end left out.
/// What is not finite comes out as `—`.
///
/// ```
/// use marz::app::{language::Language, numbers::decimal};
/// assert_eq!(decimal(Language::Persian, 412.64, 1), "۴۱۲٫۶");
/// assert_eq!(decimal(Language::English, 412.0, 1), "412");
/// ```
pub fn decimal(language: Language, number: f64, digits: u8) -> String {
    match rounded_short(number, digits) {
        Some(value) => format_decimal(language, &value, true),
        None => "—".to_owned(),
    }
}

/// A number with exactly `digits` digits after the decimal sign, as in a column of a table.
/// What is not finite comes out as `—`.
pub fn fixed(language: Language, number: f64, digits: u8) -> String {
    match rounded(number, digits) {
        Some(value) => format_decimal(language, &value, true),
        None => "—".to_owned(),
    }
}

/// As [`fixed`], with `+` before what is above zero: a gain or a loss.
pub fn signed(language: Language, number: f64, digits: u8) -> String {
    let text = fixed(language, number, digits);
    if rounded(number, digits).is_some_and(|value| !value.absolute.is_zero()) && number > 0.0 {
        // The mark keeps the sign at the left of the number in a line that runs from the right.
        format!("\u{200E}+{text}")
    } else {
        text
    }
}

fn rounded(number: f64, digits: u8) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:.*}", usize::from(digits));
    // What rounds to zero has no sign.
    let is_zero = !text.contains(|character: char| matches!(character, '1'..='9'));
    let text = if is_zero {
        text.trim_start_matches('-')
    } else {
        &text
    };
    Decimal::try_from_str(text).ok()
}

/// The same with the zeros at the end of the fraction left out.
fn rounded_short(number: f64, digits: u8) -> Option<Decimal> {
    let mut value = rounded(number, digits)?;
    value.absolute.trim_end();
    Some(value)
}

/// A number inside a Fluent message: grouped, in the language's digits. Strings are left as they are.
pub(crate) fn format_value(language: Language, value: &Value<'_>) -> Option<String> {
    let Value::Number(number) = value else {
        return None;
    };
    let least = number.options.minimum_fraction_digits.unwrap_or(0);
    let most = number
        .options
        .maximum_fraction_digits
        .unwrap_or(3)
        .max(least);
    let mut decimal = rounded_short(number.value, u8::try_from(most).unwrap_or(u8::MAX))?;
    decimal.absolute.pad_end(-i16::try_from(least).unwrap_or(0));
    Some(format_decimal(
        language,
        &decimal,
        number.options.use_grouping,
    ))
}

/// Replaces Latin and Arabic digits by those of the language and changes nothing else: for text such
/// as a date or a scale that is already laid out. Codes are not given to it: they stay as written.
///
/// ```
/// use marz::app::{language::Language, numbers::digits};
/// assert_eq!(digits(Language::Persian, "1 : 500"), "۱ : ۵۰۰");
/// assert_eq!(digits(Language::English, "۱۳۵۲"), "1352");
/// ```
pub fn digits(language: Language, text: &str) -> String {
    text.chars()
        .map(|character| match (digit_value(character), language) {
            (Some(value), Language::Persian) => char::from_u32(0x06F0 + value).unwrap_or(character),
            (Some(value), Language::English) => char::from_digit(value, 10).unwrap_or(character),
            (None, _) => character,
        })
        .collect()
}

/// The value of a Latin, Arabic (٠–٩) or Persian (۰–۹) digit.
pub const fn digit_value(character: char) -> Option<u32> {
    match character {
        '0'..='9' => Some(character as u32 - '0' as u32),
        '\u{0660}'..='\u{0669}' => Some(character as u32 - 0x0660),
        '\u{06F0}'..='\u{06F9}' => Some(character as u32 - 0x06F0),
        _ => None,
    }
}

/// Reads a number as people type it: Latin, Arabic or Persian digits, grouping by `,`, `٬`, `،`,
/// `'`, spaces or narrow spaces, the decimal sign `.`, `٫` or `/`, a sign before or after.
/// A single `,` or `،` counts as grouping only when three digits follow it.
///
/// Returns `None` for anything that is not wholly a number.
///
/// ```
/// use marz::app::numbers::parse_number;
/// assert_eq!(parse_number("۸٬۴۱۰"), Some(8410.0));
/// assert_eq!(parse_number("۴۱۲٫۶"), Some(412.6));
/// assert_eq!(parse_number("-3.2"), Some(-3.2));
/// assert_eq!(parse_number("8,41"), None);
/// ```
pub fn parse_number(text: &str) -> Option<f64> {
    let mut number = String::with_capacity(text.len());
    let mut negative = false;
    let mut signs = 0;
    let mut decimal = false;
    // Digits since the last grouping sign, while inside groups.
    let mut group: Option<usize> = None;
    for character in text.trim().chars() {
        if let Some(value) = digit_value(character) {
            number.push(char::from_digit(value, 10)?);
            group = group.map(|count| count + 1);
            continue;
        }
        match character {
            '.' | '٫' | '/' if !decimal => {
                if group.is_some_and(|count| count != 3) {
                    return None;
                }
                group = None;
                decimal = true;
                number.push('.');
            }
            ',' | '٬' | '،' | '\'' | ' ' | '\u{00A0}' | '\u{202F}' | '\u{2009}' => {
                if decimal || number.is_empty() || group.is_some_and(|count| count != 3) {
                    return None;
                }
                group = Some(0);
            }
            '-' | '−' | '–' | '+' => {
                negative = !matches!(character, '+');
                signs += 1;
            }
            // Marks of direction come along when a number is copied from running text.
            character if crate::app::language::is_direction_mark(character) => {}
            _ => return None,
        }
    }
    if signs > 1
        || group.is_some_and(|count| count != 3)
        || !number.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let value: f64 = number.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Ways in which [`Words`] says a measured value with its unit.
impl Words {
    /// An area in square metres, said in square metres below a hectare and else in square kilometres,
    /// with about four significant digits: «۲٬۱۴۰ متر مربع», «۰٫۴۱۲ کیلومتر مربع», «۲۸٬۲۹۴ کیلومتر مربع».
    pub fn area(&self, area_m2: f64) -> String {
        let language = self.language();
        if area_m2.abs() < 10_000.0 {
            let digits = if area_m2.abs() < 10.0 { 1 } else { 0 };
            let value = decimal(language, area_m2, digits);
            return self.with("format-square-metres", &[("value", value.into())]);
        }
        self.square_kilometres(area_m2)
    }

    /// An area in square metres, always said in square kilometres: for columns that must compare.
    pub fn square_kilometres(&self, area_m2: f64) -> String {
        let km2 = area_m2 / 1e6;
        let digits = match km2.abs() {
            size if size >= 10_000.0 => 0,
            size if size >= 1.0 => 1,
            _ => 3,
        };
        let value = decimal(self.language(), km2, digits);
        self.with("format-square-kilometres", &[("value", value.into())])
    }

    /// A length in metres, said in millimetres, centimetres, metres or kilometres by its size.
    pub fn length(&self, length_m: f64) -> String {
        let language = self.language();
        let (id, value) = match length_m.abs() {
            size if size >= 1_000.0 => {
                let digits = if size >= 1e6 { 0 } else { 1 };
                (
                    "format-kilometres",
                    decimal(language, length_m / 1e3, digits),
                )
            }
            size if size >= 10.0 => ("format-metres", decimal(language, length_m, 0)),
            size if size >= 0.1 || size == 0.0 => ("format-metres", decimal(language, length_m, 1)),
            size if size >= 0.01 => ("format-centimetres", decimal(language, length_m * 1e2, 1)),
            _ => ("format-millimetres", decimal(language, length_m * 1e3, 2)),
        };
        self.with(id, &[("value", value.into())])
    }

    /// A number of people: «۸٬۴۱۰ نفر».
    pub fn people(&self, count: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "no country has 2^53 people")]
        self.with("format-people", &[("count", (count as f64).into())])
    }

    /// A whole number in the language's digits: see [`integer`].
    pub fn integer(&self, number: i64) -> String {
        integer(self.language(), number)
    }

    /// A number with at most so many decimals: see [`decimal`].
    pub fn decimal(&self, number: f64, digits: u8) -> String {
        decimal(self.language(), number, digits)
    }

    /// A share between 0 and 1 as a percentage.
    pub fn percent(&self, share: f64) -> String {
        let value = decimal(self.language(), share * 100.0, 0);
        self.with("format-percent", &[("value", value.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::plain;

    #[test]
    fn persian_numbers_have_persian_signs() {
        assert_eq!(decimal(Language::Persian, 1_234_567.891, 2), "۱٬۲۳۴٬۵۶۷٫۸۹");
        // CLDR puts a left-to-right mark before the minus, so that it stays at the left of the number.
        assert_eq!(fixed(Language::Persian, -3.2, 1), "\u{200E}−۳٫۲");
        assert_eq!(signed(Language::Persian, 3.2, 1), "\u{200E}+۳٫۲");
        assert_eq!(signed(Language::English, -3.2, 1), "-3.2");
        assert_eq!(signed(Language::English, 0.01, 1), "0.0");
    }

    #[test]
    fn nothing_is_minus_zero_and_nothing_is_not_a_number() {
        assert_eq!(fixed(Language::English, -0.004, 1), "0.0");
        assert_eq!(decimal(Language::English, f64::NAN, 1), "—");
        assert_eq!(decimal(Language::Persian, f64::INFINITY, 1), "—");
    }

    #[test]
    fn units_follow_the_size() {
        let words = Words::new(Language::Persian);
        let area = |area_m2| plain(&words.area(area_m2));
        assert_eq!(area(2_140.3), "۲٬۱۴۰ متر مربع");
        assert_eq!(area(412_000.0), "۰٫۴۱۲ کیلومتر مربع");
        assert_eq!(area(412.64e6), "۴۱۲٫۶ کیلومتر مربع");
        assert_eq!(area(28_294e6), "۲۸٬۲۹۴ کیلومتر مربع");
        let length = |length_m| plain(&words.length(length_m));
        assert_eq!(length(138.4), "۱۳۸ متر");
        assert_eq!(length(0.6), "۰٫۶ متر");
        assert_eq!(length(18_900.0), "۱۸٫۹ کیلومتر");
        assert_eq!(length(0.000_4), "۰٫۴ میلی‌متر");
    }

    #[test]
    fn what_is_written_can_be_typed_back() {
        for number in [0.0, 7.0, -3.2, 8_410.0, 1_234_567.25] {
            for language in Language::ALL {
                assert_eq!(parse_number(&decimal(language, number, 3)), Some(number));
            }
        }
        assert_eq!(parse_number("٨٬٤١٠"), Some(8_410.0));
        assert_eq!(parse_number("12 345"), Some(12_345.0));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "۸٬۴۱", "1,2,3", "1.2.3", "12a", "--3", "٬۱۲۳", ".", "1e5", "NaN",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
