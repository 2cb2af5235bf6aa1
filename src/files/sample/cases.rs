//! Three small data sets of their own, each to be checked alone. Their kinds depend on
//! how a whole row of faces, or a whole unit, is told from a plain overlap or gap, or on
//! how a file is read; among the rest they would stand in the way of the other cases.

use super::SampleError;
use super::besides::{Layer, round};
use super::faults::{Ledger, Sides};
use super::output::{Feature, Shape};
use super::points::{Point, moved_m, offset_m};
use super::random::Random;
use super::units::Units;

const CONTAINED: &str = "cases/T11.geojson";
const MISMATCH: &str = "cases/T17.geojson";
const INVALID: &str = "cases/T18.geojson";

/// The three files. `units` must still be without faults.
pub(super) fn files(
    units: &Units,
    ledger: &mut Ledger,
    seed: u64,
) -> Result<Vec<Layer>, SampleError> {
    let failed = |code: &str| SampleError::Geometry(format!("no place for the case of {code}"));
    Ok(vec![
        contained(units, ledger, seed).ok_or_else(|| failed("T11"))?,
        mismatch(units, ledger).ok_or_else(|| failed("T17"))?,
        invalid(units, ledger).ok_or_else(|| failed("T18"))?,
    ])
}

/// The features of a district's rural districts and cut-out cities, without people.
fn of_district(units: &Units, district: &str) -> Vec<Feature> {
    units
        .rural
        .iter()
        .chain(
            units
                .cities
                .iter()
                .filter(|city| city.text("limits") == "cut_out"),
        )
        .filter(|feature| feature.text("parent_code") == district)
        .map(|feature| {
            let mut bare = feature.clone();
            bare.properties
                .retain(|key, _| ["level", "code", "name", "parent_code"].contains(&key.as_str()));
            bare
        })
        .collect()
}

/// T11: a rural district that lies wholly inside another, which has no hole for it.
fn contained(units: &Units, ledger: &mut Ledger, seed: u64) -> Option<Layer> {
    let mut features = of_district(units, "151002");
    let host = features.first()?.code().to_owned();
    let village = units
        .settlements
        .iter()
        .find(|settlement| settlement.text("parent_code") == host)?;
    let Shape::Point(at) = village.shape else {
        return None;
    };
    let code = "1510020099";
    let mut inner = Feature::new(
        Shape::Land(vec![vec![round(at, 280.0, &mut Random::new(seed, 5))]]),
        [
            ("level", "rural_district".into()),
            ("code", code.into()),
            ("name", village.text("name").into()),
        ],
    );
    inner.set("parent_code", "151002");
    features.push(inner);
    let what = [
        "T11",
        "contained-unit",
        CONTAINED,
        "the first unit lies inside the second, which has no hole",
    ];
    ledger.note(what, &[code, &host], Some(at));
    Some((CONTAINED, features))
}

/// T17: the vertices of one side lie in turn 4 m to the one and the other side.
fn mismatch(units: &Units, ledger: &mut Ledger) -> Option<Layer> {
    for district in &units.districts {
        let mut features = of_district(units, district.code());
        let sides = Sides::among(&features);
        for two in 1..features.len() {
            let Some(stretch) = sides
                .stretches(features.first()?, Some(two), 16)
                .into_iter()
                .next()
            else {
                continue;
            };
            let window = stretch.windows(8).into_iter().next()?;
            let [first, last] = window.ends()?;
            let [east, north] = offset_m(first, last);
            let length = east.hypot(north);
            let count = window.points.len();
            let path: Vec<Point> = window
                .points
                .iter()
                .enumerate()
                .map(|(index, &point)| {
                    let metres = match index {
                        0 => 0.0,
                        last if last + 1 == count => 0.0,
                        odd if odd % 2 == 1 => 4.0,
                        _ => -4.0,
                    };
                    moved_m(point, [north / length * metres, -east / length * metres])
                })
                .collect();
            let (code, other) = (
                features.first()?.code().to_owned(),
                features.get(two)?.code().to_owned(),
            );
            if other.len() != code.len() || features.get(two)?.text("level") != "rural_district" {
                continue;
            }
            window.replace_in(features.first_mut()?.outer_mut()?, &path);
            let what = [
                "T17",
                "edge-mismatch",
                MISMATCH,
                "over six vertices the line of the first unit winds about that of the second",
            ];
            ledger.note(what, &[&code, &other], window.middle());
            return Some((MISMATCH, features));
        }
    }
    None
}

/// T18: a village whose longitude is none.
fn invalid(units: &Units, ledger: &mut Ledger) -> Option<Layer> {
    let mut features = of_district(units, "151002");
    let host = features.first()?.code().to_owned();
    let village = units
        .settlements
        .iter()
        .filter(|settlement| settlement.text("parent_code") == host)
        .nth(1)?;
    let mut stray = village.clone();
    stray.shape = Shape::Raw([448.25, 33.5]);
    let what = [
        "T18",
        "invalid-coordinate",
        INVALID,
        "a village with a longitude of 448.25 degrees",
    ];
    ledger.note(what, &[village.code()], None);
    features.push(stray);
    Some((INVALID, features))
}
