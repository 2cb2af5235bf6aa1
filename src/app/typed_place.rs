//! Places that people type or paste: longitude and latitude in degrees, or zone, easting
//! and northing of UTM, in digits of any kind; one, or a table of them line by line.

use super::numbers;
use crate::files::UtmPlace;
use crate::model::{Position, is_usable};

/// What stands between numbers.
fn is_between(letter: char) -> bool {
    matches!(
        letter,
        ' ' | ';' | '،' | '\t' | '\u{200e}' | '\u{200f}' | '°'
    )
}

/// One place: `48.5 33.2` is longitude and latitude in degrees, `39N 267788 3709650` zone,
/// easting and northing in metres (without a letter the north is meant).
///
/// ```
/// use marz::app::typed_place::typed_place;
/// let place = typed_place("۴۸٫۵ ۳۳٫۲").unwrap();
/// assert_eq!((place.x, place.y), (48.5, 33.2));
/// let place = typed_place("39 267788 3709650").unwrap();
/// assert!((place.x - 48.5).abs() < 0.01 && (place.y - 33.5).abs() < 0.01);
/// assert!(typed_place("39X 1 2").is_none());
/// ```
pub fn typed_place(text: &str) -> Option<Position> {
    let parts: Vec<&str> = text
        .split(is_between)
        .map(|part| part.trim_end_matches(','))
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| numbers::parse_number(part);
    match parts[..] {
        [x, y] => {
            let at = Position {
                x: number(x)?,
                y: number(y)?,
            };
            is_usable(at).then_some(at)
        }
        [zone, easting, northing] => {
            let (zone, is_north) = match zone.to_ascii_uppercase().strip_suffix(['N', 'S']) {
                Some(digits) => (number(digits)?, zone.ends_with(['N', 'n'])),
                None => (number(zone)?, true),
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a number that is no zone is refused"
            )]
            let place = UtmPlace {
                zone: zone as u8,
                is_north,
                easting_m: number(easting)?,
                northing_m: number(northing)?,
            };
            let is_whole = zone.fract() == 0.0 && (1.0..=60.0).contains(&zone);
            is_whole.then(|| place.position()).flatten()
        }
        _ => None,
    }
}

/// A table of places, one a line, as it is pasted from a sheet; the place of the first line
/// that is none, from 1, where there is one.
///
/// # Errors
/// The number of the line that is no place.
pub fn typed_places(text: &str) -> Result<Vec<Position>, usize> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| typed_place(line).ok_or(number + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_typed_in_digits_of_either_kind() {
        let expected = Some(Position { x: 48.5, y: 33.25 });
        for text in ["48.5 33.25", "48.5, 33.25", "۴۸٫۵ ۳۳٫۲۵", " 48.5;33.25 "] {
            assert_eq!(typed_place(text), expected, "{text}");
        }
        for text in ["", "48.5", "48.5 99", "a b", "0 1 2", "39.5 300000 3700000"] {
            assert_eq!(typed_place(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_is_read_line_by_line() {
        let table = "48.5\t33.2\n\n۳۹N ۲۶۷۷۸۸ ۳۷۰۹۶۵۰\n";
        let places = typed_places(table).unwrap_or_default();
        assert_eq!(places.len(), 2);
        assert!((places[1].y - 33.5).abs() < 0.01);
        assert_eq!(typed_places("48.5 33.2\nx y"), Err(2));
    }
}
