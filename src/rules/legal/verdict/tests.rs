//! Verdicts on units that are made up, each kind of verdict that a minimum can give.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::model::{Dataset, Origin};
use crate::topology::Snapshot;

fn add(dataset: &mut Dataset, level: Level, parent: Option<UnitKey>, people: u64) -> UnitKey {
    let id = dataset
        .origin
        .id("unit", dataset.units.next_key().0 as usize);
    let mut unit = Unit::new(id, level, "");
    unit.parent = parent;
    unit.populations.set_people(Some(1395), Some(people));
    dataset.units.insert(unit)
}

#[test]
fn a_verdict_shows_its_arithmetic_when_it_is_satisfied_too() {
    let mut dataset = Dataset::new(Origin::of_content(b""), "");
    let district = add(&mut dataset, Level::District, None, 40_000);
    let city = add(&mut dataset, Level::City, Some(district), 9_000);
    dataset
        .units
        .update(district, |unit| unit.density = Some(DensityGrade::Dense));
    let snapshot = Snapshot::new(dataset);
    let lines = verdicts(&Context::new(&snapshot), district);
    let line = lines.first().unwrap();
    assert_eq!(line.verdict, Verdict::Satisfied);
    assert_eq!((line.people, line.required), (Some(31_000), Some(30_000)));
    assert_eq!(line.census, Some(1395));
    assert_eq!(line.basis.to_string(), "1362/6/1");
    let terms: Vec<_> = line
        .terms
        .iter()
        .map(|term| (term.kind, term.people))
        .collect();
    let less = (TermKind::LessCity(city), 9_000);
    assert_eq!(terms, [(TermKind::Recorded, 40_000), less]);
    let of_city = verdicts(&Context::new(&snapshot), city);
    let line = of_city.first().unwrap();
    assert_eq!(line.verdict, Verdict::Violated, "9,000 are no city");
    assert_eq!((line.grade, line.required), (None, Some(10_000)));
}

#[test]
fn without_a_grade_each_is_tried_and_none_is_taken() {
    let mut dataset = Dataset::new(Origin::of_content(b""), "");
    let county = add(&mut dataset, Level::County, None, 90_000);
    let snapshot = Snapshot::new(dataset);
    let lines = verdicts(&Context::new(&snapshot), county);
    let line = lines.first().unwrap();
    assert_eq!(line.verdict, Verdict::NotDecidable);
    assert_eq!(line.missing, [Missing::Density]);
    let tried = [
        (DensityGrade::Dense, Verdict::Violated),
        (DensityGrade::Medium, Verdict::Satisfied),
        (DensityGrade::Low, Verdict::Satisfied),
    ];
    assert_eq!(line.what_if, tried);
}

#[test]
fn a_unit_of_before_the_law_keeps_its_title_with_the_shortfall_shown() {
    let mut dataset = Dataset::new(Origin::of_content(b""), "");
    let county = add(&mut dataset, Level::County, None, 20_000);
    dataset.units.update(county, |unit| {
        unit.density = Some(DensityGrade::Medium);
        unit.established = Some(crate::model::PartialDate::SolarYear(1352));
    });
    let snapshot = Snapshot::new(dataset);
    let lines = verdicts(&Context::new(&snapshot), county);
    let line = lines.first().unwrap();
    assert_eq!(line.verdict, Verdict::Grandfathered);
    assert_eq!(line.basis.to_string(), "1362/11");
    assert_eq!((line.people, line.required), (Some(20_000), Some(80_000)));
}

#[test]
fn a_shortfall_stands_by_a_decree_of_a_body_that_may_permit_it() {
    use crate::model::{Decree, DecreeBody};
    let verdict = |people, areas: &[SpecialArea], body| {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let county = add(&mut dataset, Level::County, None, people);
        let decree = dataset.decrees.insert(Decree {
            number: "1".to_owned(),
            body,
            ..Decree::default()
        });
        dataset.units.update(county, |unit| {
            unit.density = Some(DensityGrade::Medium);
            unit.special_areas = areas.to_vec();
            unit.decree = Some(decree);
        });
        let snapshot = Snapshot::new(dataset);
        let lines = verdicts(&Context::new(&snapshot), county);
        let line = lines.first().unwrap();
        assert_eq!(
            line.decree.is_some(),
            line.verdict == Verdict::Permitted,
            "it names the decree"
        );
        line.verdict
    };
    use DecreeBody::{Cabinet, Commission, Ministry, Parliament};
    let border = &[SpecialArea::Border];
    let cabinet = Verdict::NeedsAuthority(Authority::Cabinet);
    let parliament = Verdict::NeedsAuthority(Authority::Parliament);
    assert_eq!(verdict(60_000, border, Some(Cabinet)), Verdict::Permitted);
    assert_eq!(
        verdict(60_000, border, Some(Commission)),
        Verdict::Permitted
    );
    assert_eq!(verdict(60_000, border, Some(Ministry)), cabinet);
    assert_eq!(
        verdict(60_000, border, None),
        cabinet,
        "nobody knows whose it is"
    );
    assert_eq!(verdict(49_999, border, Some(Cabinet)), parliament);
    assert_eq!(
        verdict(49_999, border, Some(Parliament)),
        Verdict::Permitted
    );
    assert_eq!(verdict(60_000, &[], Some(Cabinet)), Verdict::Violated);
    assert_eq!(verdict(60_000, &[], Some(Parliament)), Verdict::Permitted);
    assert_eq!(verdict(80_000, &[], Some(Cabinet)), Verdict::Satisfied);
}

#[test]
fn it_names_the_villages_that_keep_a_sum_from_being_made() {
    let mut dataset = Dataset::new(Origin::of_content(b""), "");
    let rural_district = add(&mut dataset, Level::RuralDistrict, None, 0);
    dataset.units.update(rural_district, |unit| {
        unit.populations = crate::model::Populations::default();
    });
    let known = village(&mut dataset, rural_district, Some(900));
    let unknown = village(&mut dataset, rural_district, None);
    let snapshot = Snapshot::new(dataset);
    let lines = verdicts(&Context::new(&snapshot), rural_district);
    let line = lines.first().unwrap();
    assert_eq!(line.unknown_settlements, [unknown]);
    assert!(line.unknown_units.is_empty() && known < unknown);
    assert_eq!(line.missing, [Missing::Population, Missing::Density]);
}

fn village(dataset: &mut Dataset, parent: UnitKey, people: Option<u64>) -> SettlementKey {
    let mut populations = crate::model::Populations::default();
    populations.set_people(Some(1395), people);
    dataset.settlements.insert(crate::model::Settlement {
        id: dataset
            .origin
            .id("village", dataset.settlements.next_key().0 as usize),
        kind: crate::model::SettlementKind::Village,
        code: None,
        name: String::new(),
        parent: Some(parent),
        parent_reference: Default::default(),
        village: None,
        position: None,
        height_m: None,
        limits: Vec::new(),
        populations,
        layer: None,
        properties: Default::default(),
        life: Default::default(),
    })
}
