//! The file that `--map` names: how the fields of layers are understood, where they
//! are not recognised as they should be. It is JSON, one entry a file:
//!
//! ```json
//! {
//!   "export.shp": {
//!     "level": "county",
//!     "crs": "EPSG:32639",
//!     "fields": {
//!       "name": "NAM_SH",
//!       "code": "CODE_SH",
//!       "parent": null,
//!       "ancestor_name.province": ["tags", "is_in"],
//!       "population_1395": "JAM95"
//!     }
//!   },
//!   "*": { "party": "Lorestan" }
//! }
//! ```
//!
//! A file is found by its path as given, its name, or its name without ending; `*`
//! stands for every file. `level` is one of `province`, `county`, `district`,
//! `rural_district`, `city`, `village`, `farm`, `place`; `centres` (true or false) says
//! that the features are centres of units; `party` that they are a submission;
//! `overlay` that they lie over the coverage: `harim`, `city_limits`, `urban_area`,
//! `village_limits`, `constituency`, `submission`, `lake`, `sea`; `borders` (true or
//! false) that they are lines which tell attributes of borders. A field is named by a text, a nested one by a list. What is left out stays as
//! recognised, and null takes it away. The names under `fields` are `level`, `code`,
//! `name`, `parent`, `centre`, `density`, `special_areas`, `established`, `ended`, `village`,
//! `party`, `of` (the code of what an overlay belongs to), `left_code`, `right_code`,
//! `status`, `decree`, `source`, `accuracy_m` and `drawn` (of borders), `population` and `households` (with `_1395` for a census), and
//! `ancestor_name.county`, `ancestor_code.county` and so on for each level.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::error::FileError;
use crate::model::{Attribute, Crs, FieldMapping, FieldPath, Level, OverlayKind};

/// Mappings by file, as `--map` gives them; see the module's words for the format.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MappingFile {
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Entry {
    level: Option<Option<Level>>,
    centres: Option<bool>,
    party: Option<Option<String>>,
    overlay: Option<Option<OverlayKind>>,
    borders: Option<bool>,
    crs: Option<Crs>,
    fields: Vec<(Attribute, Option<FieldPath>)>,
}

/// An attribute's name in a mapping file.
pub fn attribute_name(attribute: Attribute) -> String {
    let with_census = |name: &str, census: Option<i32>| match census {
        Some(census) => format!("{name}_{census}"),
        None => name.to_owned(),
    };
    match attribute {
        Attribute::Level => "level".to_owned(),
        Attribute::Code => "code".to_owned(),
        Attribute::Name => "name".to_owned(),
        Attribute::Parent => "parent".to_owned(),
        Attribute::AncestorName(level) => format!("ancestor_name.{}", level.name()),
        Attribute::AncestorCode(level) => format!("ancestor_code.{}", level.name()),
        Attribute::People(census) => with_census("population", census),
        Attribute::Households(census) => with_census("households", census),
        Attribute::Centre => "centre".to_owned(),
        Attribute::Density => "density".to_owned(),
        Attribute::SpecialAreas => "special_areas".to_owned(),
        Attribute::Established => "established".to_owned(),
        Attribute::Ended => "ended".to_owned(),
        Attribute::Village => "village".to_owned(),
        Attribute::Party => "party".to_owned(),
        Attribute::Of => "of".to_owned(),
        Attribute::LeftCode => "left_code".to_owned(),
        Attribute::RightCode => "right_code".to_owned(),
        Attribute::Status => "status".to_owned(),
        Attribute::Decree => "decree".to_owned(),
        Attribute::Source => "source".to_owned(),
        Attribute::Accuracy => "accuracy_m".to_owned(),
        Attribute::Drawn => "drawn".to_owned(),
    }
}

/// The attribute of a name in a mapping file.
pub fn attribute_from_name(name: &str) -> Option<Attribute> {
    if let Some(level) = name.strip_prefix("ancestor_name.") {
        return Level::from_name(level).map(Attribute::AncestorName);
    }
    if let Some(level) = name.strip_prefix("ancestor_code.") {
        return Level::from_name(level).map(Attribute::AncestorCode);
    }
    let census = |rest: &str| match rest.strip_prefix('_') {
        None if rest.is_empty() => Some(None),
        Some(year) => year.parse().ok().map(Some),
        None => None,
    };
    if let Some(rest) = name.strip_prefix("population") {
        return census(rest).map(Attribute::People);
    }
    if let Some(rest) = name.strip_prefix("households") {
        return census(rest).map(Attribute::Households);
    }
    Some(match name {
        "level" => Attribute::Level,
        "code" => Attribute::Code,
        "name" => Attribute::Name,
        "parent" => Attribute::Parent,
        "centre" => Attribute::Centre,
        "density" => Attribute::Density,
        "special_areas" => Attribute::SpecialAreas,
        "established" => Attribute::Established,
        "ended" => Attribute::Ended,
        "village" => Attribute::Village,
        "party" => Attribute::Party,
        "of" => Attribute::Of,
        "left_code" => Attribute::LeftCode,
        "right_code" => Attribute::RightCode,
        "status" => Attribute::Status,
        "decree" => Attribute::Decree,
        "source" => Attribute::Source,
        "accuracy_m" => Attribute::Accuracy,
        "drawn" => Attribute::Drawn,
        _ => return None,
    })
}

impl MappingFile {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`FileError`] where it is missing, not JSON, or says what is not known, with
    /// the place.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| FileError::from_reading(path, source))?;
        Self::parse(&text).map_err(|reason| FileError::NotMapping {
            file: path.to_owned(),
            reason,
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let files = value
            .as_object()
            .ok_or("it should be an object with one entry a file")?;
        let entries = files
            .iter()
            .map(|(file, entry)| {
                Entry::parse(entry)
                    .map(|entry| (file.clone(), entry))
                    .map_err(|reason| format!("“{file}”: {reason}"))
            })
            .collect::<Result<_, String>>()?;
        Ok(Self { entries })
    }

    /// The mapping of a layer: what was recognised, changed by `*` and then by the
    /// entry of its file; and the reference system, if one is named.
    pub fn apply(&self, file: &str, recognised: FieldMapping) -> (FieldMapping, Option<Crs>) {
        let path = Path::new(file);
        let name = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let names = [
            "*".to_owned(),
            name(path.file_stem()),
            name(path.file_name()),
            file.to_owned(),
        ];
        let mut mapping = recognised;
        let mut crs = None;
        let mut done: Vec<&String> = Vec::new();
        for name in &names {
            let Some(entry) = self.entries.get(name).filter(|_| !done.contains(&name)) else {
                continue;
            };
            done.push(name);
            entry.change(&mut mapping);
            crs = entry.crs.clone().or(crs);
        }
        (mapping, crs)
    }

    /// The text of a mapping file that says how these layers are understood, so that
    /// what was chosen once can be used again.
    pub fn text<'a>(
        layers: impl IntoIterator<Item = (&'a str, &'a FieldMapping, Option<&'a Crs>)>,
    ) -> String {
        let mut files = Map::new();
        for (file, mapping, crs) in layers {
            let fields: Map<String, Value> = mapping
                .fields
                .iter()
                .map(|(&attribute, path)| {
                    let path = match path.0.as_slice() {
                        [one] => json!(one),
                        many => json!(many),
                    };
                    (attribute_name(attribute), path)
                })
                .collect();
            let mut entry = Map::new();
            entry.insert("level".to_owned(), json!(mapping.level));
            entry.insert("centres".to_owned(), json!(mapping.centres));
            entry.insert("party".to_owned(), json!(mapping.party));
            entry.insert("overlay".to_owned(), json!(mapping.overlay));
            entry.insert("borders".to_owned(), json!(mapping.borders));
            if let Some(crs) = crs {
                entry.insert("crs".to_owned(), json!(crs));
            }
            entry.insert("fields".to_owned(), Value::Object(fields));
            files.insert(file.to_owned(), Value::Object(entry));
        }
        let mut text = format!("{:#}", Value::Object(files));
        text.push('\n');
        text
    }
}

impl Entry {
    fn parse(value: &Value) -> Result<Self, String> {
        let object = value.as_object().ok_or("it should be an object")?;
        let mut entry = Self::default();
        for (name, value) in object {
            match (name.as_str(), value) {
                ("level", Value::Null) => entry.level = Some(None),
                ("level", Value::String(level)) => {
                    let known = Level::from_name(level)
                        .ok_or_else(|| format!("“{level}” is not the name of a level"))?;
                    entry.level = Some(Some(known));
                }
                ("centres", Value::Bool(centres)) => entry.centres = Some(*centres),
                ("overlay", Value::Null) => entry.overlay = Some(None),
                ("overlay", Value::String(kind)) => {
                    let known = OverlayKind::from_name(kind).ok_or_else(|| {
                        format!("“{kind}” is nothing that lies over the coverage")
                    })?;
                    entry.overlay = Some(Some(known));
                }
                ("borders", Value::Bool(borders)) => entry.borders = Some(*borders),
                ("party", Value::Null) => entry.party = Some(None),
                ("party", Value::String(party)) => entry.party = Some(Some(party.clone())),
                ("crs", Value::String(crs)) => entry.crs = Some(Crs(crs.clone())),
                ("fields", Value::Object(fields)) => {
                    for (attribute, path) in fields {
                        entry.fields.push(field_of(attribute, path)?);
                    }
                }
                ("level" | "centres" | "party" | "overlay" | "borders" | "crs" | "fields", _) => {
                    return Err(format!("“{name}” cannot be {value}"));
                }
                _ => return Err(format!("“{name}” is not known here")),
            }
        }
        Ok(entry)
    }

    fn change(&self, mapping: &mut FieldMapping) {
        if let Some(level) = self.level {
            mapping.level = level;
            // A submission has a level; nothing else over the coverage does.
            let stays = |kind: &OverlayKind| level.is_none() || *kind == OverlayKind::Submission;
            mapping.overlay = mapping.overlay.filter(stays);
            // A layer of one level has no use for a field that was taken for it.
            if level.is_some() {
                mapping.fields.remove(&Attribute::Level);
            }
        }
        if let Some(centres) = self.centres {
            mapping.centres = centres;
        }
        if let Some(overlay) = self.overlay {
            mapping.overlay = overlay;
            if overlay.is_some_and(|kind| kind != OverlayKind::Submission) {
                mapping.level = None;
                mapping.fields.remove(&Attribute::Level);
            }
        }
        if let Some(borders) = self.borders {
            mapping.borders = borders;
        }
        if let Some(party) = &self.party {
            mapping.party.clone_from(party);
        }
        for (attribute, path) in &self.fields {
            match path {
                Some(path) => mapping.fields.insert(*attribute, path.clone()),
                None => mapping.fields.remove(attribute),
            };
        }
    }
}

fn field_of(attribute: &str, path: &Value) -> Result<(Attribute, Option<FieldPath>), String> {
    let known = attribute_from_name(attribute)
        .ok_or_else(|| format!("“{attribute}” is not the name of an attribute"))?;
    let path = match path {
        Value::Null => None,
        Value::String(name) => Some(FieldPath(vec![name.clone()])),
        Value::Array(names) => {
            let names: Option<Vec<String>> = names
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect();
            Some(FieldPath(
                names
                    .filter(|names| !names.is_empty())
                    .ok_or_else(|| format!("“{attribute}” should be a list of names"))?,
            ))
        }
        other => return Err(format!("“{attribute}” cannot be {other}")),
    };
    Ok((known, path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn every_attribute_has_a_name_that_leads_back() {
        let mut attributes = vec![
            Attribute::Level,
            Attribute::Code,
            Attribute::Name,
            Attribute::Parent,
            Attribute::People(None),
            Attribute::People(Some(1395)),
            Attribute::Households(Some(1390)),
            Attribute::Centre,
            Attribute::Density,
            Attribute::SpecialAreas,
            Attribute::Established,
            Attribute::Ended,
            Attribute::Village,
            Attribute::Party,
            Attribute::Of,
        ];
        attributes.extend(Attribute::OF_BORDERS);
        for level in Level::ALL {
            attributes.push(Attribute::AncestorName(level));
            attributes.push(Attribute::AncestorCode(level));
        }
        for attribute in attributes {
            let name = attribute_name(attribute);
            assert_eq!(attribute_from_name(&name), Some(attribute), "{name}");
        }
        assert_eq!(attribute_from_name("populations"), None);
        assert_eq!(attribute_from_name("ancestor_name.moon"), None);
    }

    #[test]
    fn a_mapping_changes_what_it_names_and_leaves_the_rest() {
        let map = MappingFile::parse(
            r#"{"*": {"party": "Lorestan"},
                "a.shp": {"level": "county", "crs": "EPSG:32639",
                          "fields": {"name": ["tags", "name"], "code": null, "population_1395": "P"}}}"#,
        )
        .unwrap();
        let path = |names: &[&str]| FieldPath(names.iter().map(|&name| name.to_owned()).collect());
        let mut recognised = FieldMapping::default();
        for (attribute, name) in [
            (Attribute::Code, "id"),
            (Attribute::Parent, "up"),
            (Attribute::Level, "type"),
        ] {
            recognised.fields.insert(attribute, path(&[name]));
        }
        let (mapping, crs) = map.apply("folder/a.shp", recognised.clone());
        assert_eq!(crs, Some(Crs("EPSG:32639".to_owned())));
        assert_eq!(mapping.level, Some(Level::County));
        assert_eq!(mapping.party.as_deref(), Some("Lorestan"));
        let fields: Vec<_> = mapping.fields.clone().into_iter().collect();
        assert_eq!(
            fields,
            [
                (Attribute::Name, path(&["tags", "name"])),
                (Attribute::Parent, path(&["up"])),
                (Attribute::People(Some(1395)), path(&["P"])),
            ]
        );
        // What is written out leads to the same mapping, whatever was recognised.
        let text = MappingFile::text([("a.shp", &mapping, crs.as_ref())]);
        let again = MappingFile::parse(&text).unwrap();
        assert_eq!(
            again.apply("a.shp", FieldMapping::default()),
            (mapping, crs)
        );
        let (other, crs) = map.apply("b.shp", recognised.clone());
        assert_eq!((other.fields, crs), (recognised.fields, None));
    }

    #[test]
    fn a_mistake_is_named() {
        for (text, word) in [
            ("[]", "object"),
            (r#"{"a": {"level": "moon"}}"#, "moon"),
            (r#"{"a": {"fields": {"nmae": "x"}}}"#, "nmae"),
            (r#"{"a": {"fields": {"name": 3}}}"#, "name"),
            (r#"{"a": {"colour": 3}}"#, "colour"),
            (r#"{"a": }"#, "line 1"),
        ] {
            let reason = MappingFile::parse(text).unwrap_err();
            assert!(reason.contains(word), "{reason}");
        }
    }
}
