//! What a user can rely on when land changes hands: areas balance, nothing else moves,
//! what is undone is as it was, and no fault comes in.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use super::{ChangeSet, Edit, FacePlace, LandPiece, NewUnit, Piece, Refusal, Taker, Transfer};
use crate::model::{
    BorderStatus, Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit,
    UnitKey,
};
use crate::topology::{
    FaceKind, Snapshot, Survey, survey, unit_area_m2, unit_polygons, weave_dataset,
};

pub(super) type Rings = Vec<Vec<(f64, f64)>>;

pub(super) fn snapshot_of(units: &[Vec<Rings>]) -> Snapshot {
    let mut dataset = Dataset::new(Origin::of_content(b"transfer"), "");
    for (index, parts) in units.iter().enumerate() {
        let id = dataset.origin.id("unit", index);
        let mut unit = Unit::new(id, Level::RuralDistrict, index.to_string());
        let polygons = parts.iter().map(|rings| PlainPolygon {
            rings: rings
                .iter()
                .map(|ring| {
                    let mut positions: Vec<Position> =
                        ring.iter().map(|&(x, y)| Position { x, y }).collect();
                    positions.push(positions[0]);
                    PlainRing {
                        positions: positions.into(),
                        heights_m: None,
                    }
                })
                .collect(),
        });
        unit.land = Land::Plain {
            polygons: polygons.collect(),
            role: PlainRole::Pending,
        };
        dataset.units.insert(unit);
    }
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

fn square(west: f64, south: f64, east: f64, north: f64) -> Vec<(f64, f64)> {
    vec![(west, south), (east, south), (east, north), (west, north)]
}

pub(super) fn whole(snapshot: &Snapshot) -> Survey {
    survey(snapshot, None, &|| false).unwrap()
}

fn area(snapshot: &Snapshot, unit: u32) -> f64 {
    unit_area_m2(&snapshot.dataset, &[UnitKey(unit)])
}

fn rings(snapshot: &Snapshot, unit: u32) -> Vec<Vec<(f64, f64)>> {
    let unit = snapshot.dataset.units.get(UnitKey(unit)).unwrap();
    unit_polygons(&snapshot.dataset, unit)
        .iter()
        .flat_map(|polygon| &polygon.rings)
        .map(|ring| ring.positions.iter().map(|p| (p.x, p.y)).collect())
        .collect()
}

/// Plans, and proves what holds of every transfer that is planned.
pub(super) fn done(before: &Snapshot, transfer: &Transfer) -> Result<Snapshot, Refusal> {
    let surveyed = whole(before);
    let changes = transfer.plan(before)?;
    let after = changes.apply(before);
    check(before, &after, &changes, &surveyed);
    Ok(after)
}

pub(super) fn check(before: &Snapshot, after: &Snapshot, changes: &ChangeSet, surveyed: &Survey) {
    let back = changes.inverse().apply(after);
    assert_eq!(back.dataset, before.dataset, "undone is as it was");
    assert_eq!(
        changes.apply(&back).dataset,
        after.dataset,
        "redone is as it became"
    );
    // Woven from the polygons anew, the borders are the same.
    let mut anew = Dataset::new(after.dataset.origin, "");
    for (_, unit) in after.dataset.units.iter() {
        let mut plain = unit.clone();
        if unit.is_leaf() {
            plain.land = Land::Plain {
                polygons: unit_polygons(&after.dataset, unit).into(),
                role: PlainRole::Pending,
            };
        }
        anew.units.insert(plain);
    }
    if after.dataset.units.len() == before.dataset.units.len() {
        weave_dataset(&mut anew);
        let lines = |dataset: &Dataset| {
            let mut lines: Vec<_> = dataset
                .borders
                .iter()
                .map(|(_, border)| {
                    let along: Vec<_> = border
                        .line
                        .iter()
                        .map(|p| (p.x.to_bits(), p.y.to_bits()))
                        .collect();
                    let mut against = along.clone();
                    against.reverse();
                    let sides = [border.left.to_vec(), border.right.to_vec()];
                    let turned = [border.right.to_vec(), border.left.to_vec()];
                    (along, sides).min((against, turned))
                })
                .collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&after.dataset), lines(&anew), "borders are maximal");
    }
    // Areas: less the overlap that went, plus the gap that was filled.
    let again = whole(after);
    let sum = |snapshot: &Snapshot| -> f64 {
        let units: Vec<UnitKey> = snapshot.dataset.units.keys().collect();
        unit_area_m2(&snapshot.dataset, &units)
    };
    let covered = |survey: &Survey| -> f64 {
        survey
            .faces
            .iter()
            .map(|face| match face.kind {
                FaceKind::Overlap => -face.area_m2 * (face.units.len() - 1) as f64,
                FaceKind::Gap => face.area_m2,
            })
            .sum()
    };
    if surveyed.are_rings_plain() {
        let off = (sum(after) + covered(&again)) - (sum(before) + covered(surveyed));
        // Where edges cross, the place is rounded to a tenth of a millimetre, on edges of
        // half a kilometre here: what that moves is nothing beside a country's area, but
        // something beside that of these few cells.
        let rounding_m2 = 0.03 * surveyed.faces.len() as f64;
        assert!(
            off.abs() <= 1e-9 * sum(before) + rounding_m2,
            "areas are off by {off} of {}",
            sum(before)
        );
    }
}

fn only_face(snapshot: &Snapshot) -> LandPiece {
    let found = whole(snapshot);
    assert_eq!(found.faces.len(), 1);
    LandPiece::Face(FacePlace::of(&found.faces[0]))
}

/// Two squares, the eastern one reaching into the western by a tenth.
fn overlapping() -> Snapshot {
    snapshot_of(&[
        vec![vec![square(48.0, 33.0, 49.0, 34.0)]],
        vec![vec![square(48.9, 33.2, 50.0, 33.8)]],
    ])
}

#[test]
fn an_overlap_goes_to_one_and_leaves_the_others_line() {
    let before = overlapping();
    let face = only_face(&before);
    let overlap_m2 = whole(&before).faces[0].area_m2;
    for (unit, other) in [(0, 1), (1, 0)] {
        let give = Transfer::one(face.clone(), Taker::Unit(UnitKey(unit)));
        let after = done(&before, &give).unwrap();
        assert!(whole(&after).is_clean());
        assert!((area(&after, unit) - area(&before, unit)).abs() < 0.5);
        let lost_m2 = area(&before, other) - area(&after, other);
        assert!((lost_m2 - overlap_m2).abs() < 0.5, "{lost_m2} {overlap_m2}");
    }
    let give = Transfer::one(face, Taker::Unit(UnitKey(0)));
    let after = done(&before, &give).unwrap();
    // The western one's corners are as they were, with the two crossings between them.
    let ring = &rings(&after, 0)[0];
    for corner in square(48.0, 33.0, 49.0, 34.0) {
        assert!(ring.contains(&corner));
    }
    assert_eq!(ring[0], (48.0, 33.0), "it begins where it began");
    assert!(ring.contains(&(49.0, 33.2)) && ring.contains(&(49.0, 33.8)));
}

#[test]
fn a_gap_goes_to_a_neighbour_to_the_longest_border_or_becomes_a_unit() {
    // Three squares in a row, a notch between the first two.
    let before = snapshot_of(&[
        vec![vec![vec![
            (48.0, 33.0),
            (49.0, 33.0),
            (48.9, 33.5),
            (49.0, 34.0),
            (48.0, 34.0),
        ]]],
        vec![vec![square(49.0, 33.0, 50.0, 34.0)]],
    ]);
    let gap = only_face(&before);
    let gap_m2 = whole(&before).faces[0].area_m2;
    for unit in [0, 1] {
        let give = Transfer::one(gap.clone(), Taker::Unit(UnitKey(unit)));
        let after = done(&before, &give).unwrap();
        assert!(whole(&after).is_clean());
        assert!((area(&after, unit) - area(&before, unit) - gap_m2).abs() < 1e-3);
    }
    // The notch's two sides are longer than the straight one.
    let after = done(&before, &Transfer::one(gap.clone(), Taker::LongestBorder)).unwrap();
    assert!(area(&after, 0) > area(&before, 0) + 1e6);
    let new = NewUnit {
        level: Level::RuralDistrict,
        parent: None,
        code: None,
        name: "نو".to_owned(),
    };
    let after = done(&before, &Transfer::one(gap, Taker::NewUnit(new))).unwrap();
    assert!(whole(&after).is_clean());
    assert_eq!(after.dataset.units.len(), 3);
    assert!((area(&after, 2) - gap_m2).abs() < 1e-3);
}

#[test]
fn a_gap_that_is_a_hole_is_filled_without_a_trace() {
    let hole: Vec<(f64, f64)> = square(48.4, 33.4, 48.6, 33.6).into_iter().rev().collect();
    let before = snapshot_of(&[vec![vec![square(48.0, 33.0, 49.0, 34.0), hole]]]);
    let gap = only_face(&before);
    let after = done(&before, &Transfer::one(gap, Taker::Unit(UnitKey(0)))).unwrap();
    assert_eq!(rings(&after, 0).len(), 1);
    assert!(whole(&after).is_clean());
}

#[test]
fn an_overlap_that_parts_a_unit_leaves_it_two_parts() {
    // A bar across a square: the square keeps two parts.
    let before = snapshot_of(&[
        vec![vec![square(48.0, 33.0, 49.0, 34.0)]],
        vec![vec![square(47.5, 33.4, 49.5, 33.6)]],
    ]);
    let face = only_face(&before);
    let after = done(&before, &Transfer::one(face, Taker::Unit(UnitKey(1)))).unwrap();
    let Land::Coverage(parts) = &after.dataset.units.get(UnitKey(0)).unwrap().land else {
        panic!("it is a leaf");
    };
    assert_eq!(parts.len(), 2);
    assert!(after.dataset.units.get(UnitKey(0)).unwrap().multi);
    assert!(whole(&after).is_clean());
}

#[test]
fn a_contained_unit_is_cut_out_and_a_duplicate_removed_with_what_is_under_it() {
    let before = snapshot_of(&[
        vec![vec![square(48.0, 33.0, 49.0, 34.0)]],
        vec![vec![square(48.4, 33.4, 48.6, 33.6)]],
    ]);
    let face = only_face(&before);
    let cut = Transfer::one(face.clone(), Taker::Without(UnitKey(0)));
    let after = done(&before, &cut).unwrap();
    assert_eq!(rings(&after, 0).len(), 2, "a hole is cut");
    assert!(whole(&after).is_clean());
    let delete = Transfer::one(face, Taker::Without(UnitKey(1)));
    assert_eq!(delete.plan(&before), Err(Refusal::NoLandLeft(UnitKey(1))));
    let delete = Transfer {
        removes_units: true,
        ..delete
    };
    let after = done(&before, &delete).unwrap();
    assert!(after.dataset.units.get(UnitKey(1)).is_none());
    assert_eq!(rings(&after, 0).len(), 1);
}

#[test]
fn a_part_goes_to_a_neighbour() {
    let before = snapshot_of(&[
        vec![vec![square(48.0, 33.0, 49.0, 34.0)]],
        vec![
            vec![square(49.0, 33.0, 50.0, 34.0)],
            vec![square(47.9, 33.0, 48.0, 34.0)],
        ],
    ]);
    let vertex = Position { x: 47.9, y: 34.0 };
    let piece = LandPiece::Part {
        unit: UnitKey(1),
        vertex,
    };
    let after = done(&before, &Transfer::one(piece, Taker::LongestBorder)).unwrap();
    assert_eq!(rings(&after, 0).len(), 1);
    assert_eq!(rings(&after, 1).len(), 1);
    assert!(whole(&after).is_clean());
}

#[test]
fn a_missing_vertex_is_put_in_the_neighbours_edge() {
    // On the edge exactly, and a metre or so beside it.
    for x in [49.0, 49.00001, 48.99999] {
        let before = snapshot_of(&[
            vec![vec![vec![
                (48.0, 33.0),
                (49.0, 33.0),
                (x, 33.5),
                (49.0, 34.0),
                (48.0, 34.0),
            ]]],
            vec![vec![square(49.0, 33.0, 50.0, 34.0)]],
        ]);
        let found = whole(&before);
        let transfer = match found.faces.first() {
            None => Transfer {
                vertices: vec![found.unmatched[0].at],
                ..Transfer::default()
            },
            Some(face) => {
                let taker = match face.kind {
                    FaceKind::Gap => Taker::Unit(UnitKey(1)),
                    FaceKind::Overlap => Taker::Without(UnitKey(1)),
                };
                Transfer::one(LandPiece::Face(FacePlace::of(face)), taker)
            }
        };
        let after = done(&before, &transfer).unwrap();
        assert!(whole(&after).is_clean(), "{:?}", whole(&after));
        assert!(rings(&after, 1)[0].contains(&(x, 33.5)));
        assert_eq!(rings(&after, 0), rings(&before, 0));
    }
}

#[test]
fn an_agreed_border_keeps_its_course_and_takes_a_vertex() {
    let before = overlapping();
    let agree = |unit: u32| {
        let mut dataset = before.dataset.clone();
        let keys: Vec<_> = dataset.borders.keys().collect();
        for key in keys {
            dataset.borders.update(key, |border| {
                if border.left.contains(&UnitKey(unit)) != border.right.contains(&UnitKey(unit)) {
                    border.attributes.status = BorderStatus::Agreed;
                }
            });
        }
        Snapshot::new(dataset)
    };
    let locked = agree(0);
    let face = only_face(&locked);
    let give = |unit: u32| Transfer::one(face.clone(), Taker::Unit(UnitKey(unit)));
    let after = done(&locked, &give(0)).unwrap();
    let agreed = |snapshot: &Snapshot| {
        snapshot
            .dataset
            .borders
            .iter()
            .filter(|(_, border)| border.attributes.status == BorderStatus::Agreed)
            .map(|(_, border)| border.line.len() - 1)
            .sum::<usize>()
    };
    assert_eq!(
        agreed(&after),
        6,
        "its four edges, one of them in three pieces"
    );
    assert!(matches!(give(1).plan(&locked), Err(Refusal::Locked(_))));
    let middle = Transfer::one(face.clone(), Taker::MiddleLine);
    let outcome = middle.plan(&locked);
    assert!(matches!(outcome, Err(Refusal::Locked(_))), "{outcome:?}");
}

#[test]
fn the_middle_line_needs_two_sides() {
    let before = snapshot_of(&[
        vec![vec![vec![
            (48.0, 33.0),
            (49.0, 33.0),
            (48.9, 33.5),
            (49.0, 34.0),
            (48.0, 34.0),
        ]]],
        vec![vec![square(49.0, 33.0, 50.0, 33.5)]],
        vec![vec![square(49.0, 33.5, 50.0, 34.0)]],
    ]);
    let gap = only_face(&before);
    let middle = Transfer::one(gap, Taker::MiddleLine);
    assert_eq!(middle.plan(&before), Err(Refusal::NotTwoSides));
}

#[test]
fn the_middle_line_halves_a_gap() {
    let before = snapshot_of(&[
        vec![vec![vec![
            (48.0, 33.0),
            (49.0, 33.0),
            (48.999, 33.4),
            (48.999, 33.6),
            (49.0, 34.0),
            (48.0, 34.0),
        ]]],
        vec![vec![vec![
            (49.0, 33.0),
            (50.0, 33.0),
            (50.0, 34.0),
            (49.0, 34.0),
            (49.001, 33.6),
            (49.001, 33.4),
        ]]],
    ]);
    let gap_m2 = whole(&before).faces[0].area_m2;
    let middle = Transfer::one(only_face(&before), Taker::MiddleLine);
    let after = done(&before, &middle).unwrap();
    assert!(whole(&after).is_clean());
    for unit in [0, 1] {
        let gained_m2 = area(&after, unit) - area(&before, unit);
        assert!(
            (gained_m2 / gap_m2 - 0.5).abs() < 1e-3,
            "{gained_m2} of {gap_m2}"
        );
    }
}

#[test]
fn one_edit_of_several_pieces_is_planned_at_once() {
    let before = overlapping();
    let face = only_face(&before);
    let piece = Piece {
        land: face,
        taker: Taker::Largest,
    };
    let edit = Edit::Several(vec![Edit::Transfer(Transfer {
        pieces: vec![piece],
        ..Transfer::default()
    })]);
    let changes = edit.plan(&before).unwrap();
    assert!(whole(&changes.apply(&before)).is_clean());
}
