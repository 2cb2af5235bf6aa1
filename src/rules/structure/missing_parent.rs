//! S04: a unit or settlement that is not under what it should be under: no parent, a
//! parent at a level that cannot be, or a chain that comes back to itself.

use crate::model::{Dataset, Level, ParentReference, Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S04,
    document: include_str!("missing_parent.md"),
    checks: &[
        Check::Unit(Reads::FACTS, check_unit),
        Check::Settlement(Reads::FACTS, check_settlement),
    ],
};

fn check_unit(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let about = |detail: Detail, parent: Option<UnitKey>| Finding {
        level: Some(unit.level.into()),
        units: std::iter::once(key).chain(parent).collect(),
        detail,
        ..Finding::new(Code::S04, Severity::Error)
    };
    if let Some(cycle) = cycle_from(dataset, key) {
        // Said once, by the unit that came first.
        if cycle.iter().min() == Some(&key) {
            findings.push(Finding {
                units: cycle,
                ..about(Detail::Cycle, None)
            });
        }
        return;
    }
    match unit.parent.and_then(|parent| dataset.units.get(parent)) {
        None => {
            if is_missing(context, unit.level, &unit.parent_reference) {
                let reference = unit.parent_reference.clone();
                findings.push(about(Detail::MissingParent(reference), None));
            }
        }
        Some(parent) => {
            if !may_be_under(context, unit.level, unit.parent, parent.level) {
                let detail = Detail::WrongLevel {
                    level: unit.level,
                    parent_level: parent.level,
                };
                findings.push(about(detail, unit.parent));
            }
        }
    }
}

fn check_settlement(
    context: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    let dataset = context.dataset();
    let level = settlement.kind.level();
    let about = |detail: Detail, parent: Option<UnitKey>| Finding {
        level: Some(level.into()),
        units: parent.into_iter().collect(),
        settlements: vec![key],
        detail,
        ..Finding::new(Code::S04, Severity::Error)
    };
    // A dependent farm or place is where its village is (article 2, note 3).
    let village = settlement
        .village
        .and_then(|key| dataset.settlements.get(key));
    let parent = settlement
        .parent
        .or(village.and_then(|village| village.parent));
    match parent.and_then(|parent| dataset.units.get(parent)) {
        None => {
            if is_missing(context, level, &settlement.parent_reference) {
                let reference = settlement.parent_reference.clone();
                findings.push(about(Detail::MissingParent(reference), None));
            }
        }
        Some(unit) => {
            if !may_be_under(context, level, parent, unit.level) {
                let detail = Detail::WrongLevel {
                    level,
                    parent_level: unit.level,
                };
                findings.push(about(detail, parent));
            }
        }
    }
}

/// The units from `start` upwards until `start` again, if the chain comes back to it.
fn cycle_from(dataset: &Dataset, start: UnitKey) -> Option<Vec<UnitKey>> {
    let mut cycle = vec![start];
    let mut next = dataset.units.get(start)?.parent?;
    while next != start {
        // A chain that runs into somebody else's cycle is not in it.
        if cycle.contains(&next) {
            return None;
        }
        cycle.push(next);
        next = dataset.units.get(next)?.parent?;
    }
    Some(cycle)
}

/// Whether something without a parent lacks one: its source names one that is not
/// there, or the data set has units that it could be under.
fn is_missing(context: &Context<'_>, level: Level, reference: &ParentReference) -> bool {
    let is_above = |highest: Level| highest < level;
    level != Level::Province
        && (!reference.is_empty() || context.facts().highest_level().is_some_and(is_above))
}

/// Whether an entity of `level` may be directly under a unit of `parent_level`.
pub(super) fn may_be_under(
    context: &Context<'_>,
    level: Level,
    parent: Option<UnitKey>,
    parent_level: Level,
) -> bool {
    let Some(above) = level.above() else {
        // Nothing is above a province.
        return false;
    };
    if parent_level == above {
        return true;
    }
    // A city is no one's parent: its people live in it, not under it. Nor is anything
    // under a unit of its own level or a lower one.
    if parent_level > above || parent_level >= level {
        return false;
    }
    // Independent farms and places are administered by whatever unit they are in
    // (article 2, note 4).
    if matches!(level, Level::Farm | Level::Place) {
        return true;
    }
    // A level may be missing in part of the country: a unit may skip the levels that
    // its parent does not have.
    let children = parent.map_or(&[][..], |parent| context.children(parent));
    !children.iter().any(|&child| {
        let child = context.dataset().units.get(child);
        child.is_some_and(|child| child.level > parent_level && child.level <= above)
    })
}
