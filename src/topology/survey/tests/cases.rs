//! Small coverages with a known answer.

use super::{Rings, found, keys, square, units};
use crate::measure::ring_area_m2;
use crate::model::{Extent, Parameters, Position, UnitKey};
use crate::topology::{CrossingKind, FaceClass, FaceKind, SelfCrossingKind, Snapshot, survey};

/// The faces: kind, units, area in the squares' own measure, class.
fn faces(snapshot: &Snapshot) -> Vec<(FaceKind, Vec<UnitKey>, f64, FaceClass)> {
    let parameters = Parameters::default();
    found(snapshot)
        .faces
        .iter()
        .map(|face| {
            assert!(face.area_m2 > 0.0);
            let area: f64 = face
                .rings
                .iter()
                .map(|ring| {
                    let next = ring.iter().cycle().skip(1);
                    ring.iter()
                        .zip(next)
                        .map(|(a, b)| a.x * b.y - b.x * a.y)
                        .sum::<f64>()
                        / 2.0
                })
                .sum();
            (face.kind, face.units.clone(), area, face.class(&parameters))
        })
        .collect()
}

#[test]
fn clean_coverages_have_nothing() {
    let ring_and_enclave: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 3.0, 3.0), square(1.0, 1.0, 2.0, 2.0)]],
        &[vec![square(1.0, 1.0, 2.0, 2.0)]],
    ];
    assert!(found(&units(&ring_and_enclave)).is_clean());
    // Four at one junction; an island; a part that touches in a point.
    let four: [&[Rings]; 5] = [
        &[
            vec![square(0.0, 0.0, 1.0, 1.0)],
            vec![square(7.0, 0.0, 8.0, 1.0)],
        ],
        &[vec![square(1.0, 0.0, 2.0, 1.0)]],
        &[vec![square(0.0, 1.0, 1.0, 2.0)]],
        &[vec![square(1.0, 1.0, 2.0, 2.0)]],
        &[vec![square(2.0, 2.0, 3.0, 3.0)]],
    ];
    // The five squares need the corner (2, 2) only.
    assert!(found(&units(&four)).is_clean());
    // A bay, however narrow its mouth.
    let bay: [&[Rings]; 1] = [&[vec![vec![
        (0.0, 0.0),
        (3.0, 0.0),
        (3.0, 3.0),
        (1.500001, 3.0),
        (2.0, 1.0),
        (1.0, 1.0),
        (1.5, 3.0),
        (0.0, 3.0),
    ]]]];
    assert!(found(&units(&bay)).is_clean());
    assert!(found(&units(&[])).is_clean());
}

#[test]
fn two_squares_that_overlap_are_one_face() {
    let lands: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 2.0, 2.0)]],
        &[vec![square(1.0, 1.0, 3.0, 3.0)]],
    ];
    let snapshot = units(&lands);
    assert_eq!(
        faces(&snapshot),
        [(FaceKind::Overlap, keys(&[0, 1]), 1.0, FaceClass::Wide)]
    );
    let found = found(&snapshot);
    assert_eq!(found.crossings.len(), 2);
    assert!(found.self_crossings.is_empty());
    // Vertices of the squares and the two crossings, bit for bit.
    let corners: Vec<_> = found.faces[0].rings[0].iter().map(|p| (p.x, p.y)).collect();
    assert_eq!(corners, [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)]);
}

#[test]
fn a_unit_inside_another_is_contained_and_identical_ones_are_duplicates() {
    let inside: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 9.0, 9.0)]],
        &[vec![square(4.0, 4.0, 5.0, 5.0)]],
    ];
    let snapshot = units(&inside);
    assert_eq!(
        faces(&snapshot),
        [(FaceKind::Overlap, keys(&[0, 1]), 1.0, FaceClass::Contained)]
    );
    assert_eq!(found(&snapshot).faces[0].whole_of, keys(&[1]));
    let same: [&[Rings]; 3] = [
        &[vec![square(0.0, 0.0, 1.0, 1.0)]],
        &[vec![square(0.0, 0.0, 1.0, 1.0)]],
        &[vec![square(1.0, 0.0, 2.0, 1.0)]],
    ];
    assert_eq!(
        faces(&units(&same)),
        [(FaceKind::Overlap, keys(&[0, 1]), 1.0, FaceClass::Duplicate)]
    );
}

#[test]
fn an_overlap_is_parted_by_the_border_that_runs_through_it() {
    let lands: [&[Rings]; 3] = [
        &[vec![square(0.0, 0.0, 2.0, 2.0)]],
        &[vec![square(2.0, 0.0, 4.0, 2.0)]],
        &[vec![square(1.0, -1.0, 4.5, 3.0)]],
    ];
    assert_eq!(
        faces(&units(&lands)),
        [
            (FaceKind::Overlap, keys(&[0, 2]), 2.0, FaceClass::Wide),
            (FaceKind::Overlap, keys(&[1, 2]), 4.0, FaceClass::Contained),
        ]
    );
    // Three on top of each other.
    let lands: [&[Rings]; 3] = [
        &[vec![square(0.0, 0.0, 3.0, 1.0)]],
        &[vec![square(1.0, 0.0, 4.0, 1.0)]],
        &[vec![square(2.0, 0.0, 5.0, 1.0)]],
    ];
    assert_eq!(
        faces(&units(&lands)),
        [
            (FaceKind::Overlap, keys(&[0, 1]), 1.0, FaceClass::Wide),
            (FaceKind::Overlap, keys(&[0, 1, 2]), 1.0, FaceClass::Wide),
            (FaceKind::Overlap, keys(&[1, 2]), 1.0, FaceClass::Wide),
        ]
    );
}

#[test]
fn a_hole_of_the_coverage_is_a_gap_whatever_its_width() {
    // A pinwheel around a gap, and a hole in one unit alone.
    let pinwheel: [&[Rings]; 4] = [
        &[vec![vec![
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (0.0, 1.0),
        ]]],
        &[vec![vec![
            (2.0, 0.0),
            (3.0, 0.0),
            (3.0, 2.0),
            (2.0, 2.0),
            (2.0, 1.0),
        ]]],
        &[vec![vec![
            (3.0, 2.0),
            (3.0, 3.0),
            (1.0, 3.0),
            (1.0, 2.0),
            (2.0, 2.0),
        ]]],
        &[vec![vec![
            (1.0, 3.0),
            (0.0, 3.0),
            (0.0, 1.0),
            (1.0, 1.0),
            (1.0, 2.0),
        ]]],
    ];
    assert_eq!(
        faces(&units(&pinwheel)),
        [(FaceKind::Gap, keys(&[0, 1, 2, 3]), 1.0, FaceClass::Wide)]
    );
    let lake: [&[Rings]; 1] = [&[vec![square(0.0, 0.0, 3.0, 3.0), square(1.0, 1.0, 2.0, 2.0)]]];
    assert_eq!(
        faces(&units(&lake)),
        [(FaceKind::Gap, keys(&[0]), 1.0, FaceClass::Wide)]
    );
    // An island in the hole: the gap has a hole of its own.
    let island: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 9.0, 9.0), square(1.0, 1.0, 8.0, 8.0)]],
        &[vec![square(3.0, 3.0, 4.0, 4.0)]],
    ];
    let snapshot = units(&island);
    assert_eq!(
        faces(&snapshot),
        [(FaceKind::Gap, keys(&[0, 1]), 48.0, FaceClass::Wide)]
    );
    let face = &found(&snapshot).faces[0];
    assert_eq!(face.rings.len(), 2);
    assert!(ring_area_m2(&face.rings[0]) > 0.0 && ring_area_m2(&face.rings[1]) < 0.0);
}

#[test]
fn a_bay_whose_mouth_is_closed_by_a_point_is_a_gap() {
    let lands: [&[Rings]; 1] = [&[vec![vec![
        (0.0, 0.0),
        (3.0, 0.0),
        (3.0, 3.0),
        (1.5, 3.0),
        (2.0, 1.0),
        (1.0, 1.0),
        (1.5, 3.0),
        (0.0, 3.0),
    ]]]];
    let snapshot = units(&lands);
    assert_eq!(
        faces(&snapshot),
        [(FaceKind::Gap, keys(&[0]), 1.0, FaceClass::Wide)]
    );
    assert!(found(&snapshot).self_crossings.is_empty());
}

#[test]
fn a_vertex_that_the_neighbour_lacks_is_named_once() {
    // Exactly on the edge: no face.
    let exact: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 1.0, 1.0)]],
        &[vec![vec![
            (1.0, 0.0),
            (2.0, 0.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 0.5),
        ]]],
    ];
    let survey = found(&units(&exact));
    assert!(survey.faces.is_empty());
    assert_eq!(survey.unmatched.len(), 1);
    assert_eq!(survey.unmatched[0].at, Position { x: 1.0, y: 0.5 });
    assert_eq!(survey.unmatched[0].units, keys(&[0, 1]));
    // Half a metre off: a face of its own, either way.
    for off in [5e-6, -5e-6] {
        let near: [&[Rings]; 2] = [
            &[vec![square(0.0, 0.0, 1.0, 1.0)]],
            &[vec![vec![
                (1.0, 0.0),
                (2.0, 0.0),
                (2.0, 1.0),
                (1.0, 1.0),
                (1.0 + off, 0.5),
            ]]],
        ];
        let snapshot = units(&near);
        let kind = if off > 0.0 {
            FaceKind::Gap
        } else {
            FaceKind::Overlap
        };
        let survey = found(&snapshot);
        assert!(survey.unmatched.is_empty());
        assert_eq!(survey.faces.len(), 1);
        let face = &survey.faces[0];
        assert_eq!((face.kind, &face.units), (kind, &keys(&[0, 1])));
        assert_eq!(
            face.class(&Parameters::default()),
            FaceClass::UnmatchedVertex
        );
        assert_eq!(face.beside_edge.unwrap().vertex.x, 1.0 + off);
        // Two metres are too far for that.
        let strict = Parameters {
            match_tolerance_m: 0.1,
            ..Parameters::default()
        };
        assert_eq!(face.class(&strict), FaceClass::Sliver);
    }
    // By less than a number can say: no face that could be measured, yet found.
    let (x, y) = (48.0 + 1.0 / 3.0, 33.0 + 1.0 / 7.0);
    let hair: [&[Rings]; 2] = [
        &[vec![vec![
            (48.0, 33.0),
            (49.0, 33.0 + 3.0 / 7.0),
            (48.0, 34.0),
        ]]],
        &[vec![vec![
            (48.0, 33.0),
            (49.0, 32.0),
            (49.0, 33.0 + 3.0 / 7.0),
            (x, y),
        ]]],
    ];
    let survey = found(&units(&hair));
    assert!(survey.faces.is_empty());
    assert_eq!(survey.unmatched.len(), 1);
    assert_eq!(survey.unmatched[0].units, keys(&[0, 1]));
}

#[test]
fn three_units_are_named_at_a_junction_on_an_edge() {
    let lands: [&[Rings]; 3] = [
        &[vec![square(0.0, 0.0, 1.0, 1.0)]],
        &[vec![square(1.0, 0.0, 2.0, 1.0)]],
        &[vec![square(0.0, 1.0, 2.0, 2.0)]],
    ];
    let survey = found(&units(&lands));
    assert!(survey.faces.is_empty());
    assert_eq!(survey.unmatched.len(), 1);
    assert_eq!(survey.unmatched[0].at, Position { x: 1.0, y: 1.0 });
    assert_eq!(survey.unmatched[0].units, keys(&[0, 1, 2]));
}

#[test]
fn rings_that_cross_themselves_are_found_and_covered_by_even_odd() {
    // A bow tie across the line of two neighbours.
    let bow: [&[Rings]; 1] = [&[vec![vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]]]];
    let survey = found(&units(&bow));
    assert_eq!(survey.self_crossings.len(), 1);
    assert_eq!(survey.self_crossings[0].at, Position { x: 1.0, y: 1.0 });
    assert_eq!(survey.self_crossings[0].kind, SelfCrossingKind::Edge);
    assert!(survey.faces.is_empty());
    // The same through a vertex.
    let vertex: [&[Rings]; 1] = [&[vec![vec![
        (0.0, 0.0),
        (1.0, 1.0),
        (2.0, 2.0),
        (2.0, 0.0),
        (1.0, 1.0),
        (0.0, 2.0),
    ]]]];
    let survey = found(&units(&vertex));
    assert_eq!(survey.self_crossings.len(), 1);
    assert_eq!(survey.self_crossings[0].kind, SelfCrossingKind::Vertex);
    // Two wings whose outer lines match a neighbour's exactly, on the wrong side: the
    // neighbour covers the smaller wing.
    let wings: [&[Rings]; 2] = [
        &[vec![vec![
            (0.0, 0.0),
            (4.0, 4.0),
            (4.0, 2.0),
            (2.0, 4.0),
            (0.0, 4.0),
        ]]],
        &[vec![vec![(4.0, 4.0), (4.0, 2.0), (5.0, 2.0), (5.0, 4.0)]]],
    ];
    let survey = found(&units(&wings));
    assert_eq!(survey.self_crossings.len(), 1);
    assert_eq!(survey.self_crossings[0].units, keys(&[0]));
    assert!(survey.faces.is_empty());
    let inner: [&[Rings]; 2] = [
        &[vec![vec![
            (0.0, 0.0),
            (4.0, 4.0),
            (4.0, 2.0),
            (2.0, 4.0),
            (0.0, 4.0),
        ]]],
        &[vec![vec![(3.5, 3.0), (4.0, 2.0), (4.0, 4.0)]]],
    ];
    assert_eq!(
        faces(&units(&inner)),
        [(FaceKind::Overlap, keys(&[0, 1]), 0.5, FaceClass::Contained)]
    );
}

#[test]
fn crossings_tell_their_kinds() {
    let lands: [&[Rings]; 2] = [
        &[vec![square(0.0, 0.0, 2.0, 1.0)]],
        &[vec![vec![(0.5, 1.0), (1.5, 1.0), (1.0, 2.0)]]],
    ];
    let survey = found(&units(&lands));
    assert!(survey.faces.is_empty());
    assert_eq!(survey.unmatched.len(), 2);
    assert!(
        survey
            .crossings
            .iter()
            .all(|crossing| { matches!(crossing.kind, CrossingKind::Touch | CrossingKind::Along) })
    );
}

#[test]
fn a_region_says_what_the_whole_says_there() {
    let lands: [&[Rings]; 3] = [
        &[vec![square(0.0, 0.0, 2.0, 2.0)]],
        &[vec![square(1.999, 0.0, 4.0, 2.0)]],
        &[vec![square(3.999, 0.0, 6.0, 2.0)]],
    ];
    let snapshot = units(&lands);
    let all = found(&snapshot);
    assert_eq!(all.faces.len(), 2);
    let region = Extent::at(Position { x: 2.0, y: 1.0 }).grown(0.2);
    let near = survey(&snapshot, Some(region), &|| false).unwrap();
    assert_eq!(near.faces, all.faces[..1]);
    assert!(near.open_faces.is_empty());
    // A face far larger than the region is only told.
    let region = Extent::at(Position { x: 2.0, y: 1.0 }).grown(0.001);
    let near = survey(&snapshot, Some(region), &|| false).unwrap();
    assert!(near.faces.is_empty());
    assert_eq!(near.open_faces.len(), 1);
    assert_eq!(near.open_faces[0].units, keys(&[0, 1]));
}

#[test]
fn a_cancelled_survey_is_nothing() {
    let lands: [&[Rings]; 1] = [&[vec![square(0.0, 0.0, 2.0, 2.0)]]];
    assert!(survey(&units(&lands), None, &|| true).is_none());
}
