//! What layers become: units, parents, centres, settlements, and lines of the report.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use super::*;
use crate::files::{layer_from_geojson, read_layers, recognise};
use crate::model::{Holds, Land, PlainRole, Position};

/// A real layer, where the machine has it.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("MARZ_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    let path = folder.join(name);
    path.is_file().then_some(path)
}

fn prepared(raw: RawLayer) -> ImportLayer {
    ImportLayer {
        mapping: recognise(&raw).mapping,
        raw,
        crs: None,
    }
}

fn layer(name: &str, features: &[&str]) -> ImportLayer {
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    prepared(layer_from_geojson(name.as_ref(), text.as_bytes()).unwrap())
}

/// A feature with a square of a degree from (x, y).
fn square(x: i32, y: i32, properties: &str) -> String {
    let (right, top) = (x + 1, y + 1);
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{right},{y}],[{right},{top}],[{x},{top}],[{x},{y}]]]}}}}"#
    )
}

fn point(x: f64, y: f64, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
    )
}

fn layer_of(name: &str, features: &[String]) -> ImportLayer {
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    layer(name, &features)
}

fn run(layers: Vec<ImportLayer>) -> (Dataset, ImportReport) {
    import(layers, "test", &mut |_| ControlFlow::Continue(())).unwrap()
}

fn unit(dataset: &Dataset, level: Level, name: &str) -> UnitKey {
    let mut units = dataset
        .units
        .iter()
        .filter(|(_, unit)| unit.level == level && unit.name == name);
    let (key, _) = units.next().expect("there is such a unit");
    assert!(units.next().is_none(), "{name} is there once");
    key
}

fn parent_name(dataset: &Dataset, unit: UnitKey) -> Option<String> {
    let parent = dataset.units.get(unit).unwrap().parent?;
    Some(dataset.units.get(parent).unwrap().name.clone())
}

fn reasons(report: &ImportReport) -> Vec<&'static str> {
    report.lines.iter().map(|line| line.reason.kind()).collect()
}

#[test]
fn ancestors_named_by_columns_become_units_shared_by_code() {
    let columns = |county: &str, district: &str, own: &str, name: &str| {
        format!(
            r#"{{"level":"dehestan","ostan":"لرستان","ostan_code":"15","shahrestan":"c{county}","shahrestan_code":"{county}","bakhsh":"مرکزی","bakhsh_code":"{district}","dehestan":"{name}","dehestan_code":"{own}"}}"#
        )
    };
    let (dataset, report) = run(vec![layer_of(
        "x.geojson",
        &[
            square(48, 33, &columns("07", "01", "0001", "a")),
            square(49, 33, &columns("07", "01", "0002", "b")),
            square(50, 33, &columns("08", "01", "0003", "c")),
        ],
    )]);
    assert_eq!(report.counts[&Level::Province], 1);
    assert_eq!(report.counts[&Level::County], 2);
    assert_eq!(
        report.counts[&Level::District],
        2,
        "two districts of one name"
    );
    let a = dataset
        .units
        .get(unit(&dataset, Level::RuralDistrict, "a"))
        .unwrap();
    assert_eq!(a.code.as_deref(), Some("1507010001"));
    let district = dataset.units.get(a.parent.unwrap()).unwrap();
    assert_eq!(district.code.as_deref(), Some("150701"));
    assert!(district.layer.is_none() && district.land == Land::None);
    assert_eq!(dataset.ancestors(a.parent.unwrap()).count(), 3);
    assert!(reasons(&report).contains(&"named_by_children"));
    assert!(a.is_leaf());
}

#[test]
fn columns_of_names_alone_share_by_path() {
    let columns = |county: &str, name: &str| {
        format!(
            r#"{{"ostan":"فارس","shahrestan":"{county}","bakhsh":"مرکزی","dehestan":"{name}"}}"#
        )
    };
    let (dataset, report) = run(vec![layer_of(
        "dehestan.geojson",
        &[
            square(48, 33, &columns("كازرون", "a")),
            square(49, 33, &columns("کازرون", "b")),
            square(50, 33, &columns("لار", "c")),
        ],
    )]);
    assert_eq!(report.counts[&Level::County], 2, "ك and ک are one letter");
    assert_eq!(report.counts[&Level::District], 2);
    let a = dataset
        .units
        .get(unit(&dataset, Level::RuralDistrict, "a"))
        .unwrap();
    let b = dataset
        .units
        .get(unit(&dataset, Level::RuralDistrict, "b"))
        .unwrap();
    assert_eq!(a.parent, b.parent);
    // The name stays as it was written first.
    unit(&dataset, Level::County, "كازرون");
}

#[test]
fn layers_are_joined_by_code_by_prefix_and_by_name() {
    let provinces = || {
        layer_of(
            "provinces.geojson",
            &[square(48, 33, r#"{"name":"لرستان","code":"15"}"#)],
        )
    };
    for (properties, how) in [
        (
            r#"{"name":"ازنا","code":"1507","parent":"15"}"#,
            "parent code",
        ),
        (r#"{"name":"ازنا","code":"1507"}"#, "beginning of the code"),
        (r#"{"name":"ازنا","parent":"لرستان"}"#, "parent name"),
        (r#"{"name":"ازنا","ostan":"استان لرستان"}"#, "column name"),
        (r#"{"name":"ازنا","ostan_code":15}"#, "column code"),
        (r#"{"name":"ازنا"}"#, "place"),
    ] {
        let counties = layer_of("counties.geojson", &[square(48, 33, properties)]);
        let (dataset, report) = run(vec![counties, provinces()]);
        let county = unit(&dataset, Level::County, "ازنا");
        assert_eq!(
            parent_name(&dataset, county).as_deref(),
            Some("لرستان"),
            "by {how}"
        );
        assert_eq!(report.counts[&Level::Province], 1, "by {how}");
        let by_place = reasons(&report).contains(&"parents_by_place");
        assert_eq!(by_place, how == "place", "by {how}: {:?}", report.lines);
    }
}

#[test]
fn references_of_another_list_are_followed_by_place_and_told() {
    let provinces = layer_of(
        "provinces.geojson",
        &[
            square(48, 33, r#"{"name":"a"}"#),
            square(49, 33, r#"{"name":"b"}"#),
        ],
    );
    let counties = layer_of(
        "counties.geojson",
        &[
            square(48, 33, r#"{"name":"one","prov":"IR-20"}"#),
            square(49, 33, r#"{"name":"two","prov":"IR-21"}"#),
        ],
    );
    let (dataset, report) = run(vec![counties, provinces]);
    let one = unit(&dataset, Level::County, "one");
    assert_eq!(parent_name(&dataset, one).as_deref(), Some("a"));
    assert_eq!(report.counts[&Level::Province], 2);
    let told: Vec<String> = report
        .lines
        .iter()
        .filter(|line| line.reason.kind() == "parents_by_place")
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("IR-20") && told[0].contains("1 of its 1"));
}

#[test]
fn a_parent_that_is_nowhere_stays_missing_and_is_told() {
    let provinces = layer_of(
        "provinces.geojson",
        &[square(48, 33, r#"{"name":"a","code":"15"}"#)],
    );
    let counties = layer_of(
        "counties.geojson",
        &[
            square(48, 33, r#"{"name":"one","parent":"15"}"#),
            square(49, 33, r#"{"name":"two","parent":"51"}"#),
            square(50, 33, r#"{"name":"three","parent":null}"#),
        ],
    );
    let (dataset, report) = run(vec![provinces, counties]);
    for name in ["two", "three"] {
        let county = unit(&dataset, Level::County, name);
        assert_eq!(parent_name(&dataset, county), None, "{name}");
    }
    let line = report
        .lines
        .iter()
        .find(|line| line.reason.kind() == "parent_not_found");
    assert_eq!(line.unwrap().feature, Some(2));
}

#[test]
fn a_parent_of_two_names_is_the_one_around_or_nobody() {
    let provinces = |codes: [&str; 2]| {
        layer_of(
            "provinces.geojson",
            &[
                square(48, 33, &format!(r#"{{"name":"a","code":"{}"}}"#, codes[0])),
                square(49, 33, &format!(r#"{{"name":"b","code":"{}"}}"#, codes[1])),
            ],
        )
    };
    let county = |x| {
        layer_of(
            "counties.geojson",
            &[square(x, 33, r#"{"name":"one","parent":"15"}"#)],
        )
    };
    let (dataset, _) = run(vec![provinces(["15", "15"]), county(49)]);
    let one = unit(&dataset, Level::County, "one");
    assert_eq!(parent_name(&dataset, one).as_deref(), Some("b"));
    let (dataset, report) = run(vec![provinces(["15", "15"]), county(60)]);
    let one = unit(&dataset, Level::County, "one");
    assert_eq!(parent_name(&dataset, one), None);
    assert!(reasons(&report).contains(&"parent_ambiguous"));
}

#[test]
fn settlements_cities_and_centres_take_their_places() {
    let rural = layer_of(
        "dehestan.geojson",
        &[square(
            48,
            33,
            r#"{"name":"d","code":"1507010001","centre":"خمه"}"#,
        )],
    );
    let villages = layer_of(
        "abadi.geojson",
        &[
            point(
                48.5,
                33.5,
                r#"{"abadi":"خمه","code":"451542","parent":"1507010001","pop_1395":"120","khanevar_1395":30}"#,
            ),
            point(
                48.6,
                33.5,
                r#"{"abadi":"گم","code":"451543","parent":"1507010001"}"#,
            ),
        ],
    );
    let farms = layer_of(
        "mazrae.geojson",
        &[point(
            48.6,
            33.6,
            r#"{"name":"f","village_code":"451542","parent":"1507010001"}"#,
        )],
    );
    let cities = layer_of(
        "shahr.geojson",
        &[point(
            48.2,
            33.2,
            r#"{"name":"شهر ازنا","code":"1507011001"}"#,
        )],
    );
    let counties = layer_of(
        "county.geojson",
        &[square(48, 33, r#"{"name":"ازنا","code":"1507"}"#)],
    );
    let centres = layer_of(
        "points.geojson",
        &[
            point(
                48.3,
                33.3,
                r#"{"level":"مرکز","name":"ازنا","parent":"1507"}"#,
            ),
            point(48.3, 33.3, r#"{"level":"مرکز","name":"y","parent":"1600"}"#),
            point(48.3, 33.3, r#"{"level":"مرکز","name":"z","parent":"1507"}"#),
        ],
    );
    let (dataset, report) = run(vec![rural, villages, farms, cities, counties, centres]);
    let d = unit(&dataset, Level::RuralDistrict, "d");
    let county = unit(&dataset, Level::County, "ازنا");
    let settlements: Vec<_> = dataset.settlements.iter().collect();
    assert_eq!(settlements.len(), 3);
    let (khomeh, village) = settlements[0];
    assert_eq!(village.parent, Some(d));
    assert_eq!(village.populations.latest().unwrap().people, Some(120));
    assert_eq!(village.populations.latest().unwrap().households, Some(30));
    assert_eq!(settlements[2].1.village, Some(khomeh));
    let centre = dataset.units.get(d).unwrap().centre.clone().unwrap();
    assert_eq!(centre.settlement, Some(khomeh));
    assert_eq!(centre.position, village.position);
    let city = dataset
        .units
        .get(unit(&dataset, Level::City, "شهر ازنا"))
        .unwrap();
    assert_eq!(city.point, Some(Position { x: 48.2, y: 33.2 }));
    assert_eq!(city.parent, Some(county));
    let seat = dataset.units.get(county).unwrap().centre.clone().unwrap();
    assert_eq!(seat.position, Some(Position { x: 48.3, y: 33.3 }));
    assert_eq!(seat.city, Some(unit(&dataset, Level::City, "شهر ازنا")));
    assert_eq!(report.centres, 2);
    assert_eq!(report.kept, 2);
    assert!(reasons(&report).contains(&"centre_without_unit"));
    assert!(reasons(&report).contains(&"second_centre"));
    let layer = dataset.layers.iter().last().unwrap().1;
    assert_eq!(layer.features[0].holds, Holds::Centre(county));
}

#[test]
fn what_cannot_be_used_is_kept_and_told() {
    let features = [
        square(48, 33, r#"{"name":"good"}"#),
        r#"{"type":"Feature","properties":{"name":"line"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#.to_owned(),
        r#"{"type":"Feature","properties":{"name":"two"},"geometry":{"type":"Polygon","coordinates":[[[50,33],[51,33],[50,33]]]}}"#.to_owned(),
        r#"{"type":"Feature","properties":{"name":"far"},"geometry":{"type":"Polygon","coordinates":[[[400,1e300],[51,33],[50,33],[400,1e300]]]}}"#.to_owned(),
        r#"{"type":"Feature","properties":{"name":"none"},"geometry":{"type":"MultiPolygon","coordinates":[]}}"#.to_owned(),
        r#"{"type":"Feature","id":"p9","properties":{"name":"point"},"geometry":{"type":"Point","coordinates":[400,1e300]}}"#.to_owned(),
        "null".to_owned(),
    ];
    let (dataset, report) = run(vec![layer_of("counties.geojson", &features)]);
    let told: Vec<_> = report
        .lines
        .iter()
        .filter_map(|line| Some((line.feature?, line.reason.kind())))
        .collect();
    assert_eq!(
        told,
        [
            (7, "not_a_feature"),
            (2, "unsupported_geometry"),
            (3, "short_ring"),
            (4, "not_on_earth"),
            (5, "empty_geometry"),
            (6, "not_on_earth"),
        ]
    );
    assert_eq!(report.kept, 2);
    assert!(
        dataset
            .units
            .get(unit(&dataset, Level::County, "good"))
            .unwrap()
            .is_leaf()
    );
    for name in ["two", "far", "none"] {
        let land = &dataset
            .units
            .get(unit(&dataset, Level::County, name))
            .unwrap()
            .land;
        assert!(
            matches!(
                land,
                Land::Plain {
                    role: PlainRole::Unusable,
                    ..
                }
            ),
            "{name}"
        );
    }
}

#[test]
fn the_same_files_give_the_same_data_set_and_a_stop_stops() {
    let layers = || {
        vec![layer_of(
            "counties.geojson",
            &[square(48, 33, r#"{"name":"a"}"#)],
        )]
    };
    assert_eq!(run(layers()).0, run(layers()).0);
    let stopped = import(layers(), "t", &mut |progress| match progress.stage {
        ImportStage::Borders => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert!(matches!(stopped, Err(FileError::Stopped)));
    let mut strange = layers();
    strange[0].crs = Some(Crs("EPSG:99999".to_owned()));
    let unknown = import(strange, "t", &mut |_| ControlFlow::Continue(()));
    assert!(matches!(unknown, Err(FileError::UnknownCrs { .. })));
}

#[test]
fn real_layers_come_in_whole() {
    let files = [
        "iran_osm/counties.geojson",
        "iran_osm/provinces.geojson",
        "iran_reconstructed/dehestan.geojson",
    ];
    let paths: Option<Vec<PathBuf>> = files.iter().map(|file| shared(file)).collect();
    let Some(paths) = paths else {
        return;
    };
    let read = |paths: &[PathBuf]| -> Vec<ImportLayer> {
        paths
            .iter()
            .flat_map(|path| read_layers(path).unwrap())
            .map(prepared)
            .collect()
    };
    let without_parent = |dataset: &Dataset| {
        dataset
            .units
            .iter()
            .filter(|(_, unit)| unit.parent.is_none() && unit.level != Level::Province)
            .count()
    };
    let (dataset, report) = run(read(&paths[..2]));
    assert_eq!(
        (
            report.counts[&Level::Province],
            report.counts[&Level::County]
        ),
        (31, 478)
    );
    assert_eq!((without_parent(&dataset), report.kept), (0, 0));
    let (dataset, report) = run(read(&paths[2..]));
    assert_eq!(report.counts[&Level::RuralDistrict], 2569);
    assert_eq!(without_parent(&dataset), 0);
    let (dataset, report) = run(read(&paths));
    // Four counties of the list of 1397 are drawn otherwise in the other layer.
    assert_eq!(
        (
            report.counts[&Level::Province],
            report.counts[&Level::County]
        ),
        (31, 482)
    );
    assert_eq!(without_parent(&dataset), 0);
}
