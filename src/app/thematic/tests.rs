//! Classes of units by their values: all are in one, missing data in its own.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;

use super::*;
use crate::model::{Land, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit};
use crate::topology::weave_dataset;

/// Rural districts of a hundredth of a degree in a row, with people at two censuses.
fn dataset(people: &[(Option<u64>, Option<u64>)]) -> Dataset {
    let origin = Origin::of_content(b"thematic");
    let mut dataset = Dataset::new(origin, "thematic");
    for (number, (before, after)) in people.iter().enumerate() {
        let id = origin.id("unit", number);
        let mut unit = Unit::new(id, Level::RuralDistrict, number.to_string());
        unit.populations.set_people(Some(1390), *before);
        unit.populations.set_people(Some(1395), *after);
        let (west, east) = (48.0 + number as f64 * 0.01, 48.01 + number as f64 * 0.01);
        let ring: Vec<Position> = [
            (west, 33.0),
            (east, 33.0),
            (east, 33.01),
            (west, 33.01),
            (west, 33.0),
        ]
        .map(|(x, y)| Position { x, y })
        .into();
        unit.land = Land::Plain {
            polygons: [PlainPolygon {
                rings: vec![PlainRing {
                    positions: ring.into(),
                    heights_m: None,
                }],
            }]
            .into(),
            role: PlainRole::Pending,
        };
        dataset.units.insert(unit);
    }
    weave_dataset(&mut dataset);
    dataset
}

fn theming(subject: Subject) -> Theming {
    Theming {
        subject,
        level: Level::RuralDistrict,
        ..Theming::default()
    }
}

fn choropleth(dataset: &Dataset, subject: Subject) -> Choropleth {
    Choropleth::new(dataset, &Facts::new(dataset), None, theming(subject))
}

#[test]
fn growth_is_per_cent_a_year_and_missing_people_are_a_class_of_their_own() {
    let dataset = dataset(&[
        (Some(1000), Some(1276)),
        (Some(1000), Some(1000)),
        (None, Some(500)),
        (Some(0), Some(10)),
    ]);
    let map = choropleth(&dataset, Subject::Growth);
    assert!((map.values[&UnitKey(0)] - 5.0).abs() < 0.01);
    assert_eq!(map.values.len(), 2);
    let last = map.classes.last().unwrap();
    assert_eq!((last.kind, last.units), (ClassKind::Undecided, 2));
    let undecided = map.classes.len() as u8 - 1;
    assert_eq!(map.class_of(&dataset, UnitKey(2)), Some(undecided));
}

#[test]
fn without_a_check_no_unit_is_said_to_meet_the_law() {
    let dataset = dataset(&[(Some(10), Some(10)); 3]);
    let map = choropleth(&dataset, Subject::Verdict);
    let met = map
        .classes
        .iter()
        .find(|class| class.kind == ClassKind::Met)
        .unwrap();
    assert_eq!(met.units, 0);
}

#[test]
fn density_is_people_on_a_square_kilometre() {
    let dataset = dataset(&[(None, Some(1039))]);
    // A hundredth of a degree each way at 33°: 0.934 by 1.109 km.
    let map = choropleth(&dataset, Subject::Density);
    assert!(
        (map.values[&UnitKey(0)] - 1003.0).abs() < 3.0,
        "{:?}",
        map.values
    );
}

proptest! {
    #[test]
    fn every_unit_is_in_one_class_and_every_class_has_units(
        people in prop::collection::vec(prop::option::of(0..5_000_u64), 1..40),
        classes in 2..10_u8,
        classing in prop::sample::select(Classing::ALL.to_vec()),
    ) {
        let counts: Vec<_> = people.iter().map(|count| (None, *count)).collect();
        let dataset = dataset(&counts);
        let of = Theming { classing, classes, ..theming(Subject::Population) };
        let map = Choropleth::new(&dataset, &Facts::new(&dataset), None, of);
        let in_classes: usize = map.classes.iter().map(|class| class.units).sum();
        prop_assert_eq!(in_classes, people.len());
        prop_assert!(map.classes.len() <= usize::from(classes) + 1);
        for (unit, value) in &map.values {
            let class = map.class_of(&dataset, *unit).unwrap();
            let ClassKind::Values(from, to) = map.classes[usize::from(class)].kind else {
                panic!("a unit with a value is in a class of values");
            };
            prop_assert!(from <= *value && *value <= to);
        }
        if classing != Classing::EqualSteps {
            let of_values = &map.classes[..map.classes.len() - 1];
            prop_assert!(of_values.iter().all(|class| class.units > 0));
        }
        let bars: usize = map.histogram.iter().map(|bar| bar.units).sum();
        prop_assert!(bars == map.values.len() || map.histogram.is_empty());
    }
}
