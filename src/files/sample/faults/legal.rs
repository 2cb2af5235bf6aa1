//! Cases of the law's minima: the populations were made so, here they are only listed;
//! the too small village is made here, its people moving to its neighbour.

use super::super::SampleError;
use super::super::output::Feature;
use super::super::people::{
    FEW_IN_CITY, FEW_IN_COUNTY, FEW_IN_DISTRICT, FEW_IN_RURAL, UNKNOWN_DENSITY,
};
use super::super::points::Point;
use super::super::units::Units;
use super::{Ledger, place_of};

/// Lists the shortfalls and makes the small village.
pub(super) fn seed(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let violated = Some("violated");
    let cases = [
        (
            [
                "L03",
                "rural-district-minimum",
                "lorestan/rural_districts.geojson",
                "fewer than 6,000 people at medium density (article 3, note 1)",
            ],
            FEW_IN_RURAL,
            violated,
        ),
        (
            [
                "L03",
                "rural-district-minimum",
                "lorestan/rural_districts.geojson",
                "between 4,000 and 8,000 people, and no density grade is recorded",
            ],
            UNKNOWN_DENSITY,
            Some("not_decidable"),
        ),
        (
            [
                "L06",
                "district-minimum",
                "lorestan/districts.geojson",
                "fewer than 20,000 people outside cities at medium density (article 6, note 1)",
            ],
            FEW_IN_DISTRICT,
            violated,
        ),
        (
            [
                "L07",
                "county-minimum",
                "lorestan/counties.geojson",
                "fewer than 80,000 people at medium density (article 7, note 1)",
            ],
            FEW_IN_COUNTY,
            violated,
        ),
        (
            [
                "L04",
                "city-minimum",
                "lorestan/cities.geojson",
                "fewer than 10,000 people (article 4)",
            ],
            FEW_IN_CITY.0,
            violated,
        ),
    ];
    for (what, code, verdict) in cases {
        let at = seat(units, code);
        ledger.add(what, &[code], at);
        if let Some(last) = ledger.faults.last_mut() {
            last.verdict = verdict;
        }
    }
    small_village(units, ledger)
}

/// Where a unit's centre is; a city's outline begins there.
fn seat(units: &Units, code: &str) -> Option<Point> {
    units
        .centres
        .iter()
        .find(|centre| centre.text("parent_code") == code)
        .or_else(|| units.cities.iter().find(|city| city.code() == code))
        .and_then(place_of)
}

fn count(feature: &Feature, key: &str) -> u64 {
    feature
        .properties
        .get(key)
        .and_then(serde_json::Value::as_u64)
        .unwrap_or(0)
}

/// L02: a village of 41 people in 12 households.
fn small_village(units: &mut Units, ledger: &mut Ledger) -> Result<(), SampleError> {
    let parent = "1504010004";
    let mut own = units.settlements.iter_mut().filter(|feature| {
        feature.text("parent_code") == parent && feature.text("level") == "village"
    });
    let (Some(first), Some(small)) = (own.next(), own.last()) else {
        return Err(super::no_place("L02"));
    };
    for (key, left) in [("population_1395", 41), ("households_1395", 12)] {
        let moved = count(small, key).saturating_sub(left);
        first.set(key, count(first, key) + moved);
        small.set(key, left);
    }
    let (code, at) = (small.code().to_owned(), place_of(small));
    let what = [
        "L02",
        "village-minimum",
        "lorestan/settlements.geojson",
        "41 people in 12 households (article 2 asks for 100 people or 20 households)",
    ];
    ledger.add(what, &[&code], at);
    if let Some(last) = ledger.faults.last_mut() {
        last.verdict = Some("violated");
    }
    Ok(())
}
