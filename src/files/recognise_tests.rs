//! What is recognised in the layers that offices have.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;
use crate::files::layer_from_geojson;

fn layer(name: &str, properties: &[&str]) -> RawLayer {
    let features: Vec<String> = properties
        .iter()
        .map(|properties| {
            format!(r#"{{"type":"Feature","geometry":null,"properties":{properties}}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    layer_from_geojson(name.as_ref(), text.as_bytes()).unwrap()
}

fn path(recognised: &Recognised, attribute: Attribute) -> Vec<String> {
    recognised.mapping.fields[&attribute].0.clone()
}

#[test]
fn openstreetmap_counties_are_understood() {
    let layer = layer(
        "counties.geojson",
        &[
            r#"{"type":"relation","id":1,"tags":{"admin_level":"5","name":"شهرستان آشتیان","name:en":"Ashtian County","place":"county"},"prov":"IR-00"}"#,
            r#"{"type":"relation","id":2,"tags":{"admin_level":"5","name":"شهرستان اراک","name:fa":"اراک","name:en":"Arak County","place":"county","population":"10"},"prov":"IR-00"}"#,
            r#"{"type":"relation","id":3,"tags":{"admin_level":"5","name":"شهرستان خمین","name:de":"Chomein"},"prov":"IR-00"}"#,
            r#"{"type":"relation","id":4,"tags":{"admin_level":"5","name":"شهرستان دلیجان"},"prov":"IR-00"}"#,
        ],
    );
    let recognised = recognise(&layer);
    assert_eq!(recognised.mapping.level, Some(Level::County));
    assert_eq!(recognised.level_source, LevelSource::Field);
    assert_eq!(path(&recognised, Attribute::Level), ["tags", "admin_level"]);
    assert_eq!(path(&recognised, Attribute::Name), ["tags", "name"]);
    assert_eq!(
        path(&recognised, Attribute::AncestorCode(Level::Province)),
        ["prov"]
    );
    assert_eq!(
        path(&recognised, Attribute::People(None)),
        ["tags", "population"]
    );
    assert!(!recognised.mapping.fields.contains_key(&Attribute::Code));
    assert_eq!(recognised.evidence[&Attribute::Name].filled, 4);
    let unmapped: Vec<_> = recognised
        .unmapped
        .iter()
        .map(|field| field.path.0.join("."))
        .collect();
    assert!(unmapped.contains(&"tags.name:en".to_owned()));
}

#[test]
fn the_file_name_gives_the_level_where_no_field_does() {
    let provinces = layer(
        "provinces.geojson",
        &[r#"{"name:fa":"کرمان","name:en":"Kerman"}"#],
    );
    let recognised = recognise(&provinces);
    assert_eq!(recognised.mapping.level, Some(Level::Province));
    assert_eq!(recognised.level_source, LevelSource::FileName);
    assert_eq!(path(&recognised, Attribute::Name), ["name:fa"]);
    let unknown = recognise(&layer("export.geojson", &[r#"{"name":"کرمان"}"#]));
    assert_eq!(unknown.mapping.level, None);
    assert_eq!(unknown.level_source, LevelSource::Nothing);
}

#[test]
fn columns_of_ancestors_are_told_from_the_features_own() {
    let layer = layer(
        "x.geojson",
        &[
            r#"{"ostan":"لرستان","shahrestan":"ازنا","bakhsh":"جاپلق","dehestan":"جاپلق شرقی","ostan_code":"15","dehestan_code":"0001","pop_1395":"۱۲۰۰"}"#,
        ],
    );
    let recognised = recognise(&layer);
    assert_eq!(recognised.mapping.level, Some(Level::RuralDistrict));
    assert_eq!(recognised.level_source, LevelSource::Columns);
    assert_eq!(path(&recognised, Attribute::Name), ["dehestan"]);
    assert_eq!(path(&recognised, Attribute::Code), ["dehestan_code"]);
    assert_eq!(
        path(&recognised, Attribute::AncestorName(Level::District)),
        ["bakhsh"]
    );
    assert_eq!(
        path(&recognised, Attribute::AncestorCode(Level::Province)),
        ["ostan_code"]
    );
    assert_eq!(
        path(&recognised, Attribute::People(Some(1395))),
        ["pop_1395"]
    );
}

#[test]
fn a_layer_of_centres_is_one() {
    let by_value = layer(
        "points.geojson",
        &[r#"{"level":"capital","name":"ازنا","parent":"1507"}"#],
    );
    assert!(recognise(&by_value).mapping.centres);
    let by_name = recognise(&layer(
        "مراکز شهرستان.geojson",
        &[r#"{"نام":"ازنا","کد والد":"1507"}"#],
    ));
    assert!(by_name.mapping.centres);
    assert_eq!(by_name.mapping.level, Some(Level::County));
    assert_eq!(path(&by_name, Attribute::Parent), ["کد والد"]);
}

#[test]
fn values_speak_against_a_name() {
    // A field called type with geometry kinds in it says no level.
    let layer = layer(
        "villages.geojson",
        &[r#"{"type":"node","density":12.5,"name":"خمه"}"#],
    );
    let recognised = recognise(&layer);
    assert_eq!(recognised.mapping.level, Some(Level::Village));
    assert!(!recognised.mapping.fields.contains_key(&Attribute::Level));
    assert!(!recognised.mapping.fields.contains_key(&Attribute::Density));
}
