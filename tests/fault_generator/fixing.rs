//! Fixes on coverages with known faults of every kind: what is offered puts its finding
//! right, and a selection fixed at once leaves none of it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use marz::app::load::{LoadOptions, load};
use marz::model::UnitKey;
use marz::rules::fixes::{BulkTaker, Fix, FixKind, fix_all, fixes, is_bulk, price};
use marz::rules::{Checked, Code, Family, Finding, Selection};
use marz::topology::{FaceKind, Snapshot, survey, unit_area_m2};

use super::SIZES;
use super::coverage::Coverage;
use super::faults::inject;
use super::random::Random;

fn checked(snapshot: &Snapshot) -> Checked {
    let rules: Selection = "T".parse().unwrap();
    Checked::whole(snapshot, &rules, None, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn faulty(seed: u64) -> Snapshot {
    let (columns, rows, count) = SIZES[seed as usize % SIZES.len()];
    let mut random = Random::new(seed);
    let mut coverage = Coverage::grid(columns, rows, &mut random);
    inject(&mut coverage, count, &mut random);
    Snapshot::new(coverage.dataset())
}

/// Whether a finding of the kind has to have a fix.
fn is_fixable(code: Code) -> bool {
    match code.family() {
        Family::Topology => !matches!(code, Code::T13 | Code::T18),
        Family::Structure => !matches!(code, Code::S11 | Code::S15 | Code::S16),
        Family::Dispute | Family::Legal => false,
    }
}

/// What is wrong with the fixes of the findings of a state: one that resolves nothing, or a
/// finding without one that resolves it and brings in no fault.
fn problems(place: &str, checked: &Checked) -> Vec<String> {
    let snapshot = checked.snapshot();
    let mut problems = Vec::new();
    for finding in &checked.report().findings {
        let mut tell = |what: String| {
            problems.push(format!(
                "{place}: {} {:?} {what}",
                finding.code, finding.units
            ));
        };
        let offered = match fixes(snapshot, finding) {
            Ok(offered) => offered,
            Err(_) if !is_fixable(finding.code) => continue,
            Err(reason) => panic!("{}: {reason:?}", finding.code),
        };
        let mut good = 0;
        for fix in &offered {
            let Ok(changes) = &fix.planned else { continue };
            if fix.kind == FixKind::Allow {
                continue;
            }
            let mut go_on = |_| ControlFlow::Continue(());
            let price = price(checked, changes, &mut go_on).unwrap();
            if !price.resolved.iter().any(|gone| gone.key == finding.key) {
                tell(format!("{:?} resolves nothing", fix.kind));
            } else if price.faults().next().is_none() || fix.kind == FixKind::RebuildParent {
                // A parent made anew of children with faults has theirs: those come first.
                good += 1;
            }
        }
        if good == 0 {
            let told = |fix: &Fix| format!("{:?}: {:?}", fix.kind, fix.planned.as_ref().err());
            let told: Vec<String> = offered.iter().map(told).collect();
            tell(format!("has no good fix: {told:?}"));
        }
    }
    problems
}

#[test]
fn every_finding_has_a_fix_that_puts_it_right() {
    let seeds = 100..120;
    let problems: Vec<String> = seeds
        .flat_map(|seed| problems(&format!("seed {seed}"), &checked(&faulty(seed))))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_finding_of_the_sample_has_a_fix_that_puts_it_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (dataset, _) = load(&files, &LoadOptions::default()).unwrap();
    let snapshot = Snapshot::new(dataset);
    let mut go_on = |_| ControlFlow::Continue(());
    let checked = Checked::whole(&snapshot, &Selection::all(), None, &mut go_on).unwrap();
    let found = &checked.report().findings;
    let kinds: BTreeSet<Code> = found.iter().map(|finding| finding.code).collect();
    let fixable = kinds.iter().filter(|code| is_fixable(**code)).count();
    assert!(fixable >= 25, "the sample has most kinds: {kinds:?}");
    let problems = problems("Lorestan", &checked);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn all_that_may_be_fixed_in_bulk_is_gone_afterwards() {
    for seed in 200..220 {
        let before = faulty(seed);
        let found = checked(&before);
        let selection: Vec<&Finding> = found
            .report()
            .findings
            .iter()
            .map(|finding| &**finding)
            .filter(|finding| is_bulk(finding.code))
            .collect();
        let mut go_on = |_| ControlFlow::Continue(());
        let bulk = fix_all(&before, &selection, BulkTaker::LongestBorder, &mut go_on).unwrap();
        assert!(bulk.left.is_empty(), "seed {seed}: {:?}", bulk.left);
        let mut go_on = |_| ControlFlow::Continue(());
        let price = price(&found, &bulk.changes, &mut go_on).unwrap();
        let brings: Vec<_> = price
            .faults()
            .map(|found| (found.code, found.place.as_ref().map(|it| it.at)))
            .collect();
        assert!(brings.is_empty(), "seed {seed}: {brings:?}");
        let after = bulk.changes.apply(&before);
        let again = checked(&after);
        let findings = again.report().findings.iter();
        let left: Vec<_> = findings
            .filter(|finding| is_bulk(finding.code))
            .map(|finding| (finding.code, finding.units.clone()))
            .collect();
        assert!(left.is_empty(), "seed {seed}: {left:?}");
        assert_eq!(after.dataset.units.len(), before.dataset.units.len());
        let back = bulk.changes.inverse().apply(&after);
        // A coordinate that is no number (T18) equals nothing, itself neither.
        let leaves = |snapshot: &Snapshot| -> Vec<_> {
            let units = snapshot.dataset.units.iter();
            units
                .filter(|(_, unit)| unit.is_leaf())
                .map(|(key, unit)| (key, unit.clone()))
                .collect()
        };
        assert!(
            leaves(&back) == leaves(&before),
            "seed {seed}: undone is as it was"
        );
        assert!(
            back.dataset.borders == before.dataset.borders,
            "seed {seed}"
        );
        // What the units gained is what was a gap, less what was covered twice.
        let sum_m2 = |snapshot: &Snapshot| {
            let units: Vec<UnitKey> = snapshot.dataset.units.keys().collect();
            unit_area_m2(&snapshot.dataset, &units)
        };
        let faces_m2 = |snapshot: &Snapshot| -> f64 {
            let survey = survey(snapshot, None, &|| false).unwrap();
            let faces = survey.faces.iter();
            faces
                .map(|face| match face.kind {
                    FaceKind::Gap => face.area_m2,
                    FaceKind::Overlap => -face.area_m2 * (face.units.len() - 1) as f64,
                })
                .sum()
        };
        let (was_m2, is_m2) = (sum_m2(&before), sum_m2(&after));
        let off_m2 = (is_m2 - was_m2) - (faces_m2(&before) - faces_m2(&after));
        assert!(
            off_m2.abs() <= 1e-9 * was_m2,
            "seed {seed}: {off_m2} of {was_m2}"
        );
    }
}
