//! Places in words: degrees, minutes and seconds, decimal degrees, or zone, easting and
//! northing of UTM, in the language's digits.

use super::view_state::CoordinateForm;
use crate::app::language::Language;
use crate::app::numbers::digits;
use crate::files::UtmPlace;
use crate::model::Position;

/// A place as it is written: `33°27′14.2″ N  48°32′07.9″ E`, `33.453944° N  48.535528° E`.
pub fn shown(language: Language, form: CoordinateForm, position: Position) -> String {
    // Beyond the grid there are degrees only.
    let utm = UtmPlace::of(position).filter(|_| form == CoordinateForm::Utm);
    if let Some(utm) = utm {
        let side = if utm.is_north { 'N' } else { 'S' };
        let text = format!(
            "{}{side} {:.1} {:.1}",
            utm.zone, utm.easting_m, utm.northing_m
        );
        return in_digits(language, &text);
    }
    let latitude = one(language, form, position.y, ["N", "S"]);
    let longitude = one(language, form, position.x, ["E", "W"]);
    format!("{latitude}  {longitude}")
}

fn one(language: Language, form: CoordinateForm, degrees: f64, sides: [&str; 2]) -> String {
    let [above, below] = sides;
    let side = if degrees < 0.0 { below } else { above };
    let size = degrees.abs();
    let text = match form {
        CoordinateForm::Decimal | CoordinateForm::Utm => format!("{size:.6}°"),
        CoordinateForm::Sexagesimal => {
            // Rounded once, so that 59.96″ becomes the next minute and not 60.0″.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place on the earth"
            )]
            let tenths = (size * 36_000.0).round() as u64;
            let (whole, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths % 600);
            format!("{whole}°{minutes:02}′{:02}.{}″", seconds / 10, seconds % 10)
        }
    };
    let text = in_digits(language, &text);
    format!("{text} {side}")
}

fn in_digits(language: Language, text: &str) -> String {
    let text = digits(language, text);
    match language {
        Language::Persian => text.replace('.', "٫"),
        Language::English => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_carried_into_minutes() {
        let place = Position {
            x: 48.5,
            y: 33.999_99,
        };
        let text = shown(Language::English, CoordinateForm::Sexagesimal, place);
        assert_eq!(text, "34°00′00.0″ N  48°30′00.0″ E");
        let place = Position {
            x: -0.25,
            y: -33.25,
        };
        let text = shown(Language::Persian, CoordinateForm::Decimal, place);
        assert_eq!(text, "۳۳٫۲۵۰۰۰۰° S  ۰٫۲۵۰۰۰۰° W");
    }
}
