//! S11: people recorded for a unit that are not those of its parts together.

use super::missing_parent::may_be_under;
use crate::model::{Level, Populations, SettlementKind, Unit, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Detail, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S11,
    document: include_str!("population_sum_mismatch.md"),
    checks: &[Check::Unit(Reads::BELOW, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    if unit.level == Level::City {
        return;
    }
    // The latest census at which both are known and differ.
    for count in unit.populations.counts().iter().rev() {
        let Some(own) = count.people else { continue };
        let Some(sum) = sum_of_parts(context, key, count.census) else {
            continue;
        };
        if own != sum {
            findings.push(Finding {
                level: Some(unit.level.into()),
                units: vec![key],
                measured: Some(Amount::People(own)),
                required: Some(Amount::People(sum)),
                detail: Detail::Sum {
                    census: count.census,
                    own,
                    sum,
                },
                ..Finding::new(Code::S11, Severity::Warning)
            });
            return;
        }
    }
}

/// The people of what is directly under a unit; nothing where they are not known of
/// every unit and village, or where nothing is under it. Farms and places in which
/// nobody was counted have none.
fn sum_of_parts(context: &Context<'_>, key: UnitKey, census: Option<i32>) -> Option<u64> {
    let dataset = context.dataset();
    let own_level = dataset.units.get(key)?.level;
    // What S04 says is not where it should be is no part here.
    let is_part = |level: Level| may_be_under(context, level, Some(key), own_level);
    let people = |populations: &Populations| populations.of_census(census)?.people;
    let mut sum = 0_u64;
    let mut counted = false;
    for &child in context.children(key) {
        let Some(child) = dataset.units.get(child) else {
            continue;
        };
        if is_part(child.level) {
            sum = sum.checked_add(people(&child.populations)?)?;
            counted = true;
        }
    }
    for &settlement in context.settlements(key) {
        let Some(settlement) = dataset.settlements.get(settlement) else {
            continue;
        };
        if !is_part(settlement.kind.level()) {
            continue;
        }
        match (people(&settlement.populations), settlement.kind) {
            (Some(people), _) => {
                sum = sum.checked_add(people)?;
                counted = true;
            }
            (None, SettlementKind::Village) => return None,
            (None, _) => {}
        }
    }
    counted.then_some(sum)
}
