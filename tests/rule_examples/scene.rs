//! An example's data set, from its lines.

use std::sync::Arc;

use marz::model::{
    BorderAttributes, BorderKey, Centre, Crs, Dataset, DensityGrade, FieldMapping, Land, Layer,
    LayerKey, Level, Life, Origin, Overlay, OverlayKind, ParentReference, PlainPolygon, PlainRing,
    PlainRole, Populations, Position, Properties, Settlement, SettlementKind, SpecialArea, Unit,
};
use marz::topology::{Snapshot, weave_dataset};
use serde::de::DeserializeOwned;

use super::{numbers, unquoted, words};

/// A data set in the making.
pub struct Scene {
    dataset: Dataset,
    layer: LayerKey,
    lines: Vec<Vec<String>>,
}

impl Default for Scene {
    fn default() -> Self {
        let mut dataset = Dataset::new(Origin::of_content(b"example"), "example");
        let layer = dataset.layers.insert(Layer {
            id: dataset.origin.id("layer", 0),
            name: "example".into(),
            file: "example.geojson".into(),
            crs: Crs::wgs84(),
            mapping: FieldMapping::default(),
            members: Properties::default(),
            bare_geometry: false,
            features: Arc::new([]),
        });
        Self {
            dataset,
            layer,
            lines: Vec::new(),
        }
    }
}

fn enumerated<T: DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(serde_json::Value::from(word)).unwrap()
}

/// `1395:7200` or `7200`, with commas between several.
fn counts(text: &str) -> impl Iterator<Item = (Option<i32>, Option<u64>)> + '_ {
    text.split(',').map(|count| match count.split_once(':') {
        Some((census, count)) => (Some(census.parse().unwrap()), Some(count.parse().unwrap())),
        None => (None, Some(count.parse().unwrap())),
    })
}

fn geometry(text: &str) -> geo::Geometry<f64> {
    let wkt: wkt::Wkt<f64> = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    wkt.try_into().unwrap()
}

/// Polygons as they are written: rings may be open, and numbers what they like.
fn polygons(text: &str) -> Vec<PlainPolygon> {
    let single = !text.starts_with("MULTI");
    let inner = |text: &str| -> String {
        let text = text.trim();
        let inner = text
            .strip_prefix('(')
            .and_then(|text| text.strip_suffix(')'));
        inner
            .unwrap_or_else(|| panic!("no polygon: {text}"))
            .to_owned()
    };
    let from = text.find('(').unwrap_or_else(|| panic!("no land: {text}"));
    let body = &text[from..];
    let written = if single {
        vec![body.to_owned()]
    } else {
        parts(&inner(body))
    };
    let ring = |text: &String| PlainRing {
        positions: inner(text)
            .split(',')
            .map(|pair| {
                let pair: Vec<f64> = pair
                    .split_whitespace()
                    .map(|number| {
                        number
                            .parse()
                            .unwrap_or_else(|_| panic!("no number: {number}"))
                    })
                    .collect();
                Position {
                    x: pair[0],
                    y: pair[1],
                }
            })
            .collect(),
        heights_m: None,
    };
    let polygon = |text: &String| PlainPolygon {
        rings: parts(&inner(text)).iter().map(ring).collect(),
    };
    written.iter().map(polygon).collect()
}

/// What stands between the commas that no parenthesis holds.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if sign == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(sign);
        }
    }
    parts
}

fn point(geometry: &geo::Geometry<f64>) -> Position {
    match geometry {
        geo::Geometry::Point(point) => point.0,
        other => panic!("no place: {other:?}"),
    }
}

impl Scene {
    /// Takes a line; entities are made when all are known.
    pub fn add(&mut self, line: &str) {
        let start = ["MULTIPOLYGON", "POLYGON", "POINT"]
            .iter()
            .find_map(|kind| line.find(kind));
        let (head, shape) = line.split_at(start.unwrap_or(line.len()));
        let mut words = words(head);
        words.push(shape.to_owned());
        self.lines.push(words);
    }

    /// The data set, woven and indexed.
    pub fn snapshot(mut self) -> Snapshot {
        let lines = std::mem::take(&mut self.lines);
        let is_unit = |line: &Vec<String>| Level::from_name(&line[0]).is_some_and(Level::is_unit);
        for line in lines.iter().filter(|line| is_unit(line)) {
            let unit = self.unit(line);
            self.dataset.units.insert(unit);
        }
        for line in lines.iter().filter(|line| !is_unit(line)) {
            match line[0].as_str() {
                "parameter" => self.parameter(&line[1]),
                "border" => {}
                kind if OverlayKind::from_name(kind).is_some() => {
                    let overlay = self.overlay(line);
                    self.dataset.overlays.insert(overlay);
                }
                _ => {
                    let settlement = self.settlement(line);
                    self.dataset.settlements.insert(settlement);
                }
            }
        }
        let units: Vec<_> = self.dataset.units.keys().collect();
        for (key, line) in units
            .into_iter()
            .zip(lines.iter().filter(|line| is_unit(line)))
        {
            let parent = value(line, "parent").and_then(|code| self.unit_of(code));
            let centre = value(line, "centre").map(|text| self.centre(text));
            self.dataset.units.update(key, |unit| {
                unit.parent = parent;
                unit.centre = centre;
            });
        }
        weave_dataset(&mut self.dataset);
        for line in lines.iter().filter(|line| line[0] == "border") {
            self.border(line);
        }
        Snapshot::new(self.dataset)
    }

    fn unit_of(&self, code: &str) -> Option<marz::model::UnitKey> {
        let mut units = self.dataset.units.iter();
        let found = units.find(|(_, unit)| unit.code.as_deref() == Some(code));
        assert!(found.is_some(), "no unit has the code {code}");
        found.map(|(key, _)| key)
    }

    fn parameter(&mut self, assignment: &str) {
        let (name, value) = assignment.split_once('=').unwrap();
        let parameters = &mut self.dataset.parameters;
        match name {
            "law" => parameters.law = value.to_owned(),
            "sliver_width_m" => parameters.sliver_width_m = value.parse().unwrap(),
            "parent_tolerance_m" => parameters.parent_tolerance_m = value.parse().unwrap(),
            "minimum_area_m2" => parameters.minimum_area_m2 = value.parse().unwrap(),
            "spike_angle_deg" => parameters.spike_angle_deg = value.parse().unwrap(),
            "narrow_spike_angle_deg" => {
                parameters.narrow_spike_angle_deg = value.parse().unwrap();
            }
            "open_gap_widths" => parameters.open_gap_widths = value.parse().unwrap(),
            "match_tolerance_m" => parameters.match_tolerance_m = value.parse().unwrap(),
            _ => panic!("no such parameter: {name}"),
        }
    }

    fn centre(&self, text: &str) -> Centre {
        if let [x, y] = numbers_of(text)[..] {
            return Centre {
                position: Some(Position { x, y }),
                ..Centre::default()
            };
        }
        let mut settlements = self.dataset.settlements.iter();
        let settlement = settlements.find(|(_, place)| place.code.as_deref() == Some(text));
        Centre {
            settlement: settlement.map(|(key, _)| key),
            city: settlement.is_none().then(|| self.unit_of(text)).flatten(),
            ..Centre::default()
        }
    }

    fn unit(&self, line: &[String]) -> Unit {
        let id = self
            .dataset
            .origin
            .id("unit", self.dataset.units.next_key().0 as usize);
        let level = Level::from_name(&line[0]).unwrap();
        let mut unit = Unit::new(id, level, unquoted(&line[2]));
        unit.code = (line[1] != "-").then(|| unquoted(&line[1]));
        unit.layer = Some(self.layer);
        for word in &line[3..line.len() - 1] {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            match name {
                "parent" | "centre" => {}
                "wants" => unit.parent_reference = wanted(value),
                "people" => add_people(&mut unit.populations, value),
                "density" => unit.density = Some(enumerated::<DensityGrade>(value)),
                "special" => {
                    unit.special_areas = value.split(',').map(enumerated::<SpecialArea>).collect();
                }
                "established" => unit.established = Some(value.parse().unwrap()),
                "nomadic" => unit.nomadic = true,
                "unlisted" => unit.layer = None,
                "ended" => unit.life.effective.until = Some(value.parse().unwrap()),
                _ => panic!("no such attribute: {word}"),
            }
        }
        match line.last().map(String::as_str) {
            None | Some("") => {}
            Some(shape) if shape.starts_with("POINT") => unit.point = Some(point(&geometry(shape))),
            Some(shape) => {
                unit.land = Land::Plain {
                    polygons: polygons(shape).into(),
                    role: PlainRole::Pending,
                };
            }
        }
        unit
    }

    fn settlement(&self, line: &[String]) -> Settlement {
        let index = self.dataset.settlements.next_key().0 as usize;
        let mut settlement = Settlement {
            id: self.dataset.origin.id("settlement", index),
            kind: enumerated::<SettlementKind>(&line[0]),
            code: (line[1] != "-").then(|| unquoted(&line[1])),
            name: unquoted(&line[2]),
            parent: None,
            parent_reference: ParentReference::default(),
            village: None,
            position: None,
            height_m: None,
            limits: Vec::new(),
            populations: Populations::default(),
            layer: Some(self.layer),
            properties: Properties::default(),
            life: Life::default(),
        };
        for word in &line[3..line.len() - 1] {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            match name {
                "parent" => settlement.parent = self.unit_of(value),
                "wants" => settlement.parent_reference = wanted(value),
                "people" => add_people(&mut settlement.populations, value),
                "ended" => settlement.life.effective.until = Some(value.parse().unwrap()),
                "households" => {
                    for (census, count) in counts(value) {
                        settlement.populations.set_households(census, count);
                    }
                }
                _ => panic!("no such attribute: {word}"),
            }
        }
        match line.last().map(String::as_str) {
            None | Some("") => {}
            Some(shape) if shape.starts_with("POINT") => {
                settlement.position = Some(point(&geometry(shape)));
            }
            Some(shape) => settlement.limits = polygons(shape),
        }
        settlement
    }

    fn overlay(&self, line: &[String]) -> Overlay {
        let index = self.dataset.overlays.next_key().0 as usize;
        let id = self.dataset.origin.id("overlay", index);
        let mut overlay = Overlay::new(id, OverlayKind::from_name(&line[0]).unwrap());
        overlay.code = (line[1] != "-").then(|| unquoted(&line[1]));
        overlay.name = unquoted(&line[2]);
        overlay.layer = Some(self.layer);
        for word in &line[3..line.len() - 1] {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            match name {
                "of" => overlay.of_code = Some(unquoted(value)),
                "party" => overlay.party = Some(unquoted(value)),
                "level" => overlay.level = Some(Level::from_name(value).unwrap()),
                _ => panic!("no such attribute: {word}"),
            }
        }
        overlay.polygons = polygons(line.last().unwrap()).into();
        overlay
    }

    /// Gives attributes to every border between two units.
    fn border(&mut self, line: &[String]) {
        let (one, other) = (self.unit_of(&line[1]), self.unit_of(&line[2]));
        let (one, other) = (one.unwrap(), other.unwrap());
        let mut attributes = BorderAttributes::default();
        for word in &line[3..line.len() - 1] {
            let (name, value) = word.split_once('=').unwrap();
            match name {
                "status" => attributes.status = enumerated(value),
                "source" => attributes.source = unquoted(value),
                _ => panic!("no such attribute: {word}"),
            }
        }
        let is_of = |units: &[marz::model::UnitKey], unit| {
            let mut units = units.iter();
            units.any(|&leaf| self.dataset.ancestors(leaf).any(|(above, _)| above == unit))
        };
        let between: Vec<BorderKey> = self
            .dataset
            .borders
            .iter()
            .filter(|(_, border)| {
                (is_of(&border.left, one) && is_of(&border.right, other))
                    || (is_of(&border.left, other) && is_of(&border.right, one))
            })
            .map(|(key, _)| key)
            .collect();
        assert!(!between.is_empty(), "there is no border: {line:?}");
        for key in between {
            self.dataset
                .borders
                .update(key, |border| border.attributes = attributes.clone());
        }
    }
}

fn numbers_of(text: &str) -> Vec<f64> {
    if text.contains(',') {
        numbers(text)
    } else {
        Vec::new()
    }
}

fn value<'a>(line: &'a [String], name: &str) -> Option<&'a str> {
    line.iter()
        .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

fn wanted(code: &str) -> ParentReference {
    ParentReference {
        code: Some(unquoted(code)),
        names: Vec::new(),
    }
}

fn add_people(populations: &mut Populations, text: &str) {
    for (census, people) in counts(text) {
        populations.set_people(census, people);
    }
}
