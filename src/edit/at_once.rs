//! A quick answer to a move that cannot be: an edge drawn across many others leaves faults
//! whatever else it does, and so does a vertex at which a line turns back. Which others there
//! are need not be worked out while a vertex is dragged about over half a province.

use std::collections::{BTreeMap, BTreeSet};

use robust::{Coord, orient2d};

use super::{Fault, FaultKind};
use crate::measure::LocalPlane;
use crate::model::{Border, BorderKey, Extent, Position, UnitKey};
use crate::topology::Snapshot;

/// So many crossings more than before are told at once: fewer are surveyed, for they may be a
/// fault that is being put right.
const MANY: usize = 12;
/// With more edges that change than this, the survey is asked.
const MOST_EDGES: usize = 16;

/// Of an angle that the checks are told is a spike, so much is one whatever is rounded.
const SURE: f64 = 0.9;

/// The faults that moved lines have for sure; nothing where that takes a survey to say.
pub(super) fn faults_at_once(
    snapshot: &Snapshot,
    moved: &BTreeMap<BorderKey, Vec<Position>>,
) -> Option<Vec<Fault>> {
    spikes(snapshot, moved).or_else(|| many_crossings(snapshot, moved))
}

/// The lines that turn back at a vertex at which they did not.
fn spikes(snapshot: &Snapshot, moved: &BTreeMap<BorderKey, Vec<Position>>) -> Option<Vec<Fault>> {
    let least_deg = snapshot.dataset.parameters.spike_angle_deg;
    let mut faults = BTreeSet::new();
    for (&key, line) in moved {
        let border = snapshot.dataset.borders.get(key)?;
        if border.line.len() != line.len() {
            return None;
        }
        let turns = border.line.windows(3).zip(line.windows(3));
        for (before, after) in turns.filter(|(before, after)| before != after) {
            if turn_deg(after) < SURE * least_deg && turn_deg(before) >= least_deg {
                let units: BTreeSet<UnitKey> = border.units().into_iter().collect();
                faults.insert(Fault {
                    kind: FaultKind::Spike,
                    units: units.into_iter().collect(),
                });
            }
        }
    }
    (!faults.is_empty()).then(|| faults.into_iter().collect())
}

/// The angle between the two edges at the middle one of three vertices, in degrees.
fn turn_deg(vertices: &[Position]) -> f64 {
    let &[from, at, to] = vertices else {
        return 180.0;
    };
    let plane = LocalPlane::at(at);
    let [one, other] = [from, to].map(|it| plane.metres_from_position(it));
    let cross = one.x * other.y - one.y * other.x;
    let dot = one.x * other.x + one.y * other.y;
    cross.abs().atan2(dot).to_degrees()
}

/// The faults of moved lines that cross others in many places more than before; nothing where
/// they do not, or not in many.
fn many_crossings(
    snapshot: &Snapshot,
    moved: &BTreeMap<BorderKey, Vec<Position>>,
) -> Option<Vec<Fault>> {
    let mut changed: Vec<(BorderKey, [Position; 2], [Position; 2])> = Vec::new();
    for (&key, line) in moved {
        let stored = &snapshot.dataset.borders.get(key)?.line;
        if stored.len() != line.len() {
            return None;
        }
        for (before, after) in stored.windows(2).zip(line.windows(2)) {
            if before != after {
                changed.push((key, [before[0], before[1]], [after[0], after[1]]));
            }
        }
        if changed.len() > MOST_EDGES {
            return None;
        }
    }
    let is_changed = |key: BorderKey, edge: &[Position]| {
        let mut known = changed.iter();
        known.any(|(of, before, _)| *of == key && before[..] == *edge)
    };
    let mut more: isize = 0;
    let mut faults = BTreeSet::new();
    for &(key, before, after) in &changed {
        let around = extent_of(before).union(extent_of(after));
        for other in snapshot.index.borders_near(around) {
            let border = snapshot.dataset.borders.get(other)?;
            let mut crossed = 0;
            for (_, chunk, vertices) in border.line.chunks() {
                if !chunk.extent().meets(&around) {
                    continue;
                }
                for edge in vertices.windows(2).filter(|edge| !is_changed(other, edge)) {
                    more -= isize::from(cross(before, edge));
                    crossed += isize::from(cross(after, edge));
                }
            }
            more += crossed;
            if crossed > 0 {
                faults.insert(fault(
                    snapshot.dataset.borders.get(key)?,
                    border,
                    key == other,
                ));
            }
        }
    }
    (more >= MANY.cast_signed()).then(|| faults.into_iter().collect())
}

fn extent_of([from, to]: [Position; 2]) -> Extent {
    Extent::at(from).union(Extent::at(to))
}

/// What becomes of two lines that cross: a ring that crosses itself where they are one,
/// else land that two units have.
fn fault(moved: &Border, crossed: &Border, is_itself: bool) -> Fault {
    let kind = if is_itself {
        FaultKind::SelfIntersection
    } else {
        FaultKind::Overlap
    };
    let mut units: BTreeSet<UnitKey> = moved.units().into_iter().collect();
    units.extend(crossed.units());
    Fault {
        kind,
        units: units.into_iter().collect(),
    }
}

/// Whether two edges cross inside both.
fn cross([a, b]: [Position; 2], edge: &[Position]) -> bool {
    let &[c, d] = edge else { return false };
    let side = |from: Position, to: Position, at: Position| {
        let coord = |at: Position| Coord { x: at.x, y: at.y };
        orient2d(coord(from), coord(to), coord(at))
    };
    let parted = |one: f64, other: f64| (one > 0.0 && other < 0.0) || (one < 0.0 && other > 0.0);
    parted(side(a, b, c), side(a, b, d)) && parted(side(c, d, a), side(c, d, b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::fault::introduced_faults;
    use crate::edit::{MoveVertex, Refusal};
    use crate::model::{Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Unit};
    use crate::topology::weave_dataset;

    const TEETH: usize = 40;

    fn tooth(number: usize) -> Position {
        let side = if number.is_multiple_of(2) { 0.0 } else { 0.002 };
        Position {
            x: 48.1 + side,
            y: 33.0 + number as f64 * 0.001,
        }
    }

    /// Two units with a border of many teeth between them.
    fn toothed() -> Snapshot {
        let origin = Origin::of_content(b"teeth");
        let mut dataset = Dataset::new(origin, "");
        let north = tooth(TEETH - 1).y;
        for (number, x) in [48.0, 48.2].into_iter().enumerate() {
            let mut ring: Vec<Position> = (0..TEETH).map(tooth).collect();
            ring.push(Position { x, y: north });
            ring.push(Position { x, y: 33.0 });
            ring.push(ring[0]);
            let mut unit = Unit::new(origin.id("unit", number), Level::RuralDistrict, "");
            unit.land = Land::Plain {
                polygons: [PlainPolygon {
                    rings: vec![PlainRing {
                        positions: ring.into(),
                        heights_m: None,
                    }],
                }]
                .into(),
                role: PlainRole::Pending,
            };
            dataset.units.insert(unit);
        }
        weave_dataset(&mut dataset);
        Snapshot::new(dataset)
    }

    fn with_moved(snapshot: &Snapshot, from: Position, to: Position) -> MovedLine {
        let mut borders = snapshot.dataset.borders.iter();
        let has = |border: &Border| border.line.contains(&from);
        let (key, border) = borders.find(|(_, border)| has(border)).unwrap();
        let anew = |&at: &Position| if at == from { to } else { at };
        BTreeMap::from([(key, border.line.iter().map(anew).collect())])
    }

    type MovedLine = BTreeMap<BorderKey, Vec<Position>>;

    #[test]
    fn what_is_refused_at_once_the_survey_refuses_too() {
        let snapshot = toothed();
        let from = tooth(TEETH / 2);
        let near = Position {
            x: from.x - 0.0004,
            y: from.y,
        };
        let few = with_moved(&snapshot, from, near);
        assert_eq!(many_crossings(&snapshot, &few), None);
        let far = Position {
            x: 48.1011,
            y: 33.0003,
        };
        let moved = with_moved(&snapshot, from, far);
        let told = many_crossings(&snapshot, &moved).unwrap();
        let units: Vec<UnitKey> = snapshot.dataset.units.keys().collect();
        let itself = Fault {
            kind: FaultKind::SelfIntersection,
            units,
        };
        assert_eq!(told, [itself]);
        let planned = MoveVertex { from, to: far }.plan(&snapshot);
        assert!(matches!(planned, Err(Refusal::Faults(_))), "{planned:?}");
        let mut after = snapshot.dataset.clone();
        for (key, line) in moved {
            after
                .borders
                .update(key, |border| border.line = line.into());
        }
        let extent = Extent::around((0..TEETH).map(tooth)).unwrap();
        let surveyed = introduced_faults(&snapshot, &Snapshot::new(after), extent);
        assert!(!surveyed.is_empty());
    }

    #[test]
    fn a_line_that_turns_back_is_refused_at_once_and_by_the_survey() {
        let snapshot = toothed();
        let from = tooth(TEETH / 2);
        let far = Position {
            x: from.x - 0.09,
            y: from.y,
        };
        let moved = with_moved(&snapshot, from, far);
        let told = faults_at_once(&snapshot, &moved).unwrap();
        assert_eq!(told[0].kind, FaultKind::Spike);
        let near = Position {
            x: from.x - 0.0004,
            y: from.y,
        };
        let few = with_moved(&snapshot, from, near);
        assert_eq!(faults_at_once(&snapshot, &few), None);
        let mut after = snapshot.dataset.clone();
        for (key, line) in moved {
            after
                .borders
                .update(key, |border| border.line = line.into());
        }
        let around = Extent::around((0..TEETH).map(tooth).chain([far])).unwrap();
        let surveyed = introduced_faults(&snapshot, &Snapshot::new(after), around);
        assert!(surveyed.iter().any(|fault| fault.kind == FaultKind::Spike));
    }
}
