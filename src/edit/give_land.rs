//! Land that is cut off a unit by hand, and given to a neighbour or to a unit that comes:
//! what of it lies in a ring that was drawn, or on one side of a line, or all of it. Its
//! settlements go along, and with a village the farms and places that depend on it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::divide_people::Division;
use super::edit_unit::reference_to;
use super::fault::introduced_faults;
use super::handover::Handover;
use super::insert_vertex::{as_vertex, put_on_edges};
use super::redraw_border::{polygon, without_hairs};
use super::reparent::settlement_under;
use super::rings::polygons_of;
use super::{ChangeSet, NewUnit, Refusal};
use crate::measure::ring_area_m2;
use crate::model::{
    Dataset, Extent, Land, Level, PlainPolygon, Position, Settlement, SettlementKey, Unit, UnitKey,
    same_place,
};
use crate::topology::{
    Share, Snapshot, overlay, part_rings, polygons_contain, unit_area_m2, unit_polygons,
};

/// Which part of a unit's land.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum LandCut {
    /// What lies in a ring; its first vertex is not repeated.
    Inside(Vec<Position>),
    /// What lies on the left of a line that comes from outside or from the unit's outline
    /// and goes on to it.
    LeftOf(Vec<Position>),
    /// All of it: the unit is no more, and what is under it goes with its land.
    Whole,
}

/// Who gets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Receiver {
    /// A unit that is there.
    Unit(UnitKey),
    /// A unit that comes.
    New(NewUnit),
}

/// Gives a part of a leaf's land to another unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GiveLand {
    /// Whose land.
    pub unit: UnitKey,
    /// Which part of it.
    pub cut: LandCut,
    /// Who gets it.
    pub to: Receiver,
}

impl GiveLand {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: a unit that is no leaf of the coverage, a line that does not cut it, a
    /// locked border, or faults that it would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let unit = snapshot.dataset.units.get(self.unit).ok_or(Refusal::Gone)?;
        if !unit.is_leaf() {
            return Err(Refusal::NoLeaf(self.unit));
        }
        if self.to == Receiver::Unit(self.unit) {
            return Err(Refusal::NoChange);
        }
        if let Receiver::Unit(to) = self.to {
            let to_unit = snapshot.dataset.units.get(to).ok_or(Refusal::Gone)?;
            if !to_unit.is_leaf() {
                return Err(Refusal::NoLeaf(to));
            }
        }
        if let Receiver::New(new) = &self.to {
            new.check(&snapshot.dataset)?;
        }
        let (put, with_ends, pieces) = self.pieces(snapshot)?;
        if pieces.is_empty() {
            return Err(Refusal::DoesNotCut(self.unit));
        }
        let mut handover = Handover::new(&with_ends);
        let to = match &self.to {
            Receiver::Unit(unit) => *unit,
            Receiver::New(new) => handover.new_unit(&with_ends, new),
        };
        let given: Vec<PlainPolygon> = pieces
            .iter()
            .map(|rings| PlainPolygon {
                rings: rings
                    .iter()
                    .flat_map(|ring| polygon(ring))
                    .flat_map(|it| it.rings)
                    .collect(),
            })
            .collect();
        handover.shares = pieces
            .into_iter()
            .map(|rings| Share {
                rings,
                from: vec![self.unit],
                to: Some(to),
            })
            .collect();
        if self.cut == LandCut::Whole {
            handover.heirs.insert(self.unit, to);
            handover.removed.insert(self.unit);
        }
        let mut changes = handover.changes(&with_ends).map_err(Refusal::from)?;
        let moved = match self.cut {
            // What is under a unit that is removed has gone to its heir.
            LandCut::Whole => Vec::new(),
            LandCut::Inside(_) | LandCut::LeftOf(_) => self.settlements(&with_ends, &given),
        };
        let before = &with_ends.dataset;
        let after = changes.applied_to(before);
        let left_m2 = unit_area_m2(&after, &[self.unit]);
        let division = Division {
            from: self.unit,
            to,
            settlements: &moved,
            land_share: 1.0 - left_m2 / unit_area_m2(before, &[self.unit]),
        };
        let divided = division.changes(before, &after);
        changes = changes.then(belong(&after, &moved, to)).then(divided);
        let changes = put.then(changes);
        let after = changes.apply(snapshot);
        let rings = given.iter().flat_map(|polygon| &polygon.rings);
        let extent = Extent::around(rings.flat_map(|ring| ring.positions.iter().copied()));
        let faults = extent.map(|extent| introduced_faults(snapshot, &after, extent));
        match faults {
            Some(faults) if !faults.is_empty() => Err(Refusal::Faults(faults)),
            _ => Ok(changes),
        }
    }

    /// The land that is given, by polygon, its rings with it on their left; and the vertices
    /// that have to be put on the unit's outline before.
    #[expect(
        clippy::type_complexity,
        reason = "three things that are used once, together"
    )]
    fn pieces(
        &self,
        snapshot: &Snapshot,
    ) -> Result<(ChangeSet, Snapshot, Vec<Vec<Vec<Position>>>), Refusal> {
        let inside = |snapshot: &Snapshot, ring: &[Position]| -> Vec<Vec<Vec<Position>>> {
            let dataset = &snapshot.dataset;
            let own = dataset.units.get(self.unit);
            let own = own
                .map(|unit| unit_polygons(dataset, unit))
                .unwrap_or_default();
            let rings = overlay(&[&own, &polygon(ring)], &|is| is[0] && is[1]);
            without_hairs(polygons_of(rings.unwrap_or_default()))
        };
        match &self.cut {
            LandCut::Inside(ring) => {
                if ring.len() < 3 {
                    return Err(Refusal::DoesNotCut(self.unit));
                }
                let (ring, put, now) = put_on_edges(snapshot, ring)?;
                let pieces = inside(&now, &ring);
                Ok((put, now, pieces))
            }
            LandCut::LeftOf(line) => {
                let (line, put, now) = put_on_edges(snapshot, line)?;
                let (put_too, with_ends, ring) = self.left_ring(&now, &line)?;
                let pieces = inside(&with_ends, &ring);
                Ok((put.then(put_too), with_ends, pieces))
            }
            LandCut::Whole => {
                let unit = snapshot.dataset.units.get(self.unit).ok_or(Refusal::Gone)?;
                let Land::Coverage(parts) = &unit.land else {
                    return Err(Refusal::NoLeaf(self.unit));
                };
                let pieces = parts.iter().map(|part| {
                    let rings = part_rings(&snapshot.dataset, part).into_iter();
                    let rings = rings
                        .enumerate()
                        .map(|(number, ring)| with_land_left(ring, number == 0));
                    rings.collect()
                });
                Ok((ChangeSet::default(), snapshot.clone(), pieces.collect()))
            }
        }
    }

    /// A ring that runs along a line through the unit, and back along its outline with the
    /// land left of the line inside.
    fn left_ring(
        &self,
        snapshot: &Snapshot,
        line: &[Position],
    ) -> Result<(ChangeSet, Snapshot, Vec<Position>), Refusal> {
        let no_cut = Refusal::DoesNotCut(self.unit);
        let shells = shells(snapshot, self.unit);
        let best = shells
            .iter()
            .map(|shell| met(shell, line))
            .max_by_key(Vec::len)
            .unwrap_or_default();
        let [enters, .., leaves] = best[..] else {
            return Err(no_cut);
        };
        let (first, put) = as_vertex(snapshot, enters.at)?;
        let with_first = put.apply(snapshot);
        let (last, put_too) = as_vertex(&with_first, leaves.at)?;
        let with_ends = put_too.apply(&with_first);
        let shells = self::shells(&with_ends, self.unit);
        let place = |shell: &[Position], of: Position| {
            shell.iter().position(|&vertex| same_place(vertex, of))
        };
        let (shell, start, end) = shells
            .iter()
            .find_map(|shell| Some((shell, place(shell, last)?, place(shell, first)?)))
            .ok_or(no_cut.clone())?;
        if start == end {
            return Err(no_cut);
        }
        let mut ring = vec![first];
        let inner = line.get(enters.edge + 1..=leaves.edge).unwrap_or_default();
        for &at in inner {
            if ring.last().is_none_or(|&before| !same_place(before, at)) && !same_place(at, last) {
                ring.push(at);
            }
        }
        let count = shell.len();
        let length = (end + count - start) % count;
        ring.extend((0..length).map(|step| shell[(start + step) % count]));
        Ok((put.then(put_too), with_ends, ring))
    }

    /// The settlements that go with the land: those of the unit that lie in it, and what
    /// depends on a village among them.
    fn settlements(&self, snapshot: &Snapshot, given: &[PlainPolygon]) -> Vec<SettlementKey> {
        let settlements = &snapshot.dataset.settlements;
        let of_unit = |settlement: &Settlement| settlement.parent == Some(self.unit);
        let mut moved: BTreeSet<SettlementKey> = settlements
            .iter()
            .filter(|(_, settlement)| of_unit(settlement))
            .filter(|(_, settlement)| {
                let position = settlement.position;
                position.is_some_and(|position| polygons_contain(given, position))
            })
            .map(|(key, _)| key)
            .collect();
        let dependents: Vec<SettlementKey> = settlements
            .iter()
            .filter(|(_, it)| of_unit(it) && it.village.is_some_and(|it| moved.contains(&it)))
            .map(|(key, _)| key)
            .collect();
        moved.extend(dependents);
        moved.into_iter().collect()
    }
}

/// Settlements come under another unit, where that can have any.
fn belong(dataset: &Dataset, settlements: &[SettlementKey], to: UnitKey) -> ChangeSet {
    let level = dataset.units.get(to).map(|unit| unit.level);
    if !matches!(level, Some(Level::RuralDistrict | Level::City)) {
        return ChangeSet::default();
    }
    let reference = reference_to(dataset, to);
    let changes = settlements.iter().filter_map(|&key| {
        let before = dataset.settlements.get_shared(key)?;
        Some(settlement_under(key, before, to, &reference))
    });
    changes.collect::<Vec<_>>().into()
}

/// The shells of a leaf, counter-clockwise, the first vertex not repeated.
fn shells(snapshot: &Snapshot, unit: UnitKey) -> Vec<Vec<Position>> {
    let dataset = &snapshot.dataset;
    let land = dataset.units.get(unit).map(|unit: &Unit| &unit.land);
    let Some(Land::Coverage(parts)) = land else {
        return Vec::new();
    };
    let rings = parts.iter().map(|part| part_rings(dataset, part));
    let shells = rings.filter_map(|rings| rings.into_iter().next());
    shells.map(|shell| with_land_left(shell, true)).collect()
}

/// A ring that runs with the land on its left, its first vertex not repeated.
fn with_land_left(mut ring: Vec<Position>, is_shell: bool) -> Vec<Position> {
    if ring.len() > 1 && same_place(ring[0], ring[ring.len() - 1]) {
        ring.pop();
    }
    ring.dedup_by(|a, b| same_place(*a, *b));
    if (ring_area_m2(&ring) > 0.0) != is_shell {
        ring.reverse();
    }
    ring
}

/// Where a line meets a ring.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    /// Which edge of the line, and how far along it.
    edge: usize,
    share: f64,
    at: Position,
}

/// Where a line meets a ring, along the line.
fn met(ring: &[Position], line: &[Position]) -> Vec<Meeting> {
    let Some(extent) = Extent::around(line.iter().copied()) else {
        return Vec::new();
    };
    let mut met: Vec<Meeting> = Vec::new();
    let next = ring.iter().cycle().skip(1);
    for (&from, &to) in ring.iter().zip(next) {
        let mut around = Extent::at(from);
        around.include(to);
        if !around.meets(&extent) {
            continue;
        }
        for (edge, own) in line.windows(2).enumerate() {
            let [a, b] = [own[0], own[1]];
            let (ab, cd, ac) = (b - a, to - from, from - a);
            let cross = |one: Position, other: Position| one.x * other.y - one.y * other.x;
            let denominator = cross(ab, cd);
            if denominator == 0.0 {
                continue;
            }
            let share = cross(ac, cd) / denominator;
            let along = cross(ac, ab) / denominator;
            if (0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&along) {
                // A vertex of the line on the outline is met there, whatever rounding says.
                let ends = [a, b, from, to];
                let at = a + ab * share;
                let near = |end: &&Position| (end.x - at.x).hypot(end.y - at.y) < SAME_DEG;
                let at = ends.iter().find(near).copied().unwrap_or(at);
                met.push(Meeting { edge, share, at });
            }
        }
    }
    met.sort_by(|a, b| a.edge.cmp(&b.edge).then(a.share.total_cmp(&b.share)));
    met.dedup_by(|a, b| same_place(a.at, b.at));
    met
}

/// A meeting as near as this to a vertex, in degrees, is in that vertex.
const SAME_DEG: f64 = 1e-9;
