//! Attributes back into the properties that they came from: only what differs from
//! what the properties say is written, into the field that says it, in that field's
//! way of writing. An attribute that no field has gets one of the usual name.

use serde_json::{Map, Value};

use super::attributes::{Attributes, text_of};
use super::codes;
use super::field_words::LevelWord;
use crate::model::{
    Attribute, Dataset, DensityGrade, FieldMapping, FieldPath, Level, ParentReference, PartialDate,
    Populations, Settlement, SpecialArea, Unit, UnitKey, fold_name,
};

/// What the data set now says of an entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Current {
    pub level: Option<Level>,
    pub code: Option<String>,
    pub name: String,
    pub parent: Option<UnitKey>,
    pub parent_reference: ParentReference,
    pub populations: Populations,
    /// The name of its seat, if its own layer, an edit or nobody gave it one.
    pub centre: Option<Option<String>>,
    pub density: Option<DensityGrade>,
    pub special_areas: Vec<SpecialArea>,
    pub established: Option<PartialDate>,
    pub village: Option<String>,
}

impl Current {
    pub fn of_unit(unit: &Unit) -> Self {
        let centre = match &unit.centre {
            // A layer of centres has written it down itself.
            Some(centre) if centre.layer.is_some() && centre.layer != unit.layer => None,
            Some(centre) => Some(Some(centre.name.clone())),
            None => Some(None),
        };
        Self {
            level: Some(unit.level),
            code: unit.code.clone(),
            name: unit.name.clone(),
            parent: unit.parent,
            parent_reference: unit.parent_reference.clone(),
            populations: unit.populations.clone(),
            centre,
            density: unit.density,
            special_areas: unit.special_areas.clone(),
            established: unit.established,
            village: None,
        }
    }

    pub fn of_settlement(dataset: &Dataset, settlement: &Settlement) -> Self {
        let village = settlement
            .village
            .and_then(|village| dataset.settlements.get(village)?.code.clone());
        Self {
            level: Some(settlement.kind.level()),
            code: settlement.code.clone(),
            name: settlement.name.clone(),
            parent: settlement.parent,
            parent_reference: settlement.parent_reference.clone(),
            populations: settlement.populations.clone(),
            centre: None,
            village,
            ..Self::default()
        }
    }
}

/// What a source says of the parent, as it is kept with a unit. An edit that gives a
/// unit another parent sets the reference to [`crate::edit::reference_to`] it, and that is how the
/// change is seen here: a parent that was found by place has a reference that names
/// no unit, and keeps it.
pub(super) fn reference_of(read: &Attributes) -> ParentReference {
    let lowest = read.ancestors.last().map(|(_, lowest)| lowest);
    ParentReference {
        code: read.parent.clone().or_else(|| {
            let lowest = lowest?;
            lowest.whole_code.clone().or_else(|| lowest.code.clone())
        }),
        names: read
            .ancestors
            .iter()
            .filter_map(|(level, ancestor)| Some((*level, ancestor.name.clone()?)))
            .collect(),
    }
}

/// The properties with what has changed. `read` is what they say, settled for the
/// level that they say.
pub(super) fn write_back(
    dataset: &Dataset,
    properties: &Map<String, Value>,
    mapping: &FieldMapping,
    read: &Attributes,
    current: &Current,
) -> Map<String, Value> {
    let mut writer = Writer::new(properties.clone(), mapping);
    let read_level = read.unit_level(mapping);
    if current.level.is_some() && current.level != read_level {
        writer.write_level(current.level, read);
    }
    let level = current.level.or(read_level);
    if current.name != read.name {
        let name = Some(current.name.clone()).filter(|name| !name.is_empty());
        let own = level.map(Attribute::AncestorName);
        writer.text(&[Some(Attribute::Name), own], name);
    }
    if current.code != read.code {
        let own = level.map(Attribute::AncestorCode);
        writer.text(&[Some(Attribute::Code), own], current.code.clone());
    }
    if current.parent_reference != reference_of(read) {
        writer.write_parent(dataset, current, level);
    }
    writer.write_counts(read, current);
    if let Some(centre) = &current.centre
        && *centre != read.centre
    {
        writer.text(&[Some(Attribute::Centre)], centre.clone());
    }
    if current.density != read.density {
        writer.write_density(current.density);
    }
    if current.special_areas != read.special_areas {
        writer.write_areas(&current.special_areas);
    }
    if current.established != read.established {
        writer.date(Attribute::Established, current.established);
    }
    if current.village != read.village && current.village.is_some() {
        writer.text(&[Some(Attribute::Village)], current.village.clone());
    }
    writer.properties
}

/// Properties in the writing.
pub(super) struct Writer<'a> {
    pub(super) properties: Map<String, Value>,
    mapping: &'a FieldMapping,
}

/// The name of a field for an attribute that no field has; the import knows them.
fn usual_name(attribute: Attribute) -> String {
    super::map_file::attribute_name(attribute).replace('.', "_")
}

impl<'a> Writer<'a> {
    pub(super) fn new(properties: Map<String, Value>, mapping: &'a FieldMapping) -> Self {
        Self {
            properties,
            mapping,
        }
    }

    fn path(&self, attribute: Attribute) -> Option<FieldPath> {
        self.mapping.fields.get(&attribute).cloned()
    }

    fn old(&self, path: &FieldPath) -> Option<&Value> {
        path.find(&self.properties)
    }

    /// Sets a value at a path, making the objects on the way.
    fn set(&mut self, path: &FieldPath, value: Value) {
        let Some((last, way)) = path.0.split_last() else {
            return;
        };
        let mut object = &mut self.properties;
        for name in way {
            let inner = object
                .entry(name.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            match inner.as_object_mut() {
                Some(inner) => object = inner,
                None => return,
            }
        }
        object.insert(last.clone(), value);
    }

    /// Writes a text where the first of the attributes that has a field has it, else
    /// into a field of the first one's usual name. Nothing becomes null, and is not
    /// written where there is no field.
    pub(super) fn text(&mut self, attributes: &[Option<Attribute>], text: Option<String>) {
        let path = attributes
            .iter()
            .flatten()
            .find_map(|&attribute| self.path(attribute));
        let path = match (path, attributes.first()) {
            (Some(path), _) => path,
            (None, Some(Some(attribute))) if text.is_some() => {
                FieldPath(vec![usual_name(*attribute)])
            }
            _ => return,
        };
        let value = self.in_the_way_of(&path, text);
        self.set(&path, value);
    }

    /// A text as the field has it: a number where it held a number.
    fn in_the_way_of(&self, path: &FieldPath, text: Option<String>) -> Value {
        let Some(text) = text else {
            return Value::Null;
        };
        let was_number = matches!(self.old(path), Some(Value::Number(_)));
        let number = text
            .parse::<i64>()
            .ok()
            .filter(|number| was_number && number.to_string() == text);
        number.map_or(Value::from(text), Value::from)
    }

    fn write_level(&mut self, level: Option<Level>, read: &Attributes) {
        let Some(level) = level else {
            return;
        };
        let path = self
            .path(Attribute::Level)
            .unwrap_or_else(|| FieldPath(vec![usual_name(Attribute::Level)]));
        let old = self.old(&path).and_then(text_of).unwrap_or_default();
        let text = if matches!(read.level, Some(LevelWord::Level(_)))
            && old.bytes().all(|byte| byte.is_ascii_digit())
            && !old.is_empty()
        {
            // OpenStreetMap's numbers, by its wiki.
            match level {
                Level::Province => "4",
                Level::County => "5",
                Level::District => "6",
                Level::RuralDistrict | Level::City => "7",
                Level::Village | Level::Farm | Level::Place => "8",
            }
        } else if old.is_ascii() {
            level.name()
        } else {
            persian_name(level)
        };
        let value = self.in_the_way_of(&path, Some(text.to_owned()));
        self.set(&path, value);
    }

    fn write_parent(&mut self, dataset: &Dataset, current: &Current, level: Option<Level>) {
        let reference = &current.parent_reference;
        let code = reference.code.clone();
        let has_columns = self.mapping.fields.keys().any(|attribute| match attribute {
            Attribute::AncestorName(at) | Attribute::AncestorCode(at) => Some(*at) != level,
            _ => false,
        });
        if self.path(Attribute::Parent).is_some() || !has_columns {
            self.text(&[Some(Attribute::Parent)], code);
        }
        for above in Level::UNITS {
            if level.is_none_or(|level| above >= level) {
                continue;
            }
            let ancestor = current
                .parent
                .and_then(|parent| dataset.ancestor_at(parent, above))
                .and_then(|ancestor| dataset.units.get(ancestor));
            if self.path(Attribute::AncestorName(above)).is_some() {
                let name = ancestor.map(|ancestor| ancestor.name.clone());
                self.text(&[Some(Attribute::AncestorName(above))], name);
            }
            let Some(path) = self.path(Attribute::AncestorCode(above)) else {
                continue;
            };
            let whole = ancestor.and_then(|ancestor| ancestor.code.clone());
            let old = self.old(&path).and_then(text_of).unwrap_or_default();
            let was_partial = codes::whole_width(above).is_some_and(|width| old.len() < width);
            let own = whole.map(|whole| match codes::own_digits(above, &whole) {
                Some(own) if was_partial => own.to_owned(),
                _ => whole,
            });
            let value = self.in_the_way_of(&path, own);
            self.set(&path, value);
        }
    }

    fn write_counts(&mut self, read: &Attributes, current: &Current) {
        let mut censuses: Vec<Option<i32>> = [&read.populations, &current.populations]
            .into_iter()
            .flat_map(|populations| populations.counts())
            .map(|count| count.census)
            .collect();
        censuses.sort_unstable();
        censuses.dedup();
        for census in censuses {
            let of = |populations: &Populations| populations.of_census(census).copied();
            let (was, is) = (of(&read.populations), of(&current.populations));
            let people = |count: Option<crate::model::Count>| count?.people;
            let households = |count: Option<crate::model::Count>| count?.households;
            if people(was) != people(is) {
                self.count(Attribute::People(census), people(is));
            }
            if households(was) != households(is) {
                self.count(Attribute::Households(census), households(is));
            }
        }
    }

    fn count(&mut self, attribute: Attribute, count: Option<u64>) {
        let path = self.path(attribute);
        let value = match (&path, count) {
            (_, None) => Value::Null,
            (Some(path), Some(count)) if matches!(self.old(path), Some(Value::String(_))) => {
                Value::from(count.to_string())
            }
            (_, Some(count)) => Value::from(count),
        };
        let path = path.unwrap_or_else(|| FieldPath(vec![usual_name(attribute)]));
        self.set(&path, value);
    }

    /// Writes a date as its field has dates: a year alone, or an ISO day.
    pub(super) fn date(&mut self, attribute: Attribute, date: Option<PartialDate>) {
        let date = date.map(|date| match date {
            PartialDate::SolarYear(year) => year.to_string(),
            day @ PartialDate::Day(_) => day.to_string(),
        });
        self.text(&[Some(attribute)], date);
    }

    /// Writes a number, as a text where the field had one.
    pub(super) fn number(&mut self, attribute: Attribute, number: Option<f64>) {
        let path = self.path(attribute);
        let was_text = path
            .as_ref()
            .is_some_and(|path| matches!(self.old(path), Some(Value::String(_))));
        let value = match number {
            Some(number) if was_text => Value::from(number.to_string()),
            Some(number) => Value::from(number),
            None => Value::Null,
        };
        let path = path.unwrap_or_else(|| FieldPath(vec![usual_name(attribute)]));
        self.set(&path, value);
    }

    fn write_density(&mut self, density: Option<DensityGrade>) {
        let persian = self.is_persian(Attribute::Density);
        let text = density.map(|grade| match (grade, persian) {
            (DensityGrade::Dense, false) => "dense",
            (DensityGrade::Medium, false) => "medium",
            (DensityGrade::Low, false) => "low",
            (DensityGrade::Dense, true) => "زیاد",
            (DensityGrade::Medium, true) => "متوسط",
            (DensityGrade::Low, true) => "کم",
        });
        self.text(&[Some(Attribute::Density)], text.map(str::to_owned));
    }

    fn write_areas(&mut self, areas: &[SpecialArea]) {
        let persian = self.is_persian(Attribute::SpecialAreas);
        let names: Vec<String> = areas
            .iter()
            .map(|area| {
                match (area, persian) {
                    (SpecialArea::LowDensity, false) => "low_density",
                    (SpecialArea::Remote, false) => "remote",
                    (SpecialArea::Border, false) => "border",
                    (SpecialArea::Island, false) => "island",
                    (SpecialArea::Forest, false) => "forest",
                    (SpecialArea::Desert, false) => "desert",
                    (SpecialArea::Deprived, false) => "deprived",
                    (SpecialArea::LowDensity, true) => "کم‌تراکم",
                    (SpecialArea::Remote, true) => "دورافتاده",
                    (SpecialArea::Border, true) => "مرزی",
                    (SpecialArea::Island, true) => "جزیره",
                    (SpecialArea::Forest, true) => "جنگلی",
                    (SpecialArea::Desert, true) => "کویری",
                    (SpecialArea::Deprived, true) => "محروم",
                }
                .to_owned()
            })
            .collect();
        let path = self
            .path(Attribute::SpecialAreas)
            .unwrap_or_else(|| FieldPath(vec![usual_name(Attribute::SpecialAreas)]));
        let value = match self.old(&path) {
            Some(Value::String(_)) => Value::from(names.join(", ")),
            _ => Value::from(names),
        };
        self.set(&path, value);
    }

    fn is_persian(&self, attribute: Attribute) -> bool {
        self.path(attribute)
            .and_then(|path| self.old(&path).map(Value::to_string))
            .is_some_and(|old| !fold_name(&old).is_ascii())
    }
}

fn persian_name(level: Level) -> &'static str {
    match level {
        Level::Province => "استان",
        Level::County => "شهرستان",
        Level::District => "بخش",
        Level::RuralDistrict => "دهستان",
        Level::City => "شهر",
        Level::Village => "روستا",
        Level::Farm => "مزرعه",
        Level::Place => "مکان",
    }
}
