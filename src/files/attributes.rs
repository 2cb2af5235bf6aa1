//! What the properties of a feature say by a mapping: attributes as values. The
//! properties themselves are never changed by this; what was edited is found by
//! reading them again and comparing.

use serde_json::{Map, Value};

use super::codes;
use super::field_words::{LevelWord, level_word, osm_level};
use crate::model::{
    Attribute, DensityGrade, FieldMapping, FieldPath, IsoDate, Level, PartialDate, Populations,
    SpecialArea, ascii_digits, fold_name,
};

/// What is said of an ancestor, or of the feature itself at its own level.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ancestor {
    /// As written.
    pub code: Option<String>,
    /// As written.
    pub name: Option<String>,
    /// The whole code, put together from the columns.
    pub whole_code: Option<String>,
}

/// What a feature's properties say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Attributes {
    pub level: Option<LevelWord>,
    /// The level's value where it is none that is known.
    pub unknown_level: Option<String>,
    pub code: Option<String>,
    pub name: String,
    pub parent: Option<String>,
    /// By level, highest first, those that say something; its own level is not
    /// among them.
    pub ancestors: Vec<(Level, Ancestor)>,
    pub populations: Populations,
    pub centre: Option<String>,
    pub density: Option<DensityGrade>,
    pub special_areas: Vec<SpecialArea>,
    pub established: Option<PartialDate>,
    pub ended: Option<PartialDate>,
    pub village: Option<String>,
    pub party: Option<String>,
    /// The code of what an overlay belongs to.
    pub of: Option<String>,
    /// Values that are none for their attribute.
    pub bad: Vec<(Attribute, String)>,
}

/// A value as a text: a number as its digits; nothing for null, blank and nested
/// values. The text is as written, spaces too.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => {
            let whole = number
                .as_f64()
                .filter(|number| number.fract() == 0.0 && number.abs() < 1e15);
            Some(match (number.as_i64(), whole) {
                (None, Some(whole)) => format!("{whole:.0}"),
                _ => number.to_string(),
            })
        }
        _ => None,
    }
}

fn find(properties: &Map<String, Value>, path: Option<&FieldPath>) -> Option<String> {
    text_of(path?.find(properties)?)
}

/// Reads what `properties` say. `layer_has_six` tells whether some feature of the
/// layer has OpenStreetMap's level 6.
pub(super) fn read(
    properties: &Map<String, Value>,
    mapping: &FieldMapping,
    layer_has_six: bool,
) -> Attributes {
    let field = |attribute: Attribute| find(properties, mapping.fields.get(&attribute));
    let trimmed = |attribute| field(attribute).map(|text| text.trim().to_owned());
    let mut read = Attributes {
        name: field(Attribute::Name).unwrap_or_default(),
        parent: trimmed(Attribute::Parent),
        centre: field(Attribute::Centre),
        village: trimmed(Attribute::Village),
        party: field(Attribute::Party),
        of: trimmed(Attribute::Of),
        ..Attributes::default()
    };
    read.read_level(properties, mapping, layer_has_six);
    read.read_codes(&field);
    read.read_counts(properties, mapping);
    if let Some(text) = field(Attribute::Density) {
        read.density = density_of(&text);
        if read.density.is_none() {
            read.bad.push((Attribute::Density, text));
        }
    }
    if let Some(text) = field(Attribute::Established) {
        read.established = date_of(&text);
        if read.established.is_none() {
            read.bad.push((Attribute::Established, text));
        }
    }
    if let Some(text) = field(Attribute::Ended) {
        read.ended = date_of(&text);
        if read.ended.is_none() {
            read.bad.push((Attribute::Ended, text));
        }
    }
    let areas = mapping
        .fields
        .get(&Attribute::SpecialAreas)
        .and_then(|path| path.find(properties));
    read.read_areas(areas);
    read
}

impl Attributes {
    /// The level that it is read as: what its field says, else the layer's.
    pub fn unit_level(&self, mapping: &FieldMapping) -> Option<Level> {
        match self.level {
            Some(LevelWord::Level(level)) => Some(level),
            Some(LevelWord::Centre(level)) => level,
            Some(LevelWord::Overlay(_)) => None,
            None => mapping.level,
        }
    }

    fn read_level(
        &mut self,
        properties: &Map<String, Value>,
        mapping: &FieldMapping,
        layer_has_six: bool,
    ) {
        let Some(path) = mapping.fields.get(&Attribute::Level) else {
            return;
        };
        let Some(text) = find(properties, Some(path)) else {
            return;
        };
        let number = ascii_digits(text.trim());
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        self.level = if is_number {
            let beside = |name: &str| {
                let mut path = path.clone();
                if let Some(last) = path.0.last_mut() {
                    name.clone_into(last);
                }
                find(properties, Some(&path))
            };
            let place = beside("place");
            osm_level(&number, &self.name, place.as_deref(), layer_has_six).map(LevelWord::Level)
        } else {
            level_word(&text)
        };
        if self.level.is_none() {
            self.unknown_level = Some(text);
        } else if let (Some(LevelWord::Level(_)), true) = (self.level, mapping.centres) {
            self.level = Some(LevelWord::Centre(self.unit_level(mapping)));
        }
    }

    /// Codes and names of the ancestors, and its own where they stand in its own
    /// level's columns.
    fn read_codes(&mut self, field: &dyn Fn(Attribute) -> Option<String>) {
        let trimmed = |attribute| field(attribute).map(|text| text.trim().to_owned());
        for level in Level::ALL {
            let mut ancestor = Ancestor {
                code: trimmed(Attribute::AncestorCode(level)),
                name: field(Attribute::AncestorName(level)),
                whole_code: None,
            };
            if ancestor == Ancestor::default() {
                continue;
            }
            if let Some(code) = &ancestor.code {
                ancestor.whole_code = codes::compose(level, code, self.whole_above(level));
            }
            self.ancestors.push((level, ancestor));
        }
        self.code = trimmed(Attribute::Code);
    }

    fn whole_above(&self, level: Level) -> Option<&str> {
        let above = level.above()?;
        self.ancestors
            .iter()
            .find(|(level, _)| *level == above)
            .and_then(|(_, ancestor)| ancestor.whole_code.as_deref())
    }

    /// Takes the columns of its own level for its own code and name, and leaves only
    /// true ancestors. A centre has none of its own.
    pub fn settle(&mut self, level: Level) {
        let own = self
            .ancestors
            .iter()
            .find(|(at, _)| *at == level)
            .map(|(_, own)| own.clone())
            .unwrap_or_default();
        if self.name.is_empty() {
            self.name = own.name.unwrap_or_default();
        }
        self.code = match self.code.take() {
            // A province's own code is whole as it is written.
            Some(code) if level != Level::Province => {
                let whole = codes::compose(level, &code, self.whole_above(level));
                Some(whole.unwrap_or(code))
            }
            Some(code) => Some(code),
            None => own.whole_code.or(own.code),
        };
        // A city is above its quarters only, never above another unit.
        self.ancestors
            .retain(|(at, _)| *at < level && (*at != Level::City || !level.is_unit()));
    }

    fn read_counts(&mut self, properties: &Map<String, Value>, mapping: &FieldMapping) {
        for (&attribute, path) in &mapping.fields {
            let (Attribute::People(census) | Attribute::Households(census)) = attribute else {
                continue;
            };
            let Some(text) = find(properties, Some(path)) else {
                continue;
            };
            let count = count_of(&text);
            if count.is_none() {
                self.bad.push((attribute, text));
            } else if matches!(attribute, Attribute::People(_)) {
                self.populations.set_people(census, count);
            } else {
                self.populations.set_households(census, count);
            }
        }
    }

    fn read_areas(&mut self, areas: Option<&Value>) {
        let texts: Vec<String> = match areas {
            Some(Value::Array(items)) => items.iter().filter_map(text_of).collect(),
            Some(value) => text_of(value)
                .map(|text| {
                    text.split([',', ';', '،', '؛'])
                        .map(str::to_owned)
                        .collect()
                })
                .unwrap_or_default(),
            None => Vec::new(),
        };
        for text in texts {
            match area_of(&text) {
                Some(area) => self.special_areas.push(area),
                None => self.bad.push((Attribute::SpecialAreas, text)),
            }
        }
        self.special_areas.sort_unstable();
        self.special_areas.dedup();
    }
}

/// A count: digits of any script, with or without separators of thousands.
fn count_of(text: &str) -> Option<u64> {
    let digits: String = ascii_digits(text.trim())
        .chars()
        .filter(|letter| !matches!(letter, ',' | '٬' | '،' | ' ' | '\u{A0}' | '\u{202F}'))
        .collect();
    digits.parse().ok()
}

/// A density grade by its name.
pub(super) fn density_of(text: &str) -> Option<DensityGrade> {
    match fold_name(text).as_str() {
        "dense" | "high" | "زیاد" | "تراکمزیاد" | "پرتراکم" | "متراکم" => {
            Some(DensityGrade::Dense)
        }
        "medium" | "average" | "متوسط" | "تراکممتوسط" | "میانتراکم" => {
            Some(DensityGrade::Medium)
        }
        "low" | "sparse" | "کم" | "تراکمکم" | "کمتراکم" => Some(DensityGrade::Low),
        _ => None,
    }
}

/// A special area by its name.
pub(super) fn area_of(text: &str) -> Option<SpecialArea> {
    match fold_name(text).as_str() {
        "lowdensity" | "کمتراکم" => Some(SpecialArea::LowDensity),
        "remote" | "دورافتاده" => Some(SpecialArea::Remote),
        "border" | "مرزی" => Some(SpecialArea::Border),
        "island" | "جزیره" | "جزیرهای" => Some(SpecialArea::Island),
        "forest" | "جنگلی" => Some(SpecialArea::Forest),
        "desert" | "کویری" => Some(SpecialArea::Desert),
        "deprived" | "محروم" => Some(SpecialArea::Deprived),
        _ => None,
    }
}

/// A date: a Solar Hijri year alone («۱۳۵۲», `1352 SH`), a Solar Hijri day, of which
/// the year is taken, or an ISO day.
pub(super) fn date_of(text: &str) -> Option<PartialDate> {
    let text = ascii_digits(text.trim());
    let solar = |year: &str| -> Option<PartialDate> {
        let year: i32 = year.trim().parse().ok()?;
        (1200..1500)
            .contains(&year)
            .then_some(PartialDate::SolarYear(year))
    };
    if let Some(year) = solar(&text) {
        return Some(year);
    }
    let first = text.split(['-', '/', '.']).next().unwrap_or_default();
    if let Some(year) = solar(first) {
        return Some(year);
    }
    let day = text.get(..10).unwrap_or(&text).replace('/', "-");
    day.parse::<IsoDate>()
        .map(PartialDate::Day)
        .ok()
        .or_else(|| text.parse().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    fn mapping(fields: &[(Attribute, &[&str])]) -> FieldMapping {
        FieldMapping {
            fields: fields
                .iter()
                .map(|(attribute, path)| {
                    let path = path.iter().map(|&name| name.to_owned()).collect();
                    (*attribute, FieldPath(path))
                })
                .collect(),
            ..FieldMapping::default()
        }
    }

    #[test]
    fn columns_make_codes_and_names() {
        let properties = json!({"ostan": "لرستان", "ostan_code": "15", "shahrestan_code": "07",
            "bakhsh": "جاپلق ", "bakhsh_code": 1, "dehestan": " جاپلق شرقی", "dehestan_code": "0001"});
        let mapping = mapping(&[
            (Attribute::AncestorName(Level::Province), &["ostan"]),
            (Attribute::AncestorCode(Level::Province), &["ostan_code"]),
            (Attribute::AncestorCode(Level::County), &["shahrestan_code"]),
            (Attribute::AncestorName(Level::District), &["bakhsh"]),
            (Attribute::AncestorCode(Level::District), &["bakhsh_code"]),
            (Attribute::AncestorName(Level::RuralDistrict), &["dehestan"]),
            (
                Attribute::AncestorCode(Level::RuralDistrict),
                &["dehestan_code"],
            ),
        ]);
        let mut read = read(properties.as_object().unwrap(), &mapping, false);
        read.settle(Level::RuralDistrict);
        assert_eq!(read.name, " جاپلق شرقی", "names are kept as written");
        assert_eq!(read.code.as_deref(), Some("1507010001"));
        let codes: Vec<_> = read
            .ancestors
            .iter()
            .map(|(level, ancestor)| (*level, ancestor.whole_code.as_deref()))
            .collect();
        assert_eq!(
            codes,
            [
                (Level::Province, Some("15")),
                (Level::County, Some("1507")),
                (Level::District, Some("150701")),
            ]
        );
    }

    #[test]
    fn values_of_many_spellings_are_read() {
        assert_eq!(count_of("۱۲٬۳۴۵"), Some(12_345));
        assert_eq!(count_of("12,345 "), Some(12_345));
        assert_eq!(count_of("-3"), None);
        assert_eq!(count_of("many"), None);
        assert_eq!(density_of("تراكم زياد"), Some(DensityGrade::Dense));
        assert_eq!(density_of("12.5"), None);
        for text in ["1352", "۱۳۵۲", "1352 SH", "1352/04/03"] {
            assert_eq!(date_of(text), Some(PartialDate::SolarYear(1352)), "{text}");
        }
        let day = IsoDate::new(1983, 7, 6).map(PartialDate::Day);
        assert_eq!(date_of("1983-07-06"), day);
        assert_eq!(date_of("1983/07/06"), day);
        assert_eq!(date_of("soon"), None);
        assert_eq!(text_of(&json!(1507010001_u64)).unwrap(), "1507010001");
        assert_eq!(text_of(&json!(15.0)).unwrap(), "15");
        assert_eq!(text_of(&json!("  ")), None);
    }

    #[test]
    fn a_bad_value_is_told_and_not_taken_for_nothing() {
        let properties = json!({"pop": "unknown", "areas": ["remote", "moon"]});
        let mapping = mapping(&[
            (Attribute::People(None), &["pop"]),
            (Attribute::SpecialAreas, &["areas"]),
        ]);
        let read = read(properties.as_object().unwrap(), &mapping, false);
        assert_eq!(read.special_areas, [SpecialArea::Remote]);
        let bad: Vec<_> = read.bad.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(bad, ["unknown", "moon"]);
    }
}
