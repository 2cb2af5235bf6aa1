//! Taking rings apart: runs of borders that are woven again become strands, and the
//! outlines of units whose land changes are put together from what is left of them.

use std::collections::BTreeMap;

use super::{Redrawing, Unclosed, use_positions};
use crate::measure::area_term_m2;
use crate::model::{Border, BorderKey, BorderUse, Dataset, Land, Part, Position, Ring, UnitKey};
use crate::topology::weave::Strand;

/// A unit whose rings are woven again, wholly or in parts.
pub(super) struct TornUnit<'a> {
    pub unit: UnitKey,
    /// The rings of each part, shell first.
    pub parts: Vec<Vec<TornRing<'a>>>,
}

/// A ring of a unit that is torn.
pub(super) enum TornRing<'a> {
    /// It stays as it is.
    Kept(&'a Ring),
    Torn {
        /// The ring that it goes on from.
        ring: Option<&'a Ring>,
        /// What its path is made of, in order.
        pieces: Vec<Piece>,
        /// Whether the pieces run against the ring's direction.
        reversed: bool,
        /// Whether it runs as `ring` did, but for vertices put on its edges.
        same_course: bool,
    },
}

pub(super) enum Piece {
    /// A border that stays.
    Stays(BorderUse),
    /// The strand of this number.
    Strand(usize),
}

/// A piece of a ring before its strands are cut.
pub(super) enum Item {
    Stays(BorderUse),
    Line(Vec<Position>),
}

pub(super) struct Tear<'a> {
    pub dataset: &'a Dataset,
    pub lines: &'a BTreeMap<BorderKey, Vec<Position>>,
    pub strands: Vec<Strand<'static>>,
}

impl<'a> Tear<'a> {
    pub fn new(dataset: &'a Dataset, lines: &'a BTreeMap<BorderKey, Vec<Position>>) -> Self {
        Self {
            dataset,
            lines,
            strands: Vec::new(),
        }
    }

    /// Takes every unit apart that uses the lines, or whose outline changes.
    pub fn units(&mut self, redrawing: &Redrawing) -> Result<Vec<TornUnit<'a>>, Unclosed> {
        let outlines = &redrawing.outlines;
        let mut units: Vec<UnitKey> = self
            .lines
            .keys()
            .filter_map(|&key| self.dataset.borders.get(key))
            .flat_map(Border::units)
            .chain(outlines.keys().copied())
            .collect();
        units.sort_unstable();
        units.dedup();
        let (mut torn, mut unclosed) = (Vec::new(), Vec::new());
        for unit in units {
            let parts = match outlines.get(&unit) {
                Some(added) => self.redrawn(unit, added, redrawing.anew.contains(&unit)),
                None => Some(self.as_before(unit)),
            };
            match parts {
                Some(parts) => torn.push(TornUnit { unit, parts }),
                None => unclosed.push(unit),
            }
        }
        if unclosed.is_empty() {
            Ok(torn)
        } else {
            Err(Unclosed(unclosed))
        }
    }

    pub fn parts(&self, unit: UnitKey) -> &'a [Part] {
        match self.dataset.units.get(unit).map(|unit| &unit.land) {
            Some(Land::Coverage(parts)) => parts,
            _ => &[],
        }
    }

    pub fn is_taken(&self, step: &BorderUse) -> bool {
        self.lines.contains_key(&step.border)
    }

    pub fn is_torn(&self, ring: &Ring) -> bool {
        ring.path.iter().any(|step| self.is_taken(step))
    }

    /// Whether the unit's land lies on the left of its ring.
    pub fn land_on_left(&self, unit: UnitKey, ring: &Ring, is_shell: bool) -> bool {
        let one_sided = ring.path.iter().find_map(|step| {
            let border = self.dataset.borders.get(step.border)?;
            let left = border.left.contains(&unit);
            (left != border.right.contains(&unit)).then_some(left != step.reversed)
        });
        one_sided.unwrap_or_else(|| {
            let area_m2: f64 = ring
                .path
                .iter()
                .map(|&step| area_term_m2(&use_positions(self.dataset, step, self.lines)))
                .sum();
            (area_m2 >= 0.0) == is_shell
        })
    }

    /// A unit whose land stays: its rings run as they did.
    fn as_before(&mut self, unit: UnitKey) -> Vec<Vec<TornRing<'a>>> {
        self.parts(unit)
            .iter()
            .map(|part| {
                part.rings()
                    .enumerate()
                    .map(|(place, ring)| {
                        if !self.is_torn(ring) {
                            return TornRing::Kept(ring);
                        }
                        let interior_left = self.land_on_left(unit, ring, place == 0);
                        let items = ring.path.iter().map(|&step| self.item(step)).collect();
                        TornRing::Torn {
                            ring: Some(ring),
                            pieces: self.pieces(unit, interior_left, items),
                            reversed: false,
                            same_course: true,
                        }
                    })
                    .collect()
            })
            .collect()
    }

    fn item(&self, step: BorderUse) -> Item {
        if self.is_taken(&step) {
            Item::Line(use_positions(self.dataset, step, self.lines))
        } else {
            Item::Stays(step)
        }
    }

    /// Cuts strands out of a ring. A run must not be cut where the list of items
    /// happens to begin.
    pub fn pieces(
        &mut self,
        unit: UnitKey,
        interior_left: bool,
        mut items: Vec<Item>,
    ) -> Vec<Piece> {
        let stays = |item: &Item| matches!(item, Item::Stays(_));
        let first = items.iter().position(stays);
        items.rotate_left(first.unwrap_or(0));
        let mut pieces = Vec::new();
        let mut run: Vec<Position> = Vec::new();
        let strands = &mut self.strands;
        let mut close = |run: &mut Vec<Position>, pieces: &mut Vec<Piece>| {
            let mut positions = std::mem::take(run);
            if positions.is_empty() {
                return;
            }
            if first.is_none() {
                positions.pop();
            }
            pieces.push(Piece::Strand(strands.len()));
            strands.push(Strand {
                unit,
                interior_left,
                closed: first.is_none(),
                positions: positions.into(),
            });
        };
        for item in items {
            match item {
                Item::Stays(step) => {
                    close(&mut run, &mut pieces);
                    pieces.push(Piece::Stays(step));
                }
                Item::Line(line) => {
                    let skip = usize::from(!run.is_empty());
                    run.extend(line.into_iter().skip(skip));
                }
            }
        }
        close(&mut run, &mut pieces);
        pieces
    }
}
