//! S07: a centre that may not be one: of the wrong kind, or another unit's.

use crate::model::{Centre, Level, Unit, UnitKey};
use crate::rules::{Basis, Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S07,
    document: include_str!("centre_wrong_kind.md"),
    checks: &[Check::Unit(Reads::CENTRE, check)],
};

/// The kinds of place that may be the centre of a unit, and the provision.
fn allowed(level: Level) -> Option<(&'static [Level], u8, u8)> {
    Some(match level {
        Level::RuralDistrict => (&[Level::Village], 3, 3),
        Level::District => (&[Level::Village, Level::City], 6, 3),
        Level::County => (&[Level::City], 7, 3),
        Level::Province => (&[Level::City], 9, 2),
        _ => return None,
    })
}

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(centre) = &unit.centre else { return };
    let Some((kinds, article, note)) = allowed(unit.level) else {
        return;
    };
    let Some((kind, parent)) = what_it_is(context, centre) else {
        return;
    };
    let position = context.dataset().centre_position(centre);
    let detail = if !kinds.contains(&kind) {
        Detail::CentreIs(kind)
    } else if is_under(context, parent, key) || lies_outside(context, key, centre) {
        // One that lies outside is S06; whose it is then follows from where it is.
        return;
    } else {
        Detail::CentreBelongs(parent)
    };
    findings.push(Finding {
        level: Some(unit.level.into()),
        units: vec![key],
        settlements: centre.settlement.into_iter().collect(),
        place: position.map(Place::point),
        basis: context.law().map(|law| Basis {
            law: law.name.clone(),
            article,
            note: Some(note),
        }),
        detail,
        ..Finding::new(Code::S07, Severity::Error)
    });
}

/// The kind of place that a centre is and the unit it is under; nothing where the
/// data does not tell which city or settlement it is.
fn what_it_is(context: &Context<'_>, centre: &Centre) -> Option<(Level, Option<UnitKey>)> {
    let dataset = context.dataset();
    let city = centre.city.and_then(|city| dataset.units.get(city));
    if let Some(city) = city {
        return Some((city.level, city.parent));
    }
    let settlement = dataset.settlements.get(centre.settlement?)?;
    let village = settlement
        .village
        .and_then(|village| dataset.settlements.get(village)?.parent);
    Some((settlement.kind.level(), settlement.parent.or(village)))
}

fn is_under(context: &Context<'_>, parent: Option<UnitKey>, unit: UnitKey) -> bool {
    // Nobody can say of one that is under nothing.
    parent.is_none_or(|parent| {
        let mut above = context.dataset().ancestors(parent);
        above.any(|(above, _)| above == unit)
    })
}

fn lies_outside(context: &Context<'_>, unit: UnitKey, centre: &Centre) -> bool {
    context
        .dataset()
        .centre_position(centre)
        .is_some_and(|position| context.holds(unit, position) == Some(false))
}
