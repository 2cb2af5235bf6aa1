//! Everything that has a name, for the rules on names.

use crate::rules::{Code, Context, Finding, Place, Severity};

/// A unit or settlement as the rules on names see it.
pub(super) struct Named<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Whether a layer holds it; else only its children name it.
    pub has_layer: bool,
    /// Makes a finding about it.
    pub about: &'a dyn Fn(Code, Severity) -> Finding,
}

/// Calls `each` for every unit, then every settlement.
pub(super) fn for_named(context: &Context<'_>, mut each: impl FnMut(Named<'_>)) {
    let dataset = context.dataset();
    for (key, unit) in dataset.units.iter() {
        each(Named {
            name: &unit.name,
            has_layer: unit.layer.is_some(),
            about: &|code, severity| Finding {
                level: Some(unit.level.into()),
                units: vec![key],
                place: context.unit_place(key),
                ..Finding::new(code, severity)
            },
        });
    }
    for (key, settlement) in dataset.settlements.iter() {
        each(Named {
            name: &settlement.name,
            has_layer: settlement.layer.is_some(),
            about: &|code, severity| Finding {
                level: Some(settlement.kind.level().into()),
                settlements: vec![key],
                place: settlement.position.map(Place::point),
                ..Finding::new(code, severity)
            },
        });
    }
}
