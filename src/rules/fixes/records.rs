//! The fixes of what is written about units and settlements: parents, centres, codes and
//! names.

use super::{Fix, FixKind};
use crate::edit::{
    Edit, EditSettlement, EditUnit, SettlementField, UnitField, free_code, free_settlement_code,
};
use crate::model::{Centre, Level, SettlementKey, SettlementKind, UnitKey};
use crate::rules::{Code, Context, Detail, Finding};
use crate::topology::Snapshot;

/// How many candidates for a centre are offered.
const CENTRES: usize = 8;

fn unit_edit(unit: UnitKey, field: UnitField) -> Edit {
    Edit::Unit(EditUnit { unit, field })
}

pub(super) fn settlement_edit(settlement: SettlementKey, field: SettlementField) -> Edit {
    Edit::Settlement(EditSettlement { settlement, field })
}

/// The unit comes under another.
pub(super) fn parent_fix(snapshot: &Snapshot, unit: UnitKey, parent: UnitKey) -> Fix {
    let edit = unit_edit(unit, UnitField::Parent(Some(parent)));
    Fix::planned(snapshot, FixKind::ChooseParent, vec![parent], edit)
}

/// The settlement comes under a unit.
pub(super) fn belonging_fix(
    snapshot: &Snapshot,
    settlement: SettlementKey,
    parent: UnitKey,
) -> Fix {
    let edit = settlement_edit(settlement, SettlementField::Parent(Some(parent)));
    Fix {
        settlements: vec![settlement],
        ..Fix::planned(snapshot, FixKind::ChooseParent, vec![parent], edit)
    }
}

/// S04: under whom its place says that it lies.
pub(super) fn parent_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let dataset = &snapshot.dataset;
    let context = Context::new(snapshot);
    if let Some(&settlement) = finding.settlements.first() {
        let at = dataset
            .settlements
            .get(settlement)
            .and_then(|place| place.position);
        let leaves = at.map(|at| context.leaves_at(at)).unwrap_or_default();
        return leaves
            .into_iter()
            .map(|leaf| belonging_fix(snapshot, settlement, leaf))
            .collect();
    }
    // Of a cycle any one may be taken out; it is said of the first.
    let Some(&key) = finding.units.first() else {
        return Vec::new();
    };
    let (Some(unit), Some(place)) = (dataset.units.get(key), context.unit_place(key)) else {
        return Vec::new();
    };
    let Some(level) = unit.level.above() else {
        return Vec::new();
    };
    let mut parents: Vec<UnitKey> = context
        .leaves_at(place.at)
        .into_iter()
        .filter(|&leaf| leaf != key)
        .filter_map(|leaf| dataset.ancestor_at(leaf, level))
        .collect();
    let near = snapshot
        .index
        .units_near(crate::model::Extent::at(place.at));
    parents.extend(near.filter(|&other| {
        dataset.units.get(other).is_some_and(|other| {
            let polygons = crate::topology::unit_polygons(dataset, other);
            other.level == level && crate::topology::polygons_contain(&polygons, place.at)
        })
    }));
    // Whoever its neighbours are under.
    let beside = crate::topology::unit_neighbours(dataset, key).into_iter();
    parents.extend(beside.filter_map(|(other, _)| dataset.ancestor_at(other, level)));
    let mut seen = Vec::new();
    parents.retain(|&parent| {
        let is_new = parent != key && !seen.contains(&parent);
        seen.push(parent);
        is_new
    });
    parents
        .into_iter()
        .map(|parent| parent_fix(snapshot, key, parent))
        .collect()
}

/// S05, S06, S07: the largest settlements of its own that can be its centre (notes to
/// articles 3, 6, 7 and 9: a rural district's a village, a district's a village or city,
/// a county's and a province's a city).
pub(super) fn centre_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let dataset = &snapshot.dataset;
    let Some(&key) = finding.units.first() else {
        return Vec::new();
    };
    let Some(unit) = dataset.units.get(key) else {
        return Vec::new();
    };
    let context = Context::new(snapshot);
    let below = context.descendants(key);
    let mut found: Vec<(Option<u64>, Fix)> = Vec::new();
    let mut offer =
        |people: Option<u64>, units: Vec<UnitKey>, place: Option<SettlementKey>, centre: Centre| {
            let value = Some(centre.name.clone());
            let edit = unit_edit(key, UnitField::Centre(Some(centre)));
            let fix = Fix {
                settlements: place.into_iter().collect(),
                value,
                ..Fix::planned(snapshot, FixKind::ChooseCentre, units, edit)
            };
            found.push((people, fix));
        };
    if matches!(
        unit.level,
        Level::District | Level::County | Level::Province
    ) {
        for &city in &below {
            let Some(row) = dataset
                .units
                .get(city)
                .filter(|row| row.level == Level::City)
            else {
                continue;
            };
            let position = row
                .point
                .or_else(|| context.unit_place(city).map(|place| place.at));
            let people = row.populations.latest().and_then(|count| count.people);
            offer(
                people,
                vec![city],
                None,
                Centre {
                    name: row.name.clone(),
                    position,
                    city: Some(city),
                    ..Centre::default()
                },
            );
        }
    }
    if matches!(unit.level, Level::RuralDistrict | Level::District) {
        for &above in &below {
            for &village in context.settlements(above) {
                let Some(row) = dataset.settlements.get(village) else {
                    continue;
                };
                let is_own = row
                    .position
                    .is_none_or(|at| context.holds(key, at) != Some(false));
                if row.kind == SettlementKind::Village && is_own {
                    let people = row.populations.latest().and_then(|count| count.people);
                    offer(
                        people,
                        Vec::new(),
                        Some(village),
                        Centre {
                            name: row.name.clone(),
                            position: row.position,
                            settlement: Some(village),
                            ..Centre::default()
                        },
                    );
                }
            }
        }
    }
    found.sort_by_key(|(people, _)| std::cmp::Reverse(*people));
    found.truncate(CENTRES);
    found.into_iter().map(|(_, fix)| fix).collect()
}

/// S12, S13, S14: a free code under its parent, for each that the finding names.
pub(super) fn code_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let dataset = &snapshot.dataset;
    // S14 names who had the code before as the second; that one keeps it.
    let count = if finding.code == Code::S14 {
        1
    } else {
        usize::MAX
    };
    let units = finding.units.iter().take(count).filter_map(|&unit| {
        let code = free_code(dataset, unit)?;
        let edit = unit_edit(unit, UnitField::Code(Some(code.clone())));
        Some(Fix {
            value: Some(code),
            ..Fix::planned(snapshot, FixKind::NewCode, vec![unit], edit)
        })
    });
    let settlements = finding
        .settlements
        .iter()
        .take(count)
        .filter_map(|&settlement| {
            let code = free_settlement_code(dataset, settlement)?;
            let edit = settlement_edit(settlement, SettlementField::Code(Some(code.clone())));
            Some(Fix {
                value: Some(code),
                settlements: vec![settlement],
                ..Fix::planned(snapshot, FixKind::NewCode, Vec::new(), edit)
            })
        });
    units.chain(settlements).collect()
}

/// S17: the name as it should be written.
pub(super) fn name_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Detail::Name { normalised, .. } = &finding.detail else {
        return Vec::new();
    };
    let value = Some(normalised.clone());
    let fix = match (finding.units.first(), finding.settlements.first()) {
        (_, Some(&settlement)) => Fix {
            settlements: vec![settlement],
            value,
            ..Fix::planned(
                snapshot,
                FixKind::Normalise,
                Vec::new(),
                settlement_edit(settlement, SettlementField::Name(normalised.clone())),
            )
        },
        (Some(&unit), None) => Fix {
            value,
            ..Fix::planned(
                snapshot,
                FixKind::Normalise,
                vec![unit],
                unit_edit(unit, UnitField::Name(normalised.clone())),
            )
        },
        (None, None) => return Vec::new(),
    };
    vec![fix]
}
