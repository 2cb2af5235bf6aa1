//! The faults that are put into the country, one way for each kind: between two
//! neighbours, where the line between them or the land beside it suits.

use super::super::output::{Feature, Shape};
use super::super::points::{Point, Ring, moved_m, offset_m, within};
use super::coverage::extra_vertex;
use super::national::Site;
use super::{Sides, Stretch, bulge, shifted};

/// The codes that a fault is about, and its place.
pub(super) type Made = Option<(Vec<String>, Point)>;
/// Makes a fault, or tells that the place does not suit.
pub(super) type Case = fn(&mut Vec<Feature>, &Site, usize) -> Made;

/// Every kind but T13 and T18, which are found elsewhere.
pub(super) const CASES: [(&str, &str, &str, Case); 16] = [
    (
        "T01",
        "self-intersection",
        "the common line makes a loop",
        crossing,
    ),
    (
        "T02",
        "ring-self-touch",
        "the ring passes a vertex twice, around a part of the neighbour",
        touching,
    ),
    (
        "T03",
        "unclosed-ring",
        "the ring's last point is missing",
        unclosed,
    ),
    (
        "T04",
        "degenerate-polygon",
        "a part all vertices of which lie on one line",
        degenerate,
    ),
    (
        "T05",
        "repeated-vertex",
        "a vertex is there twice in a row",
        repeated,
    ),
    (
        "T06",
        "invalid-nesting",
        "a hole lies outside the outer ring",
        stray_hole,
    ),
    ("T07", "spike", "a vertex juts out 250 m and back", spike),
    (
        "T08",
        "undersized-polygon",
        "a part of about 400 m², cut out of the neighbour",
        undersized,
    ),
    (
        "T09",
        "overlap",
        "a bulge of the first unit reaches into the second",
        overlap,
    ),
    (
        "T10",
        "duplicate-polygon",
        "the polygon is there a second time",
        duplicate,
    ),
    (
        "T11",
        "contained-unit",
        "a unit inside another that has no hole for it",
        contained,
    ),
    (
        "T12",
        "gap",
        "the first unit draws back from the second",
        gap,
    ),
    (
        "T14",
        "sliver-overlap",
        "two vertices of the first unit lie 6 m inside the second",
        sliver_overlap,
    ),
    (
        "T15",
        "sliver-gap",
        "two vertices of the first unit lie 6 m back from the second",
        sliver_gap,
    ),
    (
        "T16",
        "unmatched-vertex",
        "the first unit has a vertex that the second lacks, 0.5 m off its edge",
        unmatched,
    ),
    (
        "T17",
        "edge-mismatch",
        "the line of the first unit winds about that of the second",
        mismatch,
    ),
];

impl Site {
    /// A place inside the second unit with room for a ring around it.
    fn room(&self, rural: &[Feature], size_m: f64) -> Option<(Point, Ring)> {
        let second = rural.get(self.second)?;
        for window in self.stretch.windows(3) {
            let at = window.middle()?;
            let ([x, y], _) = outward(&window)?;
            for away in [500.0, 800.0, 1_200.0, 2_000.0] {
                let centre = moved_m(at, [x * away, y * away]);
                let ring = triangle(centre, size_m);
                let inside = |&point: &Point| second.land().iter().any(|part| within(part, point));
                if ring.iter().all(inside) && self.sides.is_free(&ring) {
                    return Some((centre, ring));
                }
            }
        }
        None
    }
}

fn triangle(centre: Point, size_m: f64) -> Ring {
    let first = moved_m(centre, [-size_m / 2.0, -size_m / 2.0]);
    vec![
        first,
        moved_m(centre, [size_m / 2.0, -size_m / 2.0]),
        moved_m(centre, [0.0, size_m / 2.0]),
        first,
    ]
}

/// The unit vector out of the first unit across a stretch, and its length.
fn outward(window: &Stretch) -> Option<([f64; 2], f64)> {
    let [first, last] = window.ends()?;
    let [east, north] = offset_m(first, last);
    let length = east.hypot(north);
    (length > 0.0).then(|| ([north / length, -east / length], length))
}

fn between(
    rural: &mut [Feature],
    site: &Site,
    vertices: usize,
    reshape: impl Fn(&Sides, &Stretch) -> Option<Vec<Point>>,
) -> Made {
    let (window, path) = site.reshaped(vertices, reshape)?;
    let at = path.get(path.len() / 2).copied()?;
    site.draw(rural, &window, &path, false)?;
    Some((site.codes(rural), at))
}

fn overlap(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 6, |sides, window| bulge(sides, window, 140.0))
}

fn gap(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 6, |sides, window| bulge(sides, window, -140.0))
}

fn sliver_overlap(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 4, |sides, window| shifted(sides, window, 6.0))
}

fn sliver_gap(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 4, |sides, window| shifted(sides, window, -6.0))
}

fn unmatched(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 2, extra_vertex)
}

fn mismatch(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    between(rural, site, 6, |sides, window| {
        // As straight as for a sliver, so that the line winds about the other only.
        shifted(sides, window, 4.0)?;
        let ([x, y], _) = outward(window)?;
        let last = window.points.len().checked_sub(1)?;
        let wound = window.points.iter().enumerate().map(|(index, &point)| {
            let metres = match index {
                0 => 0.0,
                end if end == last => 0.0,
                odd if odd % 2 == 1 => 4.0,
                _ => -4.0,
            };
            moved_m(point, [x * metres, y * metres])
        });
        Some(wound.collect())
    })
}

fn crossing(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let (window, path) = site.reshaped(2, |sides, window| {
        let [first, last] = window.ends()?;
        let ([x, y], length) = outward(window)?;
        let [east, north] = offset_m(first, last);
        let on = |share: f64, away: f64| {
            moved_m(first, [east * share + x * away, north * share + y * away])
        };
        let path = vec![first, on(0.6, 6.0), on(0.5, 40.0), on(0.4, 1.0), last];
        (length > 180.0 && sides.is_free(&path)).then_some(path)
    })?;
    let at = path.get(3).copied()?;
    site.draw(rural, &window, &path, true)?;
    Some((site.codes(rural), at))
}

fn touching(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let (window, path) = site.reshaped(3, |sides, window| {
        let at = window.middle()?;
        let ([x, y], _) = outward(window)?;
        // Behind and inward, then before and inward: the ring goes around it.
        let behind = moved_m(at, [-x * 300.0 + y * 150.0, -y * 300.0 - x * 150.0]);
        let before = moved_m(at, [-x * 300.0 - y * 150.0, -y * 300.0 + x * 150.0]);
        let [first, last] = window.ends()?;
        let path = vec![first, at, behind, before, at, last];
        sides.is_free(&[at, behind, before, at]).then_some(path)
    })?;
    let at = window.middle()?;
    let part: Ring = path.get(1..5)?.to_vec();
    let inside = |&point: &Point| {
        let first = rural.get(site.first);
        first.is_some_and(|first| first.land().iter().any(|part| within(part, point)))
    };
    if !part.get(1..3)?.iter().all(inside) {
        return None;
    }
    site.draw(rural, &window, &path, false)?;
    let codes = site.codes(rural);
    push_part(rural, site.second, part)?;
    Some((codes.into_iter().take(1).collect(), at))
}

fn push_part(rural: &mut [Feature], unit: usize, ring: Ring) -> Option<()> {
    match &mut rural.get_mut(unit)?.shape {
        Shape::Land(polygons) => polygons.push(vec![ring]),
        _ => return None,
    }
    Some(())
}

fn push_hole(rural: &mut [Feature], unit: usize, at: Point, ring: Ring) -> Option<()> {
    let Shape::Land(polygons) = &mut rural.get_mut(unit)?.shape else {
        return None;
    };
    let part = polygons.iter_mut().find(|part| within(part, at))?;
    part.push(ring.into_iter().rev().collect());
    Some(())
}

fn unclosed(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let at = rural.get_mut(site.first)?.outer_mut()?.pop()?;
    Some((site.codes(rural).into_iter().take(1).collect(), at))
}

fn degenerate(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let (at, _) = site.room(rural, 60.0)?;
    let ring = vec![at, moved_m(at, [30.0, 17.0]), moved_m(at, [60.0, 34.0]), at];
    push_part(rural, site.first, ring)?;
    Some((site.codes(rural).into_iter().take(1).collect(), at))
}

fn repeated(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let window = site.stretch.windows(3).into_iter().next()?;
    let at = window.middle()?;
    let [first, last] = window.ends()?;
    site.draw(rural, &window, &[first, at, at, last], false)?;
    Some((site.codes(rural).into_iter().take(1).collect(), at))
}

fn stray_hole(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let (at, ring) = site.room(rural, 60.0)?;
    let Shape::Land(polygons) = &mut rural.get_mut(site.first)?.shape else {
        return None;
    };
    polygons.first_mut()?.push(ring);
    Some((site.codes(rural).into_iter().take(1).collect(), at))
}

/// In one copy of the line, and in every second case in both.
fn spike(rural: &mut Vec<Feature>, site: &Site, number: usize) -> Made {
    let (window, path) = site.reshaped(3, |sides, window| {
        let at = window.middle()?;
        let ([x, y], _) = outward(window)?;
        let tip = moved_m(at, [x * 250.0 + y * 20.0, y * 250.0 - x * 20.0]);
        let [first, last] = window.ends()?;
        let path = vec![first, at, tip, at, last];
        sides.is_free(&[at, tip]).then_some(path)
    })?;
    let tip = path.get(2).copied()?;
    let both = number % 2 == 1;
    site.draw(rural, &window, &path, both)?;
    let units = if both { 2 } else { 1 };
    Some((site.codes(rural).into_iter().take(units).collect(), tip))
}

fn undersized(rural: &mut Vec<Feature>, site: &Site, _: usize) -> Made {
    let (at, ring) = site.room(rural, 28.0)?;
    push_hole(rural, site.second, at, ring.clone())?;
    push_part(rural, site.first, ring)?;
    Some((site.codes(rural).into_iter().take(1).collect(), at))
}

/// A unit under the same district, with a code of its own.
fn twin(unit: &Feature, land: Shape, number: usize) -> Feature {
    let parent = unit.text("parent_code").to_owned();
    let code = format!("{parent}9{number:03}");
    let name = format!("{} دوم", unit.text("name"));
    let mut twin = Feature::new(
        land,
        [
            ("level", "rural_district".into()),
            ("code", code.into()),
            ("name", name.into()),
        ],
    );
    twin.set("parent_code", parent);
    twin
}

fn duplicate(rural: &mut Vec<Feature>, site: &Site, number: usize) -> Made {
    let first = rural.get(site.first)?;
    // One polygon: each of several would be a finding.
    let [_] = first.land() else { return None };
    let at = site.stretch.middle()?;
    let twin = twin(first, first.shape.clone(), number);
    let codes = vec![first.code().to_owned(), twin.code().to_owned()];
    rural.push(twin);
    Some((codes, at))
}

fn contained(rural: &mut Vec<Feature>, site: &Site, number: usize) -> Made {
    let (at, ring) = site.room(rural, 400.0)?;
    let host = rural.get(site.second)?;
    let inner = twin(host, Shape::Land(vec![vec![ring]]), 500 + number);
    let codes = vec![inner.code().to_owned(), host.code().to_owned()];
    rural.push(inner);
    Some((codes, at))
}
