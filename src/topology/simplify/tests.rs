//! What simplification promises, on nets of crooked lines, judged by intersections of `geo`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;

use super::*;

/// Whether two segments have more in common than an end that both have.
fn meet(a: [Position; 2], b: [Position; 2]) -> bool {
    use geo::line_intersection::{LineIntersection, line_intersection};
    let line = |ends: [Position; 2]| geo::Line::new(ends[0], ends[1]);
    match line_intersection(line(a), line(b)) {
        None => false,
        Some(LineIntersection::Collinear { .. }) => true,
        Some(LineIntersection::SinglePoint { intersection, .. }) => {
            !(a.contains(&intersection) && b.contains(&intersection))
        }
    }
}

/// The first two segments that cross, touch or lie on each other.
fn conflict(lines: &[Vec<Position>]) -> Option<[[Position; 2]; 2]> {
    let segments: Vec<[Position; 2]> = lines
        .iter()
        .flat_map(|line| line.windows(2).map(|ends| [ends[0], ends[1]]))
        .collect();
    for (number, one) in segments.iter().enumerate() {
        for other in &segments[number + 1..] {
            if meet(*one, *other) {
                return Some([*one, *other]);
            }
        }
    }
    None
}

/// Lines between the corners of a grid with a ring in one of its cells; each as crooked as
/// it can be without crossing another.
fn crooked_net(columns: usize, rows: usize, shakes: &[f64]) -> Vec<Vec<Position>> {
    let mut shakes = shakes.iter().copied().cycle();
    let corner = |column: usize, row: usize| Position {
        x: 48.0 + column as f64,
        y: 33.0 + row as f64,
    };
    let mut ends = Vec::new();
    for row in 0..=rows {
        for column in 0..=columns {
            if column < columns {
                ends.push([corner(column, row), corner(column + 1, row)]);
            }
            if row < rows {
                ends.push([corner(column, row), corner(column, row + 1)]);
            }
        }
    }
    // Two lines more between the same ends, one of them straight.
    ends.push([corner(0, 0), corner(1, 1)]);
    let mut lines: Vec<Vec<Position>> = ends.iter().map(|ends| ends.to_vec()).collect();
    let inner = corner(1, 0) + Position { x: 0.5, y: 0.5 };
    let ring = |size: f64| -> Vec<Position> {
        (0..=12)
            .map(|step| {
                let angle = f64::from(step % 12) * std::f64::consts::TAU / 12.0;
                inner
                    + Position {
                        x: angle.cos(),
                        y: angle.sin(),
                    } * size
            })
            .collect()
    };
    lines.push(ring(0.2));
    lines.push(vec![
        corner(0, 0),
        corner(0, 0) + Position { x: 0.3, y: 0.4 },
        corner(1, 1),
    ]);
    for number in 0..ends.len() {
        let mut size = 0.3;
        while size > 0.01 {
            let [from, to] = ends[number];
            let across = Position {
                x: from.y - to.y,
                y: to.x - from.x,
            };
            let count = 14;
            let shaken = (0..=count).map(|step| {
                let along = f64::from(step) / f64::from(count);
                let off = if step == 0 || step == count {
                    0.0
                } else {
                    shakes.next().unwrap_or(0.0)
                };
                from + (to - from) * along + across * off * size
            });
            let straight = std::mem::replace(&mut lines[number], shaken.collect());
            if conflict(&lines).is_none() {
                break;
            }
            lines[number] = straight;
            size /= 2.0;
        }
    }
    lines
}

fn simplified(lines: &[Vec<Position>], weights: &[Box<[u8]>], threshold: u8) -> Vec<Vec<Position>> {
    let kept = |(line, weights): (&Vec<Position>, &[u8])| {
        let weighed = line.iter().zip(weights);
        weighed
            .filter(|(_, weight)| **weight >= threshold)
            .map(|(at, _)| *at)
            .collect()
    };
    let weights = weights.iter().map(|weights| &**weights);
    lines.iter().zip(weights).map(kept).collect()
}

fn weigh(lines: &[Vec<Position>], beside: &[Position]) -> Vec<Box<[u8]>> {
    let lines: Vec<&[Position]> = lines.iter().map(Vec::as_slice).collect();
    simplification_weights(&lines, beside, &mut |_| true).expect("nothing stops it")
}

/// How often a ray to the east crosses a line, for a place that is on no vertex's latitude.
fn crossings(line: &[Position], place: Position) -> usize {
    let crosses = |ends: &&[Position]| {
        let (a, b) = (ends[0], ends[1]);
        (a.y > place.y) != (b.y > place.y)
            && a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x) > place.x
    };
    line.windows(2).filter(crosses).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn at_every_weight_no_line_crosses_or_touches_another(
        shakes in prop::collection::vec(-1.0..1.0_f64, 60..400),
        places in prop::collection::vec((48.0..51.0_f64, 33.0..35.0_f64), 0..30),
    ) {
        let lines = crooked_net(3, 2, &shakes);
        prop_assert_eq!(conflict(&lines), None);
        let places: Vec<Position> = places.into_iter().map(|(x, y)| Position { x, y }).collect();
        let weights = weigh(&lines, &places);
        let mut steps: Vec<u8> = weights.iter().flat_map(|it| it.iter().copied()).collect();
        steps.sort_unstable();
        steps.dedup();
        for threshold in steps {
            let left = simplified(&lines, &weights, threshold);
            prop_assert_eq!(conflict(&left), None, "at {}", threshold);
            for (line, before) in left.iter().zip(&lines) {
                prop_assert_eq!((line.first(), line.last()), (before.first(), before.last()));
                let is_ring = line.first() == line.last();
                let least = if is_ring { 4 } else { 2 };
                prop_assert!(line.len() >= least);
            }
        }
    }

    /// A place is in a ring, whatever is left of it, if it was.
    #[test]
    fn every_settlement_stays_on_its_side(
        shakes in prop::collection::vec(0.3..1.0_f64, 40),
        places in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 1..30),
    ) {
        let ring: Vec<Position> = (0..=shakes.len())
            .map(|step| {
                let angle = std::f64::consts::TAU * (step % shakes.len()) as f64 / shakes.len() as f64;
                let radius = shakes[step % shakes.len()];
                Position { x: 50.0 + radius * angle.cos(), y: 30.0 + radius * angle.sin() }
            })
            .collect();
        let places: Vec<Position> = places
            .into_iter()
            .map(|(x, y)| Position { x: 50.0 + x, y: 30.0 + y })
            .collect();
        let lines = vec![ring];
        let weights = weigh(&lines, &places);
        for threshold in [0, 90, 110, 130, 150, ALWAYS] {
            let left = simplified(&lines, &weights, threshold);
            for place in &places {
                let inside = |ring: &[Position]| crossings(ring, *place) % 2;
                prop_assert_eq!(inside(&lines[0]), inside(&left[0]), "at {}", threshold);
            }
        }
    }
}

#[test]
fn of_lines_between_the_same_junctions_one_at_most_goes_straight() {
    let at = |x: f64, y: f64| Position { x, y };
    let (one, other) = (at(50.0, 30.0), at(51.0, 30.0));
    let lines = vec![
        vec![one, at(50.5, 30.001), other],
        vec![other, at(50.5, 29.999), one],
        vec![one, at(50.5, 30.2), other],
    ];
    let left = simplified(&lines, &weigh(&lines, &[]), ALWAYS);
    let straight = left.iter().filter(|line| line.len() == 2).count();
    assert_eq!(straight, 1, "{left:?}");
}

#[test]
fn a_vertex_that_another_held_back_goes_after_it() {
    let at = |x: f64, y: f64| Position { x, y };
    // The tooth of the lower line reaches into the bay of the upper one, and goes first.
    let upper = vec![at(50.0, 30.0), at(50.5, 30.4), at(51.0, 30.0)];
    let lower = vec![
        at(50.0, 29.9),
        at(50.45, 29.9),
        at(50.5, 30.05),
        at(50.55, 29.9),
        at(51.0, 29.9),
    ];
    let lines = vec![upper, lower];
    let weights = weigh(&lines, &[]);
    assert_eq!(simplified(&lines, &weights, ALWAYS)[0].len(), 2);
    assert!(weights[0][1] > weights[1][2]);
}

#[test]
fn a_line_with_a_coordinate_that_is_no_place_stays_whole() {
    let at = |x: f64, y: f64| Position { x, y };
    let lines = vec![vec![
        at(50.0, 30.0),
        at(f64::NAN, 30.0),
        at(50.1, 30.0),
        at(51.0, 30.0),
    ]];
    assert_eq!(*weigh(&lines, &[])[0], [ALWAYS; 4]);
}

#[test]
fn it_stops_when_it_is_told_to() {
    let line: Vec<Position> = (0..200_000)
        .map(|step| Position {
            x: 50.0 + f64::from(step) * 1e-6,
            y: 30.0 + f64::from(step % 7) * 1e-7,
        })
        .collect();
    assert!(simplification_weights(&[&line], &[], &mut |_| false).is_none());
}
