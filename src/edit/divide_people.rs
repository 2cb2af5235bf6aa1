//! Recorded people of a unit whose land is divided: they go with the settlements that are
//! counted in it and, where none is, with the land by its area. A division by area is a
//! reckoning that the next census puts right.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Change, ChangeSet};
use crate::model::{Count, Dataset, SettlementKey, UnitKey};

/// What went from one unit to another.
pub(super) struct Division<'a> {
    pub from: UnitKey,
    pub to: UnitKey,
    /// The settlements that went.
    pub settlements: &'a [SettlementKey],
    /// The share of the land that went, 0 to 1; 1 where the unit is no more.
    pub land_share: f64,
}

/// What of one count goes.
#[derive(Clone, Copy)]
struct Going {
    people: Option<u64>,
    households: Option<u64>,
}

impl Division<'_> {
    /// What changes in the counts that are recorded for the two units. `before` is the data
    /// before the settlements went, `after` the data that the changes are made in. A giver that
    /// is no more there has given everybody.
    pub fn changes(&self, before: &Dataset, after: &Dataset) -> ChangeSet {
        let is_gone = after.units.get(self.from).is_none();
        let of = if is_gone { before } else { after };
        let rows = (
            of.units.get_shared(self.from),
            after.units.get_shared(self.to),
        );
        let (Some(giver), Some(taker)) = rows else {
            return ChangeSet::default();
        };
        let is_new = before.units.get(self.to).is_none();
        let (mut less, mut more) = (giver.populations.clone(), taker.populations.clone());
        for count in giver.populations.counts() {
            let census = count.census;
            let known = taker.populations.of_census(census);
            // Where nothing was recorded of a unit that was there, nothing begins to be.
            if known.is_none() && !is_new {
                continue;
            }
            let going = if is_gone {
                Going {
                    people: count.people,
                    households: count.households,
                }
            } else {
                self.going(before, count)
            };
            let known = known.copied().unwrap_or(Count {
                census,
                people: None,
                households: None,
            });
            let minus = |of: Option<u64>, going: Option<u64>| match (of, going) {
                (Some(of), Some(going)) => Some(of.saturating_sub(going)),
                (of, _) => of,
            };
            let plus = |of: Option<u64>, going: Option<u64>| match (of, going) {
                (None, None) => None,
                (of, going) => Some(of.unwrap_or(0) + going.unwrap_or(0)),
            };
            less.set_people(census, minus(count.people, going.people));
            less.set_households(census, minus(count.households, going.households));
            more.set_people(census, plus(known.people, going.people));
            more.set_households(census, plus(known.households, going.households));
        }
        let rows = [(self.from, giver, less), (self.to, taker, more)];
        let changed = rows.into_iter().filter_map(|(key, row, populations)| {
            if row.populations == populations || (is_gone && key == self.from) {
                return None;
            }
            let mut unit = (**row).clone();
            unit.populations = populations;
            Some(Change::Unit {
                key,
                before: Some(Arc::clone(row)),
                after: Some(Arc::new(unit)),
            })
        });
        changed.collect::<Vec<_>>().into()
    }

    /// What of a count goes: that of the settlements, where any of the unit's is counted.
    fn going(&self, before: &Dataset, count: &Count) -> Going {
        let moved: BTreeSet<SettlementKey> = self.settlements.iter().copied().collect();
        let own = before.settlements.iter();
        let own = own.filter(|(_, it)| it.parent == Some(self.from));
        let counted = own.filter_map(|(key, it)| {
            let count = it.populations.of_census(count.census)?;
            Some((key, *count))
        });
        let counted: Vec<(SettlementKey, Count)> = counted.collect();
        let went = |of: fn(&Count) -> Option<u64>, recorded: Option<u64>| -> Option<u64> {
            let recorded = recorded?;
            if counted.iter().any(|(_, count)| of(count).is_some()) {
                let went = counted.iter().filter(|(key, _)| moved.contains(key));
                let went: u64 = went.filter_map(|(_, count)| of(count)).sum();
                return Some(went.min(recorded));
            }
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of people, none of whom are more than a country's"
            )]
            let went = (recorded as f64 * self.land_share.clamp(0.0, 1.0)).round() as u64;
            Some(went)
        };
        Going {
            people: went(|count| count.people, count.people),
            households: went(|count| count.households, count.households),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::drawing_tests::still;
    use crate::edit::{Edit, GiveLand, LandCut, NewUnit, PlaceSettlement, Receiver};
    use crate::model::{Extent, Position, SettlementKind};
    use crate::topology::{Snapshot, unit_area_m2, unit_polygons};

    /// A unit with people, and the box of its land.
    fn counted() -> (Snapshot, UnitKey, Extent) {
        let mut snapshot = still();
        let units = snapshot.dataset.units.iter();
        let mut leaves = units.filter(|(_, unit)| unit.is_leaf());
        let (key, unit) = leaves.next().unwrap();
        let polygons = unit_polygons(&snapshot.dataset, unit);
        let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
        let extent = Extent::around(rings.flat_map(|ring| ring.positions.iter().copied()));
        drop(leaves);
        snapshot.dataset.units.update(key, |unit| {
            unit.populations.set_people(Some(1390), Some(900));
            unit.populations.set_people(Some(1395), Some(1000));
            unit.populations.set_households(Some(1395), Some(250));
        });
        (snapshot, key, extent.unwrap())
    }

    /// Gives the west of a unit's land, up to a share of its box, to a new one.
    fn give_west(snapshot: &Snapshot, unit: UnitKey, extent: Extent, share: f64) -> Snapshot {
        let middle = extent.min.x + (extent.max.x - extent.min.x) * share;
        let (south, north) = (extent.min.y - 0.001, extent.max.y + 0.001);
        let place = |x: f64, y: f64| Position { x, y };
        let west = extent.min.x - 0.001;
        let ring = vec![
            place(west, south),
            place(middle, south),
            place(middle, north),
            place(west, north),
        ];
        let level = snapshot.dataset.units.get(unit).unwrap().level;
        let edit = Edit::GiveLand(GiveLand {
            unit,
            cut: LandCut::Inside(ring),
            to: Receiver::New(NewUnit {
                level,
                parent: snapshot.dataset.units.get(unit).unwrap().parent,
                code: None,
                name: "تازه".to_owned(),
            }),
        });
        let changes = edit.plan(snapshot).unwrap();
        let after = changes.apply(snapshot);
        assert_eq!(changes.inverse().apply(&after).dataset, snapshot.dataset);
        after
    }

    fn people(snapshot: &Snapshot, unit: UnitKey, census: i32) -> u64 {
        let unit = snapshot.dataset.units.get(unit).unwrap();
        let count = unit.populations.of_census(Some(census)).unwrap();
        count.people.unwrap()
    }

    fn new_unit(snapshot: &Snapshot) -> UnitKey {
        let mut units = snapshot.dataset.units.iter();
        units.find(|(_, unit)| unit.name == "تازه").unwrap().0
    }

    #[test]
    fn without_settlements_people_go_by_area_and_none_is_lost() {
        let (before, unit, extent) = counted();
        let after = give_west(&before, unit, extent, 0.3);
        let new = new_unit(&after);
        for (census, all) in [(1390, 900), (1395, 1000)] {
            let (left, went) = (people(&after, unit, census), people(&after, new, census));
            assert_eq!(left + went, all);
            let whole_m2 = unit_area_m2(&before.dataset, &[unit]);
            let share = unit_area_m2(&after.dataset, &[new]) / whole_m2;
            assert!((went as f64 - share * all as f64).abs() <= 0.5 + 1e-6);
        }
    }

    #[test]
    fn with_settlements_people_go_with_them() {
        let (mut before, unit, extent) = counted();
        let middle_y = (extent.min.y + extent.max.y) / 2.0;
        for (share, count) in [(0.2, 640), (0.8, 360)] {
            let at = Position {
                x: extent.min.x + (extent.max.x - extent.min.x) * share,
                y: middle_y,
            };
            let place = Edit::PlaceSettlement(PlaceSettlement {
                kind: SettlementKind::Village,
                name: "ده".to_owned(),
                code: None,
                at,
            });
            before = place.plan(&before).unwrap().apply(&before);
            let key = before.dataset.settlements.keys().last().unwrap();
            before.dataset.settlements.update(key, |settlement| {
                settlement.parent = Some(unit);
                settlement.populations.set_people(Some(1395), Some(count));
            });
        }
        let before = Snapshot::new(before.dataset);
        let after = give_west(&before, unit, extent, 0.4);
        let new = new_unit(&after);
        assert_eq!(people(&after, new, 1395), 640);
        assert_eq!(people(&after, unit, 1395), 360);
        // Nobody was counted in the villages then.
        assert_eq!(people(&after, new, 1390) + people(&after, unit, 1390), 900);
    }

    #[test]
    fn who_is_merged_is_counted_where_the_other_is() {
        let (mut before, unit, _) = counted();
        let others = before.dataset.units.iter();
        let mut others = others.filter(|(key, it)| it.is_leaf() && *key != unit);
        let (into, _) = others.next().unwrap();
        drop(others);
        before.dataset.units.update(into, |unit| {
            unit.populations.set_people(Some(1395), Some(50));
        });
        let merge = Edit::Merge(crate::edit::Merge { unit, into });
        let changes = merge.plan(&before).unwrap();
        let after = changes.apply(&before);
        assert_eq!(people(&after, into, 1395), 1050);
        // Of a year in which the other was not counted nothing is said.
        let populations = &after.dataset.units.get(into).unwrap().populations;
        assert_eq!(populations.of_census(Some(1390)), None);
        assert_eq!(changes.inverse().apply(&after).dataset, before.dataset);
    }
}
