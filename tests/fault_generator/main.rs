//! A clean coverage, faults of every T-kind injected at known places, and nothing else
//! found: each fault exactly once, over many seeds and several numbers of units.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod coverage;
mod faults;
mod fixing;
mod random;

use std::fmt::Write;
use std::ops::ControlFlow;

use marz::measure::distance_m;
use marz::model::{Dataset, Land, PlainRole, UnitKey};
use marz::rules::{Finding, Selection, check};
use marz::topology::{Snapshot, generalised, unit_neighbours, unit_polygons, weave_dataset};

use coverage::Coverage;
use faults::{Fault, KINDS, inject};
use random::Random;

/// How far a finding may be from where its fault was put.
const REACH_M: f64 = 1_500.0;

/// What was injected and not found, and what was found and not injected.
#[derive(Default)]
struct Outcome {
    injected: usize,
    found: usize,
    missed: Vec<String>,
    beside: Vec<String>,
}

impl Outcome {
    fn take(&mut self, place: &str, faults: &[Fault], findings: &[Finding]) {
        let mut used = vec![false; findings.len()];
        for fault in faults {
            let hit = findings
                .iter()
                .enumerate()
                .position(|(index, finding)| !used[index] && is_of(fault, finding));
            match hit {
                Some(index) => used[index] = true,
                None => self.missed.push(format!("{place}: {fault:?}")),
            }
        }
        for (finding, used) in findings.iter().zip(used) {
            if !used {
                let at = finding.place.as_ref().map(|place| place.at);
                self.beside.push(format!(
                    "{place}: {} of {:?} at {at:?}, area {:?}, width {:?}",
                    finding.code, finding.units, finding.area_m2, finding.width_m
                ));
            }
        }
        self.injected += faults.len();
        self.found += findings.len();
    }
}

fn is_of(fault: &Fault, finding: &Finding) -> bool {
    let mut units: Vec<UnitKey> = finding.units.clone();
    units.sort_unstable();
    let near = match (fault.at, finding.place.as_ref()) {
        (Some(at), Some(place)) => distance_m(at, place.at) <= REACH_M,
        (None, _) => true,
        (Some(_), None) => false,
    };
    finding.code.name() == fault.code && units == fault.units && near
}

fn findings(coverage: &Coverage) -> Vec<Finding> {
    found_in(coverage.dataset())
}

fn found_in(dataset: Dataset) -> Vec<Finding> {
    let snapshot = Snapshot::new(dataset);
    let rules: Selection = "T".parse().unwrap();
    let report = check(&snapshot, &rules, None, &mut |_| ControlFlow::Continue(())).unwrap();
    report
        .findings
        .iter()
        .map(|finding| (**finding).clone())
        .collect()
}

/// Columns, rows and how many faults of each kind.
const SIZES: [(usize, usize, usize); 4] = [(8, 5, 1), (12, 6, 1), (12, 9, 2), (18, 9, 3)];
const SEEDS: u64 = 60;

#[test]
fn every_fault_is_found_once_and_nothing_else() {
    let mut outcome = Outcome::default();
    for seed in 0..SEEDS {
        let (columns, rows, count) = SIZES[seed as usize % SIZES.len()];
        let mut random = Random::new(seed);
        let mut coverage = Coverage::grid(columns, rows, &mut random);
        let faults = inject(&mut coverage, count, &mut random);
        assert_eq!(faults.len(), count * KINDS.len(), "no room for every fault");
        let place = format!("seed {seed}, {columns} by {rows}");
        outcome.take(&place, &faults, &findings(&coverage));
    }
    let mut report = String::new();
    for line in outcome.missed.iter().take(40) {
        writeln!(report, "missed: {line}").unwrap();
    }
    for line in outcome.beside.iter().take(40) {
        writeln!(report, "beside: {line}").unwrap();
    }
    eprintln!(
        "{} injected, {} found, {} missed, {} beside",
        outcome.injected,
        outcome.found,
        outcome.missed.len(),
        outcome.beside.len()
    );
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn a_clean_coverage_has_nothing() {
    for seed in 0..8 {
        let mut random = Random::new(seed);
        let coverage = Coverage::grid(10, 8, &mut random);
        let found = findings(&coverage);
        assert!(found.is_empty(), "seed {seed}: {found:?}");
    }
}

/// The data set made anew of its polygons.
fn rewoven(dataset: &Dataset) -> Dataset {
    let mut again = Dataset::new(dataset.origin, "again");
    for (_, unit) in dataset.units.iter() {
        let mut copy = unit.clone();
        copy.land = Land::Plain {
            polygons: unit_polygons(dataset, unit).into(),
            role: PlainRole::Pending,
        };
        again.units.insert(copy);
    }
    weave_dataset(&mut again);
    again
}

#[test]
fn a_generalised_coverage_is_clean_and_has_the_same_neighbours() {
    let neighbours = |dataset: &Dataset| -> Vec<Vec<u32>> {
        let of = |(key, _)| unit_neighbours(dataset, key);
        let keys = |pairs: Vec<(UnitKey, f64)>| pairs.iter().map(|it| it.0.0).collect();
        dataset.units.iter().map(of).map(keys).collect()
    };
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let dataset = Coverage::grid(9, 7, &mut random).dataset();
        let vertices = |dataset: &Dataset| -> usize {
            dataset.borders.iter().map(|(_, it)| it.line.len()).sum()
        };
        let mut before = vertices(&dataset);
        for area_m2 in [3e2, 3e3, 3e4, 1e6] {
            let simple = generalised(&dataset, area_m2, &mut |_| true).unwrap();
            assert!(vertices(&simple) <= before);
            before = vertices(&simple);
            assert_eq!(neighbours(&simple), neighbours(&dataset), "seed {seed}");
            // Written and read again, as another program would.
            let again = rewoven(&simple);
            assert_eq!(neighbours(&again), neighbours(&dataset), "seed {seed}");
            let found = found_in(again);
            assert!(found.is_empty(), "seed {seed}, {area_m2} m²: {found:?}");
        }
        assert!(before * 2 < vertices(&dataset));
    }
}
