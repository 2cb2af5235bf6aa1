//! D02: the border between two units that is not agreed.

use std::collections::BTreeMap;

use crate::model::{Border, BorderKey, BorderStatus, Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};
use crate::topology::{BorderLevel, border_level};

pub(crate) static RULE: Rule = Rule {
    code: Code::D02,
    document: include_str!("unagreed_border.md"),
    checks: &[
        Check::Unit(Reads::LAND.and(Reads::FACTS).and(Reads::LATER), unit),
        Check::Whole(whole),
    ],
};

/// What of the border between two units is not agreed.
#[derive(Default)]
struct Unagreed<'a> {
    is_disputed: bool,
    borders: Vec<&'a Border>,
}

fn unit(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    if !context.facts().has_statuses(unit.level) {
        return;
    }
    let mut unagreed: BTreeMap<UnitKey, Unagreed<'_>> = BTreeMap::new();
    for key_of_border in borders_of(context, key) {
        let Some(border) = dataset.borders.get(key_of_border) else {
            continue;
        };
        let status = border.attributes.status;
        if status == BorderStatus::Agreed
            || border_level(dataset, border) != BorderLevel::Between(unit.level)
        {
            continue;
        }
        let sides = border.left.iter().chain(&border.right);
        let others = sides.filter_map(|&leaf| dataset.ancestor_at(leaf, unit.level));
        // Said once, by the first of the two.
        if let Some(other) = others.into_iter().find(|&other| other > key) {
            let known = unagreed.entry(other).or_default();
            known.is_disputed |= status == BorderStatus::Disputed;
            known.borders.push(border);
        }
    }
    for (other, unagreed) in unagreed {
        findings.push(finding(key, other, unit.level, &unagreed));
    }
}

/// The borders around the leaves of a unit, each once.
fn borders_of(context: &Context<'_>, unit: UnitKey) -> Vec<BorderKey> {
    let units = &context.dataset().units;
    let mut borders: Vec<BorderKey> = context
        .leaves(unit)
        .into_iter()
        .filter_map(|leaf| units.get(leaf))
        .flat_map(Unit::coverage_rings)
        .flat_map(|ring| ring.path.iter().map(|step| step.border))
        .collect();
    borders.sort_unstable();
    borders.dedup();
    borders
}

fn finding(one: UnitKey, other: UnitKey, level: Level, unagreed: &Unagreed<'_>) -> Finding {
    let length_m = |border: &Border| border.line.length_m();
    let longest = unagreed
        .borders
        .iter()
        .max_by(|a, b| length_m(a).total_cmp(&length_m(b)));
    let at = longest.and_then(|border| border.line.get(border.line.len() / 2));
    let lines = unagreed.borders.iter().map(|border| border.line.to_vec());
    let status = if unagreed.is_disputed {
        BorderStatus::Disputed
    } else {
        BorderStatus::Unverified
    };
    Finding {
        level: Some(level.into()),
        units: vec![one, other],
        place: at.map(|&at| Place::outline(at, lines.collect())),
        length_m: Some(unagreed.borders.iter().map(|border| length_m(border)).sum()),
        detail: Detail::Status(status),
        ..Finding::new(Code::D02, Severity::Warning)
    }
}

/// Where no border has a status, that is said once.
fn whole(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let facts = context.facts();
    let is_told = Level::UNITS.iter().any(|&level| facts.has_statuses(level));
    // One unit has no border with another.
    let several = Level::UNITS
        .iter()
        .find(|&&level| facts.centres(level).1 > 1);
    if let (false, Some(&level)) = (is_told, several) {
        findings.push(Finding {
            level: Some(level.into()),
            detail: Detail::NoStatus,
            ..Finding::new(Code::D02, Severity::Note)
        });
    }
}
