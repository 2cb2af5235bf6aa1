//! S12: a code that several units of a level, or several settlements, have.

use std::collections::BTreeMap;

use crate::model::{Level, Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Code, Context, Detail, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S12,
    document: include_str!("duplicate_code.md"),
    check,
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

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let mut units: BTreeMap<(Level, Option<UnitKey>, String), Vec<UnitKey>> = BTreeMap::new();
    for (key, unit) in dataset.units.iter() {
        if let Some(code) = compared(unit.code.as_ref()) {
            let scope = scope_of(unit, &code);
            units
                .entry((unit.level, scope, code))
                .or_default()
                .push(key);
        }
    }
    for ((level, _, code), keys) in units {
        if let [first, _, ..] = keys[..] {
            findings.push(Finding {
                level: Some(level.into()),
                place: context.unit_place(first),
                units: keys,
                detail: Detail::Code(code),
                ..Finding::new(Code::S12, Severity::Error)
            });
        }
    }
    let mut settlements: BTreeMap<String, Vec<SettlementKey>> = BTreeMap::new();
    for (key, settlement) in dataset.settlements.iter() {
        if let Some(code) = compared(settlement.code.as_ref()) {
            settlements.entry(code).or_default().push(key);
        }
    }
    for (code, keys) in settlements {
        if keys.len() < 2 {
            continue;
        }
        let all: Vec<&Settlement> = keys
            .iter()
            .filter_map(|&key| dataset.settlements.get(key))
            .collect();
        let at = all.iter().find_map(|settlement| settlement.position);
        findings.push(Finding {
            level: all.first().map(|first| first.kind.level().into()),
            settlements: keys,
            place: at.map(Place::point),
            detail: Detail::Code(code),
            ..Finding::new(Code::S12, Severity::Error)
        });
    }
}
