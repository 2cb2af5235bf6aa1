//! The scheme of statistical codes: two digits for the province, two for the county,
//! two for the district, four for the rural district or city, so that a unit's code
//! begins with its parent's. Columns often give only a unit's own digits.

use crate::model::Level;

/// The digits of a unit's own in its code; nothing for settlements, whose six digits
/// stand alone.
fn own_width(level: Level) -> Option<usize> {
    match level {
        Level::Province | Level::County | Level::District => Some(2),
        Level::RuralDistrict | Level::City => Some(4),
        Level::Village | Level::Farm | Level::Place => None,
    }
}

/// The digits of a unit's whole code.
pub(super) fn whole_width(level: Level) -> Option<usize> {
    match level {
        Level::Province => Some(2),
        Level::County => Some(4),
        Level::District => Some(6),
        Level::RuralDistrict | Level::City => Some(10),
        Level::Village | Level::Farm | Level::Place => None,
    }
}

fn is_number(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a code follows the scheme whole.
pub(super) fn is_whole(level: Level, code: &str) -> bool {
    is_number(code) && whole_width(level) == Some(code.len())
}

/// A unit's whole code from a column's value and its parent's whole code: `07` under
/// `15` is `1507`. A value that is whole already, or follows another scheme, is
/// itself. Nothing where the parent's code would be needed and is not there.
pub(super) fn compose(level: Level, value: &str, parent: Option<&str>) -> Option<String> {
    let (Some(own), Some(whole)) = (own_width(level), whole_width(level)) else {
        return Some(value.to_owned());
    };
    if own == whole {
        return Some(code_key(level, value));
    }
    if !is_number(value) || value.len() > own {
        return Some(value.to_owned());
    }
    let parent = parent.filter(|parent| is_number(parent) && parent.len() + own == whole)?;
    Some(format!("{parent}{value:0>own$}"))
}

/// A code as it is compared: a number has back the zeros in front that were lost.
pub(super) fn code_key(level: Level, code: &str) -> String {
    let code = code.trim();
    match (own_width(level), whole_width(level)) {
        (Some(own), Some(whole))
            if is_number(code) && (code.len() > own || level == Level::Province) =>
        {
            format!("{code:0>whole$}")
        }
        _ => code.to_owned(),
    }
}

/// The code that the unit of `ancestor` has by a whole code of one below it.
pub(super) fn prefix(level: Level, code: &str, ancestor: Level) -> Option<&str> {
    if !is_whole(level, code) || ancestor >= Level::RuralDistrict || ancestor >= level {
        return None;
    }
    code.get(..whole_width(ancestor)?)
}

/// The digits of a whole code that are the unit's own.
pub(super) fn own_digits(level: Level, code: &str) -> Option<&str> {
    if !is_whole(level, code) {
        return None;
    }
    code.get(code.len().checked_sub(own_width(level)?)?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_codes_are_put_together() {
        let county = compose(Level::County, "07", Some("15"));
        assert_eq!(county.as_deref(), Some("1507"));
        let district = compose(Level::District, "1", county.as_deref());
        assert_eq!(district.as_deref(), Some("150701"));
        let rural = compose(Level::RuralDistrict, "0001", district.as_deref());
        assert_eq!(rural.as_deref(), Some("1507010001"));
        let whole = compose(Level::County, "1507", None);
        assert_eq!(whole.as_deref(), Some("1507"));
        let other = compose(Level::Province, "IR-20", None);
        assert_eq!(other.as_deref(), Some("IR-20"));
        assert_eq!(compose(Level::County, "07", None), None);
        assert_eq!(compose(Level::County, "07", Some("IR-20")), None);
    }

    #[test]
    fn a_code_begins_with_those_above() {
        let prefix = |level| prefix(Level::RuralDistrict, "1507010001", level);
        assert_eq!(prefix(Level::Province), Some("15"));
        assert_eq!(prefix(Level::County), Some("1507"));
        assert_eq!(prefix(Level::District), Some("150701"));
        assert_eq!(prefix(Level::City), None);
    }

    #[test]
    fn lost_zeros_do_not_part_a_code() {
        assert_eq!(code_key(Level::Province, "0"), "00");
        assert_eq!(code_key(Level::RuralDistrict, "13010001"), "0013010001");
        assert_eq!(code_key(Level::County, "107"), "0107");
        assert_eq!(code_key(Level::County, "07"), "07");
    }
}
