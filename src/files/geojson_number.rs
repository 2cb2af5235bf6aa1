//! Reading one decimal number of JSON, correctly rounded: eight digits at a time, and
//! by one exact division where the digits fit a double, as those of coordinates do.

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
const WHOLE_POWERS: [u64; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];
/// Whole numbers up to this are exact as doubles.
const MOST_EXACT: u64 = 1 << 53;
/// So many digits fit 64 bits.
const MOST_DIGITS: usize = 19;

/// The number that a text begins with and how many bytes it takes; nothing where the
/// text does not begin with a number of JSON, or with one that is too large for a
/// double or has an unusual number of digits before the point.
pub(super) fn decimal(text: &[u8]) -> Option<(f64, usize)> {
    let negative = *text.first()? == b'-';
    let start = usize::from(negative);
    let mut at = start;
    let mut digits = 0_u64;
    while let Some(&byte @ b'0'..=b'9') = text.get(at) {
        if at - start >= MOST_DIGITS - 1 {
            return None;
        }
        digits = digits * 10 + u64::from(byte - b'0');
        at += 1;
    }
    let before_point = at - start;
    let has_zero_ahead = before_point > 1 && text.get(start) == Some(&b'0');
    if before_point == 0 || has_zero_ahead {
        return None;
    }
    let mut after_point = 0;
    if text.get(at) == Some(&b'.') {
        at += 1;
        let point = at;
        (digits, at) = more_digits(text, at, digits);
        after_point = at - point;
        if after_point == 0 {
            return None;
        }
    }
    let is_simple = !matches!(text.get(at), Some(b'e' | b'E'))
        && before_point + after_point <= MOST_DIGITS
        && digits <= MOST_EXACT;
    if is_simple && let Some(power) = POWERS.get(after_point) {
        // Both are exact, so the quotient is rounded once.
        let number = digits as f64 / power;
        return Some((if negative { -number } else { number }, at));
    }
    at = after_exponent(text, at)?;
    let number: f64 = std::str::from_utf8(text.get(..at)?).ok()?.parse().ok()?;
    number.is_finite().then_some((number, at))
}

/// Takes the digits at `at`; what overflows is not used.
fn more_digits(text: &[u8], mut at: usize, mut digits: u64) -> (u64, usize) {
    while let Some(eight) = text.get(at..at + 8).and_then(|eight| eight.try_into().ok()) {
        let (value, count) = leading_digits(u64::from_le_bytes(eight));
        let power = WHOLE_POWERS.get(count).copied().unwrap_or_default();
        digits = digits.wrapping_mul(power).wrapping_add(value);
        at += count;
        if count < 8 {
            return (digits, at);
        }
    }
    // Near the end of the text.
    while let Some(&byte @ b'0'..=b'9') = text.get(at) {
        digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
        at += 1;
    }
    (digits, at)
}

/// The value of the digits that eight bytes begin with, and how many there are. The
/// first byte is the lowest.
fn leading_digits(bytes: u64) -> (u64, usize) {
    const LOW_SEVEN: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // A digit becomes its value, and every other byte more than nine.
    let values = bytes ^ 0x3030_3030_3030_3030;
    let beyond_nine = (((values & LOW_SEVEN) + 0x7676_7676_7676_7676) | values) & HIGH;
    let count = (beyond_nine.trailing_zeros() / 8) as usize;
    // Zeros come in ahead of the digits.
    let values = values.checked_shl(64 - 8 * count as u32).unwrap_or(0);
    let pairs = (values * 10 + (values >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    ((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF, count)
}

fn after_exponent(text: &[u8], mut at: usize) -> Option<usize> {
    if let Some(b'e' | b'E') = text.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = text.get(at) {
            at += 1;
        }
        let start = at;
        while let Some(b'0'..=b'9') = text.get(at) {
            at += 1;
        }
        if at == start {
            return None;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        let expected: Option<f64> = serde_json::from_str(text).ok();
        for rest in ["", ",1]", "]          "] {
            let whole = format!("{text}{rest}");
            match decimal(whole.as_bytes()) {
                Some((number, length)) => {
                    assert_eq!(length, text.len(), "{whole}");
                    assert_eq!(
                        Some(number.to_bits()),
                        expected.map(f64::to_bits),
                        "{whole}"
                    );
                }
                // What it leaves to the general reader is long or no number.
                None => assert!(expected.is_none() || text.len() > 17, "{whole}"),
            }
        }
    }

    #[test]
    fn numbers_at_the_edges_are_what_the_general_reader_reads() {
        for text in [
            "0",
            "-0",
            "0.0",
            "-0.0",
            "48",
            "-180",
            "180.0",
            "48.123456789",
            "48.12345678",
            "9007199254740992",
            "9007199254740993",
            "900719925.4740993",
            "0.1",
            "0.3",
            "48.35791234567891",
            "48.357912345678912",
            "51.0000000000000001",
            "1e5",
            "1E+2",
            "1.5e-7",
            "2.2250738585072014e-308",
            "5e-324",
            "1e-400",
            "123456789012345678",
            "1234567890123456789",
            "0.000000000000000000000000123",
            "33.333333333333336",
            "99999999999999999999.5",
            "1.7976931348623157e308",
        ] {
            check(text);
        }
        for text in [
            "", "-", "+1", "01", "-01.5", "1.", ".5", "1.e5", "1e", "1e+", "NaN", "1e400",
        ] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_rounded_as_the_general_reader_rounds(number in any::<f64>()) {
            if number.is_finite() {
                check(&format!("{number}"));
                check(&format!("{number:e}"));
            }
        }

        #[test]
        fn coordinates_of_any_length_are_rounded_correctly(
            whole in 0_u32..=180,
            decimals in "[0-9]{1,20}",
            negative in any::<bool>(),
        ) {
            check(&format!("{}{whole}.{decimals}", if negative { "-" } else { "" }));
        }

        #[test]
        fn coordinates_come_back_bit_for_bit(degrees in -180.0_f64..180.0) {
            let text = format!("{degrees}]        ");
            let (number, _) = decimal(text.as_bytes()).unwrap();
            prop_assert_eq!(number.to_bits(), degrees.to_bits());
        }
    }
}
