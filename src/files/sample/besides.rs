//! What lies beside the coverage: the neighbouring province's submission, layers over the
//! coverage (harims, constituencies, village limits, borders with their status), and
//! small data sets for the kinds that would read as others among the rest.

use serde_json::Value;

use super::SampleError;
use super::faults::{Ledger, Sides};
use super::mesh::NONE;
use super::names::Divisions;
use super::output::{Feature, Shape};
use super::partition::Partition;
use super::points::{Point, Ring, distance_m, moved_m, within};
use super::random::Random;
use super::rings;
use super::units::Units;

/// A file that is not part of the coverage.
pub(super) type Layer = (&'static str, Vec<Feature>);

const SUBMISSION: &str = "neighbour/submission.geojson";
const HARIM: &str = "layers/harim.geojson";
const CONSTITUENCIES: &str = "layers/constituencies.geojson";
const LIMITS: &str = "layers/village_limits.geojson";
const BORDERS: &str = "layers/borders.geojson";

/// All layers beside the coverage; their cases are added to the ledger.
pub(super) fn layers(
    divisions: &Divisions,
    partition: &Partition,
    units: &Units,
    ledger: &mut Ledger,
    seed: u64,
) -> Result<Vec<Layer>, SampleError> {
    let mut random = Random::new(seed, 4);
    Ok(vec![
        submission(divisions, partition, ledger),
        harims(units, ledger, &mut random)?,
        constituencies(divisions, partition, units, ledger),
        village_limits(units, ledger, &mut random)?,
        borders(units, ledger)?,
    ])
}

/// The two counties as the neighbouring province draws them: with a strip of Lorestan.
fn submission(divisions: &Divisions, partition: &Partition, ledger: &mut Ledger) -> Layer {
    let shapes = rings::all(&partition.mesh, &partition.lines, &partition.claim, 2);
    let features = shapes
        .into_iter()
        .zip([("1602", "دره شهر"), ("1606", "آبدانان")])
        .map(|(land, (code, name))| {
            Feature::new(
                Shape::Land(land),
                [
                    ("level", "county".into()),
                    ("code", code.into()),
                    ("name", name.into()),
                    ("parent_code", "16".into()),
                    ("ostan", "ایلام".into()),
                    ("party", "ایلام".into()),
                    ("basis", "نقشه پیوست ساختگی".into()),
                    ("submitted", "1398-05-12".into()),
                ],
            )
        })
        .collect();
    let strip: Vec<usize> = partition
        .rural
        .iter()
        .zip(&partition.claim)
        .enumerate()
        .filter(|(_, (rural, claim))| **rural != NONE && **claim != NONE)
        .map(|(cell, _)| cell)
        .collect();
    if let Some(&cell) = strip.get(strip.len() / 2) {
        let county = partition
            .rural
            .get(cell)
            .and_then(|&rural| divisions.counties.get(divisions.county_of(rural as usize)))
            .map_or("", |county| county.code.as_str());
        let at = partition.projector.point(partition.mesh.site(cell as u32));
        let what = [
            "D01",
            "contested-area",
            SUBMISSION,
            "the party's county reaches into Lorestan along the common border",
        ];
        ledger.add(what, &[county, "1606"], Some(at));
    }
    (SUBMISSION, features)
}

/// A round ring about `centre`, a little uneven.
pub(super) fn round(centre: Point, radius_m: f64, random: &mut Random) -> Ring {
    const CORNERS: i32 = 20;
    let mut ring: Ring = (0..CORNERS)
        .map(|step| {
            let angle = f64::from(step) * std::f64::consts::TAU / f64::from(CORNERS);
            let away = radius_m * random.range(0.92, 1.08);
            moved_m(centre, [away * angle.cos(), away * angle.sin()])
        })
        .collect();
    ring.extend(ring.first().copied());
    ring
}

fn layer_feature(level: &str, name: &str, of: &str, ring: Ring) -> Feature {
    Feature::new(
        Shape::Land(vec![vec![ring]]),
        [
            ("level", level.into()),
            ("name", name.into()),
            ("of_code", of.into()),
        ],
    )
}

/// The place of a city's seat: the mean of the extremes of its outline.
fn heart(feature: &Feature) -> Option<Point> {
    let ring = feature.land().first()?.first()?;
    let mean = |axis: usize| {
        let low = ring.iter().map(|point| i64::from(point[axis])).min()?;
        let high = ring.iter().map(|point| i64::from(point[axis])).max()?;
        i32::try_from((low + high) / 2).ok()
    };
    Some([mean(0)?, mean(1)?])
}

/// Distance to the nearest vertex of a feature's rings in metres, and that vertex.
fn nearest_vertex(feature: &Feature, at: Point) -> Option<(f64, Point)> {
    feature
        .land()
        .iter()
        .flatten()
        .flatten()
        .map(|&vertex| (distance_m(at, vertex), vertex))
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

fn harims(units: &Units, ledger: &mut Ledger, random: &mut Random) -> Result<Layer, SampleError> {
    let failed = |code: &str| SampleError::Geometry(format!("no place for the case of {code}"));
    let mut features = Vec::new();
    let harim = |city: &Feature, radius: f64, random: &mut Random| {
        let at = heart(city)?;
        let name = format!("حریم {}", city.text("name"));
        Some(layer_feature(
            "harim",
            &name,
            city.code(),
            round(at, radius, random),
        ))
    };
    // S18: the two cities of one district that lie nearest to each other.
    let mut nearest: Option<(f64, &Feature, &Feature)> = None;
    for (index, one) in units.cities.iter().enumerate() {
        for two in units.cities.iter().skip(index + 1) {
            if one.text("parent_code") != two.text("parent_code") {
                continue;
            }
            let (Some(a), Some(b)) = (heart(one), heart(two)) else {
                continue;
            };
            let apart = distance_m(a, b);
            if apart > 3_000.0 && nearest.is_none_or(|(least, _, _)| apart < least) {
                nearest = Some((apart, one, two));
            }
        }
    }
    let (apart, one, two) = nearest.ok_or_else(|| failed("S18"))?;
    features.extend(harim(one, apart * 0.56, random));
    features.extend(harim(two, apart * 0.56, random));
    if let (Some(a), Some(b)) = (heart(one), heart(two)) {
        let between = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        let what = [
            "S18",
            "harim-overlap",
            HARIM,
            "the harims of two cities overlap",
        ];
        ledger.add(what, &[one.code(), two.code()], Some(between));
    }
    // S19: the other city that lies nearest to the border of its district.
    let (reach, city, at) = units
        .cities
        .iter()
        .filter(|city| city.code() != one.code() && city.code() != two.code())
        .filter(|city| city.text("limits") == "cut_out" && city.code() != "1509012399")
        .filter_map(|city| {
            let district = units
                .districts
                .iter()
                .find(|district| district.code() == city.text("parent_code"))?;
            let (reach, vertex) = nearest_vertex(district, heart(city)?)?;
            Some((reach, city, vertex))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .ok_or_else(|| failed("S19"))?;
    features.extend(harim(city, reach * 1.25, random));
    let what = [
        "S19",
        "harim-crosses-division",
        HARIM,
        "the harim crosses its district's border",
    ];
    ledger.add(what, &[city.code()], Some(at));
    Ok((HARIM, features))
}

/// Constituencies of whole counties, but for one district that is with another.
fn constituencies(
    divisions: &Divisions,
    partition: &Partition,
    units: &Units,
    ledger: &mut Ledger,
) -> Layer {
    const NAMES: [&str; 5] = [
        "خرم آباد و دوره",
        "بروجرد",
        "دورود و ازنا",
        "الیگودرز",
        "دلفان، سلسله، کوهدشت و پلدختر",
    ];
    const CUT: &str = "150802";
    let of = |rural: usize| {
        let district = divisions
            .rural
            .get(rural)
            .and_then(|rural| divisions.districts.get(rural.district));
        if district.is_some_and(|district| district.code == CUT) {
            return 0;
        }
        match divisions
            .counties
            .get(divisions.county_of(rural))
            .map_or("", |county| &county.code)
        {
            "1503" | "1510" => 0,
            "1502" => 1,
            "1505" | "1507" => 2,
            "1501" => 3,
            _ => 4,
        }
    };
    let shapes = rings::all(
        &partition.mesh,
        &partition.lines,
        &partition.by_rural(of),
        NAMES.len(),
    );
    let features = shapes
        .into_iter()
        .zip(NAMES)
        .enumerate()
        .map(|(index, (land, name))| {
            Feature::new(
                Shape::Land(land),
                [
                    ("level", "constituency".into()),
                    ("code", format!("h{:02}", index + 1).into()),
                    ("name", name.into()),
                ],
            )
        })
        .collect();
    let at = units
        .districts
        .iter()
        .find(|district| district.code() == CUT)
        .and_then(heart);
    let what = [
        "S20",
        "constituency-cuts-county",
        CONSTITUENCIES,
        "one district of the county is in another constituency",
    ];
    ledger.add(what, &["1508"], at);
    (CONSTITUENCIES, features)
}

/// Limits of one village in each county, one of them across the line of its rural
/// district.
fn village_limits(
    units: &Units,
    ledger: &mut Ledger,
    random: &mut Random,
) -> Result<Layer, SampleError> {
    let mut features = Vec::new();
    let mut cut: Option<(f64, &Feature, Point, Point)> = None;
    for rural in units.rural.iter().step_by(7) {
        let mut own = units.settlements.iter().filter(|settlement| {
            settlement.text("parent_code") == rural.code() && settlement.text("level") == "village"
        });
        let Some(village) = own.nth(1) else { continue };
        let Shape::Point(at) = village.shape else {
            continue;
        };
        if !rural.land().iter().any(|polygon| within(polygon, at)) {
            continue;
        }
        let Some((reach, vertex)) = nearest_vertex(rural, at) else {
            continue;
        };
        let name = format!("محدوده {}", village.text("name"));
        features.push(layer_feature(
            "village_limits",
            &name,
            village.code(),
            round(at, 180.0, random),
        ));
        if cut.is_none_or(|(least, _, _, _)| reach < least) {
            cut = Some((reach, village, at, vertex));
        }
    }
    let (reach, village, at, vertex) =
        cut.ok_or_else(|| SampleError::Geometry("no place for the case of S21".to_owned()))?;
    features.retain(|feature| feature.text("of_code") != village.code());
    let name = format!("محدوده {}", village.text("name"));
    let ring = round(at, reach * 1.2 + 60.0, random);
    features.push(layer_feature("village_limits", &name, village.code(), ring));
    let what = [
        "S21",
        "village-cut",
        LIMITS,
        "the line of its rural district cuts the village's land",
    ];
    ledger.add(what, &[village.code()], Some(vertex));
    Ok((LIMITS, features))
}

/// The borders between counties with their legal status; one is not agreed.
fn borders(units: &Units, ledger: &mut Ledger) -> Result<Layer, SampleError> {
    let sides = Sides::among(&units.counties);
    let mut features = Vec::new();
    for (one, left) in units.counties.iter().enumerate() {
        for (two, right) in units.counties.iter().enumerate().skip(one + 1) {
            for stretch in sides.stretches(left, Some(two), 3) {
                let unagreed = left.code() == "1504" && right.code() == "1509";
                if let (true, Some(at)) = (unagreed, stretch.middle())
                    && !ledger.faults.iter().any(|fault| fault.code == "D02")
                {
                    let what = [
                        "D02",
                        "unagreed-border",
                        BORDERS,
                        "the border's status is unverified",
                    ];
                    ledger.add(what, &[left.code(), right.code()], Some(at));
                }
                features.push(Feature::new(
                    Shape::Line(stretch.points),
                    [
                        ("level", "county".into()),
                        ("left_code", left.code().into()),
                        ("right_code", right.code().into()),
                        (
                            "status",
                            if unagreed { "unverified" } else { "agreed" }.into(),
                        ),
                        (
                            "decree",
                            if unagreed {
                                Value::Null
                            } else {
                                "sample-1374/3".into()
                            },
                        ),
                    ],
                ));
            }
        }
    }
    Ok((BORDERS, features))
}
