//! What the scanner reads is what the general reader reads, and what the `geojson` crate
//! reads of coordinates; what it does not take is left to the general reader.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::files::geojson_parse::Items;

fn general(text: &str) -> Option<Node> {
    serde_json::from_str(text).ok()
}

fn scanned(text: &str, piece_bytes: usize) -> Option<Node> {
    let collection = scan_in_pieces(text.as_bytes(), piece_bytes, |node| node)?;
    Some(Node::Object(Box::new(Object {
        kind: Some("FeatureCollection".into()),
        features: Some(Box::new(Items::List(collection.features))),
        members: collection.members,
        ..Object::default()
    })))
}

/// To compare by: heights that are missing are no numbers, which equal nothing.
fn written(node: &impl std::fmt::Debug) -> String {
    format!("{node:?}")
}

fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", "", " ", "\n", "\r\n\t"])
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (-180.0_f64..180.0).prop_map(|number| number.to_string()),
        2 => (-180_000_000_i64..180_000_000).prop_map(|number| (number as f64 / 1e6).to_string()),
        1 => "-?[1-9][0-9]{0,2}\\.[0-9]{1,20}",
        1 => select(vec!["0", "-0", "48", "1e1", "-1.5E-3", "51.50"]).prop_map(str::to_owned),
    ]
}

/// Numbers and what else a hand may have written in their place.
fn any_number() -> impl Strategy<Value = String> {
    prop_oneof![
        40 => number(),
        1 => select(vec![
            "null", "\"5\"", "01", "1.", ".5", "+1", "-", "1e999", "[1]", "", "NaN", "{}",
        ])
        .prop_map(str::to_owned),
    ]
}

fn list(item: BoxedStrategy<String>, count: std::ops::Range<usize>) -> BoxedStrategy<String> {
    (
        prop::collection::vec((space(), item, space()), count),
        space(),
    )
        .prop_map(|(items, within)| {
            let items: Vec<String> = items
                .into_iter()
                .map(|(before, item, after)| format!("{before}{item}{after}"))
                .collect();
            format!("[{}{within}]", items.join(","))
        })
        .boxed()
}

fn geometry() -> impl Strategy<Value = String> {
    let place = || {
        prop_oneof![
            8 => list(any_number().boxed(), 2..3),
            2 => list(any_number().boxed(), 0..5),
        ]
        .boxed()
    };
    let flat = list(number().boxed(), 2..3);
    let deep = list(number().boxed(), 3..4);
    let ring = prop_oneof![
        6 => list(flat.clone(), 1..9),
        2 => list(deep, 1..5),
        1 => list(place(), 0..4),
    ]
    .boxed();
    let polygon = list(ring, 0..3);
    let coordinates = prop_oneof![
        2 => place(),
        6 => polygon.clone(),
        3 => list(polygon, 0..3),
        1 => select(vec!["null", "7", "[]", "[[[[[[1,2]]]]]]"]).prop_map(str::to_owned),
    ];
    let kind = select(vec!["Point", "Polygon", "MultiPolygon", "LineString", "x"]);
    let more = select(vec![
        "",
        ",\"a\":[1,{\"b\":null}]",
        ",\"type\":\"Point\"",
        ",\"properties\":1",
    ]);
    (kind, coordinates, more, any::<bool>(), space()).prop_map(
        |(kind, coordinates, more, first, space)| {
            let kind = format!("\"type\":{space}\"{kind}\"");
            let coordinates = format!("\"coordinates\"{space}:{coordinates}");
            if first {
                format!("{{{space}{kind}{space},{coordinates}{more}}}")
            } else {
                format!("{{{coordinates},{space}{kind}{more}{space}}}")
            }
        },
    )
}

fn feature() -> impl Strategy<Value = String> {
    let geometry = prop_oneof![
        8 => geometry(),
        1 => select(vec!["null", "[]", "{}", "3"]).prop_map(str::to_owned),
    ];
    let properties = select(vec![
        "{}",
        "null",
        "{\"name\":\"\u{628}\u{062e}\u{634}\",\"n\":[1.50,2],\"t\":\"\\\"{\\u0041\"}",
        // Looks like the beginning of a feature, and is none.
        "{\"a\":[{\"type\":\"Feature\",\"geometry\":null},{\"type\":\"Feature\"}]}",
        "{\"a\":1,\"a\":2}",
        "\"text\"",
        "{\"cut\":}",
    ]);
    let more = select(vec![
        "",
        "",
        "",
        ",\"id\":7",
        ",\"bbox\":[1,2,3,4]",
        ",\"id\":1,\"id\":2",
        ",\"\\u0069d\":1",
        ",\"coordinates\":[1,2]",
        ",\"features\":[]",
        ",\"type\":\"Feature\"",
        ",",
    ]);
    prop_oneof![
        12 => (geometry, properties, more, space(), any::<bool>()).prop_map(
            |(geometry, properties, more, space, first)| {
                let kind = format!("\"type\"{space}:\"Feature\"");
                let properties = format!("\"properties\":{space}{properties}");
                let geometry = format!("\"geometry\":{geometry}");
                if first {
                    format!("{{{kind},{space}{properties},{geometry}{more}{space}}}")
                } else {
                    format!("{{{space}{geometry},{properties},{kind}{more}}}")
                }
            }
        ),
        1 => select(vec!["null", "3", "{\"type\":\"Polygon\"}", "[]", "\"x\""]).prop_map(str::to_owned),
    ]
}

fn collection() -> impl Strategy<Value = String> {
    let features = list(feature().boxed(), 0..8);
    let before = select(vec![
        "",
        "\"name\":\"x\",",
        "\"crs\":{\"a\":[]},",
        "\"features\":[],",
        "\"bbox\":null,",
        "\"a\":1,\"a\":{},",
        "\"properties\":{},",
    ]);
    let after = select(vec![
        "",
        ",\"note\":\"\\n\"",
        ",\"type\":\"Feature\"",
        "}",
        ",",
        " x",
    ]);
    (features, before, after, space(), any::<bool>()).prop_map(
        |(features, before, after, space, first)| {
            let kind = format!("\"type\":{space}\"FeatureCollection\"");
            let features = format!("\"features\":{space}{features}");
            if first {
                format!("{space}{{{kind},{before}{features}{after}}}{space}")
            } else {
                format!("{{{space}{before}{features}{space},{kind}{after}}}")
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// The general reader is the judge, of what is taken and of what is refused.
    #[test]
    fn what_is_scanned_is_what_the_general_reader_reads(
        text in collection(),
        piece_bytes in select(vec![1_usize, 40, 400, 1 << 20]),
    ) {
        if let Some(node) = scanned(&text, piece_bytes) {
            prop_assert_eq!(written(&Some(node)), written(&general(&text)), "{}", text);
        }
    }

    /// A text with one byte lost or changed is read alike or left alone, too.
    #[test]
    fn broken_texts_are_left_to_the_general_reader(
        text in collection(),
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![select(b"[]{},:\"0-. e\\n".to_vec()), any::<u8>()],
        lost in any::<bool>(),
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        if lost {
            bytes.remove(at);
        } else {
            bytes[at] = byte;
        }
        let read = scan_in_pieces(&bytes, 40, |node| node);
        let general: Option<Node> = serde_json::from_slice(&bytes).ok();
        match (read, general) {
            (Some(read), Some(Node::Object(object))) => {
                let features = Some(Box::new(Items::List(read.features)));
                prop_assert_eq!(written(&features), written(&object.features));
                prop_assert_eq!(read.members, object.members);
            }
            (Some(_), _) => prop_assert!(false, "{}", String::from_utf8_lossy(&bytes)),
            (None, _) => {}
        }
    }

    /// The `geojson` crate as a judge of coordinates.
    #[test]
    fn coordinates_are_those_that_the_geojson_crate_reads(
        rings in prop::collection::vec(
            prop::collection::vec((-180.0_f64..180.0, -90.0_f64..90.0), 4..40), 1..4),
    ) {
        let rings: Vec<Vec<Vec<f64>>> = rings
            .into_iter()
            .map(|ring| ring.into_iter().map(|(x, y)| vec![x, y]).collect())
            .collect();
        let feature = geojson::Feature {
            geometry: Some(geojson::Geometry::new(geojson::GeometryValue::new_polygon(rings))),
            ..geojson::Feature::default()
        };
        let written = geojson::FeatureCollection::new(vec![feature]).to_string();
        let judge: geojson::FeatureCollection = written.parse().unwrap();
        let value = serde_json::to_value(&judge).unwrap();
        let scanned = scanned(&written, 1).unwrap();
        prop_assert_eq!(scanned, serde_json::from_value::<Node>(value).unwrap());
    }
}

#[test]
fn what_programs_write_is_scanned() {
    let feature = r#"{ "type": "Feature", "properties": { "name": "\u0627" }, "geometry":
        { "type": "Polygon", "coordinates": [ [ [ 48.1, 33 ], [ 49.25, 33.0 ], [ 49, -34.5 ] ] ] } }"#;
    let text = format!(
        r#"{{"type": "FeatureCollection", "name": "x", "features": [{}]}}"#,
        vec![feature; 50].join(",\n")
    );
    for piece_bytes in [1, 100, 1000, 1 << 20] {
        assert_eq!(scanned(&text, piece_bytes), general(&text));
    }
    assert!(scanned(&text, 1).is_some());
}

#[test]
fn one_odd_feature_does_not_keep_the_others_from_being_scanned() {
    let odd = r#"{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[1,null]]]}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{odd},{odd}]}}"#);
    let node = scanned(&text, 1 << 20);
    assert!(node.is_some());
    assert_eq!(node, general(&text));
}

#[test]
fn nesting_too_deep_for_the_whole_text_is_left_alone() {
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"a":{deep}}},"geometry":null}}]}}"#
    );
    assert_eq!(general(&text), None);
    assert_eq!(scanned(&text, 1), None);
}
