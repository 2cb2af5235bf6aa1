//! Land that changes hands: overlaps, gaps and whole parts are given to a unit, taken
//! from one, or shared along their middle line; missing vertices are put on the edges
//! they lie on. Nearly every fix of a topology finding is one of these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edit_unit::reference_to;
use super::fault::new_faults;
use super::redraw::{locked, redrawn};
use super::{Change, ChangeSet, Fault, Refusal};
use crate::measure::ring_area_m2;
use crate::model::{BorderKey, Extent, Key, Level, Position, Unit, UnitKey};
use crate::topology::{
    Face, FaceKind, Share, Snapshot, Survey, middle_line, shared_lengths_m, survey, transfer,
    two_chains, unit_area_m2, unit_part, unit_part_neighbours,
};

/// How far around the pieces, in degrees, the coverage is surveyed.
const MARGIN_DEG: f64 = 1e-7;
/// From how many pieces on the whole coverage is surveyed at once.
const MANY: usize = 24;

/// A face as a survey finds it, by what does not change while other land does.
#[derive(Debug, Clone, PartialEq)]
pub struct FacePlace {
    /// Overlap or gap.
    pub kind: FaceKind,
    /// Its units, in the order of their keys.
    pub units: Vec<UnitKey>,
    /// The centre of its largest circle.
    pub at: Position,
    /// The box around it.
    pub extent: Extent,
}

impl FacePlace {
    /// Where a face is.
    pub fn of(face: &Face) -> Self {
        Self {
            kind: face.kind,
            units: face.units.clone(),
            at: face.at,
            extent: face.extent,
        }
    }
}

/// A unit that an edit makes.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUnit {
    /// Its level.
    pub level: Level,
    /// The unit it is under.
    pub parent: Option<UnitKey>,
    /// Its code, if it has one.
    pub code: Option<String>,
    /// Its name; a unit may wait for one, which is a finding of its own.
    pub name: String,
}

/// What land changes hands.
#[derive(Debug, Clone, PartialEq)]
pub enum LandPiece {
    /// An overlap or a gap.
    Face(FacePlace),
    /// The part of a unit that has a vertex here.
    Part {
        /// The unit.
        unit: UnitKey,
        /// A vertex of the part's shell.
        vertex: Position,
    },
}

/// Who gets a piece of land.
#[derive(Debug, Clone, PartialEq)]
pub enum Taker {
    /// This unit alone.
    Unit(UnitKey),
    /// Whoever has it but this unit.
    Without(UnitKey),
    /// Of the piece's units the one whose land goes on along the longest stretch of its
    /// outline.
    LongestBorder,
    /// Of the piece's units the one with the largest area.
    Largest,
    /// Its two units, each the side along which its land goes on, up to the line that is
    /// as far from the one as from the other.
    MiddleLine,
    /// A unit that is not there yet.
    NewUnit(NewUnit),
}

/// A piece of land with who gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The land.
    pub land: LandPiece,
    /// Who gets it.
    pub taker: Taker,
}

/// Gives pieces of land to units, all at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transfer {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// Vertices to put on every edge that they lie on, within a micrometre.
    pub vertices: Vec<Position>,
    /// Whether a unit that is left without land is removed, and what is under it goes to
    /// who got its land; else that is refused.
    pub removes_units: bool,
}

/// What becomes of one piece.
#[derive(Debug, Clone, Default)]
struct Shares {
    shares: Vec<Share>,
    heir: Option<UnitKey>,
}

impl Transfer {
    /// One piece for one taker.
    pub fn one(land: LandPiece, taker: Taker) -> Self {
        Self {
            pieces: vec![Piece { land, taker }],
            ..Self::default()
        }
    }

    /// The box of what changes hands.
    pub fn extent(&self, snapshot: &Snapshot) -> Option<Extent> {
        let pieces = self.pieces.iter().filter_map(|piece| match &piece.land {
            LandPiece::Face(face) => Some(face.extent),
            LandPiece::Part { unit, vertex } => Extent::around(
                unit_part(&snapshot.dataset, *unit, *vertex)?
                    .iter()
                    .flatten()
                    .copied(),
            ),
        });
        pieces
            .chain(self.vertices.iter().copied().map(Extent::at))
            .reduce(Extent::union)
    }

    /// The survey that planning compares with: of the places of all pieces.
    pub fn survey(&self, snapshot: &Snapshot) -> Survey {
        let region = self.extent(snapshot).map(|extent| extent.grown(MARGIN_DEG));
        let region = region.filter(|_| self.is_few());
        survey(snapshot, region, &|| false).unwrap_or_default()
    }

    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: a piece that is not there any more, a locked border, a unit without
    /// land, no middle line, or faults that it would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        self.plan_on(snapshot, &self.survey(snapshot))
    }

    /// [`Self::plan`] with the survey of the snapshot as it is, from [`Self::survey`].
    ///
    /// # Errors
    /// As `plan`.
    pub fn plan_on(&self, snapshot: &Snapshot, before: &Survey) -> Result<ChangeSet, Refusal> {
        let mut handover = Handover::new(snapshot);
        self.hand_over(snapshot, &FacesByUnits::new(before), &mut handover)?;
        let changes = handover.changes(snapshot)?;
        let after = changes.apply(snapshot);
        let region = self.extent(snapshot).map(|extent| extent.grown(MARGIN_DEG));
        let region = region.filter(|_| self.is_few());
        let again = survey(&after, region, &|| false).unwrap_or_default();
        let faults = new_faults(before, &again);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(told(faults)))
        }
    }

    fn is_few(&self) -> bool {
        self.pieces.len() + self.vertices.len() <= MANY
    }

    /// Adds to `handover` what changes hands.
    pub(super) fn hand_over(
        &self,
        snapshot: &Snapshot,
        faces: &FacesByUnits<'_>,
        handover: &mut Handover,
    ) -> Result<(), Refusal> {
        for piece in &self.pieces {
            let of = match &piece.land {
                LandPiece::Face(place) => {
                    let face = faces.find(place).ok_or(Refusal::Gone)?;
                    face_shares(snapshot, face, &piece.taker, handover)?
                }
                LandPiece::Part { unit, vertex } => {
                    part_shares(snapshot, *unit, *vertex, &piece.taker)?
                }
            };
            for share in &of.shares {
                for &loser in &share.from {
                    if let Some(heir) = of.heir.or(share.to) {
                        handover.heirs.entry(loser).or_insert(heir);
                    }
                    if self.removes_units {
                        handover.removed.insert(loser);
                    }
                }
            }
            handover.shares.extend(of.shares);
        }
        handover.vertices.extend(&self.vertices);
        Ok(())
    }
}

/// The faults without their places, each once.
pub(super) fn told(faults: Vec<(Fault, Extent)>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = faults.into_iter().map(|(fault, _)| fault).collect();
    faults.sort();
    faults.dedup();
    faults
}

/// All that changes hands at once.
pub(super) struct Handover {
    pub shares: Vec<Share>,
    pub vertices: Vec<Position>,
    /// Who gets what is under a unit that is left without land.
    heirs: BTreeMap<UnitKey, UnitKey>,
    /// The units that may be left without land, and are removed then.
    removed: BTreeSet<UnitKey>,
    next: usize,
    new_units: BTreeMap<UnitKey, Unit>,
}

/// Why not all can change hands at once.
#[derive(Debug)]
pub(super) enum Trouble {
    /// These agreed borders would lose their course.
    Locked(Vec<BorderKey>),
    /// The outlines of these units would not close.
    Unclosed(Vec<UnitKey>),
    /// These units would be left without land.
    NoLandLeft(Vec<UnitKey>),
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        let first = |units: Vec<UnitKey>| units.first().copied().unwrap_or(UnitKey(u32::MAX));
        match trouble {
            Trouble::Locked(borders) => Self::Locked(borders),
            Trouble::Unclosed(units) => Self::Unclosed(first(units)),
            Trouble::NoLandLeft(units) => Self::NoLandLeft(first(units)),
        }
    }
}

impl Handover {
    pub fn new(snapshot: &Snapshot) -> Self {
        Self {
            shares: Vec::new(),
            vertices: Vec::new(),
            heirs: BTreeMap::new(),
            removed: BTreeSet::new(),
            next: snapshot.dataset.units.next_key().index(),
            new_units: BTreeMap::new(),
        }
    }

    /// What changes, without a look at what faults that brings.
    pub fn changes(&self, snapshot: &Snapshot) -> Result<ChangeSet, Trouble> {
        let dataset = &snapshot.dataset;
        let redrawing = transfer(snapshot, &self.shares, &self.vertices);
        let redrawn = redrawn(snapshot, &redrawing, &self.new_units)
            .map_err(|unclosed| Trouble::Unclosed(unclosed.0))?;
        let locked = locked(dataset, &redrawn.gone);
        if !locked.is_empty() {
            return Err(Trouble::Locked(locked));
        }
        let wrong = wrong_areas(snapshot, &redrawn.changes, &self.shares);
        if !wrong.is_empty() {
            return Err(Trouble::Unclosed(wrong));
        }
        let (removed, left): (Vec<UnitKey>, Vec<UnitKey>) = redrawn
            .landless
            .into_iter()
            .partition(|unit| self.removed.contains(unit));
        if !left.is_empty() {
            return Err(Trouble::NoLandLeft(left));
        }
        let mut changes = redrawn.changes;
        for unit in removed {
            remove_unit(snapshot, unit, self.heirs.get(&unit).copied(), &mut changes);
        }
        Ok(changes.into())
    }

    fn new_unit(&mut self, snapshot: &Snapshot, new: &NewUnit) -> UnitKey {
        let key = UnitKey::from_index(self.next);
        self.next += 1;
        let mut unit = Unit::new(uuid::Uuid::new_v4(), new.level, new.name.clone());
        unit.code.clone_from(&new.code);
        unit.parent = new.parent;
        if let Some(parent) = new.parent {
            unit.parent_reference = reference_to(&snapshot.dataset, parent);
        }
        // It is written out with the units of its level.
        let others = snapshot.dataset.units.iter();
        unit.layer = others
            .filter(|(_, other)| other.level == new.level && other.is_leaf())
            .find_map(|(_, other)| other.layer);
        self.new_units.insert(key, unit);
        key
    }
}

/// The faces of a survey by what finds them again.
pub(super) struct FacesByUnits<'a>(BTreeMap<(FaceKind, &'a [UnitKey]), Vec<&'a Face>>);

impl<'a> FacesByUnits<'a> {
    pub fn new(survey: &'a Survey) -> Self {
        let mut faces: BTreeMap<(FaceKind, &[UnitKey]), Vec<&Face>> = BTreeMap::new();
        for face in &survey.faces {
            faces
                .entry((face.kind, &face.units))
                .or_default()
                .push(face);
        }
        Self(faces)
    }

    /// The face of the same kind and units that is nearest, if it is still about there.
    pub fn find(&self, place: &FacePlace) -> Option<&'a Face> {
        let away = |face: &Face| {
            let away = face.at - place.at;
            away.x * away.x + away.y * away.y
        };
        self.0
            .get(&(place.kind, &place.units))?
            .iter()
            .copied()
            .filter(|face| face.extent.meets(&place.extent))
            .min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

fn face_shares(
    snapshot: &Snapshot,
    face: &Face,
    taker: &Taker,
    handover: &mut Handover,
) -> Result<Shares, Refusal> {
    let dataset = &snapshot.dataset;
    let others = |keep: UnitKey| -> Vec<UnitKey> {
        match face.kind {
            FaceKind::Overlap => face
                .units
                .iter()
                .copied()
                .filter(|&unit| unit != keep)
                .collect(),
            FaceKind::Gap => Vec::new(),
        }
    };
    let gains = |unit: UnitKey| (face.kind == FaceKind::Gap).then_some(unit);
    let whole = |unit: UnitKey| Shares {
        shares: vec![Share {
            rings: face.rings.clone(),
            from: others(unit),
            to: gains(unit),
        }],
        heir: Some(unit),
    };
    match taker {
        Taker::Unit(unit) if !face.units.contains(unit) => Err(Refusal::Gone),
        Taker::Unit(unit) => Ok(whole(*unit)),
        Taker::LongestBorder => longest_border(snapshot, face)
            .map(whole)
            .ok_or(Refusal::Gone),
        Taker::Largest => largest(snapshot, &face.units)
            .map(whole)
            .ok_or(Refusal::Gone),
        Taker::Without(loser) => {
            if face.kind == FaceKind::Gap || !face.units.contains(loser) {
                return Err(Refusal::Gone);
            }
            Ok(Shares {
                shares: vec![Share {
                    rings: face.rings.clone(),
                    from: vec![*loser],
                    to: None,
                }],
                heir: face.units.iter().copied().find(|unit| unit != loser),
            })
        }
        Taker::MiddleLine => {
            let two = two_chains(dataset, face).ok_or(Refusal::NotTwoSides)?;
            let [left, right] = &two.chains;
            let middle = middle_line(left, right).ok_or(Refusal::TooNarrow)?;
            let ring = |chain: &[Position], back: &[Position]| -> Vec<Position> {
                let inner = back.len().saturating_sub(1);
                let back = back.iter().take(inner).skip(1).rev();
                chain.iter().chain(back).copied().collect()
            };
            let [first, second] = two.units;
            Ok(Shares {
                shares: vec![
                    Share {
                        rings: vec![ring(left, &middle)],
                        from: others(first),
                        to: gains(first),
                    },
                    Share {
                        rings: vec![ring(&middle, right)],
                        from: others(second),
                        to: gains(second),
                    },
                ],
                heir: None,
            })
        }
        Taker::NewUnit(new) => {
            let key = handover.new_unit(snapshot, new);
            let from = match face.kind {
                FaceKind::Overlap => face.units.clone(),
                FaceKind::Gap => Vec::new(),
            };
            Ok(Shares {
                shares: vec![Share {
                    rings: face.rings.clone(),
                    from,
                    to: Some(key),
                }],
                heir: None,
            })
        }
    }
}

fn part_shares(
    snapshot: &Snapshot,
    unit: UnitKey,
    vertex: Position,
    taker: &Taker,
) -> Result<Shares, Refusal> {
    let rings = unit_part(&snapshot.dataset, unit, vertex).ok_or(Refusal::Gone)?;
    let neighbours = unit_part_neighbours(&snapshot.dataset, unit, vertex);
    let to = match taker {
        Taker::Unit(taker) => Some(*taker),
        Taker::LongestBorder => longest(&neighbours),
        Taker::Largest => {
            let units: Vec<UnitKey> = neighbours.iter().map(|&(unit, _)| unit).collect();
            largest(snapshot, &units)
        }
        Taker::Without(_) | Taker::MiddleLine | Taker::NewUnit(_) => None,
    };
    let to = to.ok_or(Refusal::Gone)?;
    Ok(Shares {
        shares: vec![Share {
            rings,
            from: vec![unit],
            to: Some(to),
        }],
        heir: Some(to),
    })
}

/// Of a face's units the one whose land goes on along the longest stretch of outline;
/// the first of several.
pub fn longest_border(snapshot: &Snapshot, face: &Face) -> Option<UnitKey> {
    longest(&shared_lengths_m(&snapshot.dataset, face))
}

/// Of some units the one with the largest area; the first of several.
pub fn largest(snapshot: &Snapshot, units: &[UnitKey]) -> Option<UnitKey> {
    let areas: Vec<(UnitKey, f64)> = units
        .iter()
        .map(|&unit| (unit, unit_area_m2(&snapshot.dataset, &[unit])))
        .collect();
    longest(&areas)
}

fn longest(sizes: &[(UnitKey, f64)]) -> Option<UnitKey> {
    sizes
        .iter()
        .copied()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(unit, _)| unit)
}

/// The units that do not gain and lose what they should: their rings do not bound their
/// land, as where they cross themselves.
fn wrong_areas(snapshot: &Snapshot, changes: &[Change], shares: &[Share]) -> Vec<UnitKey> {
    let mut due: BTreeMap<UnitKey, (f64, f64)> = BTreeMap::new();
    for share in shares {
        let rings = share.rings.iter();
        let area_m2: f64 = rings.map(|ring| ring_area_m2(ring)).sum();
        let signed = share.from.iter().map(|&unit| (unit, -area_m2));
        for (unit, gained_m2) in signed.chain(share.to.map(|unit| (unit, area_m2))) {
            let due = due.entry(unit).or_default();
            due.0 += gained_m2;
            due.1 += area_m2;
        }
    }
    let after = ChangeSet::from(changes.to_vec()).applied_to(&snapshot.dataset);
    let is_wrong = |&(unit, (gained_m2, moved_m2)): &(UnitKey, (f64, f64))| {
        let before_m2 = unit_area_m2(&snapshot.dataset, &[unit]);
        let after_m2 = unit_area_m2(&after, &[unit]);
        // Where edges cross, a place is rounded to a tenth of a millimetre, and with it
        // whole edges move.
        let tolerance_m2 = 1.0 + before_m2.abs() * 1e-7 + moved_m2 * 1e-3;
        ((after_m2 - before_m2) - gained_m2).abs() > tolerance_m2
    };
    due.into_iter()
        .filter(is_wrong)
        .map(|(unit, _)| unit)
        .collect()
}

/// Removes a unit that has no land any more; what is under it goes to `heir`.
fn remove_unit(
    snapshot: &Snapshot,
    gone: UnitKey,
    heir: Option<UnitKey>,
    changes: &mut Vec<Change>,
) {
    let dataset = &snapshot.dataset;
    changes.retain(|change| !matches!(change, Change::Unit { key, .. } if *key == gone));
    changes.push(Change::Unit {
        key: gone,
        before: dataset.units.get_shared(gone).cloned(),
        after: None,
    });
    let Some(heir) = heir else { return };
    let reference = reference_to(dataset, heir);
    let changed: BTreeSet<UnitKey> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Unit { key, .. } => Some(*key),
            _ => None,
        })
        .collect();
    for (key, unit) in dataset.units.iter_shared() {
        if unit.parent == Some(gone) && !changed.contains(&key) {
            let mut anew = Unit::clone(unit);
            anew.parent = Some(heir);
            anew.parent_reference.clone_from(&reference);
            changes.push(Change::Unit {
                key,
                before: Some(unit.clone()),
                after: Some(Arc::new(anew)),
            });
        }
    }
    for (key, settlement) in dataset.settlements.iter_shared() {
        if settlement.parent == Some(gone) {
            let mut anew = crate::model::Settlement::clone(settlement);
            anew.parent = Some(heir);
            anew.parent_reference.clone_from(&reference);
            changes.push(Change::Settlement {
                key,
                before: Some(settlement.clone()),
                after: Some(Arc::new(anew)),
            });
        }
    }
}
