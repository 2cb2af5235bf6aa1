//! Cases in the coverage: overlaps, gaps, slivers and vertices that do not match, each
//! between two rural districts of one district, and a city that is there twice.

use super::super::SampleError;
use super::super::people::Count;
use super::super::points::{Point, moved_m, offset_m};
use super::super::units::Units;
use super::stretch::is_long;
use super::{Ledger, Sides, Stretch, add_people, bulge, by_code, place_of, shifted};

/// File of the rural districts.
const RURAL: &str = "lorestan/rural_districts.geojson";

/// Depth of the wide faces and width of the slivers, in metres.
const WIDE_M: f64 = 140.0;
const SLIVER_M: f64 = 6.0;

/// Makes a new path from a stretch, or none where the stretch does not suit.
type Reshape = fn(&Sides, &Stretch) -> Option<Vec<Point>>;

/// The cases that replace a stretch of one side: what they are, how many vertices of the
/// stretch they need, how they reshape it.
const CASES: [([&str; 4], usize, Reshape); 5] = [
    (
        [
            "T09",
            "overlap",
            RURAL,
            "a bulge of the first unit, 140 to 300 m deep, reaches into the second",
        ],
        6,
        |sides, stretch| bulge(sides, stretch, WIDE_M),
    ),
    (
        [
            "T12",
            "gap",
            RURAL,
            "the first unit draws back 140 to 300 m from the second",
        ],
        6,
        |sides, stretch| bulge(sides, stretch, -WIDE_M),
    ),
    (
        [
            "T14",
            "sliver-overlap",
            RURAL,
            "two vertices of the first unit lie 6 m inside the second",
        ],
        4,
        |sides, stretch| shifted(sides, stretch, SLIVER_M),
    ),
    (
        [
            "T15",
            "sliver-gap",
            RURAL,
            "two vertices of the first unit lie 6 m back from the second",
        ],
        4,
        |sides, stretch| shifted(sides, stretch, -SLIVER_M),
    ),
    (
        [
            "T16",
            "unmatched-vertex",
            RURAL,
            "the first unit has a vertex that the second lacks, 0.5 m off its edge",
        ],
        2,
        extra_vertex,
    ),
];

/// A vertex half a metre off an edge.
pub(super) fn extra_vertex(sides: &Sides, stretch: &Stretch) -> Option<Vec<Point>> {
    let [first, last] = stretch.ends()?;
    let [east, north] = offset_m(first, last);
    let length = east.hypot(north);
    let path = vec![
        first,
        moved_m(
            first,
            [
                east * 0.45 + north / length * 0.5,
                north * 0.45 - east / length * 0.5,
            ],
        ),
        last,
    ];
    (is_long([first, last], 180.0) && sides.is_free(&path)).then_some(path)
}

/// Seeds the cases.
pub(super) fn seed(
    units: &mut Units,
    sides: &Sides,
    ledger: &mut Ledger,
) -> Result<(), SampleError> {
    for (what, vertices, reshape) in CASES {
        ledger.find(what[0], |ledger| {
            Ok(between(units, sides, ledger, what, vertices, reshape))
        })?;
    }
    ledger.find("T13", |ledger| Ok(open_gap(units, sides, ledger)))?;
    ledger.find("T05", |ledger| Ok(repeated_vertex(units, sides, ledger)))?;
    duplicate(units, ledger)
}

/// The pairs of free rural districts of one district, by index.
fn pairs(units: &Units, ledger: &Ledger) -> Vec<(usize, usize)> {
    let parent_if_free = |index: usize| {
        let feature = units.rural.get(index)?;
        ledger
            .is_free(feature.code())
            .then(|| feature.text("parent_code"))
    };
    let mut pairs = Vec::new();
    for one in ledger.order(units.rural.len()) {
        let Some(parent) = parent_if_free(one) else {
            continue;
        };
        for two in 0..units.rural.len() {
            if one != two && parent_if_free(two) == Some(parent) {
                pairs.push((one, two));
            }
        }
    }
    pairs
}

fn between(
    units: &mut Units,
    sides: &Sides,
    ledger: &mut Ledger,
    what: [&'static str; 4],
    vertices: usize,
    reshape: Reshape,
) -> Option<()> {
    for (one, two) in pairs(units, ledger) {
        let first = units.rural.get(one)?;
        for window in sides
            .stretches(first, Some(two), vertices + 6)
            .iter()
            .flat_map(|stretch| stretch.windows(vertices))
        {
            let at = window.middle()?;
            if !ledger.is_apart(at) {
                continue;
            }
            let Some(path) = reshape(sides, &window) else {
                continue;
            };
            let at = path.get(path.len() / 2).copied()?;
            let codes = [
                first.code().to_owned(),
                units.rural.get(two)?.code().to_owned(),
            ];
            window.replace_in(units.rural.get_mut(one)?.outer_mut()?, &path);
            ledger.add(what, &[&codes[0], &codes[1]], Some(at));
            return Some(());
        }
    }
    None
}

/// T13: at the outer border, the last edge of the line between two units is drawn twice,
/// 5 m apart at its end.
fn open_gap(units: &mut Units, sides: &Sides, ledger: &mut Ledger) -> Option<()> {
    for (one, two) in pairs(units, ledger) {
        let first = units.rural.get(one)?;
        let ring = first.land().first()?.first()?;
        for (index, triple) in ring.windows(3).enumerate() {
            let [before, corner, after] = *triple else {
                continue;
            };
            let suits = sides.owner([corner, before]) == Some(two)
                && sides.owner([after, corner]).is_none()
                && is_long([before, corner], 150.0)
                && is_long([corner, after], 60.0)
                && ledger.is_apart(corner);
            if !suits {
                continue;
            }
            let [east, north] = offset_m(corner, after);
            let length = east.hypot(north);
            let (along, inward) = (5.0 / length, 0.6 / length);
            let mouth = moved_m(
                corner,
                [east * along - north * inward, north * along + east * inward],
            );
            let codes = [
                first.code().to_owned(),
                units.rural.get(two)?.code().to_owned(),
            ];
            if let Some(vertex) = units.rural.get_mut(one)?.outer_mut()?.get_mut(index + 1) {
                *vertex = mouth;
            }
            let what = [
                "T13",
                "open-gap",
                RURAL,
                "a wedge up to 5 m wide, open to the outside",
            ];
            ledger.add(what, &[&codes[0], &codes[1]], Some(corner));
            return Some(());
        }
    }
    None
}

/// T05: a vertex of the outer border is there twice in a row.
fn repeated_vertex(units: &mut Units, sides: &Sides, ledger: &mut Ledger) -> Option<()> {
    for index in ledger.order(units.rural.len()) {
        let feature = units.rural.get_mut(index)?;
        if !ledger.is_free(feature.code()) {
            continue;
        }
        let Some(stretch) = sides.stretches(feature, None, 9).into_iter().next() else {
            continue;
        };
        let at = stretch.middle()?;
        if !ledger.is_apart(at) {
            continue;
        }
        let code = feature.code().to_owned();
        feature
            .outer_mut()?
            .insert(stretch.start + stretch.points.len() / 2, at);
        let what = [
            "T05",
            "repeated-vertex",
            RURAL,
            "a vertex is there twice in a row",
        ];
        ledger.add(what, &[&code], Some(at));
        return Some(());
    }
    None
}

/// T10: a cut-out city is there a second time under a code and a name of its own.
fn duplicate(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let original = by_code(&mut units.cities, "1509012367")?;
    let mut twin = original.clone();
    let at = place_of(original);
    twin.set("code", "1509012399");
    twin.set("name", "فیروزآباد نو");
    let people = Count::of(10_120);
    twin.set("population_1395", people.people);
    twin.set("households_1395", people.households);
    units.cities.push(twin);
    add_people(
        units,
        "150901",
        [people.people, people.households].map(i64::from),
    )?;
    let what = [
        "T10",
        "duplicate-polygon",
        "lorestan/cities.geojson",
        "two cities with the same polygon",
    ];
    ledger.add(what, &["1509012367", "1509012399"], at);
    Ok(())
}
