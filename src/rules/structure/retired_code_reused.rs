//! S14: a code that was another unit's or settlement's until that ended.

use super::codes::{compared, settlement_key, unit_key};
use crate::model::{SettlementKey, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S14,
    document: include_str!("retired_code_reused.md"),
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

fn units(context: &Context<'_>, keys: &[UnitKey], findings: &mut Vec<Finding>) {
    let units = &context.dataset().units;
    let all = || keys.iter().filter_map(|&key| Some((key, units.get(key)?)));
    // The one that ended last had the code last.
    let retired = all().filter(|(_, unit)| unit.life.has_ended());
    let Some((old, ended)) = retired.max_by_key(|(_, unit)| until(&unit.life)) else {
        return;
    };
    for (key, unit) in all().filter(|(_, unit)| !unit.life.has_ended()) {
        findings.extend(compared(unit.code.as_ref()).map(|code| Finding {
            level: Some(unit.level.into()),
            units: vec![key, old],
            detail: Detail::Retired {
                code,
                until: ended.life.effective.until,
            },
            ..Finding::new(Code::S14, Severity::Error)
        }));
    }
}

fn settlements(context: &Context<'_>, keys: &[SettlementKey], findings: &mut Vec<Finding>) {
    let settlements = &context.dataset().settlements;
    let all = || {
        keys.iter()
            .filter_map(|&key| Some((key, settlements.get(key)?)))
    };
    let retired = all().filter(|(_, settlement)| settlement.life.has_ended());
    let Some((old, ended)) = retired.max_by_key(|(_, settlement)| until(&settlement.life)) else {
        return;
    };
    for (key, settlement) in all().filter(|(_, settlement)| !settlement.life.has_ended()) {
        findings.extend(compared(settlement.code.as_ref()).map(|code| Finding {
            level: Some(settlement.kind.level().into()),
            settlements: vec![key, old],
            detail: Detail::Retired {
                code,
                until: ended.life.effective.until,
            },
            ..Finding::new(Code::S14, Severity::Error)
        }));
    }
}

/// The end of a period as a text that sorts by time: days of the Gregorian calendar
/// and years of the Solar Hijri one, which began 621 years before it.
fn until(life: &crate::model::Life) -> Option<(i32, String)> {
    use crate::model::PartialDate;
    life.effective.until.map(|date| match date {
        PartialDate::Day(day) => (day.parts().0, day.to_string()),
        PartialDate::SolarYear(year) => (year + 621, String::new()),
    })
}
