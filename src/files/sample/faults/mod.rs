//! One seeded case of every kind of finding, each in a place of its own, and the list of
//! them that is written beside the data. A fault changes as little as it can: a face
//! between two rural districts of one district leaves the parents' polygons alone, and
//! what concerns one ring only is put on a city that is drawn over its rural district.

mod city;
mod coverage;
mod legal;
mod national;
mod national_cases;
mod stretch;
mod structure;

use serde_json::{Value, json};

use super::SampleError;
use super::names::Divisions;
use super::output::{Feature, NOTE};
use super::partition::Partition;
use super::points::{Point, degrees, distance_m};
use super::units::Units;

pub(super) use national::seed_national;
pub(super) use stretch::{Sides, Stretch, bulge, shifted};

/// A seeded case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) kind: &'static str,
    pub(super) units: Vec<String>,
    pub(super) at: Option<Point>,
    pub(super) file: &'static str,
    pub(super) what: &'static str,
    /// Verdict of a legal rule, for those.
    pub(super) verdict: Option<&'static str>,
}

/// A kind that is not seeded, and why.
const NOT_SEEDED: [[&str; 3]; 2] = [
    [
        "S14",
        "retired-code-reused",
        "needs the register's record of retired codes, which these files cannot hold",
    ],
    [
        "L09",
        "province-population",
        "only a province that came after the law of 1362 is asked, and the sample's is of 1352",
    ],
];

/// The cases so far: which units and places are taken.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) faults: Vec<Fault>,
    taken: Vec<String>,
    places: Vec<Point>,
    apart_m: f64,
}

/// Least distances between the places of two cases in metres, the wished one first.
const APART_M: [f64; 5] = [24_000.0, 17_000.0, 12_000.0, 8_000.0, 5_000.0];

impl Ledger {
    /// Whether a unit is part of no case yet.
    fn is_free(&self, code: &str) -> bool {
        !self.taken.iter().any(|taken| taken == code)
    }

    /// Whether a place is far from those of the other cases.
    fn is_apart(&self, at: Point) -> bool {
        self.places
            .iter()
            .all(|&place| distance_m(place, at) > self.apart_m)
    }

    /// Looks for a place with the wished distance from the other cases, then nearer.
    fn find<T>(
        &mut self,
        code: &str,
        mut look: impl FnMut(&mut Ledger) -> Result<Option<T>, SampleError>,
    ) -> Result<T, SampleError> {
        for apart_m in APART_M {
            self.apart_m = apart_m;
            if let Some(found) = look(self)? {
                return Ok(found);
            }
        }
        Err(no_place(code))
    }

    /// The whole numbers below `count`, beginning elsewhere for each next case, so that
    /// the cases do not gather in the first units.
    fn order(&self, count: usize) -> impl Iterator<Item = usize> + use<> {
        let begin = self.faults.len() * 31;
        (0..count).map(move |index| (index + begin) % count.max(1))
    }

    fn take(&mut self, code: &str) {
        self.taken.push(code.to_owned());
    }

    /// Records a case and takes its units and its place.
    pub(super) fn add(
        &mut self,
        [code, kind, file, what]: [&'static str; 4],
        units: &[&str],
        at: Option<Point>,
    ) {
        self.taken.extend(units.iter().map(|&unit| unit.to_owned()));
        self.places.extend(at);
        let units = units.iter().map(|&unit| unit.to_owned()).collect();
        self.faults.push(Fault {
            code,
            kind,
            units,
            at,
            file,
            what,
            verdict: None,
        });
    }

    /// Records a case that lies in a data set of its own and takes nothing.
    pub(super) fn note(
        &mut self,
        [code, kind, file, what]: [&'static str; 4],
        units: &[&str],
        at: Option<Point>,
    ) {
        let units = units.iter().map(|&unit| unit.to_owned()).collect();
        self.faults.push(Fault {
            code,
            kind,
            units,
            at,
            file,
            what,
            verdict: None,
        });
    }

    /// The list as it is written to `faults.json`.
    pub(super) fn to_json(&self, seed: u64) -> Value {
        self.list(seed, &NOT_SEEDED)
    }

    /// The list of the country's faults, where other kinds than those of geometry are not
    /// looked for.
    pub(super) fn to_national_json(&self, seed: u64) -> Value {
        self.list(seed, &[])
    }

    fn list(&self, seed: u64, not_seeded: &[[&str; 3]]) -> Value {
        let mut sorted: Vec<&Fault> = self.faults.iter().collect();
        sorted.sort_by_key(|fault| (family(fault.code), fault.code));
        let faults: Vec<Value> = sorted
            .into_iter()
            .map(|fault| {
                let mut entry = json!({
                    "code": fault.code,
                    "kind": fault.kind,
                    "units": fault.units,
                });
                if let Value::Object(members) = &mut entry {
                    if let Some(at) = fault.at {
                        members.insert("at".to_owned(), json!(degrees(at)));
                    }
                    members.insert("file".to_owned(), fault.file.into());
                    members.insert("what".to_owned(), fault.what.into());
                    if let Some(verdict) = fault.verdict {
                        members.insert("verdict".to_owned(), verdict.into());
                    }
                }
                entry
            })
            .collect();
        let not_seeded: Vec<Value> = not_seeded
            .iter()
            .map(|[code, kind, reason]| json!({"code": code, "kind": kind, "reason": reason}))
            .collect();
        json!({"note": NOTE, "seed": seed, "faults": faults, "not_seeded": not_seeded})
    }
}

/// T, S, D and L in the order of the list of kinds.
fn family(code: &str) -> usize {
    "TSDL".find(|letter| code.starts_with(letter)).unwrap_or(4)
}

/// Seeds every case that lies in the layers of the province.
pub(super) fn seed(
    units: &mut Units,
    divisions: &Divisions,
    partition: &Partition,
) -> Result<Ledger, SampleError> {
    let mut ledger = Ledger::default();
    legal::seed(units, &mut ledger)?;
    structure::note_parts(divisions, partition, &mut ledger);
    city::seed(units, &mut ledger)?;
    structure::seed_cities(units, &mut ledger)?;
    let sides = Sides::of(units);
    coverage::seed(units, &sides, &mut ledger)?;
    structure::seed_parents(units, &sides, &mut ledger)?;
    structure::seed_attributes(units, &mut ledger)?;
    Ok(ledger)
}

/// The error when a kind finds no place.
fn no_place(code: &str) -> SampleError {
    SampleError::Geometry(format!("no place for the case of {code}"))
}

/// The feature with a code.
fn by_code<'a>(features: &'a mut [Feature], code: &str) -> Result<&'a mut Feature, SampleError> {
    features
        .iter_mut()
        .find(|feature| feature.code() == code)
        .ok_or_else(|| SampleError::Geometry(format!("no unit {code}")))
}

/// Adds people and households (negative: takes them away) to a district, its county and
/// the province, so that their sums stay right when a city comes or goes.
fn add_people(units: &mut Units, district: &str, more: [i64; 2]) -> Result<(), SampleError> {
    let county = district.get(..4).unwrap_or(district);
    for (features, code) in [
        (&mut units.districts, district),
        (&mut units.counties, county),
        (&mut units.province, "15"),
    ] {
        let unit = by_code(features, code)?;
        for (key, more) in ["population_1395", "households_1395"].into_iter().zip(more) {
            let sum = unit
                .properties
                .get(key)
                .and_then(Value::as_i64)
                .unwrap_or(0);
            unit.set(key, sum + more);
        }
    }
    Ok(())
}

/// The first corner of a feature's first ring, or its point.
fn place_of(feature: &Feature) -> Option<Point> {
    match &feature.shape {
        super::output::Shape::Point(point) => Some(*point),
        _ => feature.land().first()?.first()?.first().copied(),
    }
}
