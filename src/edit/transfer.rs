//! Land that changes hands: overlaps, gaps and whole parts are given to a unit, taken
//! from one, or shared along their middle line; missing vertices are put on the edges
//! they lie on. Nearly every fix of a topology finding is one of these.

use serde::{Deserialize, Serialize};

use super::cut::{cut_pieces, cut_shares};
use super::edit_unit::{check_code_form, reference_to};
use super::fault::new_faults;
use super::handover::Handover;
use super::shares::{FacesByUnits, face_shares, part_shares};
use super::{ChangeSet, Fault, Refusal};
use crate::model::{Dataset, Extent, Level, Position, Unit, UnitKey};
use crate::topology::{Face, FaceKind, Snapshot, Survey, survey, unit_part};

/// How far around the pieces, in degrees, the coverage is surveyed.
const MARGIN_DEG: f64 = 1e-7;
/// From how many pieces on the whole coverage is surveyed at once.
const MANY: usize = 24;

/// A face as a survey finds it, by what does not change while other land does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl NewUnit {
    /// The unit. It is written out with the units of its level that are `alike`.
    pub(super) fn unit(&self, dataset: &Dataset, alike: impl Fn(&Unit) -> bool) -> Unit {
        let mut unit = Unit::new(uuid::Uuid::new_v4(), self.level, self.name.clone());
        unit.code.clone_from(&self.code);
        unit.parent = self.parent;
        if let Some(parent) = self.parent {
            unit.parent_reference = reference_to(dataset, parent);
        }
        let others = dataset.units.iter().map(|(_, other)| other);
        unit.layer = others
            .filter(|other| other.level == self.level && alike(other))
            .find_map(|other| other.layer);
        unit
    }

    /// Refuses a new unit that a person makes without a name, or with a code that cannot be
    /// or that another has.
    pub(super) fn check(&self, dataset: &Dataset) -> Result<(), Refusal> {
        if self.name.trim().is_empty() {
            return Err(Refusal::EmptyName);
        }
        let Some(code) = &self.code else {
            return Ok(());
        };
        check_code_form(self.level, code)?;
        let mut others = dataset.units.iter().map(|(_, unit)| unit);
        let has_it = |other: &&Unit| other.level == self.level && other.code.as_ref() == Some(code);
        others.find(has_it).map_or(Ok(()), |other| {
            Err(Refusal::CodeTaken {
                name: other.name.clone(),
            })
        })
    }
}

/// What land changes hands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// What of a leaf lies outside the own polygon of a unit above it.
    Outside {
        /// The leaf.
        unit: UnitKey,
        /// The unit above it.
        above: UnitKey,
    },
    /// What of a unit's own polygon no leaf has, around a place.
    Uncovered {
        /// The unit with the polygon.
        unit: UnitKey,
        /// The place.
        at: Position,
    },
}

/// Who gets a piece of land.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The land.
    pub land: LandPiece,
    /// Who gets it.
    pub taker: Taker,
}

/// Gives pieces of land to units, all at once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// Vertices to put on every edge that they lie on, within a micrometre.
    pub vertices: Vec<Position>,
    /// Whether a unit that is left without land is removed, and what is under it goes to
    /// who got its land; else that is refused.
    pub removes_units: bool,
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
            LandPiece::Outside { .. } | LandPiece::Uncovered { .. } => {
                Extent::around(cut_pieces(snapshot, &piece.land).concat().concat())
            }
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
                LandPiece::Outside { .. } | LandPiece::Uncovered { .. } => {
                    cut_shares(snapshot, &piece.land, &piece.taker, handover)?
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
