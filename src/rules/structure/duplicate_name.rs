//! S16: siblings of one level that have one name.

use crate::model::{Level, Settlement, SettlementKey, Unit, UnitKey, fold_name};
use crate::rules::{Check, Code, Context, Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S16,
    document: include_str!("duplicate_name.md"),
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

/// What siblings with one name have in common: parent, level and name, however it is
/// spelt. One whose parent is not known has no siblings that are; provinces are the
/// country's.
fn common(parent: Option<UnitKey>, level: Level, name: &str) -> Option<String> {
    let name = fold_name(name);
    let parent = match parent {
        Some(parent) => parent.0.to_string(),
        None if level == Level::Province => String::new(),
        None => return None,
    };
    (!name.is_empty()).then(|| format!("{parent}/{}/{name}", level.name()))
}

fn unit_key(_: &Context<'_>, _: UnitKey, unit: &Unit) -> Option<String> {
    let name = without_level(unit.level, &unit.name);
    (!unit.life.has_ended())
        .then(|| common(unit.parent, unit.level, name))
        .flatten()
}

/// A unit's name without its level's word before it: «بخش مرکزی» and «مرکزی» are one.
fn without_level(level: Level, name: &str) -> &str {
    let word = match level {
        Level::Province => "استان",
        Level::County => "شهرستان",
        Level::District => "بخش",
        Level::RuralDistrict => "دهستان",
        Level::City => "شهر",
        Level::Village => "روستا",
        Level::Farm => "مزرعه",
        Level::Place => "مکان",
    };
    match name.trim().split_once(char::is_whitespace) {
        Some((first, rest)) if fold_name(first) == fold_name(word) => rest,
        _ => name,
    }
}

fn settlement_key(_: &Context<'_>, _: SettlementKey, settlement: &Settlement) -> Option<String> {
    (!settlement.life.has_ended())
        .then(|| common(settlement.parent, settlement.kind.level(), &settlement.name))
        .flatten()
}

fn units(context: &Context<'_>, keys: &[UnitKey], findings: &mut Vec<Finding>) {
    let first = keys
        .first()
        .and_then(|&key| context.dataset().units.get(key));
    findings.extend(first.map(|first| Finding {
        level: Some(first.level.into()),
        units: keys.to_vec(),
        ..Finding::new(Code::S16, Severity::Warning)
    }));
}

fn settlements(context: &Context<'_>, keys: &[SettlementKey], findings: &mut Vec<Finding>) {
    let settlements = &context.dataset().settlements;
    let first = keys.first().and_then(|&key| settlements.get(key));
    findings.extend(first.map(|first| Finding {
        level: Some(first.kind.level().into()),
        settlements: keys.to_vec(),
        ..Finding::new(Code::S16, Severity::Warning)
    }));
}
