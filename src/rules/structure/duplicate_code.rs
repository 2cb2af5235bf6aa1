//! S12: a code that several units of a level, or several settlements, have.

use crate::model::{Level, Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S12,
    document: include_str!("duplicate_code.md"),
    checks: &[
        Check::UnitGroup {
            key: unit_key,
            check: units,
        },
        Check::SettlementGroup {
            key: settlement_key,
            check: settlements,
        },
    ],
};

/// How many digits of a statistical code are a level's own: what stands before them
/// is its parent's code.
fn own_digits(level: Level) -> usize {
    match level {
        Level::Province | Level::County | Level::District => 2,
        Level::RuralDistrict | Level::City => 4,
        Level::Village | Level::Farm | Level::Place => 6,
    }
}

/// The code to compare: without outer spaces, with ASCII digits.
fn compared(code: Option<&String>) -> Option<String> {
    let code: String = code?.trim().chars().map(ascii_digit).collect();
    (!code.is_empty()).then_some(code)
}

fn ascii_digit(sign: char) -> char {
    let digit = match sign {
        '۰'..='۹' => u32::from(sign) - u32::from('۰'),
        '٠'..='٩' => u32::from(sign) - u32::from('٠'),
        _ => return sign,
    };
    char::from_digit(digit, 10).unwrap_or(sign)
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
fn unit_key(_: &Context<'_>, _: UnitKey, unit: &Unit) -> Option<String> {
    let code = compared(unit.code.as_ref())?;
    let scope = scope_of(unit, &code).map_or(String::new(), |scope| scope.0.to_string());
    Some(format!("{}/{scope}/{code}", unit.level.name()))
}

fn units(context: &Context<'_>, keys: &[UnitKey], findings: &mut Vec<Finding>) {
    let units = &context.dataset().units;
    let first = keys.first().and_then(|&key| units.get(key));
    let Some(first) = first else { return };
    findings.extend(compared(first.code.as_ref()).map(|code| Finding {
        level: Some(first.level.into()),
        units: keys.to_vec(),
        detail: Detail::Code(code),
        ..Finding::new(Code::S12, Severity::Error)
    }));
}

fn settlement_key(_: &Context<'_>, _: SettlementKey, settlement: &Settlement) -> Option<String> {
    compared(settlement.code.as_ref())
}

fn settlements(context: &Context<'_>, keys: &[SettlementKey], findings: &mut Vec<Finding>) {
    let settlements = &context.dataset().settlements;
    let all = || keys.iter().filter_map(|&key| settlements.get(key));
    let Some(first) = all().next() else { return };
    let at = all().find_map(|settlement| settlement.position);
    findings.extend(compared(first.code.as_ref()).map(|code| Finding {
        level: Some(first.kind.level().into()),
        settlements: keys.to_vec(),
        place: at.map(Place::point),
        detail: Detail::Code(code),
        ..Finding::new(Code::S12, Severity::Error)
    }));
}
