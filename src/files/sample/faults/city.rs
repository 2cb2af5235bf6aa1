//! Cases that concern one ring: each is a city that is drawn over its rural district, so
//! that nothing beside it is touched.

use super::super::SampleError;
use super::super::output::Shape;
use super::super::points::{Point, Polygon, Ring, crosses, moved_m, offset_m, signed_area};
use super::super::units::Units;
use super::{Ledger, by_code, no_place, place_of};

/// File of the cities.
const FILE: &str = "lorestan/cities.geojson";

/// Changes the polygons of a city; gives the place of the fault.
type Spoil = fn(&mut [Polygon]) -> Option<Point>;

const CASES: [(&str, [&str; 4], Spoil); 7] = [
    (
        "1501022728",
        [
            "T01",
            "self-intersection",
            FILE,
            "two vertices have changed places, the ring crosses itself",
        ],
        bow_tie,
    ),
    (
        "1502011490",
        [
            "T02",
            "ring-self-touch",
            FILE,
            "an inlet reaches a vertex of the other side",
        ],
        touch,
    ),
    (
        "1503022474",
        [
            "T03",
            "unclosed-ring",
            FILE,
            "the ring's last point is missing",
        ],
        unclosed,
    ),
    (
        "1505012363",
        [
            "T04",
            "degenerate-polygon",
            FILE,
            "all vertices lie on one line",
        ],
        degenerate,
    ),
    (
        "1506012256",
        [
            "T06",
            "invalid-nesting",
            FILE,
            "a hole lies outside the outer ring",
        ],
        stray_hole,
    ),
    (
        "1506022257",
        ["T07", "spike", FILE, "a vertex juts out 200 m and back"],
        spike,
    ),
    (
        "1508022366",
        [
            "T08",
            "undersized-polygon",
            FILE,
            "the polygon has about 45 m²",
        ],
        undersized,
    ),
];

/// Seeds the cases.
pub(super) fn seed(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    for (code, what, spoil) in CASES {
        let feature = by_code(&mut units.cities, code)?;
        let Shape::Land(polygons) = &mut feature.shape else {
            return Err(no_place(what[0]));
        };
        let at = spoil(polygons).ok_or_else(|| no_place(what[0]))?;
        ledger.add(what, &[code], Some(at));
    }
    Ok(())
}

fn outer(polygons: &mut [Polygon]) -> Option<&mut Ring> {
    polygons.first_mut()?.first_mut()
}

/// How many pairs of a ring's edges cross.
fn crossings(ring: &[Point]) -> usize {
    let edges: Vec<[Point; 2]> = ring
        .windows(2)
        .filter_map(|pair| <[Point; 2]>::try_from(pair).ok())
        .collect();
    edges
        .iter()
        .enumerate()
        .map(|(index, &one)| {
            edges
                .iter()
                .skip(index + 1)
                .filter(|&&two| crosses(one, two))
                .count()
        })
        .sum()
}

fn bow_tie(polygons: &mut [Polygon]) -> Option<Point> {
    let ring = outer(polygons)?;
    (1..ring.len().saturating_sub(3)).find_map(|index| {
        let mut tied = ring.clone();
        tied.swap(index, index + 1);
        let [a, b, c, d] = <[Point; 4]>::try_from(tied.get(index - 1..index + 3)?).ok()?;
        if crossings(&tied) != 1 || !crosses([a, b], [c, d]) {
            return None;
        }
        *ring = tied;
        crossing([a, b], [c, d])
    })
}

/// Where two segments cross, rounded.
fn crossing(one: [Point; 2], two: [Point; 2]) -> Option<Point> {
    let at = |s: [Point; 2]| [f64::from(s[0][0]), f64::from(s[0][1])];
    let way = |s: [Point; 2]| [f64::from(s[1][0] - s[0][0]), f64::from(s[1][1] - s[0][1])];
    let (p, r, q, s) = (at(one), way(one), at(two), way(two));
    let cross = |a: [f64; 2], b: [f64; 2]| a[0] * b[1] - a[1] * b[0];
    let part = cross([q[0] - p[0], q[1] - p[1]], s) / cross(r, s);
    part.is_finite().then(|| {
        [
            (p[0] + part * r[0]).round() as i32,
            (p[1] + part * r[1]).round() as i32,
        ]
    })
}

fn touch(polygons: &mut [Polygon]) -> Option<Point> {
    let ring = outer(polygons)?;
    let count = ring.len() - 1;
    for from in 0..count {
        for away in count / 3..count.saturating_sub(count / 3) {
            let far = *ring.get((from + away) % count)?;
            let mut touched = ring.clone();
            touched.insert(from + 1, far);
            // Still the same way round, and nothing but the one vertex in common.
            if crossings(&touched) == 0 && signed_area(&touched) > signed_area(ring) / 2 {
                *ring = touched;
                return Some(far);
            }
        }
    }
    None
}

fn unclosed(polygons: &mut [Polygon]) -> Option<Point> {
    outer(polygons)?.pop()
}

fn degenerate(polygons: &mut [Polygon]) -> Option<Point> {
    let first = *outer(polygons)?.first()?;
    let at = |metres: i32| [first[0] + metres * 108, first[1]];
    *polygons.first_mut()? = vec![vec![first, at(300), at(700), first]];
    Some(first)
}

fn stray_hole(polygons: &mut [Polygon]) -> Option<Point> {
    let ring = outer(polygons)?;
    let east = ring.iter().copied().max_by_key(|point| point[0])?;
    let at = moved_m(east, [250.0, 0.0]);
    let hole = vec![
        at,
        moved_m(at, [60.0, 110.0]),
        moved_m(at, [130.0, 10.0]),
        at,
    ];
    polygons.first_mut()?.push(hole);
    Some(at)
}

fn spike(polygons: &mut [Polygon]) -> Option<Point> {
    let ring = outer(polygons)?;
    (0..ring.len() - 1).find_map(|index| {
        let (from, to) = (*ring.get(index)?, *ring.get(index + 1)?);
        let [east, north] = offset_m(from, to);
        let length = east.hypot(north);
        // Leaning forward a little, so that it does not lie along the edge before it.
        let tip = moved_m(
            from,
            [
                (north + east * 0.2) / length * 200.0,
                (-east + north * 0.2) / length * 200.0,
            ],
        );
        let foot = moved_m(from, [east / length * 0.06, north / length * 0.06]);
        let mut spiked = ring.clone();
        spiked.splice(index + 1..index + 1, [tip, foot]);
        (length > 20.0 && crossings(&spiked) == 0).then(|| {
            *ring = spiked;
            tip
        })
    })
}

fn undersized(polygons: &mut [Polygon]) -> Option<Point> {
    let first = *outer(polygons)?.first()?;
    let ring = vec![
        first,
        moved_m(first, [10.0, 1.0]),
        moved_m(first, [4.0, 9.0]),
        first,
    ];
    *polygons.first_mut()? = vec![ring];
    Some(first)
}

/// Where a city lies; used by the cases that change its attributes.
pub(super) fn at(units: &mut Units, code: &str) -> Result<Option<Point>, SampleError> {
    Ok(place_of(by_code(&mut units.cities, code)?))
}
