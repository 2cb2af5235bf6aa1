//! Recognising what the fields of a layer mean: by their usual names, checked against
//! their values, else by the file's name. What comes out is shown to the user before
//! anything is read in, with what it rests on, and can be changed there.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::attributes::{density_of, text_of};
use super::border_lines::is_line;
use super::field_words::{
    LevelWord, Meaning, Role, file_of_borders, level_of_file_name, level_word, meaning, osm_level,
};
use super::raw::{RawFeature, RawLayer};
use crate::model::{
    Attribute, FieldMapping, FieldPath, Level, OverlayKind, ascii_digits, fold_letter,
};

/// A field of a layer and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldEvidence {
    /// Where it is.
    pub path: FieldPath,
    /// How many features have a value there.
    pub filled: usize,
    /// Up to three different values, as written.
    pub samples: Vec<String>,
}

/// What the level of a layer rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LevelSource {
    /// A field says it, feature by feature.
    Field,
    /// The file's name says it.
    FileName,
    /// The lowest level that its columns name.
    Columns,
    /// Nothing says it.
    #[default]
    Nothing,
}

/// How the fields of a layer can be understood, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The mapping to import with, unless the user changes it.
    pub mapping: FieldMapping,
    /// The fields it rests on.
    pub evidence: BTreeMap<Attribute, FieldEvidence>,
    /// What its level rests on.
    pub level_source: LevelSource,
    /// The other fields, in the order in which the features have them.
    pub unmapped: Vec<FieldEvidence>,
    /// How many features the layer has.
    pub features: usize,
}

/// What is gathered of a field.
#[derive(Default)]
struct Field {
    filled: usize,
    samples: Vec<String>,
    /// What its name says that it holds.
    meaning: Option<Meaning>,
    /// How many of the values are what its name says, where that is a level or a density
    /// grade.
    agreeing: usize,
    /// How many of the values are codes and Persian texts.
    codes: usize,
    persian: usize,
}

/// Recognises the fields of a layer.
///
/// ```
/// use marz::files::{layer_from_geojson, recognise};
/// use marz::model::{Attribute, Level};
/// let text = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
///     "geometry": null, "properties": {"tags": {"name": "شهرستان ازنا", "admin_level": "5"}}}]}"#;
/// let layer = layer_from_geojson("counties.geojson".as_ref(), text.as_bytes())?;
/// let recognised = recognise(&layer);
/// assert_eq!(recognised.mapping.level, Some(Level::County));
/// assert_eq!(recognised.mapping.fields[&Attribute::Name].0, ["tags", "name"]);
/// # Ok::<(), marz::files::FileError>(())
/// ```
pub fn recognise(layer: &RawLayer) -> Recognised {
    let Fields {
        order,
        by_path: fields,
    } = gather(layer);
    let mut chosen: BTreeMap<Attribute, (usize, u8)> = BTreeMap::new();
    let mut columns: Vec<(usize, Level, Role)> = Vec::new();
    for (index, path) in order.iter().enumerate() {
        let Some(field) = fields.get(path) else {
            continue;
        };
        if field.filled == 0 {
            continue;
        }
        match field.meaning {
            Some(Meaning::Attribute(attribute, rank)) if field.suits(attribute) => {
                let better = chosen.get(&attribute).is_none_or(|&(other, other_rank)| {
                    order
                        .get(other)
                        .and_then(|other| fields.get(other))
                        .is_none_or(|other| {
                            field.score(attribute, rank) > other.score(attribute, other_rank)
                        })
                });
                if better {
                    chosen.insert(attribute, (index, rank));
                }
            }
            Some(Meaning::Unit(level, role)) => columns.push((index, level, role)),
            _ => {}
        }
    }
    let level = choose_level(layer, &order, &fields, &mut chosen, &columns);
    let borders = is_of_borders(layer, &chosen);
    // What only some layers have means nothing in another.
    chosen.retain(|attribute, _| match attribute {
        Attribute::Of => level.has_overlays,
        other => borders || !Attribute::OF_BORDERS.contains(other),
    });
    for &(index, level, role) in &columns {
        let Some(field) = order.get(index).and_then(|path| fields.get(path)) else {
            continue;
        };
        let is_code = match role {
            Role::Code => true,
            Role::Name => false,
            Role::Either => {
                let has_code_column = columns
                    .iter()
                    .any(|&(_, other, role)| other == level && role == Role::Code);
                !has_code_column && field.codes * 2 > field.filled
            }
        };
        let attribute = if is_code {
            Attribute::AncestorCode(level)
        } else {
            Attribute::AncestorName(level)
        };
        let better = chosen.get(&attribute).is_none_or(|&(other, _)| {
            order
                .get(other)
                .and_then(|other| fields.get(other))
                .is_none_or(|other| {
                    (field.persian * 2 > field.filled) && other.persian * 2 <= other.filled
                })
        });
        if better {
            chosen.insert(attribute, (index, 0));
        }
    }
    own_columns(level.level, &mut chosen);
    let used: Vec<usize> = chosen.values().map(|&(index, _)| index).collect();
    let evidence_of = |index: usize| -> Option<FieldEvidence> {
        let path = order.get(index)?;
        let field = fields.get(path)?;
        Some(FieldEvidence {
            path: path.clone(),
            filled: field.filled,
            samples: field.samples.clone(),
        })
    };
    let evidence: BTreeMap<Attribute, FieldEvidence> = chosen
        .iter()
        .filter_map(|(&attribute, &(index, _))| Some((attribute, evidence_of(index)?)))
        .collect();
    Recognised {
        mapping: FieldMapping {
            level: level.level,
            centres: level.centres,
            party: None,
            overlay: level.overlay,
            borders,
            fields: evidence
                .iter()
                .map(|(&attribute, field)| (attribute, field.path.clone()))
                .collect(),
        },
        evidence,
        level_source: level.source,
        unmapped: (0..order.len())
            .filter(|index| !used.contains(index))
            .filter_map(evidence_of)
            .collect(),
        features: layer.features.len(),
    }
}

/// The columns of the layer's own level are its own code, name and village.
fn own_columns(level: Option<Level>, chosen: &mut BTreeMap<Attribute, (usize, u8)>) {
    let Some(level) = level else {
        return;
    };
    for (own, attribute) in [
        (Attribute::Name, Attribute::AncestorName(level)),
        (Attribute::Code, Attribute::AncestorCode(level)),
    ] {
        if !chosen.contains_key(&own)
            && let Some(column) = chosen.remove(&attribute)
        {
            chosen.insert(own, column);
        }
    }
    if matches!(level, Level::Farm | Level::Place)
        && let Some(column) = chosen.remove(&Attribute::AncestorCode(Level::Village))
    {
        chosen.insert(Attribute::Village, column);
    }
}

/// Whether the layer's features are lines that tell attributes of borders: most are
/// lines, and its fields or its name say that they are borders.
fn is_of_borders(layer: &RawLayer, chosen: &BTreeMap<Attribute, (usize, u8)>) -> bool {
    let lines = layer.features.iter().filter(|feature| is_line(feature));
    let told = [
        Attribute::LeftCode,
        Attribute::RightCode,
        Attribute::Status,
        Attribute::Decree,
    ];
    lines.count() * 2 > layer.features.len()
        && (file_of_borders(&layer.name)
            || told.iter().any(|attribute| chosen.contains_key(attribute)))
}

#[derive(Default)]
struct LayerLevel {
    level: Option<Level>,
    centres: bool,
    overlay: Option<OverlayKind>,
    /// Whether some feature lies over the coverage.
    has_overlays: bool,
    source: LevelSource,
}

fn choose_level(
    layer: &RawLayer,
    order: &[FieldPath],
    fields: &FxHashMap<FieldPath, Field>,
    chosen: &mut BTreeMap<Attribute, (usize, u8)>,
    columns: &[(usize, Level, Role)],
) -> LayerLevel {
    let by_name = level_of_file_name(&layer.name);
    let centres = matches!(by_name, Some(LevelWord::Centre(_)));
    if let Some(&(index, _)) = chosen.get(&Attribute::Level)
        && let Some(path) = order.get(index)
        && fields.get(path).is_some()
    {
        let mut values: Vec<String> = layer
            .features
            .iter()
            .filter_map(|feature| text_of(path.find(&feature.properties)?))
            .collect();
        values.sort_unstable();
        values.dedup();
        let has_six = values.iter().any(|value| is_number(value, "6"));
        let mut levels: Vec<LevelWord> = values
            .iter()
            .filter_map(|value| level_of_value(value, has_six))
            .collect();
        levels.dedup();
        let of_field = LayerLevel {
            has_overlays: levels
                .iter()
                .any(|level| matches!(level, LevelWord::Overlay(_))),
            source: LevelSource::Field,
            ..LayerLevel::default()
        };
        return match levels.as_slice() {
            [LevelWord::Level(level)] => LayerLevel {
                level: Some(*level),
                ..of_field
            },
            [LevelWord::Centre(level)] => LayerLevel {
                level: *level,
                centres: true,
                ..of_field
            },
            [LevelWord::Overlay(kind)] => LayerLevel {
                overlay: Some(*kind),
                ..of_field
            },
            _ => of_field,
        };
    }
    match by_name {
        Some(LevelWord::Level(level) | LevelWord::Centre(Some(level))) => LayerLevel {
            level: Some(level),
            centres,
            source: LevelSource::FileName,
            ..LayerLevel::default()
        },
        Some(LevelWord::Centre(None)) => LayerLevel {
            centres,
            source: LevelSource::FileName,
            ..LayerLevel::default()
        },
        Some(LevelWord::Overlay(kind)) => LayerLevel {
            overlay: Some(kind),
            has_overlays: true,
            source: LevelSource::FileName,
            ..LayerLevel::default()
        },
        None => {
            let lowest = columns.iter().map(|&(_, level, _)| level).max();
            LayerLevel {
                level: lowest.filter(|_| !chosen.contains_key(&Attribute::Name)),
                centres: false,
                source: if lowest.is_some() && !chosen.contains_key(&Attribute::Name) {
                    LevelSource::Columns
                } else {
                    LevelSource::Nothing
                },
                ..LayerLevel::default()
            }
        }
    }
}

fn is_number(value: &str, number: &str) -> bool {
    ascii_digits(value.trim()) == number
}

fn level_of_value(value: &str, has_six: bool) -> Option<LevelWord> {
    osm_level(value, "", None, has_six)
        .map(LevelWord::Level)
        .or_else(|| level_word(value))
}

/// Whether some feature of the layer has OpenStreetMap's level 6.
pub(super) fn has_six(features: &[RawFeature], mapping: &FieldMapping) -> bool {
    mapping.fields.get(&Attribute::Level).is_some_and(|path| {
        features.iter().any(|feature| {
            path.find(&feature.properties)
                .and_then(text_of)
                .is_some_and(|value| is_number(&value, "6"))
        })
    })
}

/// The fields of some features, in the order in which the features have them.
#[derive(Default)]
struct Fields {
    order: Vec<FieldPath>,
    by_path: FxHashMap<FieldPath, Field>,
}

/// How many features are looked through by one thread in a row.
const FEATURES_AT_ONCE: usize = 512;

/// Every field of the layer, nested ones too, in the order in which features have
/// them, and what it holds.
fn gather(layer: &RawLayer) -> Fields {
    let of_features = |features: &[RawFeature]| {
        let mut fields = Fields::default();
        let mut path = Vec::new();
        for feature in features {
            fields.gather_object(&feature.properties, &mut path);
        }
        fields
    };
    let chunks = layer.features.par_chunks(FEATURES_AT_ONCE).map(of_features);
    let mut chunks = chunks.collect::<Vec<Fields>>().into_iter();
    let first = chunks.next().unwrap_or_default();
    chunks.fold(first, Fields::and)
}

/// How many values of a field are shown.
const SAMPLES: usize = 3;

/// Objects are looked into two deep; deeper ones are no attributes of a feature.
const DEEPEST: usize = 3;

impl Fields {
    fn gather_object(&mut self, object: &Map<String, Value>, path: &mut Vec<String>) {
        for (name, value) in object {
            path.push(name.clone());
            if let Value::Object(inner) = value {
                if path.len() < DEEPEST {
                    self.gather_object(inner, path);
                }
            } else {
                let order = &mut self.order;
                let key = FieldPath(path.clone());
                let field = self.by_path.entry(key).or_insert_with_key(|key| {
                    order.push(key.clone());
                    Field {
                        meaning: meaning(name),
                        ..Field::default()
                    }
                });
                field.see(value);
            }
            path.pop();
        }
    }

    /// These and what features further on have.
    fn and(mut self, mut later: Self) -> Self {
        for path in later.order {
            let Some(field) = later.by_path.remove(&path) else {
                continue;
            };
            match self.by_path.get_mut(&path) {
                Some(known) => known.take(field),
                None => {
                    self.order.push(path.clone());
                    self.by_path.insert(path, field);
                }
            }
        }
        self
    }
}

impl Field {
    /// Takes what features further on have in it.
    fn take(&mut self, later: Self) {
        self.filled += later.filled;
        self.agreeing += later.agreeing;
        self.codes += later.codes;
        self.persian += later.persian;
        for sample in later.samples {
            self.add_sample(sample);
        }
    }

    fn add_sample(&mut self, text: String) {
        if self.samples.len() < SAMPLES && !self.samples.contains(&text) {
            self.samples.push(text);
        }
    }

    fn see(&mut self, value: &Value) {
        // A list has no text of its own, but is a value.
        let text = match value {
            Value::Array(items) if !items.is_empty() => Some(value.to_string()),
            Value::Bool(_) => Some(value.to_string()),
            other => text_of(other),
        };
        let Some(text) = text else {
            return;
        };
        self.filled += 1;
        if self.samples.len() < SAMPLES {
            self.add_sample(text.clone());
        }
        self.agreeing += usize::from(match self.meaning {
            Some(Meaning::Attribute(Attribute::Level, _)) => level_of_value(&text, false).is_some(),
            Some(Meaning::Attribute(Attribute::Density, _)) => density_of(&text).is_some(),
            _ => false,
        });
        let has_digit = text
            .chars()
            .filter_map(fold_letter)
            .any(|letter| letter.is_ascii_digit());
        self.codes += usize::from(has_digit && !text.trim().contains(char::is_whitespace));
        self.persian += usize::from(
            text.chars()
                .any(|letter| ('\u{600}'..='\u{6FF}').contains(&letter) && letter.is_alphabetic()),
        );
    }

    /// Whether the values can be what the name says.
    fn suits(&self, attribute: Attribute) -> bool {
        match attribute {
            Attribute::Level => self.agreeing * 2 > self.filled,
            Attribute::Density => self.agreeing > 0,
            _ => true,
        }
    }

    /// How well it serves, to be compared: filled first, then Persian for a name,
    /// then the usual field name.
    fn score(&self, attribute: Attribute, rank: u8) -> (usize, bool, u8) {
        let persian = attribute == Attribute::Name && self.persian * 2 > self.filled;
        // Two fields that are nearly as full are as good.
        let fullness = (self.filled as f64).log2().round() as usize;
        if attribute == Attribute::Level {
            return (0, false, u8::MAX - rank);
        }
        (fullness, persian, u8::MAX - rank)
    }
}

#[cfg(test)]
#[path = "recognise_tests.rs"]
mod tests;
