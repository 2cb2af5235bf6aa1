//! S06: a unit's centre that does not lie in its land.

use crate::model::{Centre, Dataset, Position};
use crate::rules::{Code, Context, Detail, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S06,
    document: include_str!("centre_outside.md"),
    check,
};

/// Where a centre is: its own place, or that of the village or city that it is.
fn place_of(dataset: &Dataset, centre: &Centre) -> Option<Position> {
    let settlement = || dataset.settlements.get(centre.settlement?)?.position;
    let city = || dataset.units.get(centre.city?)?.point;
    centre.position.or_else(settlement).or_else(city)
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    for (key, unit) in dataset.units.iter() {
        let Some(centre) = &unit.centre else { continue };
        let Some(position) = place_of(dataset, centre) else {
            continue;
        };
        if context.holds(key, position) != Some(false) {
            continue;
        }
        findings.push(Finding {
            level: Some(unit.level.into()),
            units: vec![key],
            settlements: centre.settlement.into_iter().collect(),
            place: Some(Place::point(position)),
            detail: Detail::LiesIn(context.unit_at(unit.level, position)),
            ..Finding::new(Code::S06, Severity::Error)
        });
    }
}
