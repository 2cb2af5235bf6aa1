//! Findings as GeoJSON features: the geometry is of the finding's own edges, the
//! properties are the members that `marz check --json` writes, and its words.

use serde_json::{Map, Value, json};

use super::{ListedFindings, Watch};
use crate::app::describe::describe;
use crate::app::language::{Words, plain};
use crate::measure::ring_area_m2;
use crate::model::{PlainPolygon, PlainRing, Position, same_place};
use crate::rules::{Finding, Place, json_finding};
use crate::topology::polygons_contain;

/// The findings as a feature collection (RFC 7946), one line a feature; nothing where
/// `watch` breaks.
pub fn geojson_features(
    words: &Words,
    listed: &ListedFindings<'_>,
    watch: Watch<'_>,
) -> Option<String> {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    let is_whole = listed.for_each(watch, |place, finding| {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&feature(words, listed, finding).to_string());
    });
    text.push_str("\n]}\n");
    is_whole.then_some(text)
}

fn feature(words: &Words, listed: &ListedFindings<'_>, finding: &Finding) -> Value {
    let dataset = &listed.snapshot.dataset;
    // A finding is plain data: it always is a JSON object.
    let mut properties = match serde_json::to_value(json_finding(dataset, finding, listed.made)) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let told = describe(words, dataset, finding);
    let mut say = |name: &str, text: &str| {
        if !text.is_empty() {
            properties.insert(name.to_owned(), plain(text).into());
        }
    };
    say("kind_words", &told.kind);
    say("units_words", &told.units);
    say("detail_words", &told.detail);
    json!({
        "type": "Feature",
        "geometry": finding.place.as_ref().map(geometry),
        "properties": properties,
    })
}

/// A place as a geometry: a point, lines, or polygons of its rings.
fn geometry(place: &Place) -> Value {
    let point = |position: &Position| json!([position.x, position.y]);
    let line = |line: &[Position]| line.iter().map(point).collect::<Vec<Value>>();
    let lines = &place.outline;
    if lines.is_empty() {
        return json!({"type": "Point", "coordinates": point(&place.at)});
    }
    if lines.iter().any(|line| !is_ring(line)) {
        let lines: Vec<Vec<Value>> = lines.iter().map(|one| line(one)).collect();
        return json!({"type": "MultiLineString", "coordinates": lines});
    }
    let mut polygons: Vec<Vec<Vec<Value>>> = nested(lines)
        .into_iter()
        .map(|rings| rings.iter().map(|ring| line(ring)).collect())
        .collect();
    match polygons.len() {
        1 => json!({"type": "Polygon", "coordinates": polygons.remove(0)}),
        _ => json!({"type": "MultiPolygon", "coordinates": polygons}),
    }
}

fn is_ring(line: &[Position]) -> bool {
    match (line.first(), line.last()) {
        (Some(&first), Some(&last)) => line.len() > 3 && same_place(first, last),
        _ => false,
    }
}

/// Rings as polygons: shells, which lie in an even number of others, each with the holes
/// right inside it. Shells run against the clock, holes with it (RFC 7946, 3.1.6).
fn nested(rings: &[Vec<Position>]) -> Vec<Vec<Vec<Position>>> {
    let around: Vec<Vec<usize>> = (0..rings.len())
        .map(|inner| {
            let others = 0..rings.len();
            others
                .filter(|&outer| outer != inner && lies_in(rings, inner, outer))
                .collect()
        })
        .collect();
    let turned = |ring: &[Position], against_the_clock: bool| {
        let mut ring = ring.to_vec();
        if (ring_area_m2(&ring) > 0.0) != against_the_clock {
            ring.reverse();
        }
        ring
    };
    let mut polygons: Vec<(usize, Vec<Vec<Position>>)> = Vec::new();
    for (place, ring) in rings.iter().enumerate() {
        if around
            .get(place)
            .is_some_and(|around| around.len() % 2 == 0)
        {
            polygons.push((place, vec![turned(ring, true)]));
        }
    }
    for (place, ring) in rings.iter().enumerate() {
        let Some(holders) = around.get(place).filter(|around| around.len() % 2 == 1) else {
            continue;
        };
        // The shell right around a hole lies in one ring fewer.
        let shell = polygons.iter_mut().find(|(shell, _)| {
            holders.contains(shell)
                && around
                    .get(*shell)
                    .is_some_and(|it| it.len() + 1 == holders.len())
        });
        if let Some((_, rings)) = shell {
            rings.push(turned(ring, false));
        }
    }
    polygons.into_iter().map(|(_, rings)| rings).collect()
}

/// Whether a ring lies in another, by a vertex that is not the other's too.
fn lies_in(rings: &[Vec<Position>], inner: usize, outer: usize) -> bool {
    let (Some(inner), Some(outer)) = (rings.get(inner), rings.get(outer)) else {
        return false;
    };
    let is_own = |vertex: &&Position| !outer.iter().any(|other| same_place(**vertex, *other));
    let Some(vertex) = inner.iter().find(is_own).or(inner.first()) else {
        return false;
    };
    let polygon = PlainPolygon {
        rings: vec![PlainRing {
            positions: outer.as_slice().into(),
            heights_m: None,
        }],
    };
    polygons_contain(&[polygon], *vertex)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::ops::ControlFlow;

    use super::*;
    use crate::app::language::Language;
    use crate::model::{Dataset, IsoDate, Origin};
    use crate::rules::{Code, Severity};
    use crate::topology::Snapshot;

    fn square(west: f64, south: f64, size_deg: f64) -> Vec<Position> {
        [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
            .map(|(x, y)| Position {
                x: west + x * size_deg,
                y: south + y * size_deg,
            })
            .into()
    }

    fn written(outline: Vec<Vec<Position>>) -> geojson::FeatureCollection {
        let at = outline[0][0];
        let finding = Finding {
            place: Some(Place::outline(at, outline)),
            area_m2: Some(5.0),
            ..Finding::new(Code::T12, Severity::Error)
        };
        let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b"features"), ""));
        let listed = ListedFindings {
            snapshot: &snapshot,
            findings: vec![&finding],
            made: IsoDate::FIRST_OF_1970,
        };
        let mut watch = |_| ControlFlow::Continue(());
        let text = geojson_features(&Words::new(Language::English), &listed, &mut watch);
        text.unwrap()
            .parse::<geojson::GeoJson>()
            .unwrap()
            .try_into()
            .unwrap()
    }

    fn shape(outline: Vec<Vec<Position>>) -> Value {
        let feature = written(outline).features.remove(0);
        let properties = feature.properties.unwrap();
        assert_eq!(properties["code"], "T12");
        assert_eq!(properties["area_m2"], 5.0);
        serde_json::to_value(feature.geometry.unwrap()).unwrap()
    }

    #[test]
    fn a_face_with_a_hole_is_one_polygon_and_an_island_in_it_another() {
        let rings = vec![
            square(48.4, 33.4, 0.2),
            square(48.0, 33.0, 1.0),
            square(48.45, 33.45, 0.1),
        ];
        let shape = shape(rings);
        assert_eq!(shape["type"], "MultiPolygon");
        let polygons = shape["coordinates"].as_array().unwrap();
        let counts: Vec<usize> = polygons
            .iter()
            .map(|it| it.as_array().unwrap().len())
            .collect();
        assert_eq!(counts, [2, 1], "a shell with its hole, and the island");
        // Against the clock: from the first corner to the east.
        assert!(polygons[0][0][1][0].as_f64() > polygons[0][0][0][0].as_f64());
    }

    #[test]
    fn one_ring_is_a_polygon_and_a_line_stays_a_line() {
        assert_eq!(shape(vec![square(48.0, 33.0, 0.1)])["type"], "Polygon");
        let line = square(48.0, 33.0, 0.1)[..3].to_vec();
        assert_eq!(shape(vec![line])["type"], "MultiLineString");
    }

    #[test]
    fn a_hole_that_touches_its_shell_in_a_vertex_is_a_hole() {
        let shape = shape(vec![square(48.0, 33.0, 1.0), square(48.0, 33.0, 0.5)]);
        assert_eq!(shape["type"], "Polygon");
    }
}
