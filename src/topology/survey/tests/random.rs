//! Random coverages with random faults, against a judge that knows nothing of edges:
//! which polygons hold a point, asked at many points, and sums of areas.

use geo::Intersects as _;
use proptest::prelude::*;

use super::{found, snapshot_of};
use crate::measure::ring_area_m2;
use crate::model::{Extent, PlainPolygon, PlainRing, Position, UnitKey};
use crate::topology::{Face, FaceKind, Snapshot, Survey, polygons_contain};

const SIDE: usize = 4;
const STEP_DEG: f64 = 0.01;

/// A vertex of one cell's own copy of the lines, and where it is moved, in cells.
type Move = (usize, usize, f64, f64);

/// A square grid of cells whose inner vertices are shaken; each cell side has a
/// vertex in its middle that both neighbours share.
fn coverage(shake: &[(f64, f64)]) -> Vec<Vec<Position>> {
    let count = SIDE * 2 + 1;
    let at = |column: usize, row: usize| {
        let inner = column > 0 && row > 0 && column + 1 < count && row + 1 < count;
        let (dx, dy) = if inner {
            shake[row * count + column]
        } else {
            (0.0, 0.0)
        };
        Position {
            x: 48.0 + (column as f64 + dx) * STEP_DEG / 2.0,
            y: 33.0 + (row as f64 + dy) * STEP_DEG / 2.0,
        }
    };
    let mut cells = Vec::new();
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (x, y) = (column * 2, row * 2);
            cells.push(vec![
                at(x, y),
                at(x + 1, y),
                at(x + 2, y),
                at(x + 2, y + 1),
                at(x + 2, y + 2),
                at(x + 1, y + 2),
                at(x, y + 2),
                at(x, y + 1),
            ]);
        }
    }
    cells
}

fn is_on_frame(position: Position) -> bool {
    let end = SIDE as f64 * STEP_DEG;
    let near = |value: f64, line: f64| (value - line).abs() < STEP_DEG * 1e-6;
    near(position.x, 48.0)
        || near(position.x, 48.0 + end)
        || near(position.y, 33.0)
        || near(position.y, 33.0 + end)
}

fn inside_rings(rings: &[Vec<Position>], point: Position) -> bool {
    let ring = |ring: &Vec<Position>| PlainRing {
        positions: ring.clone().into(),
        heights_m: None,
    };
    let polygon = PlainPolygon {
        rings: rings.iter().map(ring).collect(),
    };
    polygons_contain(&[polygon], point)
}

fn check_point(survey: &Survey, lands: &[Vec<PlainPolygon>], point: Position) {
    let over: Vec<UnitKey> = (0..lands.len())
        .filter(|&unit| polygons_contain(&lands[unit], point))
        .map(|unit| UnitKey(unit as u32))
        .collect();
    let faces: Vec<_> = survey
        .faces
        .iter()
        .filter(|face| inside_rings(&face.rings, point))
        .collect();
    match over.len() {
        1 => assert!(faces.is_empty(), "{point:?} {faces:?}"),
        0 => assert!(
            faces.len() == 1 && faces[0].kind == FaceKind::Gap,
            "{point:?} {faces:?}"
        ),
        _ => assert!(
            faces.len() == 1 && faces[0].kind == FaceKind::Overlap && faces[0].units == over,
            "{point:?} {over:?} {faces:?}"
        ),
    }
}

/// Whether there is anything of a face in a region: its box may reach farther.
fn lies_in(face: &Face, region: Extent) -> bool {
    let ring = |ring: &Vec<Position>| geo::LineString::from(ring.clone());
    let mut rings = face.rings.iter().map(ring);
    let shell = rings
        .next()
        .unwrap_or_else(|| geo::LineString::new(Vec::new()));
    let region = geo::Rect::new(region.min, region.max);
    geo::Polygon::new(shell, rings.collect()).intersects(&region)
}

/// In a region the same is said as in the whole, but for gaps that reach far beyond.
fn check_region(snapshot: &Snapshot, whole: &Survey, region: Extent) {
    let near = super::survey(snapshot, Some(region), &|| false).unwrap();
    let same = |a: &Face, b: &Face| {
        (a.kind, &a.units) == (b.kind, &b.units)
            && (a.area_m2 - b.area_m2).abs() < 1e-3
            && (a.width_m - b.width_m).abs() <= 0.02 * a.width_m + 1e-6
    };
    for face in &near.faces {
        assert!(
            whole.faces.iter().any(|other| same(face, other)),
            "{face:?}"
        );
    }
    assert!(near.open_faces.is_empty());
    for face in &whole.faces {
        if face.kind == FaceKind::Overlap && lies_in(face, region) {
            assert!(near.faces.iter().any(|other| same(face, other)), "{face:?}");
        }
    }
    let there = whole
        .unmatched
        .iter()
        .filter(|vertex| region.holds(vertex.at));
    assert!(
        there.clone().eq(&near.unmatched),
        "{:?} {:?}",
        there.collect::<Vec<_>>(),
        near.unmatched
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn faces_are_where_a_point_has_no_unit_or_several(
        shake in prop::collection::vec((-0.3..0.3, -0.3..0.3), (SIDE * 2 + 1) * (SIDE * 2 + 1)),
        moves in prop::collection::vec((0..SIDE * SIDE, 0..8_usize, -1.2..1.2, -1.2..1.2), 0..6),
        points in prop::collection::vec((0.0..1.0, 0.0..1.0), 300),
    ) {
        check(&shake, &moves, &points);
    }

    /// Moves at the limit of what numbers can tell: dust, and nothing breaks.
    #[test]
    fn hairs_break_nothing(
        moves in prop::collection::vec((0..SIDE * SIDE, 0..8_usize, -9..10_i32, -9..10_i32), 1..40),
        points in prop::collection::vec((0.0..1.0, 0.0..1.0), 20),
        shaken in any::<bool>(),
    ) {
        let shake = (0..(SIDE * 2 + 1) * (SIDE * 2 + 1))
            .map(|at| if shaken { ((at % 7) as f64 / 23.0, (at % 5) as f64 / 17.0) } else { (0.0, 0.0) })
            .collect::<Vec<_>>();
        let moves: Vec<Move> = moves
            .into_iter()
            .map(|(cell, vertex, dx, dy)| (cell, vertex, f64::from(dx) * 1.4e-12, f64::from(dy) * 1.4e-12))
            .collect();
        check(&shake, &moves, &points);
    }

    /// Whole steps: vertices fall on each other, on edges and in lines. No point asked about
    /// does: on a line it would have the units of both sides.
    #[test]
    fn faces_are_right_where_vertices_meet(
        moves in prop::collection::vec((0..SIDE * SIDE, 0..8_usize, -2..3_i32, -2..3_i32), 0..6),
        points in prop::collection::vec((0.000_123..0.999_877, 0.000_371..0.999_629), 300),
    ) {
        let shake = vec![(0.0, 0.0); (SIDE * 2 + 1) * (SIDE * 2 + 1)];
        let moves: Vec<Move> = moves
            .into_iter()
            .map(|(cell, vertex, dx, dy)| (cell, vertex, f64::from(dx) / 2.0, f64::from(dy) / 2.0))
            .collect();
        check(&shake, &moves, &points);
    }
}

fn check(shake: &[(f64, f64)], moves: &[Move], points: &[(f64, f64)]) {
    let mut cells = coverage(shake);
    let mut around = Vec::new();
    for &(cell, vertex, dx, dy) in moves {
        let position = &mut cells[cell][vertex];
        if !is_on_frame(*position) {
            position.x += dx * STEP_DEG / 2.0;
            position.y += dy * STEP_DEG / 2.0;
            around.push(*position);
        }
    }
    let end = 48.0 + SIDE as f64 * STEP_DEG;
    let outside =
        |p: &Position| p.x < 48.0 || p.x > end || p.y < 33.0 || p.y > 33.0 + SIDE as f64 * STEP_DEG;
    if cells.iter().flatten().any(outside) {
        return;
    }
    let lands: Vec<Vec<PlainPolygon>> = cells
        .iter()
        .map(|ring| {
            let mut positions = ring.clone();
            positions.push(ring[0]);
            vec![PlainPolygon {
                rings: vec![PlainRing {
                    positions: positions.into(),
                    heights_m: None,
                }],
            }]
        })
        .collect();
    let snapshot = snapshot_of(&lands);
    let survey = found(&snapshot);
    for &(x, y) in points {
        let size = SIDE as f64 * STEP_DEG;
        check_point(
            &survey,
            &lands,
            Position {
                x: 48.0 + x * size,
                y: 33.0 + y * size,
            },
        );
        for centre in &around {
            let point = Position {
                x: centre.x + (x - 0.5) * STEP_DEG,
                y: centre.y + (y - 0.5) * STEP_DEG,
            };
            if !outside(&point) {
                check_point(&survey, &lands, point);
            }
        }
    }
    if survey.are_rings_plain() {
        for &centre in &around {
            check_region(
                &snapshot,
                &survey,
                Extent::at(centre).grown(STEP_DEG / 10.0),
            );
        }
        let whole = SIDE as f64 * STEP_DEG;
        let frame =
            [(0.0, 0.0), (whole, 0.0), (whole, whole), (0.0, whole)].map(|(x, y)| Position {
                x: 48.0 + x,
                y: 33.0 + y,
            });
        let units: f64 = cells.iter().map(|cell| ring_area_m2(cell)).sum();
        let faces: f64 = survey
            .faces
            .iter()
            .map(|face| match face.kind {
                FaceKind::Gap => -face.area_m2,
                FaceKind::Overlap => face.area_m2 * (face.units.len() - 1) as f64,
            })
            .sum();
        // Counted once each, the units with the gaps fill the frame.
        let left = units - faces - ring_area_m2(&frame);
        assert!(left.abs() < 1e-3, "{left} of {units}");
    }
    for face in &survey.faces {
        assert!(inside_rings(&face.rings, face.at), "{face:?}");
    }
}

/// A spike of a few billionths of a metre beside an overlap that reaches the outside: the
/// overlap was taken for one with the outside, and not told.
#[test]
fn an_overlap_beside_a_hair_is_found() {
    let shake = vec![(0.0, 0.0); (SIDE * 2 + 1) * (SIDE * 2 + 1)];
    check(
        &shake,
        &[(4, 4, -1.0, 0.0), (8, 1, 0.0, -1.0)],
        &[(0.2511, 0.2517), (0.7513, 0.3019)],
    );
}
