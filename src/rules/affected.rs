//! Whom an edit affects: the subjects of which the row changed, or something else that
//! a check may read of them, each with what that is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tables::Tables;
use super::{NEAR_DEG, Reads};
use crate::edit::Touched;
use crate::model::{
    BorderKey, Dataset, DecreeKey, Extent, Land, Level, OverlayKey, SettlementKey, Unit, UnitKey,
    is_usable,
};
use crate::topology::Snapshot;

/// The state before or after an edit.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub snapshot: &'a Snapshot,
    pub tables: &'a Tables,
}

impl Side<'_> {
    fn dataset(&self) -> &Dataset {
        &self.snapshot.dataset
    }

    /// The unit and those below it.
    fn below(&self, unit: UnitKey) -> Vec<UnitKey> {
        let mut found = vec![unit];
        let mut next = 0;
        while let Some(&above) = found.get(next) {
            next += 1;
            let children = self.tables.children(above).iter();
            // In a cycle a unit comes back.
            found.extend(children.filter(|&&child| child != unit));
        }
        found
    }

    /// The unit and those above it.
    fn above(&self, unit: UnitKey) -> Vec<UnitKey> {
        self.dataset().ancestors(unit).map(|(key, _)| key).collect()
    }
}

/// Who is affected, and by what.
#[derive(Debug, Default)]
pub(super) struct Affected {
    pub units: BTreeMap<UnitKey, Reads>,
    pub settlements: BTreeMap<SettlementKey, Reads>,
    pub borders: BTreeMap<BorderKey, Reads>,
    pub overlays: BTreeMap<OverlayKey, Reads>,
    /// Whether units stand under others than before, at other levels, or have other
    /// polygons outside the coverage.
    pub is_tree_other: bool,
}

impl Affected {
    fn unit(&mut self, unit: UnitKey, by: Reads) {
        let known = self.units.entry(unit).or_insert(Reads::OWN);
        *known = known.and(by);
    }

    fn settlement(&mut self, settlement: SettlementKey, by: Reads) {
        let known = self.settlements.entry(settlement).or_insert(Reads::OWN);
        *known = known.and(by);
    }

    fn border(&mut self, border: BorderKey, by: Reads) {
        let known = self.borders.entry(border).or_insert(Reads::OWN);
        *known = known.and(by);
    }

    fn overlay(&mut self, overlay: OverlayKey, by: Reads) {
        let known = self.overlays.entry(overlay).or_insert(Reads::OWN);
        *known = known.and(by);
    }

    /// Every overlay, where what stands above the land or what a code names is other.
    fn all_overlays(&mut self, [before, after]: [Side<'_>; 2], touched: &Touched) {
        let unit = |side: Side<'_>, key: UnitKey| Some(side.dataset().units.get(key)?.code.clone());
        let settlement = |side: Side<'_>, key: SettlementKey| {
            Some(side.dataset().settlements.get(key)?.code.clone())
        };
        let mut units = touched.units.iter();
        let mut settlements = touched.settlements.iter();
        if self.is_tree_other
            || units.any(|&key| unit(before, key) != unit(after, key))
            || settlements.any(|&key| settlement(before, key) != settlement(after, key))
        {
            for key in after.dataset().overlays.keys() {
                self.overlay(key, Reads::ALL);
            }
        }
    }

    /// Whom the edit from `before` to `after` affects. `near` are boxes around what
    /// changed in the coverage.
    pub fn new(before: Side<'_>, after: Side<'_>, touched: &Touched, near: &[Extent]) -> Self {
        let mut affected = Self::default();
        let sides = [before, after];
        let mut near = near.to_vec();
        for &key in &touched.borders {
            affected.border(key, Reads::ROW);
            for side in sides {
                affected.beside_border(side, key);
            }
        }
        for &key in &touched.units {
            let row = |side: Side<'_>| side.dataset().units.get_shared(key).cloned();
            let (old, new) = (row(before), row(after));
            if is_same_row(&old, &new) {
                continue;
            }
            affected.unit(key, Reads::ROW);
            if is_tree_other(&old, &new) {
                affected.is_tree_other = true;
                for side in sides {
                    affected.whole_tree(side, key);
                    let unit = side.dataset().units.get(key);
                    near.extend(unit.and_then(plain_extent));
                }
            }
            for side in sides {
                affected.of_row(side, key);
            }
            let point = |unit: &Option<Arc<Unit>>| unit.as_ref().and_then(|unit| unit.point);
            if point(&old) != point(&new) {
                let points = [point(&old), point(&new)].into_iter().flatten();
                near.extend(points.filter(|&at| is_usable(at)).map(Extent::at));
            }
        }
        for &key in &touched.settlements {
            affected.of_settlement(sides, key, &mut near);
        }
        affected.all_overlays(sides, touched);
        affected.by_decrees(before, after);
        for side in sides {
            for &extent in &near {
                affected.near(side, extent.grown(NEAR_DEG));
            }
            affected.centres(side, touched, &near);
        }
        if before.tables.facts != after.tables.facts {
            for side in sides {
                for key in side.dataset().units.keys() {
                    affected.unit(key, Reads::FACTS);
                }
                for key in side.dataset().settlements.keys() {
                    affected.settlement(key, Reads::FACTS);
                }
                for key in side.dataset().borders.keys() {
                    affected.border(key, Reads::FACTS);
                }
            }
        }
        affected
    }

    /// The units that stand by a decree of which something else is known now: who decided it
    /// says what it can permit.
    fn by_decrees(&mut self, before: Side<'_>, after: Side<'_>) {
        let decrees = [
            &before.snapshot.dataset.decrees,
            &after.snapshot.dataset.decrees,
        ];
        let keys = decrees.map(|decrees| decrees.keys());
        let changed: BTreeSet<DecreeKey> = keys
            .into_iter()
            .flatten()
            .filter(|&key| decrees[0].get(key) != decrees[1].get(key))
            .collect();
        if changed.is_empty() {
            return;
        }
        for (key, unit) in after.dataset().units.iter() {
            if unit.decree.is_some_and(|decree| changed.contains(&decree)) {
                self.unit(key, Reads::ROW);
            }
        }
    }

    /// The units beside a border that changed, those above, and the borders at its ends.
    fn beside_border(&mut self, side: Side<'_>, key: BorderKey) {
        let Some(border) = side.dataset().borders.get(key) else {
            return;
        };
        for unit in border.units() {
            for above in side.above(unit) {
                self.unit(above, Reads::LAND);
            }
        }
        let (first, last) = border.ends();
        for end in [first, last] {
            for other in side.snapshot.index.borders_near(Extent::at(end)) {
                self.border(other, Reads::LAND);
            }
        }
    }

    /// Those above and below a unit whose row changed.
    fn of_row(&mut self, side: Side<'_>, key: UnitKey) {
        for above in side.above(key) {
            self.unit(above, Reads::BELOW);
        }
        for below in side.below(key) {
            self.unit(below, Reads::ABOVE);
            for &settlement in side.tables.settlements(below) {
                self.settlement(settlement, Reads::ABOVE);
            }
            self.borders_of(side, below, Reads::ABOVE);
        }
    }

    fn borders_of(&mut self, side: Side<'_>, unit: UnitKey, by: Reads) {
        let unit = side.dataset().units.get(unit);
        for ring in unit.into_iter().flat_map(Unit::coverage_rings) {
            for step in ring.path.iter() {
                self.border(step.border, by);
            }
        }
    }

    /// Everything in the tree that a unit stands in, from its highest unit down.
    fn whole_tree(&mut self, side: Side<'_>, key: UnitKey) {
        // In a cycle each is above each.
        for above in side.above(key) {
            self.unit(above, Reads::ALL);
        }
        let highest = side.above(key).last().copied().unwrap_or(key);
        for below in side.below(highest) {
            self.unit(below, Reads::ALL);
            for &settlement in side.tables.settlements(below) {
                self.settlement(settlement, Reads::ALL);
            }
            self.borders_of(side, below, Reads::ALL);
        }
    }

    fn of_settlement(
        &mut self,
        [before, after]: [Side<'_>; 2],
        key: SettlementKey,
        near: &mut Vec<Extent>,
    ) {
        let row = |side: Side<'_>| side.dataset().settlements.get_shared(key).cloned();
        let (old, new) = (row(before), row(after));
        if is_same_row(&old, &new) {
            return;
        }
        self.settlement(key, Reads::ROW);
        let belonging = |row: &Option<Arc<crate::model::Settlement>>| {
            row.as_ref().map(|row| (row.parent, row.village, row.kind))
        };
        let is_moved = belonging(&old) != belonging(&new);
        for (side, row) in [(before, &old), (after, &new)] {
            let Some(row) = row else { continue };
            let by = if is_moved { Reads::ALL } else { Reads::BELOW };
            for above in row.parent.into_iter().flat_map(|unit| side.above(unit)) {
                self.unit(above, by);
            }
            near.extend(row.position.filter(|&at| is_usable(at)).map(Extent::at));
            if is_moved {
                // The farms and places that belong to it are where it is.
                let all = side.dataset().settlements.iter();
                let dependent = all.filter(|(_, other)| other.village == Some(key));
                for (dependent, _) in dependent {
                    self.settlement(dependent, Reads::ALL);
                }
            }
        }
    }

    /// What is near a box.
    fn near(&mut self, side: Side<'_>, extent: Extent) {
        let index = &side.snapshot.index;
        for unit in index.units_near(extent) {
            for above in side.above(unit) {
                self.unit(above, Reads::NEAR);
            }
        }
        for settlement in index.settlements_near(extent) {
            self.settlement(settlement, Reads::NEAR);
        }
        for border in index.borders_near(extent) {
            self.border(border, Reads::NEAR);
        }
        for overlay in index.overlays_near(extent) {
            self.overlay(overlay, Reads::NEAR);
        }
    }

    /// The units whose centre changed, or something at its place.
    fn centres(&mut self, side: Side<'_>, touched: &Touched, near: &[Extent]) {
        for centre in side.tables.centres() {
            let settlement = centre.settlement;
            let of_settlement =
                settlement.is_some_and(|it| touched.settlements.binary_search(&it).is_ok());
            let of_city = centre
                .city
                .is_some_and(|it| touched.units.binary_search(&it).is_ok());
            let at_place = || {
                let position = centre.position;
                position.is_some_and(|at| near.iter().any(|extent| extent.holds(at)))
            };
            if of_settlement || of_city || at_place() {
                self.unit(centre.unit, Reads::CENTRE);
            }
        }
    }
}

fn is_same_row<T: PartialEq>(old: &Option<Arc<T>>, new: &Option<Arc<T>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (None, None) => true,
        _ => false,
    }
}

/// What the tree knows of a unit.
fn standing(unit: &Unit) -> (Option<UnitKey>, Level, bool) {
    (unit.parent, unit.level, unit.is_leaf())
}

fn is_tree_other(old: &Option<Arc<Unit>>, new: &Option<Arc<Unit>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => {
            let is_plain_other = match (&old.land, &new.land) {
                (Land::Coverage(_), Land::Coverage(_)) => false,
                (old, new) => old != new,
            };
            standing(old) != standing(new) || is_plain_other
        }
        (old, new) => old.is_some() != new.is_some(),
    }
}

fn plain_extent(unit: &Unit) -> Option<Extent> {
    let Land::Plain { polygons, .. } = &unit.land else {
        return None;
    };
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    let vertices = rings.flat_map(|ring| ring.positions.iter().copied());
    Extent::around(vertices.filter(|&at| is_usable(at)))
}
