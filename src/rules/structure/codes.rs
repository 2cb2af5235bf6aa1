//! Statistical codes as the rules compare them: two digits for the province, two for
//! the county, two for the district, four for the rural district or city; six for a
//! settlement, which stand alone.

use crate::model::{Level, Settlement, SettlementKey, Unit, UnitKey, ascii_digits};
use crate::rules::Context;

/// How many digits of a statistical code are a level's own: what stands before them
/// is its parent's code.
fn own_digits(level: Level) -> usize {
    match level {
        Level::Province | Level::County | Level::District => 2,
        Level::RuralDistrict | Level::City => 4,
        Level::Village | Level::Farm | Level::Place => 6,
    }
}

/// How many digits a level's whole code has; nothing for settlements.
fn whole_digits(level: Level) -> Option<usize> {
    Some(match level {
        Level::Province => 2,
        Level::County => 4,
        Level::District => 6,
        Level::RuralDistrict | Level::City => 10,
        Level::Village | Level::Farm | Level::Place => return None,
    })
}

/// The code to compare: without outer spaces, with ASCII digits.
pub(super) fn compared(code: Option<&String>) -> Option<String> {
    let code = ascii_digits(code?.trim());
    (!code.is_empty()).then_some(code)
}

/// A unit's whole code by the scheme, with the zero in front that tables lose; nothing
/// for a part of one or a code of another scheme.
pub(super) fn whole_code(unit: &Unit) -> Option<String> {
    let code = compared(unit.code.as_ref())?;
    let width = whole_digits(unit.level)?;
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = code.len() == width || code.len() + 1 == width;
    (is_number && is_whole).then(|| format!("{code:0>width$}"))
}

/// The parent within which a unit's code is to be its own; nothing for the country.
/// A code of only the level's own digits says nothing of the parent, so that it may
/// come again under another: but for cities, whose four are unique in the country.
fn scope_of(unit: &Unit, code: &str) -> Option<UnitKey> {
    let is_own_part = code.chars().count() <= own_digits(unit.level);
    let is_inner = matches!(
        unit.level,
        Level::County | Level::District | Level::RuralDistrict
    );
    unit.parent.filter(|_| is_own_part && is_inner)
}

/// What units that may not have one code in common have in common: level, scope, code.
pub(super) fn unit_key(_: &Context<'_>, _: UnitKey, unit: &Unit) -> Option<String> {
    let code = compared(unit.code.as_ref())?;
    let scope = scope_of(unit, &code).map_or(String::new(), |scope| scope.0.to_string());
    Some(format!("{}/{scope}/{code}", unit.level.name()))
}

/// What settlements that may not have one code in common have in common: the code.
pub(super) fn settlement_key(
    _: &Context<'_>,
    _: SettlementKey,
    settlement: &Settlement,
) -> Option<String> {
    compared(settlement.code.as_ref())
}
