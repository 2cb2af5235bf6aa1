//! What a user of the sample can rely on.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // A test stops where it fails.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::allot::allot;
use super::names::Divisions;
use super::output::Feature;
use super::partition::{LORESTAN_KM2, Partition};
use super::points::{Point, area_km2, crosses};
use super::units::Units;
use super::{Options, SampleError, Written, write};

fn clean(seed: u64) -> (Divisions, Partition, Units) {
    let divisions = Divisions::lorestan().unwrap();
    let partition = Partition::lorestan(&divisions, seed, 28_000, &mut |_| true).unwrap();
    let units = Units::build(&divisions, &partition, seed).unwrap();
    (divisions, partition, units)
}

fn rings(feature: &Feature) -> impl Iterator<Item = &Vec<Point>> {
    feature.land().iter().flatten()
}

fn edges(feature: &Feature) -> impl Iterator<Item = [Point; 2]> {
    rings(feature).flat_map(|ring| ring.windows(2).map(|pair| [pair[0], pair[1]]))
}

fn leaves(units: &Units) -> impl Iterator<Item = &Feature> {
    units.rural.iter().chain(
        units
            .cities
            .iter()
            .filter(|city| city.text("limits") == "cut_out"),
    )
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            for (inner, bytes) in contents(&path) {
                found.insert(format!("{name}/{inner}"), bytes);
            }
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

fn written(options: Options) -> (Written, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let written = write(folder.path(), &options, &mut |_| true).unwrap();
    let files = contents(folder.path());
    (written, files)
}

fn features(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Value> {
    let collection: Value = serde_json::from_slice(&files[name]).unwrap();
    assert!(
        collection["note"]
            .as_str()
            .unwrap()
            .contains("not the real borders"),
        "{name}"
    );
    collection["features"].as_array().unwrap().clone()
}

const LORESTAN: Options = Options {
    national: false,
    seed: 1,
    vertices: None,
    faults: 0,
};

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_another_map() {
    let (first, files) = written(LORESTAN);
    let (_, again) = written(LORESTAN);
    let (_, other) = written(Options {
        seed: 2,
        ..LORESTAN
    });
    assert_eq!(files, again);
    assert_ne!(
        files["lorestan/province.geojson"],
        other["lorestan/province.geojson"]
    );
    assert_eq!(first.files.len(), files.len());
    assert!(
        (26_000..30_000).contains(&first.vertices),
        "{}",
        first.vertices
    );
}

// Sine and power come from the system's library, which may round otherwise elsewhere.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_sample_that_is_kept_with_the_project_is_the_one_of_seed_1() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let (_, files) = written(LORESTAN);
    let kept = contents(&kept);
    assert_eq!(
        kept.keys().collect::<Vec<_>>(),
        files.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &files {
        assert!(
            kept[name] == *bytes,
            "write sample-data anew: marz sample sample-data ({name})"
        );
    }
}

#[test]
fn counts_are_those_of_the_province_and_the_one_doubled_city() {
    let (_, files) = written(LORESTAN);
    let count = |name: &str| features(&files, &format!("lorestan/{name}.geojson")).len();
    assert_eq!(count("province"), 1);
    assert_eq!(count("counties"), 10);
    assert_eq!(count("districts"), 27);
    assert_eq!(count("rural_districts"), 84);
    assert_eq!(count("cities"), 23 + 1);
    // Every unit has a centre, but the rural district of S05.
    assert_eq!(count("centres"), 1 + 10 + 27 + 84 - 1);
}

#[test]
fn the_province_has_its_true_area() {
    let (_, _, units) = clean(1);
    let area: f64 = rings(&units.province[0]).map(|ring| area_km2(ring)).sum();
    let leaves: f64 = leaves(&units)
        .flat_map(rings)
        .map(|ring| area_km2(ring))
        .sum();
    assert!((area - LORESTAN_KM2).abs() < LORESTAN_KM2 * 1e-4, "{area}");
    assert!((area - leaves).abs() < 1e-6, "{area} {leaves}");
}

#[test]
fn without_the_faults_the_leaves_are_an_exact_partition_at_every_level() {
    for seed in [1, 7] {
        let (_, _, units) = clean(seed);
        let mut owner = HashMap::new();
        for leaf in leaves(&units) {
            for edge in edges(leaf) {
                assert!(owner.insert(edge, leaf.code()).is_none(), "edge used twice");
            }
        }
        let outer: BTreeSet<[Point; 2]> = owner
            .keys()
            .filter(|[a, b]| !owner.contains_key(&[*b, *a]))
            .copied()
            .collect();
        assert_eq!(outer, edges(&units.province[0]).collect());
        for (parents, digits) in [(&units.counties, 4), (&units.districts, 6)] {
            for parent in parents {
                let own: BTreeSet<[Point; 2]> = owner
                    .iter()
                    .filter(|(_, code)| &code[..digits] == parent.code())
                    .filter(|([a, b], _)| {
                        owner
                            .get(&[*b, *a])
                            .is_none_or(|code| &code[..digits] != parent.code())
                    })
                    .map(|(edge, _)| *edge)
                    .collect();
                assert_eq!(own, edges(parent).collect(), "{}", parent.code());
            }
        }
    }
}

#[test]
fn no_line_crosses_another() {
    let (_, _, units) = clean(1);
    let mut by_place: BTreeMap<(i32, i32), Vec<[Point; 2]>> = BTreeMap::new();
    let all: BTreeSet<[Point; 2]> = leaves(&units)
        .chain(&units.cities)
        .flat_map(edges)
        .map(|[a, b]| if a < b { [a, b] } else { [b, a] })
        .collect();
    const TILE: i32 = 100_000;
    for edge in all {
        let low = |axis: usize| edge[0][axis].min(edge[1][axis]) / TILE;
        let high = |axis: usize| edge[0][axis].max(edge[1][axis]) / TILE;
        for column in low(0)..=high(0) {
            for row in low(1)..=high(1) {
                by_place.entry((column, row)).or_default().push(edge);
            }
        }
    }
    for edges in by_place.values() {
        for (index, &one) in edges.iter().enumerate() {
            for &two in &edges[index + 1..] {
                assert!(!crosses(one, two), "{one:?} {two:?}");
            }
        }
    }
}

#[test]
fn cities_are_cut_out_of_their_rural_district_or_drawn_over_it_as_they_say() {
    let (_, _, units) = clean(1);
    let rural: BTreeSet<[Point; 2]> = units.rural.iter().flat_map(edges).collect();
    let mut kinds = BTreeMap::new();
    for city in &units.cities {
        let all = edges(city).count();
        let shared = edges(city)
            .filter(|[a, b]| rural.contains(&[*b, *a]))
            .count();
        let kind = city.text("limits");
        match kind {
            "cut_out" => assert!(shared * 2 > all, "{}", city.code()),
            _ => assert_eq!(shared, 0, "{}", city.code()),
        }
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert_eq!(kinds, BTreeMap::from([("cut_out", 12), ("over", 11)]));
}

#[test]
fn populations_add_up_but_for_the_province() {
    let (_, files) = written(LORESTAN);
    let layer = |name: &str| features(&files, &format!("lorestan/{name}.geojson"));
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for name in [
        "counties",
        "districts",
        "rural_districts",
        "cities",
        "settlements",
    ] {
        for feature in layer(name) {
            let own = &feature["properties"];
            *sums
                .entry(own["parent_code"].as_str().unwrap().to_owned())
                .or_default() += own["population_1395"].as_u64().unwrap();
        }
    }
    let differing: Vec<String> = ["province", "counties", "districts", "rural_districts"]
        .into_iter()
        .flat_map(layer)
        .map(|feature| feature["properties"].clone())
        .filter(|own| {
            sums[own["code"].as_str().unwrap()] != own["population_1395"].as_u64().unwrap()
        })
        .map(|own| own["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(differing, ["15"]);
}

/// The code of each seeded case with how many there are.
fn seeded(list: &Value) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for fault in list["faults"].as_array().unwrap() {
        *counts
            .entry(fault["code"].as_str().unwrap().to_owned())
            .or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_kind_is_seeded_or_says_why_not() {
    let (_, files) = written(LORESTAN);
    let list: Value = serde_json::from_slice(&files["faults.json"]).unwrap();
    let mut counts = seeded(&list);
    for entry in list["not_seeded"].as_array().unwrap() {
        assert!(!entry["reason"].as_str().unwrap().is_empty());
        counts.insert(entry["code"].as_str().unwrap().to_owned(), 0);
    }
    let kinds = (1..=18)
        .map(|number| format!("T{number:02}"))
        .chain((1..=21).map(|number| format!("S{number:02}")))
        .chain(["D01", "D02", "L02", "L03", "L04", "L06", "L07", "L09"].map(str::to_owned));
    assert_eq!(
        counts.keys().cloned().collect::<BTreeSet<_>>(),
        kinds.collect()
    );
    assert_eq!(counts["L03"], 2);
}

#[test]
fn the_list_of_faults_names_units_that_are_in_the_file_it_names() {
    let (_, files) = written(LORESTAN);
    let list: Value = serde_json::from_slice(&files["faults.json"]).unwrap();
    let mut places: Vec<(String, [f64; 2])> = Vec::new();
    for fault in list["faults"].as_array().unwrap() {
        let code = fault["code"].as_str().unwrap();
        let file = fault["file"].as_str().unwrap();
        let text = String::from_utf8(files[file].clone()).unwrap();
        // Some also name a unit of another layer, as a parent its child; and where a centre
        // is missing, its file says nothing of the unit.
        let units = fault["units"].as_array().unwrap();
        let named = units
            .iter()
            .any(|unit| text.contains(unit.as_str().unwrap()));
        assert_eq!(named, code != "S05", "{code} {file}");
        if let Some(at) = fault.get("at") {
            let at = [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()];
            assert!(
                (46.0..51.0).contains(&at[0]) && (32.0..35.0).contains(&at[1]),
                "{code}"
            );
            if code.starts_with(['T', 'S']) && file.starts_with("lorestan/") {
                for (other, place) in &places {
                    let apart = ((at[0] - place[0]) * 93.0).hypot((at[1] - place[1]) * 111.0);
                    assert!(apart > 2.0, "{code} and {other} are {apart} km apart");
                }
                places.push((code.to_owned(), at));
            }
        } else {
            assert_eq!(code, "T18");
        }
    }
}

#[test]
fn legal_minima_are_missed_only_where_that_is_seeded() {
    let (_, files) = written(LORESTAN);
    let mut people: BTreeMap<String, u64> = BTreeMap::new();
    for settlement in features(&files, "lorestan/settlements.geojson") {
        let own = &settlement["properties"];
        let code = own["parent_code"].as_str().unwrap();
        for digits in [4, 6, 10] {
            *people.entry(code[..digits].to_owned()).or_default() +=
                own["population_1395"].as_u64().unwrap();
        }
    }
    let short = |file: &str, least: &dyn Fn(&str) -> u64, count: &dyn Fn(&Value) -> u64| {
        features(&files, file)
            .into_iter()
            .filter_map(|unit| {
                let own = &unit["properties"];
                let enough = own["density"]
                    .as_str()
                    .is_some_and(|grade| count(own) >= least(grade));
                (!enough).then(|| own["code"].as_str().unwrap().to_owned())
            })
            .collect::<Vec<String>>()
    };
    let summed = |own: &Value| people[own["code"].as_str().unwrap()];
    let own = |own: &Value| own["population_1395"].as_u64().unwrap();
    let grade = |dense: u64, medium: u64, low: u64| {
        move |grade: &str| match grade {
            "dense" => dense,
            "medium" => medium,
            _ => low,
        }
    };
    let rural = "lorestan/rural_districts.geojson";
    assert_eq!(
        short(rural, &grade(8_000, 6_000, 4_000), &summed),
        ["1501030002", "1506030001"]
    );
    let districts = "lorestan/districts.geojson";
    assert_eq!(
        short(districts, &grade(30_000, 20_000, u64::MAX), &summed),
        ["150305"]
    );
    let counties = "lorestan/counties.geojson";
    assert_eq!(
        short(counties, &grade(120_000, 80_000, u64::MAX), &own),
        ["1507"]
    );
}

#[test]
fn a_stop_is_an_error_of_its_own_and_an_impossible_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let stopped = write(folder.path(), &LORESTAN, &mut |_| false);
    assert!(matches!(stopped, Err(SampleError::Cancelled)));
    let file = folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let refused = write(&file, &LORESTAN, &mut |_| true).unwrap_err();
    assert!(refused.to_string().contains("a file"), "{refused}");
}

#[test]
fn the_country_has_its_counts_and_every_inner_edge_is_used_from_both_sides() {
    let (first, files) = written(Options {
        national: true,
        seed: 3,
        vertices: Some(170_000),
        faults: 0,
    });
    assert!(
        (160_000..190_000).contains(&first.vertices),
        "{}",
        first.vertices
    );
    let lines = |name: &str| files[name].iter().filter(|&&byte| byte == b'\n').count() - 2;
    for (name, count) in [
        ("provinces", 31),
        ("counties", 468),
        ("districts", 1_155),
        ("rural_districts", 2_722),
        ("cities", 1_422),
        ("settlements", 46_759 + 115_605),
        ("centres", 31 + 468 + 1_155 + 2_722),
    ] {
        assert_eq!(lines(&format!("national/{name}.geojson")), count, "{name}");
    }
    // Coordinates are compared as the text that stands in the files.
    let edges = |name: &str| {
        let mut edges = BTreeSet::new();
        for feature in features(&files, name) {
            let shape = &feature["geometry"];
            let single = [shape["coordinates"].clone()];
            let polygons = match shape["type"].as_str().unwrap() {
                "Polygon" => &single[..],
                _ => shape["coordinates"].as_array().unwrap(),
            };
            for ring in polygons
                .iter()
                .flat_map(|polygon| polygon.as_array().unwrap())
            {
                for pair in ring.as_array().unwrap().windows(2) {
                    let edge = [pair[0].to_string(), pair[1].to_string()];
                    assert!(edges.insert(edge), "edge used twice");
                }
            }
        }
        edges
    };
    let mut leaves = edges("national/rural_districts.geojson");
    leaves.extend(edges("national/cities.geojson"));
    let outer = |edges: &BTreeSet<[String; 2]>| -> BTreeSet<[String; 2]> {
        edges
            .iter()
            .filter(|[a, b]| !edges.contains(&[b.clone(), a.clone()]))
            .cloned()
            .collect()
    };
    assert_eq!(outer(&leaves), outer(&edges("national/provinces.geojson")));
}

proptest! {
    #[test]
    fn shares_add_up_and_keep_their_limits(
        parts in prop::collection::vec((0.01_f64..100.0, 1_usize..50), 1..40),
        spare in 0_usize..500,
    ) {
        let weights: Vec<f64> = parts.iter().map(|part| part.0).collect();
        let limits: Vec<usize> = parts.iter().map(|part| part.1).collect();
        let total = (parts.len() + spare).min(limits.iter().sum());
        let given = allot(total, &weights, &limits);
        prop_assert_eq!(given.iter().sum::<usize>(), total);
        prop_assert!(given.iter().zip(&limits).all(|(has, limit)| *has >= 1 && has <= limit));
    }

    #[test]
    fn a_vertex_on_an_edge_changes_no_area(
        corners in prop::array::uniform3((480_000_000_i32..490_000_000, 330_000_000_i32..340_000_000)),
    ) {
        let [a, b, c] = corners.map(|(x, y)| [x / 2 * 2, y / 2 * 2]);
        let middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        let plain = area_km2(&[a, b, c, a]);
        let split = area_km2(&[a, middle, b, c, a]);
        prop_assert!((plain - split).abs() < 1e-6, "{} {}", plain, split);
    }
}
