//! Cases of structure: parents, centres, settlements, codes and names.

use serde_json::Value;

use super::super::SampleError;
use super::super::names::Divisions;
use super::super::output::{Feature, Shape};
use super::super::partition::Partition;
use super::super::points::{Point, moved_m, within};
use super::super::units::Units;
use super::{Ledger, Sides, add_people, bulge, by_code, city, no_place, place_of, shifted};

const RURAL: &str = "lorestan/rural_districts.geojson";
const CITIES: &str = "lorestan/cities.geojson";
const SETTLEMENTS: &str = "lorestan/settlements.geojson";
const CENTRES: &str = "lorestan/centres.geojson";
const PROVINCE: &str = "lorestan/province.geojson";

/// S09 and S10 were laid out with the cells; here they are listed.
pub(super) fn note_parts(divisions: &Divisions, partition: &Partition, ledger: &mut Ledger) {
    let code = |index: usize| {
        divisions
            .rural
            .get(index)
            .map_or("", |rural| rural.code.as_str())
    };
    for (given, what) in [
        (
            partition.detached,
            [
                "S09",
                "detached-part",
                RURAL,
                "a part of the first unit lies apart from it, at the second",
            ],
        ),
        (
            partition.enclosed,
            [
                "S10",
                "enclave",
                RURAL,
                "a part of the first unit lies inside the second",
            ],
        ),
    ] {
        if let Some(given) = given {
            let at = partition.projector.point(partition.mesh.site(given.cell));
            ledger.add(what, &[code(given.to), code(given.from)], Some(at));
        }
    }
}

/// Cases on cities: a parent that is not there, codes, and a city as centre of a rural
/// district.
pub(super) fn seed_cities(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let at = city::at(units, "1507012365")?;
    let orphan = by_code(&mut units.cities, "1507012365")?;
    orphan.set("code", "1507992365");
    orphan.set("parent_code", "150799");
    let lost = ["population_1395", "households_1395"].map(|key| {
        -orphan
            .properties
            .get(key)
            .and_then(Value::as_i64)
            .unwrap_or(0)
    });
    add_people(units, "150701", lost)?;
    let what = [
        "S04",
        "missing-parent",
        CITIES,
        "no unit has the code of its parent, 150799",
    ];
    ledger.add(what, &["1507992365"], at);

    // The two were made in one district: the prefix stays right.
    let at = city::at(units, "1506032615")?;
    by_code(&mut units.cities, "1506032615")?.set("code", "1506032364");
    let what = ["S12", "duplicate-code", CITIES, "two cities have this code"];
    ledger.add(what, &["1506032364", "1506032364"], at);

    let at = city::at(units, "1510012255")?;
    by_code(&mut units.cities, "1510012255")?.set("code", "1510022255");
    for centre in &mut units.centres {
        if centre.text("settlement_code") == "1510012255" {
            centre.set("settlement_code", "1510022255");
        }
    }
    let what = [
        "S13",
        "code-not-under-parent",
        CITIES,
        "its parent is 151001, its code begins with 151002",
    ];
    ledger.add(what, &["1510022255"], at);

    let seat = by_code(&mut units.cities, "1503052361")?;
    let name = seat.text("name").to_owned();
    let at = middle(seat).ok_or_else(|| no_place("S07"))?;
    let host = units
        .rural
        .iter()
        .find(|rural| rural.land().iter().any(|polygon| within(polygon, at)))
        .ok_or_else(|| no_place("S07"))?;
    let code = host.code().to_owned();
    let centre = centre_of(units, &code)?;
    centre.shape = Shape::Point(at);
    centre.set("name", name);
    centre.set("settlement_code", "1503052361");
    centre.set("settlement_level", "city");
    let what = [
        "S07",
        "centre-wrong-kind",
        CENTRES,
        "the centre of a rural district is a city (article 3, note 3)",
    ];
    ledger.add(what, &[&code], Some(at));
    Ok(())
}

/// The mean of a small polygon's vertices.
fn middle(feature: &Feature) -> Option<Point> {
    let ring = feature.land().first()?.first()?;
    let count = ring.len() as i64;
    let mean =
        |axis: usize| (ring.iter().map(|point| i64::from(point[axis])).sum::<i64>() / count) as i32;
    Some([mean(0), mean(1)])
}

fn centre_of<'a>(units: &'a mut Units, code: &str) -> Result<&'a mut Feature, SampleError> {
    units
        .centres
        .iter_mut()
        .find(|centre| centre.text("parent_code") == code)
        .ok_or_else(|| SampleError::Geometry(format!("no centre of {code}")))
}

/// Cases on parents' own polygons, all at the outer border of one rural district each.
pub(super) fn seed_parents(
    units: &mut Units,
    sides: &Sides,
    ledger: &mut Ledger,
) -> Result<(), SampleError> {
    let child = [
        "S01",
        "child-outside-parent",
        "lorestan/districts.geojson",
        "its district's own polygon is drawn back about 200 m, the unit sticks out of it",
    ];
    let bare = [
        "S02",
        "parent-not-covered",
        PROVINCE,
        "the province's own polygon reaches 300 m beyond its counties",
    ];
    let off = [
        "S03",
        "parent-border-mismatch",
        PROVINCE,
        "the province's own line lies 25 m beside that of its counties",
    ];
    for (what, vertices, metres, by_shift) in [
        (child, 6, -200.0, false),
        (bare, 7, 300.0, false),
        (off, 5, 25.0, true),
    ] {
        let reshape = |stretch: &super::Stretch| {
            if by_shift {
                shifted(sides, stretch, metres)
            } else {
                bulge(sides, stretch, metres)
            }
        };
        ledger.find(what[0], |ledger| {
            move_parent(units, sides, ledger, what, vertices, &reshape)
        })?;
    }
    Ok(())
}

/// Moves the own polygon of a district (S01) or of the province at the outer border of
/// one rural district; whether a place was found.
fn move_parent(
    units: &mut Units,
    sides: &Sides,
    ledger: &mut Ledger,
    what: [&'static str; 4],
    vertices: usize,
    reshape: &dyn Fn(&super::Stretch) -> Option<Vec<Point>>,
) -> Result<Option<()>, SampleError> {
    for index in ledger.order(units.rural.len()) {
        let Some(rural) = units
            .rural
            .get(index)
            .filter(|rural| ledger.is_free(rural.code()))
        else {
            continue;
        };
        let (code, parent) = (
            rural.code().to_owned(),
            rural.text("parent_code").to_owned(),
        );
        let found: Vec<super::Stretch> = sides.stretches(rural, None, vertices + 6);
        for window in found.iter().flat_map(|stretch| stretch.windows(vertices)) {
            let apart = window.middle().is_some_and(|at| ledger.is_apart(at));
            let Some(path) = apart.then(|| reshape(&window)).flatten() else {
                continue;
            };
            let (owner, named) = match what[0] {
                "S01" => (
                    by_code(&mut units.districts, &parent)?,
                    vec![code.as_str(), parent.as_str()],
                ),
                _ => (by_code(&mut units.province, "15")?, vec!["15"]),
            };
            let Some(ring) = owner.outer_mut() else {
                continue;
            };
            let Some(place) = window.found_in(ring) else {
                continue;
            };
            place.replace_in(ring, &path);
            ledger.add(what, &named, path.get(2).copied());
            ledger.take(&code);
            return Ok(Some(()));
        }
    }
    Ok(None)
}

/// Cases on attributes and points.
pub(super) fn seed_attributes(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    centre_missing(units, ledger)?;
    centre_outside(units, ledger)?;
    settlement_outside(units, ledger)?;
    names(units, ledger)?;
    let province = by_code(&mut units.province, "15")?;
    let people = province
        .properties
        .get("population_1395")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    province.set("population_1395", people + 1_234);
    let at = units.centres.first().and_then(place_of);
    let what = [
        "S11",
        "population-sum-mismatch",
        PROVINCE,
        "1,234 people more than its counties have together",
    ];
    ledger.add(what, &["15"], at);
    Ok(())
}

/// The next rural district that no case has touched, with its centre's place.
fn next_free(
    units: &Units,
    ledger: &Ledger,
    suits: impl Fn(&Feature) -> bool,
) -> Option<(String, Point)> {
    units
        .rural
        .iter()
        .filter(|rural| ledger.is_free(rural.code()) && suits(rural))
        .find_map(|rural| {
            let centre = units
                .centres
                .iter()
                .find(|centre| centre.text("parent_code") == rural.code())?;
            // A district may have the same seat: that of a rural district with a centre of
            // its own is left alone.
            let shared = units
                .centres
                .iter()
                .filter(|other| other.text("settlement_code") == centre.text("settlement_code"))
                .count();
            let at = place_of(centre)?;
            (shared == 1 && ledger.is_apart(at)).then(|| (rural.code().to_owned(), at))
        })
}

fn centre_missing(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let (code, at) = ledger.find("S05", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    units
        .centres
        .retain(|centre| centre.text("parent_code") != code);
    ledger.add(
        [
            "S05",
            "centre-missing",
            CENTRES,
            "no point tells its centre",
        ],
        &[&code],
        Some(at),
    );
    Ok(())
}

fn centre_outside(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let (code, _) = ledger.find("S06", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    ledger.take(&code);
    let (other, _) = ledger.find("S06", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    let village = units
        .settlements
        .iter()
        .filter(|feature| {
            feature.text("parent_code") == other && feature.text("level") == "village"
        })
        .nth(3)
        .cloned()
        .ok_or_else(|| no_place("S06"))?;
    let centre = centre_of(units, &code)?;
    centre.shape = village.shape.clone();
    centre.set("name", village.text("name"));
    centre.set("settlement_code", village.code());
    let what = [
        "S06",
        "centre-outside",
        CENTRES,
        "its centre is a village of another rural district",
    ];
    ledger.add(what, &[&code], place_of(&village));
    ledger.take(&other);
    Ok(())
}

fn settlement_outside(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let (home, _) = ledger.find("S08", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    ledger.take(&home);
    let elsewhere = |rural: &Feature| rural.text("parent_code").get(..4) != home.get(..4);
    let (other, near) = ledger.find("S08", |ledger| Ok(next_free(units, ledger, elsewhere)))?;
    let land = units
        .rural
        .iter()
        .find(|rural| rural.code() == other)
        .ok_or_else(|| no_place("S08"))?;
    let at = (0..12)
        .map(|step| {
            let angle = f64::from(step) * std::f64::consts::TAU / 12.0;
            moved_m(near, [270.0 * angle.cos(), 270.0 * angle.sin()])
        })
        .find(|&at| land.land().iter().any(|polygon| within(polygon, at)))
        .ok_or_else(|| no_place("S08"))?;
    let village = units
        .settlements
        .iter_mut()
        .filter(|feature| feature.text("parent_code") == home && feature.text("level") == "village")
        .nth(4)
        .ok_or_else(|| no_place("S08"))?;
    village.shape = Shape::Point(at);
    let code = village.code().to_owned();
    let what = [
        "S08",
        "settlement-outside-unit",
        SETTLEMENTS,
        "the village lies in another county than its rural district",
    ];
    ledger.add(what, &[&code], Some(at));
    ledger.take(&other);
    Ok(())
}

fn names(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let (code, at) = ledger.find("S15", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    by_code(&mut units.rural, &code)?.set("name", Value::Null);
    ledger.add(
        ["S15", "missing-name", RURAL, "the unit has no name"],
        &[&code],
        Some(at),
    );

    let (code, _) = ledger.find("S16", |ledger| Ok(next_free(units, ledger, |_| true)))?;
    let mut own = units
        .settlements
        .iter_mut()
        .filter(|feature| feature.text("parent_code") == code && feature.text("level") == "village")
        .skip(2);
    let (Some(one), Some(two)) = (own.next(), own.next()) else {
        return Err(no_place("S16"));
    };
    let name = one.text("name").to_owned();
    two.set("name", name);
    let codes = [one.code().to_owned(), two.code().to_owned()];
    let at = place_of(two);
    let what = [
        "S16",
        "duplicate-name",
        SETTLEMENTS,
        "two villages of one rural district have one name",
    ];
    ledger.add(what, &[&codes[0], &codes[1]], at);
    ledger.take(&code);

    let has_both = |rural: &Feature| rural.text("name").contains(['ی', 'ک']);
    let (code, at) = ledger.find("S17", |ledger| Ok(next_free(units, ledger, has_both)))?;
    let rural = by_code(&mut units.rural, &code)?;
    let arabic = rural
        .text("name")
        .replace('ی', "\u{64A}")
        .replace('ک', "\u{643}");
    rural.set("name", arabic);
    let what = [
        "S17",
        "unnormalised-name",
        RURAL,
        "the name is written with Arabic yeh or kaf",
    ];
    ledger.add(what, &[&code], Some(at));
    Ok(())
}
